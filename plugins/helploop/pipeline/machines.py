"""What machines read, planned: the JSON API, a Markdown file beside every page, and the two files that list them.

All of it comes from the same `Site` as the pages; without `site_url` there is none of it, because every address
in it is a full one.
"""

from __future__ import annotations

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
from helploop.outputs.roadmap_words import item_words
from helploop.outputs.texts import text_files
from helploop.pipeline.bodies import body_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.roadmap import Item
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Checked

NO_BODY = Body(html="")


def machine_files(checked: Checked, outlines: Mapping[str, Outline]) -> Mapping[str, bytes]:
    """Every file for machines, in every language."""
    site = checked.site
    if not site.settings.site_url:
        return {}

    def item_body(item: Item, language: str) -> Body:
        path = site.roadmap.path if site.roadmap else ""
        words = item_words(item, language, site.settings.default_language, path)
        return checked.bodies.get(body_key(words.path, item.id), NO_BODY)

    public = Public(site, checked.links, checked.bodies, item_body, shipping_of(site))
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
