"""The words of the changelog in a reader's language: the kinds of change, and a text's first sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.entry import EntryType
from helploop.outputs.strings import N_

if TYPE_CHECKING:
    from helploop.model.body import Body
    from helploop.model.entry import Entry
    from helploop.outputs.strings import Strings

TYPE_WORDS = {
    EntryType.NEW: N_("New"),
    EntryType.IMPROVED: N_("Improved"),
    EntryType.FIXED: N_("Fixed"),
    EntryType.CHANGED: N_("Changed"),
    EntryType.DEPRECATED: N_("Deprecated"),
    EntryType.REMOVED: N_("Removed"),
    EntryType.SECURITY: N_("Security"),
}
#: The term of the feed and the filter of breaking changes, beside the types.
BREAKING = "breaking"
#: An e-mail address, in angle brackets or bare.
_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|\S+@\S+")


def type_word(kind: EntryType, strings: Strings) -> str:
    """A kind of change in the reader's language."""
    return strings.text(TYPE_WORDS[kind])


#: Between two characters of Chinese or Japanese stands no blank, even where paragraphs meet.
_NO_BLANK = re.compile(r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]) (?=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60])")
#: Signs that no text keeps before its ellipsis: "the page.…" is neither an end nor a pause.
_PAUSES = " .,:;!?…。、，！？：；،؛؟।-–—([（「『«„“"


def entry_summary(entry: Entry, body: Body, length: int = 300) -> str:
    """What the author says in short, else the beginning of the text, else the title."""
    text = entry.summary.strip() or " ".join(section.text for section in body.sections if section.text)
    text = _NO_BLANK.sub("", " ".join(text.split())) or entry.title
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = max(head.rfind(" "), head.rfind("。") + 1, length * 2 // 3)
    return f"{head[:cut].rstrip(_PAUSES)}…"


def author_name(written: str) -> str:
    """A name without its address: `Ana "A" <ana@example.com>` -> `Ana "A"`. Addresses are never published."""
    return _ADDRESS.sub("", written).strip()
