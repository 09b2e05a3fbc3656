"""Settings in JavaScript or TypeScript to plain values, without running them.

Read are the literals that such files mostly are: objects, lists, words, `true`, `false`, numbers. Whatever has to be
computed becomes `COMPUTED`, so that whoever asks can say that it could not be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|(?P<sign>[][{}():,])"""
    r"""|(?P<word>[\w$.-]+)|(?P<other>[^\s\w$"'`\]\[{}():,/]+|/)""",
    re.DOTALL,
)
_OPEN = {"{": "}", "[": "]", "(": ")"}
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
#: Behind a value these only say of which type it is.
_OF_TYPE = frozenset({"satisfies", "as"})
#: Between brackets behind these stand statements.
_BEFORE_STATEMENTS = frozenset({")", "=>"})
_MOST_LEVELS = 60

#: Stands for what only running the file could tell.
COMPUTED: Final = object()


def parse_script(text: str) -> list[object]:
    """Every object and list of a script that stands in no other, with the values in them."""
    reader = _Reader([token for token in _TOKEN.finditer(text) if token.lastgroup])
    found: list[object] = []
    before = ""
    while (sign := reader.peek()) is not None:
        if sign in {"{", "["} and before not in _BEFORE_STATEMENTS:
            found.append(reader.brackets(0))
        else:
            reader.at += 1
        before = sign
    return found


def texts_in(text: str) -> list[str]:
    """The words between quotes in a script: comments are none."""
    return [token["text"][1:-1] for token in _TOKEN.finditer(text) if token["text"]]


def objects_in(value: object, name: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every object in a value, with the key it stands under or the words before it in its list: `["blog", {…}]`."""
    if isinstance(value, dict):
        yield name, value
        for key, inside in value.items():
            yield from objects_in(inside, key)
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            before = value[place - 1] if place else name
            yield from objects_in(inside, before if isinstance(before, str) else name)


class _Reader:
    """The signs and words of a script, and where reading stands."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self._tokens = tokens
        self.at = 0

    def peek(self) -> str | None:
        """The next token; None at the end."""
        return self._tokens[self.at][0] if self.at < len(self._tokens) else None

    def value(self, level: int) -> object:
        """The value that begins here, read to its last token."""
        while self.peek() == "(":
            self.at += 1
        if (sign := self.peek()) is None:
            return COMPUTED
        if sign in _OPEN and level < _MOST_LEVELS:
            value = self.brackets(level)
        else:
            value = _plain(self._tokens[self.at])
            self.at += sign not in {"}", "]", ",", *_OPEN}
        return value if self._skip() else COMPUTED

    def brackets(self, level: int) -> object:
        """The object or list that opens here."""
        self.at += 1
        return self._object(level + 1) if self._tokens[self.at - 1][0] == "{" else self._list(level + 1)

    def _list(self, level: int) -> list[object]:
        found = []
        while (sign := self.peek()) not in {"]", None}:
            if sign == ",":
                self.at += 1
            else:
                before = self.at
                found.append(self.value(level))
                self.at += self.at == before
        self.at += 1
        return found

    def _object(self, level: int) -> dict[str, object]:
        found: dict[str, object] = {}
        key = ""
        while (sign := self.peek()) not in {"}", None}:
            self.at += 1
            if sign == ":" and key:
                found[key] = self.value(level)
                key = ""
            elif sign in _OPEN:  # a function's arguments and body
                found |= {key: COMPUTED} if key else {}
                key = ""
                self._past(str(sign))
            elif sign == ",":
                found |= {key: COMPUTED} if key else {}  # a name alone stands for its value: `{redirects, …}`
                key = ""
            else:
                written = _plain(self._tokens[self.at - 1])
                key = written if isinstance(written, str) else str(sign)
        found |= {key: COMPUTED} if key else {}
        self.at += 1
        return found

    def _skip(self) -> bool:
        """Go to the end of a value: whether nothing but its type stood behind it."""
        is_plain, is_type = True, False
        while (sign := self.peek()) not in {",", "}", "]", None}:
            is_type = is_type or sign in _OF_TYPE
            is_plain = is_plain and (is_type or sign in {")", ";"})
            self.at += 1
            if sign in _OPEN:
                self._past(str(sign))
            elif sign == ";":  # the end of a statement
                break
        return is_plain

    def _past(self, opened: str) -> None:
        """Go behind the bracket that closes this one."""
        depth = 1
        while depth and (sign := self.peek()) is not None:
            self.at += 1
            depth += (sign == opened) - (sign == _OPEN[opened])


#: What stands for a character in a text of JavaScript (ECMA-262, 12.9.4).
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<point>[0-9a-fA-F]{1,6})\}|[ux](?P<code>(?<=u)[0-9a-fA-F]{4}|(?<=x)[0-9a-fA-F]{2})|(?P<sign>.))",
    re.DOTALL,
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def _unescaped(escape: re.Match[str]) -> str:
    code = escape["point"] or escape["code"]
    if code:
        return chr(number) if (number := int(code, 16)) < 0x110000 else ""
    return _SIGNS.get(escape["sign"], escape["sign"])


def _plain(token: re.Match[str]) -> object:
    text = token[0]
    if token["text"]:
        inner = text[1:-1]
        return COMPUTED if text[0] == "`" and "${" in inner else _ESCAPE.sub(_unescaped, inner)
    if text in _WORDS:
        return _WORDS[text]
    return float(text) if _NUMBER.fullmatch(text) else COMPUTED
