"""The words of code as Pygments finds them, in half of its time.

Pygments tries the rules of a state one after the other, at each word. Here rules that stand beside each other are one
pattern, which tells whose turn it is. Rules that can't be part of a larger pattern stay alone, and lexers that do more
than follow rules are left to Pygments. `tests/outputs/test_code_colours.py` holds both against each other.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from pygments.lexer import RegexLexer
from pygments.token import Error, Token, Whitespace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Match = Callable[[str, int], re.Match[str] | None]
    Rule = tuple[Match, Any, Any]
    """What matches, what kind of word that is, and which state follows."""
    Joined = list[tuple[Match, Sequence[Rule]]]
    """Patterns, each with its rules by the number of their groups."""

#: Blocks of a language after which its rules are joined: that takes as long as they save in so many.
WORTH_IT = 20
#: What can't be part of a larger pattern: references to groups and their names, flags for the whole.
_ALONE = re.compile(r"\\[1-9]|\(\?(?:P[<=]|\(|[aLiumsx]+\))")
_FLAGS = re.compile(r"\(\?([ims]+)\)")
_FLAG_OF = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
#: Sets of all letters take longer to compile than they ever save.
_LONGEST = 1000
#: What a group is told from: an escaped sign, a set of characters.
_GROUP = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?!\?)", re.DOTALL)
_TOKEN = type(Token)


class QuickRules:
    """The states of a kind of lexer, each joined when it is first met."""

    def __init__(self, states: Mapping[str, Sequence[Rule]]) -> None:
        self._states = states
        self._joined: dict[str, Joined] = {}

    def words(self, lexer: Any, text: str, stack: Sequence[str] = ("root",)) -> Iterator[tuple[int, Any, str]]:
        """What `RegexLexer.get_tokens_unprocessed` gives."""
        states = list(stack)
        rules = self._rules(states[-1])
        place = 0
        while True:
            for match, owners in rules:
                found = match(text, place)
                if found is None:
                    continue
                own, kind, follows = owners[found.lastindex or 0] if len(owners) > 1 else owners[0]
                if type(kind) is _TOKEN:
                    yield place, kind, found.group()
                elif kind is not None:
                    yield from kind(lexer, own(text, place))
                place = found.end()
                if follows is not None:
                    _follow(follows, states)
                    rules = self._rules(states[-1])
                break
            else:
                if place >= len(text):
                    return
                is_end = text[place] == "\n"
                yield place, Whitespace if is_end else Error, text[place]
                place += 1
                if is_end:
                    states = ["root"]
                    rules = self._rules("root")

    def _rules(self, state: str) -> Joined:
        found = self._joined.get(state)
        if found is None:
            found = self._joined[state] = join(self._states[state])
        return found


def _follow(follows: Any, states: list[str]) -> None:
    """Open and close states; one stays open."""
    if isinstance(follows, int):
        del states[max(1, len(states) - abs(follows)) :]
        return
    for state in follows if isinstance(follows, tuple) else (follows,):
        if state != "#pop":
            states.append(states[-1] if state == "#push" else state)
        elif len(states) > 1:
            states.pop()


def join(rules: Sequence[Rule]) -> Joined:
    """Rules with those side by side joined that can be."""
    joined: Joined = []
    run: list[Rule] = []
    flags = 0
    for rule in rules:
        own = _flags(rule)
        if run and own != flags:
            joined += _one_pattern(run, flags)
            run = []
        if own:
            flags = own
            run.append(rule)
        else:
            joined.append((rule[0], (rule,)))
    return joined + (_one_pattern(run, flags) if run else [])


def _flags(rule: Rule) -> int:
    """The flags that a rule shares with its neighbours; none when it has to stay alone."""
    pattern = getattr(rule[0], "__self__", None)
    if not isinstance(pattern, re.Pattern) or len(pattern.pattern) > _LONGEST or pattern.flags & re.VERBOSE:
        return 0
    inline = _FLAGS.match(pattern.pattern)
    if _ALONE.search(pattern.pattern, inline.end() if inline else 0):
        return 0
    flags = pattern.flags
    for letter in inline[1] if inline else "":
        flags &= ~_FLAG_OF[letter]
    return flags


def _one_pattern(run: Sequence[Rule], flags: int) -> Joined:
    """Rules as one pattern: an empty group behind each tells which one it was."""
    if len(run) > 1:
        written = (rule[0].__self__.pattern for rule in run)  # type: ignore[attr-defined]
        return [(re.compile("|".join(map(_part, written)), flags).match, (run[0], *run))]
    return [(run[0][0], run)]


def _part(written: str) -> str:
    inline = _FLAGS.match(written)
    rest = _GROUP.sub(lambda found: "(?:" if found[0] == "(" else found[0], written[inline.end() if inline else 0 :])
    return f"(?{inline[1] if inline else ''}:{rest})()"


class QuickLexers:
    """Lexers of one kind: new ones for each block, with joined rules as soon as these are worth it."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._blocks = 0
        self._rules: QuickRules | None = None

    def __call__(self) -> Any:
        """A lexer."""
        kind = self._kind
        lexer = kind(stripnl=True)
        self._blocks += 1
        if self._blocks == WORTH_IT and kind.get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed:
            states = vars(kind).get("_tokens")
            self._rules = QuickRules(states) if states is not None and lexer._tokens is states else None  # noqa: SLF001
        if self._rules is not None:
            lexer.get_tokens_unprocessed = partial(self._rules.words, lexer)
        return lexer
