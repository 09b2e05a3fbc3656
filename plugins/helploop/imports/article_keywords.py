"""Words added to an article's `keywords`: that list changes, and not one other byte of the file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from helploop.sources.front_matter import parse_front_matter

if TYPE_CHECKING:
    from collections.abc import Sequence

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_PLAIN = re.compile(r"^[^\W\d_][\w -]*\w$|^[^\W\d_]$")
_RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"})
#: After which key a new list goes, the first that is there.
_BEFORE = ("summary", "title", "id")


def add_keywords(text: str, words: Sequence[str]) -> str | None:
    r"""The text of a file with these words in its `keywords`; None when it can't be done without touching more.

    >>> add_keywords("---\ntitle: A\n---\nB\n", ["x y"])
    '---\ntitle: A\nkeywords: [x y]\n---\nB\n'
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    fences = list(_FENCE.finditer(plain))
    values = _values(plain)
    if values is None or len(fences) < 2 or (ending == "\r\n" and plain.replace("\n", "\r\n") != text):
        return None
    known = values.get("keywords")
    if known is not None and not isinstance(known, list):
        return None
    standing = {str(word).casefold() for word in known or ()}
    new = [word for word in dict.fromkeys(words) if word.casefold() not in standing]
    start, end = fences[0].end() + 1, fences[1].start()
    changed = _with_words(plain[start:end], new) if new else plain[start:end]
    if changed is None:
        return None
    result = plain[:start] + changed + plain[end:]
    wanted = {**values, "keywords": [*(known or ()), *new]} if new else values
    is_safe = _values(result) == wanted and result.endswith(plain[end:])
    return result.replace("\n", ending) if is_safe else None


def _values(text: str) -> dict[str, Any] | None:
    source, _ = parse_front_matter(text, "")
    value = source.document.value if source is not None and source.document is not None else None
    return dict(value) if isinstance(value, dict) else None


def _with_words(written: str, words: Sequence[str]) -> str | None:
    """Front matter with words at the end of its list, in the way the list is written."""
    try:
        node = yaml.compose(written, yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return None
    pairs = {key.value: value for key, value in node.value}
    value = pairs.get("keywords")
    if isinstance(value, yaml.SequenceNode):
        return _in_brackets(written, value, words) if value.flow_style else _in_lines(written, value, words)
    added = f"keywords: [{', '.join(map(_word, words))}]\n"
    if value is not None:  # a key without a value
        return re.sub(r"^keywords[ \t]*:[^\n]*\n", added, written, count=1, flags=re.MULTILINE)
    after = next((pairs[name] for name in _BEFORE if name in pairs), None)
    if after is None:
        return None
    place = written.find("\n", max(0, after.end_mark.index - 1)) + 1
    return written[:place] + added + written[place:] if place else None


def _in_brackets(written: str, value: yaml.SequenceNode, words: Sequence[str]) -> str:
    """`[a, b]` on one line or more: behind its last word."""
    last = value.value[-1].end_mark.index if value.value else value.start_mark.index + 1
    added = ", ".join(map(_word, words))
    return written[:last] + (", " if value.value else "") + added + written[last:]


def _in_lines(written: str, value: yaml.SequenceNode, words: Sequence[str]) -> str:
    """A word a line: below the last one, as far in."""
    last = value.value[-1]
    start = written.rfind("\n", 0, last.start_mark.index) + 1
    indent = re.match(r"[ \t]*-[ \t]+", written[start:])
    end = written.find("\n", max(last.start_mark.index, last.end_mark.index - 1)) + 1
    lead = indent.group() if indent else "  - "
    return written[:end] + "".join(f"{lead}{_word(word)}\n" for word in words) + written[end:]


def _word(word: str) -> str:
    is_plain = _PLAIN.match(word) and word.casefold() not in _RESERVED
    return word if is_plain else json.dumps(word, ensure_ascii=False)
