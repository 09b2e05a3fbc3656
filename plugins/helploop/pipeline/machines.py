"""What machines read, planned: the JSON API, a Markdown file beside every page, and the two files that list them.

All of it comes from the same `Site` as the pages; without `site_url` there is none of it, because every address
in it is a full one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from helploop.model.address import api_address
from helploop.model.body import Body
from helploop.model.shipping import shipping_of
from helploop.outputs.api.articles import article_documents, collection_documents
from helploop.outputs.api.changelog import changelog_documents
from helploop.outputs.api.roadmap import roadmap_documents
from helploop.outputs.api.schema import render_schema
from helploop.outputs.api.site import SCHEMA, site_document
from helploop.outputs.api.tree import Public, Tree
from helploop.outputs.mirror import count_remarks, cut
from helploop.outputs.roadmap_words import item_words
from helploop.outputs.texts import text_files
from helploop.pipeline.bodies import body_key
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.roadmap import Item
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Checked, Tools

NO_BODY = Body(html="")


def machine_files(checked: Checked, outlines: Mapping[str, Outline], tools: Tools) -> Mapping[str, bytes]:
    """Every file for machines, in every language."""
    site = checked.site
    if not site.settings.site_url:
        return {}

    def item_body(item: Item, language: str) -> Body:
        path = site.roadmap.path if site.roadmap else ""
        words = item_words(item, language, site.settings.default_language, path)
        return checked.bodies.get(body_key(words.path, item.id), NO_BODY)

    public = Public(site, checked.links, checked.bodies, item_body, shipping_of(site), _pieces(checked, tools))
    files = dict([site_document(site.settings)])
    files[api_address(SCHEMA)] = render_schema().encode()
    for tag, outline in outlines.items():
        tree = Tree(public, tag)
        files.update(article_documents(tree))
        files.update(collection_documents(tree, outline))
        files.update(changelog_documents(tree))
        files.update(roadmap_documents(tree))
        files.update(text_files(tree, outline))
    return files


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
