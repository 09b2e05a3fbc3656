"""What machines read, planned: the JSON API, a Markdown file beside every page, and the two files that list them.

All of it comes from the same `Site` as the pages; without `site_url` there is none of it, because every address
in it is a full one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.address import api_address, docs_address, markdown_address
from helploop.outputs.api.articles import article_lists, collection_documents
from helploop.outputs.api.changelog import changelog_documents
from helploop.outputs.api.roadmap import roadmap_documents
from helploop.outputs.api.site import SCHEMA, site_document
from helploop.outputs.api.widget import new_document, widget_documents
from helploop.outputs.links import Viewpoint
from helploop.outputs.markdown import convert
from helploop.outputs.mirror import Writing, render_mirror
from helploop.outputs.texts import text_files
from helploop.outputs.widget import widget_assets
from helploop.pipeline.stamp import engine_stamp
from helploop.sources.front_matter import parse_front_matter
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from helploop.outputs.api.tree import Tree
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.cache import Cache

_HEADING = re.compile(r"\s*#[ \t]+(?P<title>[^\n]*?)(?:[ \t]*\{[^{}\n]*\})?[ \t]*(?:\n|\Z)")


def machine_files(
    trees: Mapping[str, Tree], outlines: Mapping[str, Outline], root: Path, cache: Cache
) -> Iterator[tuple[str, bytes]]:
    """Every file for machines in every language, but those that are made with an article's page."""
    for tag, tree in trees.items():
        outline = outlines[tag]
        yield from article_lists(tree)
        yield from collection_documents(tree, outline)
        yield from changelog_documents(tree)
        yield from roadmap_documents(tree)
        yield from widget_documents(tree, outline)
        yield from text_files(tree, outline)
        yield from _docs_files(root, tree)
    for tree in list(trees.values())[:1]:
        yield site_document(tree.site.settings)
        yield new_document(tree.site)
        yield from widget_assets().items()
        yield api_address(SCHEMA), _schema(cache)


def _schema(cache: Cache) -> bytes:
    """The schema of all documents. It depends on nothing but our code, and what makes it takes long to import."""
    stamp = engine_stamp()
    known = cache.get_many("schema", [stamp]).get(stamp)
    if known is None:
        from helploop.outputs.api.schema import render_schema  # noqa: PLC0415 - see above

        known = render_schema().encode()
        cache.put_many("schema", {stamp: known})
    return known


def _docs_files(root: Path, tree: Tree) -> Iterator[tuple[str, bytes]]:
    """The Markdown of the pages in `docs/`; the host converts them, so that they are read here."""
    settings = tree.site.settings
    for (key, language), path in sorted(tree.site.pages.items()):
        text, _ = load_text(root / path, path) if language == tree.language else (None, ())
        source = parse_front_matter(text, path)[0] if text is not None else None
        if source is None:
            continue
        heading = _HEADING.match(source.body)
        written = source.document.value.get("title") if source.document else None
        title = heading["title"] if heading else str(written or key.rpartition("/")[2])
        body, _ = convert(source.body, source.body_line, path, settings)
        page = docs_address(settings, key, language)
        rest = source.body[heading.end() :] if heading else source.body
        view = Viewpoint(path, page, language, settings.site_url)
        mirror = render_mirror(Writing(title=title, text=rest, body=body, view=view), tree.public.links)
        yield markdown_address(page), mirror.encode("utf-8", "replace")
