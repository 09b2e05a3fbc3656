"""`queries.yaml`: what customers type, and the article that must be among the first results.

- query: cancel my plan
  language: en
  article: billing/cancel-plan
  first: 3
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from helploop.model.problem import Problem
from helploop.model.spelling import did_you_mean
from helploop.sources.validate import Written, validate
from helploop.sources.yaml_source import YamlDocument, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.settings import Settings

FILE = "queries.yaml"


@dataclass(frozen=True, slots=True)
class SearchTest:
    """One promise of the search: an article is among the first so many for a query. `line` is where it stands."""

    query: str
    article: str
    language: str
    first: int = 3
    line: int = 0


class WrittenSearchTest(Written):
    """One entry of `queries.yaml` as people write it."""

    query: str = Field(min_length=1)
    article: str = Field(min_length=1)
    language: str | None = None
    first: int = Field(default=3, ge=1, le=10)


def load_queries(root: Path, settings: Settings) -> tuple[tuple[SearchTest, ...], list[Problem]]:
    """The search tests of a project; none when there is no file."""
    file = root / FILE
    return parse_queries(file.read_text("utf-8", "replace"), settings) if file.is_file() else ((), [])


def parse_queries(text: str, settings: Settings, path: str = FILE) -> tuple[tuple[SearchTest, ...], list[Problem]]:
    """The search tests in a file's text, and what is wrong with it."""
    document, problems = parse_yaml(text, path)
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
        return None, problems
    language = written.language or settings.default_language
    line, column = document.place((number, "language"))
    if language not in settings.tags:
        hint = did_you_mean(language, settings.tags, f"use one of {', '.join(settings.tags)}")
        return None, [Problem(path, line, "language", f"the site has no language `{language}`", hint, column)]
    line, _ = document.place((number, "query"))
    article = written.article.removesuffix(".md").removeprefix(f"{settings.articles_dir}/")
    return SearchTest(written.query, article, language, written.first, line), []
