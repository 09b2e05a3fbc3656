"""Markdown that says something else than its author meant: it converts without a word, and readers see the signs.

Every search runs over the text with its code blanked, except for the one after code blocks that never end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.problem import Problem, warning
from helploop.model.spelling import did_you_mean
from helploop.outputs.markdown_list_faults import list_faults
from helploop.outputs.markdown_table_faults import table_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A line end is found far faster than the beginning of a line.
_FENCE = re.compile(r"\n(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_INCLUDE = re.compile(r"^[ \t]*(?:\{[*!][ \t]*\S.*[*!]\}|-+8<-+[ \t]+\S.*)[ \t]*$", re.MULTILINE)
_FOREIGN = re.compile(
    r"^[ \t]*(?:(?P<block>:{3,}[ \t]*(?P<kind>\w+))|(?P<short>\{\{[<%].*)"
    r"|(?P<module>import[ \t]+[\w{}*, ]+[ \t]+from[ \t]+[\"'][^\"'\n]+[\"'];?[ \t]*$))",
    re.MULTILINE,
)
_EMPTY = re.compile(r"\[[^\[\]\n]*\]\([ \t]*(?:mailto:|tel:|https?://)?[ \t]*\)")
#: `[text][label]`; what stands behind a word is more likely an index than a link.
_REFERENCE = re.compile(r"(?<![\w\]\\!])!?\[(?P<text>[^\[\]\n^]+)\]\[(?P<label>[^\[\]\n]*)\]")
_DEFINITION = re.compile(r"^[ \t]*(?:>[ \t]*)*\[(?P<label>[^\[\]\n]+)\]:", re.MULTILINE)
_NOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\[\]\s]+)\](?P<colon>:?)")


def check_markdown(text: str, blanked: str, first_line: int, path: str) -> list[Problem]:
    """What would be published as its signs. `blanked` is the text without its code; no line has moved.

    Of several signs the rarest one is looked for first: alone it is found forty times as fast.
    """
    finder = _Finder(blanked, first_line, path)
    problems = [*_open_fences(text, first_line, path), *list_faults(text, blanked, first_line, path)]
    if "|" in text and "-" in text:
        problems.extend(table_faults(text, blanked, first_line, path))
    if "{" in text or ("<" in text and "-8<-" in text):
        problems.extend(finder.includes())
    if (":" in text and ":::" in text) or ("{" in text and "{{" in text) or "import" in text:
        problems.extend(finder.foreign())
    if "[" in text:
        problems.extend(finder.empty_links())
        if "][" in text:
            problems.extend(finder.references())
    if "^" in text and "[^" in text:
        problems.extend(finder.notes())
    return problems


def _open_fences(text: str, first_line: int, path: str) -> Iterator[Problem]:
    """A code block that is never closed swallows what follows, or shows its own signs."""
    if "```" not in text and ("~" not in text or "~~~" not in text):
        return
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(f"\n{text}"):
        info = match["info"].strip()
        if opened is None:
            opened = None if "`" in info else match
        elif match["fence"].startswith(opened["fence"]) and not info:
            opened = None
    if opened is not None:
        line = first_line + text.count("\n", 0, opened.start("fence") - 1)
        found = f"the code block that opens here with {opened['fence']} is never closed"
        hint = f"write {opened['fence']} on a line of its own where the code ends"
        yield warning(path, line, "open-fence", found, hint, len(opened["indent"]) + 1)


#: What admonitions are called elsewhere.
_ADMONITIONS = frozenset("note tip info warning danger caution important hint success failure details".split())


class _Finder:
    def __init__(self, text: str, first_line: int, path: str) -> None:
        self.text = text
        self.first_line = first_line
        self.path = path

    def warn(self, offset: int, code: str, message: str, hint: str) -> Problem:
        line = self.first_line + self.text.count("\n", 0, offset)
        return warning(self.path, line, code, message, hint, offset - self.text.rfind("\n", 0, offset))

    def includes(self) -> Iterator[Problem]:
        """Includes of other tools: they point nowhere here."""
        for match in _INCLUDE.finditer(self.text):
            shown = match.group().strip()[:60]
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            hint = "paste the text in, or put the line in a code block if it is an example"
            yield self.warn(start, "include", f"`{shown}` is an include that is not read here", hint)

    def foreign(self) -> Iterator[Problem]:
        """Blocks and imports in the words of other generators."""
        for match in _FOREIGN.finditer(self.text):
            shown = match.group().strip()[:60]
            hint = "write it in Markdown; an example stands in a code block"
            if match["block"] and match["kind"].lower() in _ADMONITIONS:
                hint = f"write `!!! {match['kind']}` and indent what belongs to it by four spaces"
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield self.warn(start, "foreign-syntax", f"`{shown}` is another tool's, and readers would see it", hint)

    def empty_links(self) -> Iterator[Problem]:
        """Links and images without an address."""
        for match in _EMPTY.finditer(self.text):
            is_image = self.text[match.start() - 1 : match.start()] == "!"
            kind, code = ("image", "missing-image") if is_image else ("link", "broken-link")
            written = self.text[match.start() - is_image : match.end()]
            found = f"the {kind} `{written[:60]}` has no address"
            yield self.warn(match.start() - is_image, code, found, "write one between the round brackets")

    def references(self) -> Iterator[Problem]:
        """Links by a label that nothing defines."""
        known = {_folded(match["label"]) for match in _DEFINITION.finditer(self.text)}
        for match in _REFERENCE.finditer(self.text):
            label = match["label"] or match["text"]
            if _folded(label) in known or label.isdigit():
                continue
            hint = did_you_mean(label, known, f"write `[{label}]: address` on a line of its own")
            found = f"`{match.group()[:60]}` is no link: nothing defines `[{label[:40]}]:`"
            yield self.warn(match.start(), "broken-link", found, hint)

    def notes(self) -> Iterator[Problem]:
        """Footnotes nobody refers to, and those that are not there."""
        notes = list(_NOTE.finditer(self.text))
        defined = {match["name"]: match for match in notes if match["colon"]}
        used = {match["name"]: match for match in reversed(notes) if not match["colon"]}
        for name, match in used.items():
            if name not in defined:
                hint = did_you_mean(name, defined, f"write `[^{name}]: …` on a line of its own")
                yield self.warn(match.start(), "footnote", f"there is no footnote `[^{name}]`", hint)
        for name, match in defined.items():
            if name not in used:
                hint = f"write `[^{name}]` where it belongs, or remove it"
                yield self.warn(match.start(), "footnote", f"nothing refers to the footnote `[^{name}]`", hint)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
