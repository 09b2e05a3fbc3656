"""The roadmap, planned: its pages in every language, and its feeds as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import page_file
from helploop.model.body import Body
from helploop.outputs.feeds.roadmap import plan_roadmap_feeds
from helploop.outputs.pages.roadmap_item import plan_roadmap_pages
from helploop.outputs.roadmap_words import item_words
from helploop.pipeline.bodies import body_key
from helploop.pipeline.pages import PlannedPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.model.feed import Feed
    from helploop.model.roadmap import Item
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Checked

NO_BODY = Body(html="")


def plan_roadmap(checked: Checked, outlines: Mapping[str, Outline]) -> Iterator[PlannedPage]:
    """Every page of the roadmap."""
    roadmap, default = checked.site.roadmap, checked.site.settings.default_language

    def body_of(item: Item, language: str) -> Body:
        words = item_words(item, language, default, roadmap.path if roadmap else "")
        return checked.bodies.get(body_key(words.path, item.id), NO_BODY)

    for outline in outlines.values():
        for address, view in plan_roadmap_pages(outline, body_of, checked.links):
            yield PlannedPage(page_file(address), view)


def roadmap_feeds(checked: Checked) -> tuple[Feed, ...]:
    """Every feed of the roadmap, as values."""
    return plan_roadmap_feeds(checked.site, lambda entry: checked.bodies.get(entry.path, NO_BODY), checked.links)
