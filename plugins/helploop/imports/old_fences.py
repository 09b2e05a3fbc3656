"""Words behind the fence of a code block, as Docusaurus has them, in ours."""

from __future__ import annotations

import re

from helploop.imports.old_text import code_lines

_FENCE = re.compile(r"(?P<start>[ ]*(?:`{3,}|~{3,}))[ ]*(?P<language>[\w+#.-]*)(?P<rest>[ ]+[^`]*|\{[^`]*)")
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
#: Remarks in code which mark lines of it for readers, who don't see them.
_MARK = re.compile(r"[ \t]*(?://|#|--|%|<!--|\{?/\*)[ \t]*highlight-(?:start|end|next-line)[ \t]*(?:-->|\*/\}?)?[ \t]*")
_LINES = re.compile(r"\{([\d,\s-]+)\}")


def plain_fences(text: str) -> str:
    """A text whose code blocks have their language, title and marked lines in our words, and nothing else."""
    before = False
    written = []
    for line, is_code in code_lines(text):
        opens = is_code and not before
        found = _FENCE.fullmatch(line) if opens else None
        if not (is_code and _MARK.fullmatch(line)):
            written.append(_fence(found) if found else line)
        before = is_code and not _closes(line, opens=opens)
    return "\n".join(written)


def _closes(line: str, *, opens: bool) -> bool:
    return not opens and bool(re.fullmatch(r"[ >]*(?:`{3,}|~{3,})[ ]*", line))


def _fence(found: re.Match[str]) -> str:
    title = _TITLE.search(found["rest"])
    lines = _LINES.search(found["rest"])
    parts = [f"{found['start']}{found['language'] or 'text'}"]
    parts += [f'title="{(title[1] or title[2] or "").strip()}"'] if title else []
    marked = " ".join(re.findall(r"\d+(?:-\d+)?", lines[1])) if lines else ""
    parts += [f'hl_lines="{marked}"'] if marked else []
    return " ".join(parts)
