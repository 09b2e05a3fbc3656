"""Entries in the forms other places want: a CHANGELOG.md, the body of a release, the text of a mail."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

from helploop.model.entry import EntryType
from helploop.outputs.changelog_words import type_word
from helploop.outputs.plain_boxes import without_boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.model.entry import Entry
    from helploop.outputs.strings import Strings

#: An address as written in an entry to the address that works anywhere, or None where it leads nowhere.
Absolute = Callable[["Entry", str], str | None]

#: The headings of keepachangelog.com, in its order. What is merely better is a change there.
SECTIONS = {
    EntryType.NEW: "Added",
    EntryType.IMPROVED: "Changed",
    EntryType.CHANGED: "Changed",
    EntryType.DEPRECATED: "Deprecated",
    EntryType.REMOVED: "Removed",
    EntryType.FIXED: "Fixed",
    EntryType.SECURITY: "Security",
}
_ORDER = tuple(dict.fromkeys(SECTIONS.values()))
_FENCED = re.compile(r"^ *(?P<mark>```+|~~~+).*?^ *(?P=mark)[`~]*[ \t]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"(?P<quote>(?:> ?)*)(?P<indent>\s*(?:[-*+] |\d+\. )?)")
_LINK = re.compile(r"(?P<bang>!?)\[(?P<words>[^\]]*)\]\((?P<address>[^)\s]+)(?P<title>\s+\"[^\"]*\")?\)")
_SOURCE = re.compile(r'(?P<before>\s(?:src|href|poster)=")(?P<address>[^"]+)(?P<after>")')
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def render_keep_a_changelog(entries: Sequence[Entry], absolute: Absolute, title: str = "Changelog") -> str:
    """A CHANGELOG.md of the newest entries first, by version, or by day where an entry has none."""
    blocks = [f"# {title}\n\nThe format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).\n"]
    for heading, group in groupby(entries, key=_heading):
        blocks.append(f"## {heading}\n")
        blocks.extend(_release(list(group), absolute))
    return "\n".join(blocks)


def _heading(entry: Entry) -> str:
    return f"[{entry.version}] - {entry.day}" if entry.version else str(entry.day)


def _release(entries: list[Entry], absolute: Absolute) -> Iterator[str]:
    """The entries of one release under the six headings; a text with headings of its own stands as it is."""
    if len(entries) == 1 and re.search(r"^##+ ", entries[0].body, re.MULTILINE):
        yield f"{markdown_of(entries[0], absolute)}\n"
        return
    for section in _ORDER:
        lines = [_bullet(entry, absolute) for entry in entries if SECTIONS[entry.type] == section]
        if lines:
            yield f"### {section}\n"
            yield "".join(lines)


def _bullet(entry: Entry, absolute: Absolute) -> str:
    breaking = "**Breaking:** " if entry.breaking else ""
    body = markdown_of(entry, absolute)
    text = f"- {breaking}{entry.title}\n"
    return f"{text}\n{textwrap.indent(body, '  ')}\n\n" if body else text


def render_github_release(entries: Sequence[Entry], absolute: Absolute, strings: Strings) -> str:
    """The body of a release: each entry with its text; what breaks comes first."""
    parts = []
    for entry in sorted(entries, key=lambda entry: not entry.breaking):
        marks = [type_word(entry.type, strings), *([strings.text("Breaking")] if entry.breaking else [])]
        text = markdown_of(entry, absolute)
        own = [absolute(entry, "")] if absolute(entry, "") else []
        more = "".join(f"\n[{strings.text('Learn more')}]({url})\n" for url in own)
        parts.append(f"## {entry.title}\n\n*{' · '.join(marks)}*\n\n{text}\n{more}")
    return "\n".join(parts)


def render_text(entries: Iterable[Entry], absolute: Absolute, strings: Strings) -> str:
    """The text of a mail: no markup, every address written out, lines of at most 76 characters."""
    parts = []
    for entry in entries:
        marks = [type_word(entry.type, strings), *([strings.text("Breaking")] if entry.breaking else [])]
        title = textwrap.fill(entry.title, 76)
        rule = "=" * min(max(map(len, title.split("\n"))), 76)
        day = strings.date(entry.day)
        lines = [title, rule, f"{day} · {' · '.join(marks)}", "", _plain(markdown_of(entry, absolute))]
        url = absolute(entry, "")
        parts.append("\n".join([*lines, *(["", url] if url else [])]).strip() + "\n")
    return "\n\n".join(parts)


def markdown_of(entry: Entry, absolute: Absolute) -> str:
    """An entry's Markdown as any program shows it: addresses that work anywhere, quotes for boxes.

    Comments are for the team and left out.
    """
    prose = _outside_code(entry.body.strip(), lambda text: _addressed(_COMMENT.sub("", text), entry, absolute))
    prose = without_boxes(prose)
    image = absolute(entry, entry.image) if entry.image else None
    return f"![{entry.image_alt}]({image})\n\n{prose}".strip() if image else prose.strip()


def _outside_code(markdown: str, change: Callable[[str], str]) -> str:
    """The text with everything but its code changed."""
    parts, at = [], 0
    for match in _FENCED.finditer(markdown):
        parts += [change(markdown[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*parts, change(markdown[at:])])


def _addressed(text: str, entry: Entry, absolute: Absolute) -> str:
    def link(match: re.Match[str]) -> str:
        url = absolute(entry, match["address"].strip("<>"))
        if url is None:
            return match["words"]
        return f"{match['bang']}[{match['words']}]({url}{match['title'] or ''})"

    def source(match: re.Match[str]) -> str:
        return f"{match['before']}{absolute(entry, match['address']) or ''}{match['after']}"

    return _SOURCE.sub(source, _LINK.sub(link, text))


def _plain(markdown: str) -> str:
    """Markdown as people write it in mails: links written out, emphasis gone, paragraphs wrapped, code as it is."""
    text = _outside_code(markdown, lambda prose: _EMPHASIS.sub(r"\2", _LINK.sub(_written_out, prose)))
    lines, fenced = [], False
    for line in text.split("\n"):
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        elif fenced:
            lines.append(f"    {line}")
        else:
            heading = re.sub(r"^#+ ", "", line)
            start = _QUOTED.match(heading)
            hang = start["quote"] + " " * len(start["indent"]) if start else ""
            kept = textwrap.fill(heading, 76, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
            lines.append(kept)
    return "\n".join(lines).strip()


def _written_out(match: re.Match[str]) -> str:
    words, url = match["words"], match["address"]
    return url if words in {url, ""} else f"{words} ({url})"
