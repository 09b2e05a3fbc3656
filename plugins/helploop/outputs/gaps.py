"""The report on questions and answers as text for a terminal, and as JSON for other tools."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.gaps import Gap, GapReport, LanguageGaps

VERSION = 1


def render_gaps_json(report: GapReport) -> str:
    """Everything in the report, with the version of its form."""
    return json.dumps({"version": VERSION, **asdict(report)}, ensure_ascii=False, indent=2)


def render_gaps_text(report: GapReport) -> str:
    """The report as people read it in a terminal."""
    lines = [told(report)]
    for language in report.languages:
        lines += ["", *_language(language)]
    return "\n".join(lines)


def told(report: GapReport) -> str:
    """One sentence: what was read, and what was left out."""
    parts = [(report.searches, "search", "es"), (report.tickets, "ticket", "s"), (report.votes, "vote", "s")]
    parts += [(report.openings, "opened page", "s")]
    read = ", ".join(f"{count:,} {name}{many if count != 1 else ''}" for count, name, many in parts)
    left = ", ".join(f"{count:,} {reason}" for reason, count in report.skipped.items())
    return f"Read: {read}." + (f" Left out: {left}." if left else " Nothing was left out.")


def _language(report: LanguageGaps) -> Iterator[str]:
    share = f" ({report.answered / report.asked:.0%})" if report.asked else ""
    yield f"== {report.language}: {report.answered:,} of {report.asked:,} questions are answered by an article{share}"
    if report.gaps:
        yield from ("", "Questions nobody answers (search may find pages for them that have a part of the words)")
        for place, gap in enumerate(report.gaps, 1):
            yield f"{place:>3}. {gap.question}  [{gap.asked} asked: {gap.searches} searched, {gap.tickets} wrote]"
            yield from _details(gap)
    if report.planned:
        yield from ("", "Roadmap items that would answer")
        yield from (f"{row.asked:>5}  {row.title} ({row.stage})  {row.id}" for row in report.planned)
    if report.words:
        yield from ("", "Words no article has")
        for word in report.words:
            where = f"-> keywords of {word.article}" if word.article else f'in "{word.example}"'
            yield f"{word.asked:>5}  {word.word}  {where}"
    if report.answers:
        yield from ("", "Articles that answer most")
        for row in report.answers:
            votes = f"; helped {row.helpful} of {row.helpful + row.unhelpful}" if row.helpful + row.unhelpful else ""
            opened = f"; opened {row.opened} times" if row.opened else ""
            yield f"{row.asked:>5}  {row.title}  {row.id}{opened}{votes}"
            yield from (f'       "{reason}"' for reason in row.reasons)


def _details(gap: Gap) -> Iterator[str]:
    if gap.also:
        yield f"     also: {' | '.join(gap.also)}"
    if gap.item:
        yield f"     the roadmap item {gap.item} would answer"
    if gap.nearest:
        held = "has all its words, but only in passing" if gap.in_passing else f"has {gap.covered:.0%} of it"
        yield f"     nearest: {gap.nearest} ({held})"
