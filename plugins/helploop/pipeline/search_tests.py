"""The site owner's `queries.yaml`, run: each query against the index its readers get."""

from __future__ import annotations

import shlex
from collections import defaultdict
from typing import TYPE_CHECKING

from helploop.model.address import article_address
from helploop.model.problem import Problem
from helploop.model.spelling import did_you_mean
from helploop.pipeline.search import search_reference
from helploop.search.ranking import rank
from helploop.sources.queries import FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.pipeline.checked import Checked, Tools
    from helploop.search.reference import Reference
    from helploop.sources.queries import SearchTest


def check_queries(checked: Checked, tests: Sequence[SearchTest], tools: Tools) -> list[Problem]:
    """A problem for each query whose article is not among its first results."""
    by_language: dict[str, list[SearchTest]] = defaultdict(list)
    for test in tests:
        by_language[test.language].append(test)
    problems: list[Problem] = []
    for language, asked in by_language.items():
        reference = search_reference(checked, language, tools)
        problems += [problem for test in asked for problem in _check(checked, test, reference)]
    return sorted(problems, key=lambda problem: problem.line)


def _check(checked: Checked, test: SearchTest, reference: Reference) -> list[Problem]:
    keys = checked.site.article_keys
    if test.article not in keys:
        hint = did_you_mean(test.article, keys, "name an article by its path below the articles' folder, without `.md`")
        if (test.article, checked.site.settings.default_language) in (checked.site.mended or checked.site).articles:
            return []  # the article can't be published, and its own problem says why
        return [
            Problem(FILE, test.article_line or test.line, "search-test", f"there is no article `{test.article}`", hint)
        ]
    wanted = article_address(checked.site.settings, test.article, test.language)
    _, hits = rank(reference, test.query)
    place = next((place for place, hit in enumerate(hits, 1) if hit.url == wanted), 0)
    if 1 <= place <= test.first:
        return []
    found = f"finds `{test.article}` at place {place}" if place else f"does not find `{test.article}`"
    first = f", the first is `{hits[0].title}`" if hits else ", nothing is found"
    expected = f"among the first {test.first} was expected" if test.first > 1 else "the first place was expected"
    message = f"`{test.query}` {found}, {expected}{first}"
    why = f"helploop search {shlex.quote(test.query)} --lang {test.language} --explain"
    hint = f"add the customer's words to the article's `keywords`; `{why}` shows what counts"
    return [Problem(FILE, test.line, "search-test", message, hint)]
