"""`helploop search`: what a reader would find, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.project import config_option, open_project
from helploop.model.errors import UsageError
from helploop.model.spelling import did_you_mean
from helploop.pipeline.check import check_site
from helploop.pipeline.search import search_reference
from helploop.pipeline.tools import open_tools
from helploop.search.ranking import rank
from helploop.search.similar import similar_queries
from helploop.sources.moment import build_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helploop.search.ranking import Hit
    from helploop.search.reference import Match

SHOWN_WORDS = 6


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@config_option
@click.option("--lang", "--language", help="The reader's language (default: the site's first).")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many results.")
@click.option("--explain", is_flag=True, help="Show what each word matched and what it gave.")
@click.option("--json", "as_json", is_flag=True, help="For other tools.")
def search(  # noqa: PLR0913 - one an option
    words: tuple[str, ...], config: Path | None, lang: str | None, limit: int, *, explain: bool, as_json: bool
) -> int:
    """Search the site as its readers do, without building it.

    \b
    helploop search cancel my plan
    helploop search plan kündigen --lang de --explain

    Exit code 0: something was found. 1: nothing was.
    """
    query = " ".join(words)
    project = open_project(config)
    language = lang or project.settings.default_language
    if language not in project.settings.tags:
        hint = did_you_mean(language, project.settings.tags, f"use one of {', '.join(project.settings.tags)}")
        raise UsageError(f"the site has no language `{language}`", hint)
    with open_tools(project.root) as tools:
        checked = check_site(project.root, project.settings, build_date(), tools)
        reference = search_reference(checked, language, tools)
        matches, hits = rank(reference, query, limit)
        similar = similar_queries(reference, query, matches)
    if as_json:
        click.echo(json.dumps({**_values(matches, hits), "similar": similar}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(query, matches, hits, similar, explain=explain)))
    return 0 if hits else 1


def _lines(
    query: str, matches: Sequence[Match], hits: Sequence[Hit], similar: Sequence[str], *, explain: bool
) -> list[str]:
    lines = [_render_match(match) for match in matches] if explain else []
    lines += [f"nothing found for `{query}`"] if not hits else []
    lines += [f"did you mean {', '.join(f'`{other}`' for other in similar)}?"] if similar else []
    for place, hit in enumerate(hits, 1):
        section = f" › {hit.section}" if hit.section else ""
        lines.append(f"{place}. {hit.title}{section}  [{hit.kind}, {hit.language}]  {hit.score:.2f}")
        lines.append(f"   /{hit.address}")
        if explain:
            gained = ", ".join(f"{word} {value:.2f}" for word, value in hit.found.by_word.items())
            lines.append(
                f"   words: {gained}; covers {hit.found.coverage:.0%} of the query;"
                f" title like the query {hit.likeness:.0%}; words together {hit.nearness:.0%}"
            )
    return lines


def _render_match(match: Match) -> str:
    best = sorted(match.weights.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{surface} {weight:.2f}" for (_, surface, _), weight in best[:SHOWN_WORDS])
    more = f" and {len(best) - SHOWN_WORDS} more" if len(best) > SHOWN_WORDS else ""
    return f"{match.word.token.term} (rarity {match.rarity:.2f}): {shown or 'nothing like it'}{more}"


def _values(matches: Sequence[Match], hits: Sequence[Hit]) -> dict[str, Any]:
    return {
        "words": [
            {
                "word": match.word.token.term,
                "rarity": round(match.rarity, 4),
                "matches": {surface: round(weight, 4) for (_, surface, _), weight in match.weights.items()},
            }
            for match in matches
        ],
        "results": [
            {
                "title": hit.title,
                "url": hit.address,
                "section": hit.section,
                "kind": hit.kind,
                "language": hit.language,
                "score": round(hit.score, 4),
                "words": {word: round(value, 4) for word, value in hit.found.by_word.items()},
                "coverage": round(hit.found.coverage, 4),
            }
            for hit in hits
        ],
    }
