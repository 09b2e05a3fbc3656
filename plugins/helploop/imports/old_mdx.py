"""MDX, Markdown with components: what of it is plain Markdown, and what only its old site understood."""

from __future__ import annotations

import re
from functools import partial
from textwrap import indent
from typing import TYPE_CHECKING

from helploop.imports.old_blocks import plain_blocks
from helploop.imports.old_fences import plain_fences
from helploop.imports.old_lists import plain_lists
from helploop.imports.old_text import changed_outside_code, code_lines

if TYPE_CHECKING:
    from collections.abc import Callable

_MODULE = re.compile(
    r"""(?:import\s+(?:[\w*{][^"']*\s+from\s+)?["'][^"']+["']|export\s+(?:const|let|default|function)\b.*);?\s*""",
    re.DOTALL,
)
#: An address of a heading, written as a remark.
_ADDRESS = re.compile(r"(?<=[ \t])\{/\*\s*#([\w-]+)\s*\*/\}[ \t]*$")
_REMARK = re.compile(r"\{/\*.*?\*/\}")
_COMPONENT = re.compile(r"</?([A-Z][\w.]*)(?=[\s/>])")
#: Values in braces which are words or numbers: `src={require('./a.png').default}`, `src={useBaseUrl("/a.png")}`.
_WORD = re.compile(
    r"""(?<=\s)(?P<name>[\w-]+)=\{\s*(?:(?:require|useBaseUrl)\(\s*)?["'`](?P<text>[^"'`{}]*)["'`]"""
    r"""(?:\s*\))?(?:\.default)?\s*\}"""
    r"""|(?<=\s)(?P<key>[\w-]+)=\{(?P<number>\d+)\}"""
)
_PART = re.compile(r"""^import[ \t]+(\w+)[ \t]+from[ \t]+["']([^"'\n]+\.mdx?)["']""", re.MULTILINE)
_MOST_PARTS = 5
_STYLE = re.compile(r"\s+style=\{\{[^{}]*\}\}")
_CLASS = re.compile(r"(?<=\s)className=")


def plain_docusaurus(text: str) -> tuple[str, list[str]]:
    """A text of Docusaurus as Markdown of ours, with boxes, tabs, lists and code blocks; and the components left."""
    blocks = plain_blocks(plain_lists(plain_fences(_without_modules(text))))
    return plain_mdx(changed_outside_code(blocks, _plain_values))


def with_parts(text: str, read: Callable[[str], str | None], level: int = 0) -> str:
    """A text with the parts it imports in the place of their elements. `read` gives a part's text by its path in here.

    An element with values of its own stays: its part has places for them.
    """
    for name, path in _PART.findall(text) if level < _MOST_PARTS else ():
        element = re.compile(rf"^(?P<indent>[ \t]*)<{name}[ \t]*/>[ \t]*$", re.MULTILINE)
        if element.search(text) and (part := read(path)) is not None:
            inner = _without_modules(with_parts(part, read, level + 1)).strip("\n")
            text = element.sub(partial(_indented, inner), text)
    return text


def _indented(text: str, found: re.Match[str]) -> str:
    return indent(text, found["indent"])


def _plain_values(piece: str) -> str:
    """A piece of text with the values of its HTML as HTML has them."""
    if "<" not in piece and "={" not in piece:
        return piece
    plain = _CLASS.sub("class=", _STYLE.sub("", piece))
    return _WORD.sub(lambda found: f'{found["name"] or found["key"]}="{found["text"] or found["number"] or ""}"', plain)


def plain_mdx(text: str) -> tuple[str, list[str]]:
    """A text without imports, exports and remarks, and the names of the components that stay in it."""
    names: dict[str, None] = {}

    def change(piece: str) -> str:
        plain = _REMARK.sub("", _ADDRESS.sub(r"{#\1}", piece))
        names.update(dict.fromkeys(_COMPONENT.findall(plain)))
        return plain

    return changed_outside_code(_without_modules(text), change).lstrip("\n"), list(names)


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
