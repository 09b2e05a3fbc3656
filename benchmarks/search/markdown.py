"""Folders of Markdown as search documents: what benchmarks of the index need of an article, and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def folder_documents(folder: Path, language: str = "en") -> Iterator[SearchDocument]:
    """The articles of one language; those with another suffix are left out."""
    for path in sorted(folder.rglob("*.md")):
        if "." not in path.stem:
            yield document(path.read_text("utf-8"), path.relative_to(folder).with_suffix("").as_posix(), language)


def document(text: str, key: str, language: str) -> SearchDocument:
    """An article cut at its headings."""
    front = re.match(r"\A---\n(.*?)\n---\n", text, flags=re.DOTALL)
    named = re.search(r"^title: (.*)$", front[1], flags=re.MULTILINE) if front else None
    body = text[front.end() :] if front else text
    body = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>|\{[^}\n]*\}", " ", body)).replace("`", "")
    title = named[1] if named else ""
    sections: list[tuple[str, list[str]]] = [("", [])]
    in_code = False
    for line in body.split("\n"):
        in_code ^= line.startswith("```")
        heading = None if in_code else re.match(r"#{1,6} +(.*)", line)
        if heading and not title:
            title = heading[1]
        elif heading:
            sections.append((heading[1].strip(), []))
        else:
            sections[-1][1].append(line)
    cut = tuple(Section(f"s{n}" if n else "", head, "\n".join(lines)) for n, (head, lines) in enumerate(sections))
    return SearchDocument(id=key, url=f"{key}/", title=title or key, language=language, sections=cut)
