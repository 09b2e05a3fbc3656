"""MDX, Markdown with components: what of it is plain Markdown, and what only its old site understood."""

from __future__ import annotations

import re

from helploop.imports.old_text import changed_outside_code, code_lines

_MODULE = re.compile(
    r"""(?:import\s+(?:[\w*{][^"']*\s+from\s+)?["'][^"']+["']|export\s+(?:const|let|default|function)\b.*);?\s*""",
    re.DOTALL,
)
_REMARK = re.compile(r"\{/\*.*?\*/\}")
_COMPONENT = re.compile(r"</?([A-Z][\w.]*)(?=[\s/>])")


def plain_mdx(text: str) -> tuple[str, list[str]]:
    """A text without imports, exports and remarks, and the names of the components that stay in it."""
    names: dict[str, None] = {}

    def change(piece: str) -> str:
        plain = _REMARK.sub("", piece)
        names.update(dict.fromkeys(_COMPONENT.findall(plain)))
        return plain

    return changed_outside_code(_without_modules(text), change), list(names)


def _without_modules(text: str) -> str:
    """A text with an empty line in the place of each import and export, which may take several lines."""
    lines = list(code_lines(text))
    kept = []
    at = 0
    while at < len(lines):
        line, is_code = lines[at]
        end = at if is_code else _end([line for line, _ in lines], at)
        kept.append("" if end > at else line)
        at = max(end, at + 1)
    return "\n".join(kept)


def _end(lines: list[str], at: int) -> int:
    """Behind the last line of the statement that begins at this line, where all its brackets are closed; else `at`."""
    if not lines[at].startswith(("import ", "export ")):
        return at
    depth = 0
    for end, line in enumerate(lines[at:], at + 1):
        depth += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
        if depth <= 0:
            return end if _MODULE.fullmatch("\n".join(lines[at:end])) else at
    return at
