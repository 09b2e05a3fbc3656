"""The data sets search is measured on, as documents and queries; they are not part of the project."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.search.sets import Corpus, Query
from helploop.model.body import Section
from helploop.model.search_document import SearchDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def all_corpora() -> Iterator[Corpus]:
    """Questions over encyclopedia paragraphs, then known-item queries over real documentation."""
    for language, values in json.loads((DATA / "xquad" / "xquad-dev.json").read_text("utf-8")).items():
        documents = tuple(
            SearchDocument(
                id=d["id"],
                url=f"{d['id']}/",
                title=d["title"],
                language=language,
                sections=(Section("", "", d["text"]),),
            )
            for d in values["docs"]
        )
        queries = tuple(Query(q["q"], frozenset(q["relevant_ids"]), "question") for q in values["queries"])
        yield Corpus("xquad", language, documents, queries)
    written = json.loads((DATA / "fastapi-docs" / "queries.json").read_text("utf-8"))
    for language, values in written.items():
        documents = tuple(_article(path, key, language) for key, path in _articles(language, set(written)))
        yield Corpus(
            "docs", language, documents, tuple(Query(q["q"], frozenset(q["relevant"]), q["kind"]) for q in values)
        )


def _articles(language: str, languages: set[str]) -> Iterator[tuple[str, Path]]:
    root = DATA / "fastapi-docs" / "articles"
    for path in sorted(root.rglob("*.md")):
        key = path.relative_to(root).as_posix().removesuffix(".md")
        stem, _, tag = key.rpartition(".")
        if (tag in languages and "/" not in tag) is (language != "en") and (language in ("en", tag)):
            yield (key if language == "en" else stem), path


def without_front_matter(text: str) -> str:
    """The body of a Markdown file."""
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def _article(path: Path, key: str, language: str) -> SearchDocument:
    text = without_front_matter(path.read_text("utf-8"))
    text = re.sub(r"</?[A-Za-z!][^>]*>|\{[^}\n]*\}|^/// ?\w*( \|)?", " ", text, flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "")
    title, in_code = "", False
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        in_code ^= line.startswith("```")
        heading = None if in_code else re.match(r"(#{1,6}) +(.*)", line)
        if heading and heading[1] == "#" and not title:
            title = heading[2].strip()
        elif heading:
            sections.append((heading[2].strip(), []))
        else:
            sections[-1][1].append(line)
    cut = tuple(Section(f"s{n}" if n else "", head, "\n".join(lines)) for n, (head, lines) in enumerate(sections))
    return SearchDocument(id=key, url=f"{key}/", title=title or key, language=language, sections=cut)
