"""What machines read, planned: the JSON API, a Markdown file beside every page, and the two files that list them.

All of it comes from the same `Site` as the pages; without `site_url` there is none of it, because every address
in it is a full one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from helploop.model.address import api_address, docs_address, markdown_address
from helploop.model.body import Body
from helploop.model.shipping import shipping_of
from helploop.outputs.api.articles import article_documents, collection_documents
from helploop.outputs.api.changelog import changelog_documents
from helploop.outputs.api.roadmap import roadmap_documents
from helploop.outputs.api.schema import render_schema
from helploop.outputs.api.site import SCHEMA, site_document
from helploop.outputs.api.tree import Public, Tree
from helploop.outputs.api.widget import new_document, widget_documents
from helploop.outputs.links import Viewpoint
from helploop.outputs.markdown import convert
from helploop.outputs.mirror import Writing, count_remarks, cut, render_mirror
from helploop.outputs.roadmap_words import item_words
from helploop.outputs.texts import text_files
from helploop.outputs.widget import widget_assets
from helploop.pipeline.bodies import body_key
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.stamp import engine_stamp
from helploop.sources.front_matter import parse_front_matter
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from helploop.model.roadmap import Item
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Checked, Tools

NO_BODY = Body(html="")
_HEADING = re.compile(r"\s*#[ \t]+(?P<title>[^\n]*?)(?:[ \t]*\{[^{}\n]*\})?[ \t]*(?:\n|\Z)")


def machine_files(checked: Checked, outlines: Mapping[str, Outline], tools: Tools, root: Path) -> Mapping[str, bytes]:
    """Every file for machines, in every language."""
    site = checked.site
    if not site.settings.site_url:
        return {}

    def item_body(item: Item, language: str) -> Body:
        path = site.roadmap.path if site.roadmap else ""
        words = item_words(item, language, site.settings.default_language, path)
        return checked.bodies.get(body_key(words.path, item.id), NO_BODY)

    public = Public(site, checked.links, checked.bodies, item_body, shipping_of(site), _pieces(checked, tools))
    files = dict([site_document(site.settings), new_document(site)])
    files.update(widget_assets())
    files[api_address(SCHEMA)] = render_schema().encode()
    for tag, outline in outlines.items():
        tree = Tree(public, tag)
        files.update(article_documents(tree))
        files.update(collection_documents(tree, outline))
        files.update(changelog_documents(tree))
        files.update(roadmap_documents(tree))
        files.update(widget_documents(tree, outline))
        files.update(text_files(tree, outline))
        files.update(_docs_files(root, tree))
    return files


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


def _pieces(checked: Checked, tools: Tools) -> dict[str, list[str]]:
    """Every text cut for its Markdown, by path: known ones from the cache, the others on all cores."""
    site, allowed = checked.site, checked.site.settings.allowed_html
    stamp = json.dumps([FORMAT, engine_stamp(), allowed])
    texts = {}
    for thing in site.texts:
        if thing.body.strip():
            texts[thing.path] = (thing.body, count_remarks(checked.bodies.get(thing.path, NO_BODY)))
    keys = {path: content_key(stamp, text, str(remarks)) for path, (text, remarks) in texts.items()}
    known = tools.cache.get_many("mirror", keys.values())
    missing = {key: texts[path] for path, key in keys.items() if key not in known}
    fresh = dict(zip(missing, tools.workers.map(_cut, list(missing.values()), allowed), strict=True))
    tools.cache.put_many("mirror", fresh)
    return {path: json.loads(known.get(key) or fresh[key]) for path, key in keys.items()}


def _cut(text: tuple[str, int], allowed: tuple[str, ...]) -> bytes:
    """In a worker: a text's pieces as JSON."""
    return json.dumps(cut(*text, allowed), ensure_ascii=False).encode("utf-8", "surrogatepass")
