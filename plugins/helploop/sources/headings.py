"""The heading that gives an article its title, where no front matter does."""

from __future__ import annotations

import re
import unicodedata

#: A Markdown heading of level 1, with an optional attribute list behind it.
_H1 = re.compile(r"^#[ \t]+(?P<title>.+?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*<!--.*?-->", re.DOTALL | re.MULTILINE)
_MARKUP = re.compile(r"[*_`]+|<[^>]+>|!?\[(?P<text>[^\]]*)\]\([^)]*\)")


def first_heading(body: str) -> re.Match[str] | None:
    """The first `# Heading` outside a code block, when nothing but comments and HTML stands before it."""
    if not body.startswith(("# ", "#\t")) and "\n# " not in body and "\n#\t" not in body:
        return None
    shown = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), body) if "<!--" in body else body
    heading = _H1.search(shown)
    if heading is None:
        return None
    return None if len(_FENCE.findall(body, 0, heading.start())) % 2 else heading


def is_visible(text: str) -> bool:
    """Whether a text holds anything but spaces and characters that show nothing (category C)."""
    return any(not char.isspace() and unicodedata.category(char)[0] != "C" for char in text)


def without_heading(body: str, heading: re.Match[str]) -> str:
    """The body with the heading's line blanked: line numbers stay true."""
    return body[: heading.start()] + body[heading.end() :]


def plain_title(markdown: str) -> str:
    """A heading's text without its inline markup."""
    return " ".join(_MARKUP.sub(lambda match: match["text"] or "", markdown).split())
