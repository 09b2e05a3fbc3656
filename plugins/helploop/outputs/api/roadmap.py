"""The roadmap as documents: how many asked is said only where the site says it, and never who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import roadmap_address
from helploop.model.feed import site_tag
from helploop.model.rules.roadmap import last_reviewed
from helploop.model.timeline import timeline
from helploop.outputs.api import VERSION
from helploop.outputs.api.articles import ids_named
from helploop.outputs.api.tree import dumped, moment
from helploop.outputs.changelog import entry_ids
from helploop.outputs.roadmap_words import event_words, item_words, stage_word
from helploop.outputs.strings import strings_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.model.roadmap import Item, Roadmap
    from helploop.model.shipping import Shipping
    from helploop.outputs.api import schema
    from helploop.outputs.api.tree import Tree
    from helploop.outputs.roadmap_words import ItemWords
    from helploop.outputs.strings import Strings


def roadmap_documents(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """The list of a language's items in the order of the file, and a document for each that is written in it."""
    if tree.site.roadmap is None:
        return
    board = _Board(tree, tree.site.roadmap, tree.public.shipping, entry_ids(tree.site))
    listed = []
    for item in board.roadmap.items:
        words = item_words(item, tree.language, tree.site.settings.default_language, board.roadmap.path)
        summary = board.summary(item, words)
        listed.append(summary)
        if not words.language:
            yield tree.file(f"roadmap/{item.id}"), dumped(board.document(item, words, summary))
    yield from tree.pages("roadmap", listed, {"stages": board.stages()})


@dataclass(frozen=True, slots=True)
class _Board:
    """A roadmap in one language; `ids` are the permanent ids of entries by their keys."""

    tree: Tree
    roadmap: Roadmap
    shipping: Shipping
    ids: Mapping[str, str]

    @property
    def strings(self) -> Strings:
        return strings_for(self.tree.language)

    def stages(self) -> list[schema.Stage]:
        """The stages in order."""
        return [{"id": s.id, "title": stage_word(s, self.strings), "color": s.color} for s in self.roadmap.stages]

    def summary(self, item: Item, words: ItemWords) -> schema.Item:
        """An item as lists show it."""
        tree, settings, entries = self.tree, self.tree.site.settings, self.shipping.of(item)
        written = words.language or tree.language
        reviewed = last_reviewed(self.roadmap, item)
        least = settings.roadmap.min_asked if settings.roadmap else 1
        return {
            "id": item.id,
            "url": tree.url(roadmap_address(settings, tree.language, item.id)),
            "api": tree.api(f"roadmap/{item.id}", written),
            "markdown": tree.markdown(roadmap_address(settings, written, item.id)),
            "title": words.title,
            "summary": words.summary,
            "language": written,
            "outdated": words.is_outdated,
            "stage": self.shipping.stage(item),
            "tags": list(item.tags),
            "tag_names": [settings.label_name(tag, tree.language) for tag in item.tags],
            "target": words.target,
            "confidence": item.confidence.value if item.confidence else None,
            "asked": item.asked if item.asked >= least else 0,
            "shipped": entries[-1].day.isoformat() if entries else None,
            "entries": [self.ids[entry.key] for entry in entries],
            "articles": ids_named(tree, [*item.articles, *(name for entry in entries for name in entry.articles)]),
            "merged": list(item.merged),
            "reviewed": reviewed.isoformat() if reviewed else None,
        }

    def document(self, item: Item, words: ItemWords, summary: schema.Item) -> schema.ItemDocument:
        """An item with its text and its history."""
        tree, settings = self.tree, self.tree.site.settings
        address = roadmap_address(settings, tree.language, item.id)
        return {
            "kind": "item",
            "version": VERSION,
            **summary,
            "html": tree.html(tree.public.item_body(item, tree.language), words.path, address),
            "reason": words.reason,
            "history": list(self.history(item)),
            "translations": [
                {"language": tag, "url": tree.url(roadmap_address(settings, tag, item.id))}
                for tag in settings.tags
                if tag != tree.language and (tag == settings.default_language or tag in item.translations)
            ],
        }

    def history(self, item: Item) -> Iterator[schema.Happening]:
        """What happened to an item, the oldest first."""
        for event in timeline(item.id, self.shipping):
            yield {
                "feed_id": site_tag(self.tree.site.settings, f"roadmap/{event.id}/{self.tree.language}"),
                "text": event_words(event, self.roadmap, self.strings),
                "date": moment(event.when),
                "entry": self.ids[event.entry.key] if event.entry else None,
            }
