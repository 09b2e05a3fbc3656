"""The roadmap in a reader's language: stages, targets, what happened, and an item's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from helploop.model.roadmap import Confidence, is_outdated
from helploop.model.target import parse_target
from helploop.model.timeline import EventKind
from helploop.outputs.strings import N_

if TYPE_CHECKING:
    from helploop.model.roadmap import Item, Roadmap, Stage
    from helploop.model.timeline import Event
    from helploop.outputs.strings import Strings

_STAGES = {
    "exploring": N_("Exploring"),
    "planned": N_("Planned"),
    "building": N_("Building"),
    "shipped": N_("Shipped"),
    "declined": N_("Declined"),
}
_CONFIDENCE = {
    Confidence.LOW: N_("low confidence"),
    Confidence.MEDIUM: N_("medium confidence"),
    Confidence.HIGH: N_("high confidence"),
}
#: The colour of a usual stage, as a tone of the theme's pills.
TONES = {"exploring": "plain", "planned": "accent", "building": "warn", "shipped": "good", "declined": "bad"}


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item's words for one reader: `language` is set when they are not in the reader's language."""

    title: str
    summary: str
    body: str
    reason: str
    target: str
    path: str
    body_line: int
    language: str = ""
    is_outdated: bool = False


def item_words(item: Item, language: str, default: str, path: str) -> ItemWords:
    """The item's words in a language, else in the default one."""
    words = item.translations.get(language)
    if words is None:
        other = "" if language == default else default
        return ItemWords(item.title, item.summary, item.body, item.reason, item.target, path, item.body_line, other)
    return ItemWords(
        title=words.title,
        summary=words.summary or item.summary,
        body=words.body or item.body,
        reason=words.reason or item.reason,
        target=words.target or item.target,
        path=words.path if words.body else path,
        body_line=words.body_line if words.body else item.body_line,
        is_outdated=is_outdated(item, language),
    )


def stage_word(stage: Stage, strings: Strings) -> str:
    """A stage's name: as the team translated it, else as it wrote it, else our own word."""
    own = _STAGES.get(stage.id)
    return stage.titles.get(strings.language) or stage.title or (strings.text(own) if own else stage.id)


def target_word(target: str, strings: Strings) -> str:
    """A target as the language writes it: `2027-Q1` is “Q1 2027”; words stay as they are."""
    period = parse_target(target)
    if period is None:
        return target
    first = date(period.year, period.month or period.quarter * 3 or 1, 1)
    if period.half:
        year = strings.date(first, "y")
        return (
            strings.text("First half of {year}", year=year)
            if period.half == 1
            else strings.text("Second half of {year}", year=year)
        )
    return strings.date(first, "yQQQ" if period.quarter else "yMMMM" if period.month else "y")


def confidence_word(confidence: Confidence | None, strings: Strings) -> str:
    """How sure a target is, in words."""
    return strings.text(_CONFIDENCE[confidence]) if confidence else ""


def event_words(event: Event, roadmap: Roadmap, strings: Strings) -> str:
    """What happened, in one line: “Moved from Planned to Building”."""

    def stage(name: str) -> str:
        return stage_word(roadmap.stage(name), strings)

    def target(name: str) -> str:
        return target_word(name, strings)

    match event.kind:
        case EventKind.ADDED:
            return strings.text("Added to the roadmap: {stage}", stage=stage(event.after))
        case EventKind.STAGE:
            return strings.text("Moved from {before} to {after}", before=stage(event.before), after=stage(event.after))
        case EventKind.TARGET if event.before and event.after:
            before, after = target(event.before), target(event.after)
            return strings.text("Target moved from {before} to {after}", before=before, after=after)
        case EventKind.TARGET if event.after:
            return strings.text("Target set: {target}", target=target(event.after))
        case EventKind.TARGET:
            return strings.text("Target withdrawn: {target}", target=target(event.before))
        case EventKind.TITLE:
            return strings.text("Renamed from “{before}”", before=event.before)
        case EventKind.MERGED:
            heir = roadmap.item(event.after)
            words = heir.translations.get(strings.language, heir) if heir else None
            return strings.text("Merged into “{title}”", title=words.title if words else event.after)
        case _:
            return strings.text("Shipped")
