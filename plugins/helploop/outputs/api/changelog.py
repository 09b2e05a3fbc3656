"""The changelog as documents. What an entry says of its author stays out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import changelog_address
from helploop.model.body import Body
from helploop.model.feed import site_tag
from helploop.model.rules.entries import image_path
from helploop.outputs.api import VERSION
from helploop.outputs.api.articles import ids_named
from helploop.outputs.api.tree import dumped, moment
from helploop.outputs.changelog import entry_ids, entry_moments
from helploop.outputs.changelog_words import entry_summary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from helploop.model.entry import Entry
    from helploop.outputs.api import schema
    from helploop.outputs.api.tree import Tree

NO_BODY = Body(html="")


def changelog_documents(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """The list of a language's entries, the newest first, and a document for each that is written in it."""
    site = tree.site
    if site.settings.changelog is None:
        return
    ids, moments = entry_ids(site), entry_moments(site)
    listed = []
    for key in site.entry_keys:
        entry = site.entry(key, tree.language)
        if entry is None:
            continue
        summary = _summary(tree, entry, ids, moments[key])
        listed.append(summary)
        if entry.language == tree.language:
            yield tree.file(f"changelog/{key}"), dumped(_document(tree, entry, summary))
    yield from tree.pages("changelog", listed)


def _summary(tree: Tree, entry: Entry, ids: Mapping[str, str], updated: dt.datetime) -> schema.Entry:
    settings, roadmap = tree.site.settings, tree.site.roadmap
    items = [item.id for name in entry.ships if roadmap and (item := roadmap.item(name))]
    written = changelog_address(settings, entry.language, entry.key)
    return {
        "id": ids[entry.key],
        "feed_id": site_tag(settings, f"changelog/{ids[entry.key]}/{tree.language}"),
        "key": entry.key,
        "url": tree.url(changelog_address(settings, tree.language, entry.key)),
        "api": tree.api(f"changelog/{entry.key}", entry.language),
        "markdown": tree.markdown(written),
        "title": entry.title,
        "summary": entry_summary(entry, tree.public.bodies.get(entry.path, NO_BODY)),
        "language": entry.language,
        "outdated": tree.public.is_outdated(entry),
        "type": entry.type.value,
        "labels": list(entry.labels),
        "label_names": [settings.label_name(label, tree.language) for label in entry.labels],
        "breaking": entry.breaking,
        "notify": entry.notify,
        "version_name": entry.version,
        "date": moment(entry.date),
        "day": entry.day.isoformat(),
        "updated": moment(updated),
        "image": tree.url(image_path(entry)) if entry.image else None,
        "ships": list(dict.fromkeys(items)),
        "articles": ids_named(tree, entry.articles),
    }


def _document(tree: Tree, entry: Entry, summary: schema.Entry) -> schema.EntryDocument:
    site, settings = tree.site, tree.site.settings
    address = changelog_address(settings, tree.language, entry.key)
    return {
        "kind": "entry",
        "version": VERSION,
        **summary,
        "html": tree.html(tree.public.bodies.get(entry.path), entry.path, address),
        "translations": [
            {"language": tag, "url": tree.url(changelog_address(settings, tag, entry.key))}
            for tag in settings.tags
            if tag != tree.language and (entry.key, tag) in site.entries
        ],
    }
