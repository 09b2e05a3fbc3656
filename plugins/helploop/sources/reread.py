"""An article read again whose front matter is what it was: only its text has to be read.

Reading front matter takes libraries that are longer to import than a page is to make.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from helploop.sources.fences import FENCE, misplaced_front
from helploop.sources.headings import first_heading, plain_title, without_heading
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.article import Article

_TITLE = re.compile(r"^title[ \t]*:")
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:.*?\n)??---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def front_of(content: bytes) -> bytes:
    """The front matter at the beginning of a file, or more than that; nothing where there is none."""
    found = _FRONT.match(content) if content.startswith((b"---", b"\xef\xbb\xbf---")) else None
    return found.group() if found else b""


def reread_article(root: Path, known: Article) -> Article | None:
    """The article with the text that its file has now; None where that is not all there is to read."""
    text, problems = load_text(root / known.path, known.path)
    if text is None or problems:
        return None
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if FENCE.match(line)), None)
    if end is None or not FENCE.match(lines[0]) or misplaced_front(lines, end + 1, known.path):
        return None
    # Where the title can be seen there, no heading gives it.
    if not any(_TITLE.match(line) and known.title in line for line in lines[1:end]):
        return None
    body = "\n".join(lines[end + 1 :])
    heading = first_heading(body)
    if heading is not None and plain_title(heading["title"]) == known.title:
        body = without_heading(body, heading)
    return replace(known, body=body, body_line=end + 2)
