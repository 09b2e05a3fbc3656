"""A site as machines read it, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.body import Body
from helploop.model.shipping import shipping_of
from helploop.outputs.api.tree import Public, Tree
from helploop.pipeline.bodies import body_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.roadmap import Item
    from helploop.pipeline.checked import Checked

NO_BODY = Body(html="")


def machine_trees(checked: Checked) -> Mapping[str, Tree]:
    """The site as machines read it, in each language; none without a `site_url`."""
    site = checked.site
    if not site.settings.site_url:
        return {}

    def item_body(item: Item, language: str) -> Body:
        from helploop.outputs.roadmap_words import item_words  # noqa: PLC0415 - where an item is shown, it is there

        path = site.roadmap.path if site.roadmap else ""
        words = item_words(item, language, site.settings.default_language, path)
        return checked.bodies.get(body_key(words.path, item.id), NO_BODY)

    public = Public(site, checked.links, checked.bodies, item_body, shipping_of(site), checked.bodies.pieces)
    return {tag: Tree(public, tag) for tag in site.settings.tags}
