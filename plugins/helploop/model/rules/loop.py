"""The rules of the loop: what roadmap, changelog and articles say of each other is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import Problem, Severity
from helploop.model.roadmap import SHIPPED
from helploop.model.rules.rule import Rule
from helploop.model.shipping import shipping_of
from helploop.model.spelling import did_you_mean_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.entry import Entry
    from helploop.model.roadmap import Item
    from helploop.model.site import Site


def check_shipped(site: Site) -> Iterator[Problem]:
    """What the roadmap calls shipped has an entry that says so."""
    if site.roadmap is None or site.settings.changelog is None:
        return
    shipping = shipping_of(site)
    waiting = _waiting(site)
    for item in site.roadmap.items:
        if item.stage != SHIPPED or shipping.of(item):
            continue
        entry = waiting.get(item.id)
        if entry is None:
            message = f"`{item.id}` is shipped, and no changelog entry ships it"
            hint = f"write the entry with `ships: [{item.id}]`, or set the stage back"
        else:
            why = "is a draft" if entry.draft else f"is not public before {entry.date.date()}"
            message = f"`{item.id}` is shipped, but its entry {entry.path} {why}"
            hint = "leave the stage as it was: the entry moves the item when it is published"
        yield Problem(site.roadmap.path, item.line_of("stage"), "", message, hint)


def _waiting(site: Site) -> dict[str, Entry]:
    """The entries that are not public yet, by the items they will ship."""
    merged = site.roadmap.merged_into if site.roadmap else {}
    entries = sorted(site.hidden_entries.values(), key=lambda entry: entry.path, reverse=True)
    return {merged.get(name, name): entry for entry in entries for name in entry.ships}


def check_articles(site: Site) -> Iterator[Problem]:
    """The articles an item names exist; those of a shipped item are public."""
    if site.roadmap is None:
        return
    shipping = shipping_of(site)
    hidden = {name for article in site.hidden_articles.values() for name in (article.key, article.id) if name}
    for item in site.roadmap.items:
        is_shipped = shipping.stage(item) == SHIPPED
        for name in item.articles:
            line = item.line_of("articles")
            if name in site.articles_by_id:
                continue
            if name not in hidden:
                message = f"`{item.id}` names an article `{name}`, which does not exist"
                hint = did_you_mean_path(name, site.articles_by_id, "write its path below articles/, without `.md`")
                yield Problem(site.roadmap.path, line, "", message, hint)
            elif is_shipped:
                message = f"`{item.id}` is shipped, and its article `{name}` is not public"
                yield Problem(site.roadmap.path, line, "", message, "publish the article")


def check_old_articles(site: Site) -> Iterator[Problem]:
    """The articles of a shipped item were changed on the day it shipped, or later."""
    if site.roadmap is None:
        return
    shipping = shipping_of(site)
    for item in site.roadmap.items:
        entries = shipping.of(item)
        if entries and shipping.stage(item) == SHIPPED:
            yield from _older(site, item, entries[-1], site.roadmap.path)


def _older(site: Site, item: Item, entry: Entry, path: str) -> Iterator[Problem]:
    for name in item.articles:
        article = site.article(site.articles_by_id.get(name, ""), site.settings.default_language)
        past = site.history.of(article.path) if article else None
        if article and past and past.updated.date() < entry.date.date():
            message = (
                f"`{item.id}` shipped on {entry.date.date()} with {entry.path},"
                f" and {article.path} is of {past.updated.date()}"
            )
            hint = f"describe in {article.path} what shipped"
            yield Problem(path, item.line_of("articles"), "", message, hint)


RULES = (
    Rule("shipped-without-entry", check_shipped, Severity.ERROR, "A shipped item has no changelog entry."),
    Rule("item-article", check_articles, Severity.ERROR, "An item names an article that readers can't see."),
    Rule(
        "shipped-article-old",
        check_old_articles,
        Severity.WARNING,
        "A shipped item's article is older than it.",
    ),
)
