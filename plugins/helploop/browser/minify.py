"""Our own modules made shorter for the way to the reader: without comments and breaks, with short names inside.

Only names that a module declares itself are shortened, and only those that are nowhere a property, or of which it is
told that nobody outside sees them: what remains is the same program, whoever reads it. It is made for the style of
`browser/` and no general tool.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)|(?P<sign>\.\.\.|=>|[-+*/%&|^<>=!?]+=?|.)""",
    re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
_REGEX = re.compile(r"/(?!\*)(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_DECLARING = frozenset({"const", "let", "function", "class"})
_BEFORE_REGEX = frozenset("(,=:[!&|?{};") | {"=>", "return", "&&", "||", "===", "!==", "??"}
_BEGINNING = frozenset({"async", "class", "const", "export", "for", "function", "if", "import", "let", "while"})
_FIRST, _SECOND = "utaecsoflindjpmbkrhwygvzxq", "etokgjvq"
"""Letters of short names, in the order that packs best of some ten thousand that were tried."""
_WORDS = frozenset({"at", "if", "in", "is", "do", "of", "as", "to"})
_SHORTEST = 3
_SHORTER = {"const": "let", "true": "!0", "false": "!1", "undefined": "void 0", "Infinity": "1/0"}
Token = tuple[str, str]


def minify(text: str, inner: Collection[str] = ()) -> str:
    """A module in fewer characters. `inner` names properties that nobody outside of it ever sees."""
    tokens = _with_values(list(_tokens(text)))
    names = _short_names(tokens, inner)
    written: list[str] = []
    before = ""
    for kind, piece in tokens:
        if kind == "space":
            written.append("\n" if "\n" in piece else " ")
            continue
        is_open = kind == "name" and (before != "." or piece in inner)
        written.append(names.get(piece, piece) if is_open else piece)
        before = piece
    return _tight(_declared_at_once(written))


def _with_values(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with values in the places of their names: those of ours are in capitals, and nowhere a property."""
    bare = [(at, *token) for at, token in enumerate(tokens) if token[0] != "space"]
    values = dict(_SHORTER)
    dropped: set[int] = set()
    for run in zip(*(bare[first:] for first in range(5)), strict=False):
        (begin, _, const), (_, _, name), (_, _, equals), (_, kind, value), (end, _, semicolon) = run
        if (const, equals, kind, semicolon) == ("const", "=", "number", ";") and name.isupper():
            values[name] = value
            dropped.update(range(begin, end + 1))
    kept = (token for at, token in enumerate(tokens) if at not in dropped)
    found = (("number", values[piece]) if piece in values else (kind, piece) for kind, piece in kept)
    return [(kind, re.sub(r"^0(?=\.)", "", piece) if kind == "number" else piece) for kind, piece in found]


def _declared_at_once(written: Sequence[str]) -> list[str]:
    """Tokens with one `let` for declarations that stand one behind the other."""
    out: list[str] = []
    begins = [""]  # for each open bracket, what the statement in it begins with
    before, semicolon = "{", 0
    for piece in written:
        if piece in {" ", "\n"}:
            out.append(piece)
            continue
        again = before == ";" and piece == begins[-1] == "let"
        if again:
            out[semicolon] = ","
        elif before in {";", "{"} or (before == "}" and piece.isalpha()):
            begins[-1] = piece
        if piece in {"(", "[", "{"}:
            begins.append("")
        elif piece in {")", "]", "}"}:
            begins.pop()
        before, semicolon = piece, len(out)
        out += [] if again else [piece]
    return out


def _tight(written: Sequence[str]) -> str:
    """Tokens without the blanks between a sign and what stands beside it, and without a last comma or semicolon."""
    out: list[str] = []
    for at, piece in enumerate(written):
        if piece not in {" ", "\n"}:
            if (out[-1:] == [","] and piece in ")]}") or (out[-1:] == [";"] and piece == "}"):
                out.pop()
            out.append(piece)
            continue
        before = out[-1][-1:] if out else ""
        after = written[at + 1][:1] if at + 1 < len(written) else ""
        if piece == "\n" and before not in "{};,(\n" and after not in {"", ".", "}", ")"}:
            out.append("\n")
        elif (piece == " " and _is_word(before) and _is_word(after)) or before + after in {"++", "--", "//"}:
            out.append(" ")
    return "".join(_bare_results(list(_bare_parameters(out)))) + "\n"


def _bare_parameters(written: Sequence[str]) -> Iterator[str]:
    """Tokens without the brackets around the one name that an arrow function takes."""
    bare: set[int] = set()
    for at in range(1, len(written) - 3):
        opening, name, closing, arrow = written[at : at + 4]
        if opening + closing + arrow == "()=>" and name.isidentifier() and not _is_word(written[at - 1][-1:]):
            bare |= {at, at + 2}
    return (piece for at, piece in enumerate(written) if at not in bare)


def _bare_results(written: Sequence[str]) -> Iterator[str]:
    """Tokens without the brackets around all that an arrow function gives, if it is one value and no object."""
    bare: set[int] = set()
    open_at: list[int] = []
    several: set[int] = set()
    for at, piece in enumerate(written):
        if piece in {"(", "[", "{"}:
            open_at.append(at)
        elif piece == "," and open_at:
            several.add(open_at[-1])
        elif piece in {")", "]", "}"} and open_at:
            start = open_at.pop()
            is_result = piece == ")" and written[start - 1] == "=>" and written[start + 1] != "{"
            if is_result and start not in several and written[at + 1 : at + 2] in ([","], [";"], [")"], ["]"], ["}"]):
                bare |= {start, at}
    return (piece for at, piece in enumerate(written) if at not in bare)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign in {"_", "$", '"', "`"} or sign > "\x7f"


def _tokens(text: str) -> Iterator[Token]:
    """The tokens of a module; the fixed parts of a template are strings, a comment is a blank."""
    at, before = 0, ";"
    depth: list[int] = []
    braces = 0
    while at < len(text):
        sign = text[at]
        found = _REGEX.match(text, at) if sign == "/" and before in _BEFORE_REGEX else None
        if sign == "`" or (sign == "}" and depth and depth[-1] == braces):
            if sign == "}":
                depth.pop()
            whole = _TEMPLATE.match(text, at + 1)
            if whole is None:
                raise ValueError("a template does not end")
            if whole[0].endswith("${"):
                depth.append(braces)
            kind, piece = "string", text[at : whole.end()]
        elif found:
            kind, piece = "string", found[0]
        else:
            match = _TOKEN.match(text, at)
            if match is None:
                raise ValueError("a module can't be read")
            kind, piece = str(match.lastgroup), match[0]
            braces += (piece == "{") - (piece == "}")
        at += len(piece)
        if kind == "comment":
            continue
        yield kind, piece
        before = before if kind == "space" else piece


def _short_names(tokens: Sequence[Token], inner: Collection[str]) -> dict[str, str]:
    """A short name for each that may have one, the shortest for the commonest."""
    bare = [piece for piece in tokens if piece[0] != "space"]
    declared: set[str] = set()
    fixed: set[str] = set()
    brackets: list[str] = []
    for at, (kind, piece) in enumerate(bare):
        before, after = bare[at - 1][1] if at else "", bare[at + 1][1] if at + 1 < len(bare) else ""
        if kind == "sign" and piece in {"(", "[", "{"}:
            brackets.append(piece)
        elif kind == "sign" and piece in {")", "]", "}"} and brackets:
            brackets.pop()
        if kind != "name":
            continue
        in_braces = bool(brackets) and brackets[-1] == "{"
        if before in _DECLARING or (before == "*" and bare[at - 2][1] == "function"):
            declared.add(piece)
            start = at - 1 - (before == "*")
            while start > 0 and bare[start - 1][1] == "async":
                start -= 1
            if start > 0 and bare[start - 1][1] == "export":
                fixed.add(piece)
        elif in_braces and before in {"{", ","} and after in {",", "}", "=", "(", ":"}:
            fixed.add(piece)
    taken = {piece for kind, piece in bare if kind == "name"}
    free = {name for name in (declared - fixed) | (set(inner) & taken) if len(name) >= _SHORTEST}
    return _shared_out(_statements(bare), free, inner)


def _statements(bare: Sequence[Token]) -> list[list[str]]:
    """The names in each statement of a module, from bracket to bracket: nothing declared inside is seen outside.

    A property behind a dot has the dot before it: it is taken for no variable.
    """
    found: list[list[str]] = [[]]
    depth, before = 0, ""
    for kind, piece in bare:
        if depth == 0 and (before == ";" or (before == "}" and piece in _BEGINNING)):
            found.append([])
        if kind == "sign":
            depth += (piece in {"(", "[", "{"}) - (piece in {")", "]", "}"})
        elif kind == "name":
            found[-1].append(f".{piece}" if before == "." else piece)
        before = piece
    return found


def _shared_out(statements: Sequence[Sequence[str]], free: set[str], inner: Collection[str]) -> dict[str, str]:
    """A short name for each of the `free`, the shortest for the commonest: two have one that never meet.

    Names meet in a statement, but for properties behind a dot; those the module itself declares meet each other, and
    so do properties.
    """
    uses = Counter(name.removeprefix(".") for name in chain.from_iterable(statements))
    places: dict[str, set[int]] = {name: set() for name in uses}
    for number, names in enumerate(statements):
        for name in names:
            if not name.startswith("."):
                places[name].add(number)
    own = {next((name for name in names if name not in _BEGINNING), "") for names in statements}
    for virtual, group in enumerate((own, inner), len(statements)):
        for name in free.intersection(group):
            places[name].add(virtual)
    short: dict[str, str] = {}
    held: dict[str, set[int]] = {}
    for name in sorted(free, key=lambda n: (-uses[n] * len(n), n)):
        fresh = (each for each in _names() if each not in uses and not held.get(each, set()) & places[name])
        short[name] = next(fresh)
        held.setdefault(short[name], set()).update(places[name])
    return short


def _names() -> Iterator[str]:
    letters = _FIRST + _FIRST.upper()
    yield from f"{letters}_$"
    for number in count():
        for second in _SECOND:
            yield from (f"{letter}{second}{number or ''}" for letter in letters if letter + second not in _WORDS)
