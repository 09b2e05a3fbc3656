"""`queries.yaml`: what customers type, and the article that must be among the first results.

- query: cancel my plan
  language: en
  article: billing/cancel-plan
  first: 3
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from helploop.model.problem import Problem
from helploop.model.spelling import did_you_mean
from helploop.sources.links_out import is_written, load_inside
from helploop.sources.validate import Written, validate
from helploop.sources.yaml_mend import mend_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import YamlDocument

FILE = "queries.yaml"


@dataclass(frozen=True, slots=True)
class SearchTest:
    """One promise of the search: an article is among the first so many for a query. `line` is where it stands."""

    query: str
    article: str
    language: str
    first: int = 3
    line: int = 0
    article_line: int = 0


class WrittenSearchTest(Written):
    """One entry of `queries.yaml` as people write it."""

    other_words: ClassVar[dict[str, str]] = {
        "q": "query",
        "search": "query",
        "lang": "language",
        "expect": "article",
        "expected": "article",
        "top": "first",
    }

    query: str = Field(min_length=1)
    article: str = Field(min_length=1)
    language: str | None = None
    first: int = Field(default=3, ge=1, le=10)


def load_queries(root: Path, settings: Settings) -> tuple[tuple[SearchTest, ...], list[Problem]]:
    """The search tests of a project; none when there is no file."""
    if not is_written(root, FILE):
        return (), []
    text, unreadable = load_inside(root, FILE)
    tests, problems = parse_queries(text, settings) if text is not None else ((), [])
    return tests, [*unreadable, *problems]


def parse_queries(text: str, settings: Settings, path: str = FILE) -> tuple[tuple[SearchTest, ...], list[Problem]]:
    """The search tests in a file's text, and what is wrong with it."""
    document, problems = mend_yaml(text, path)
    if document is None or document.value is None:
        return (), problems
    if not isinstance(document.value, list):
        hint = "write `- query: …` and `article: …` for each"
        return (), [Problem(path, document.first[0], "list", "a list of queries was expected", hint)]
    tests = []
    for number in range(len(document.value)):
        test, mistakes = _parse_test(document, number, settings, path)
        problems += mistakes
        tests += [test] if test else []
    return tuple(tests), problems


def _parse_test(
    document: YamlDocument, number: int, settings: Settings, path: str
) -> tuple[SearchTest | None, list[Problem]]:
    written, problems = validate(document, WrittenSearchTest, path, root=(number,))
    if written is None:
        return None, [problem for problem in problems if problem.line not in document.mended]
    language = written.language or settings.default_language
    line, column = document.place((number, "language"))
    if language not in settings.tags:
        hint = did_you_mean(language, settings.tags, f"use one of {', '.join(settings.tags)}")
        return None, [Problem(path, line, "language", f"the site has no language `{language}`", hint, column)]
    line, _ = document.place((number, "query"))
    article_line, _ = document.place((number, "article"))
    article = written.article.removesuffix(".md").removeprefix(f"{settings.articles_dir}/")
    return SearchTest(written.query, article, language, written.first, line, article_line), []
