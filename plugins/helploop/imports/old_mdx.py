"""MDX, Markdown with components: what of it is plain Markdown, and what only its old site understood."""

from __future__ import annotations

import re

from helploop.imports.old_text import changed_outside_code

_MODULE = re.compile(
    r"""^(?:import\s+(?:[\w*{][^"']*\s+from\s+)?["'][^"']+["']|export\s+(?:const|let|default|function)\b.*);?\s*$"""
)
_REMARK = re.compile(r"\{/\*.*?\*/\}")
_COMPONENT = re.compile(r"</?([A-Z][\w.]*)(?=[\s/>])")


def plain_mdx(text: str) -> tuple[str, list[str]]:
    """A text without imports and remarks, and the names of the components that stay in it."""
    names: dict[str, None] = {}

    def change(piece: str) -> str:
        if _MODULE.match(piece):
            return ""
        plain = _REMARK.sub("", piece)
        names.update(dict.fromkeys(_COMPONENT.findall(plain)))
        return plain

    return changed_outside_code(text, change), list(names)
