"""The rules of the roadmap: promises are kept, moved with a word, or looked at again; ids are for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.problem import Problem, Severity
from helploop.model.roadmap import DECLINED, FINAL_STAGES
from helploop.model.roadmap_history import ChangeKind
from helploop.model.rules.rule import Rule
from helploop.model.settings import RoadmapSettings
from helploop.model.shipping import shipping_of
from helploop.model.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from helploop.model.roadmap import Item, Roadmap
    from helploop.model.roadmap_history import LastSeen
    from helploop.model.site import Site


def check_reasons(site: Site) -> Iterator[Problem]:
    """Who is told no is told why."""
    if site.roadmap is None:
        return
    for item in site.roadmap.items:
        if item.stage == DECLINED and not item.reason:
            message = f"`{item.id}` is declined without a reason"
            yield Problem(site.roadmap.path, item.line_of("stage"), "", message, "add `reason: …`")


def check_backwards(site: Site) -> Iterator[Problem]:
    """A stage goes back only with a word."""
    roadmap = site.roadmap
    if roadmap is None:
        return
    for item in roadmap.items:
        step = _last_step(roadmap, item)
        if step is None or item.reason:
            continue
        before, after, day = step
        if DECLINED not in {before, after} and -1 < roadmap.order(after) < roadmap.order(before):
            when = f" on {day}" if day else ""
            message = f"`{item.id}` went back from {before} to {after}{when} without a word"
            hint = "say why in `reason: …`, or set the stage right"
            yield Problem(roadmap.path, item.line_of("stage"), "", message, hint)


def _last_step(roadmap: Roadmap, item: Item) -> tuple[str, str, date | None] | None:
    """The item's last change of stage: from, to, and the day; no day when it is not committed yet."""
    seen = roadmap.history.seen.get(item.id)
    if seen and seen.stage != item.stage:
        return seen.stage, item.stage, None
    stages = [change for change in roadmap.history.of(item.id) if change.kind is ChangeKind.STAGE]
    return (stages[-1].before, stages[-1].after, stages[-1].when.date()) if stages else None


def _gone(roadmap: Roadmap) -> dict[str, LastSeen]:
    """The ids that were public once and stand for nothing now."""
    known = {*roadmap.by_id, *roadmap.merged_into}
    return {name: seen for name, seen in roadmap.history.seen.items() if name not in known}


def _renamed(roadmap: Roadmap) -> dict[str, Item]:
    """For each vanished id the item that took its title under a new id."""
    by_title = {item.title.casefold(): item for item in roadmap.items}
    found = {name: by_title.get(seen.title.casefold()) for name, seen in _gone(roadmap).items()}
    return {name: item for name, item in found.items() if item is not None}


def check_changed_ids(site: Site) -> Iterator[Problem]:
    """An id never changes."""
    if site.roadmap is None:
        return
    for old, item in sorted(_renamed(site.roadmap).items()):
        message = f"the id of “{item.title}” was `{old}` and is `{item.id}`; ids are for ever"
        hint = f"write `id: {old}` again, or add `merged: [{old}]`"
        yield Problem(site.roadmap.path, item.line_of("id"), "", message, hint)


def check_vanished_ids(site: Site) -> Iterator[Problem]:
    """A published item stays, is merged, or is declined."""
    if site.roadmap is None:
        return
    renamed = _renamed(site.roadmap)
    for name, seen in sorted(_gone(site.roadmap).items()):
        if name in renamed:
            continue
        how = "is a draft now" if name in site.roadmap.hidden else "has vanished"
        message = f"the item `{name}` (“{seen.title}”) {how}; people may follow it"
        hint = f"put it back, add `merged: [{name}]` to the item that stands for it, or decline it with a reason"
        yield Problem(site.roadmap.path, 0, "", message, hint)


def check_targets(site: Site) -> Iterator[Problem]:
    """A target that has passed is moved or met."""
    if site.roadmap is None:
        return
    shipping = shipping_of(site)
    for item in site.roadmap.items:
        period = parse_target(item.target)
        if period and period.last_day < site.today and shipping.stage(item) not in FINAL_STAGES:
            message = f"the target of `{item.id}`, {item.target}, has passed"
            hint = "set a new `target:`, or leave it out until you know"
            yield Problem(site.roadmap.path, item.line_of("target"), "", message, hint)


def check_reviews(site: Site) -> Iterator[Problem]:
    """Somebody looked at every open item not long ago."""
    if site.roadmap is None:
        return
    shipping = shipping_of(site)
    days = (site.settings.roadmap or RoadmapSettings()).review_days
    for item in site.roadmap.items:
        last = last_reviewed(site.roadmap, item)
        if last and (site.today - last).days > days and shipping.stage(item) not in FINAL_STAGES:
            message = f"nobody has reviewed `{item.id}` since {last}, {(site.today - last).days} days ago"
            hint = f"make sure that it is true, then write `reviewed: {site.today}`"
            yield Problem(site.roadmap.path, item.line_of("reviewed"), "", message, hint)


def last_reviewed(roadmap: Roadmap, item: Item) -> date | None:
    """The day somebody last looked at an item: as written, else its last change, else None."""
    if item.reviewed:
        return item.reviewed
    changes = roadmap.history.of(item.id)
    return max(change.when for change in changes).date() if changes else None


def check_past(site: Site) -> Iterator[Problem]:
    """The history is there to be read."""
    if site.roadmap and site.roadmap.history.is_shallow:
        message = "the history of the roadmap can't be read: the clone is shallow"
        hint = "clone the whole history (`fetch-depth: 0`, or `git fetch --unshallow`)"
        yield Problem(site.roadmap.path, 0, "", message, hint)


RULES = (
    Rule("declined-without-reason", check_reasons, Severity.ERROR, "A declined item gives no reason."),
    Rule("stage-backwards", check_backwards, Severity.WARNING, "An item went back a stage without a word."),
    Rule("id-changed", check_changed_ids, Severity.ERROR, "An item's id changed."),
    Rule("item-vanished", check_vanished_ids, Severity.ERROR, "A published item is gone."),
    Rule("target-past", check_targets, Severity.WARNING, "An open item's target has passed."),
    Rule("item-review", check_reviews, Severity.WARNING, "An open item was not reviewed for long."),
    Rule("roadmap-shallow", check_past, Severity.WARNING, "The clone is shallow, the history unknown."),
)
