"""`synonyms.yaml` and `queries.yaml`: what is read, and what is said about mistakes."""

from __future__ import annotations

from helploop.model.language import Language
from helploop.model.settings import Settings
from helploop.sources.queries import SearchTest, parse_queries
from helploop.sources.synonyms import load_synonyms, parse_synonyms

SETTINGS = Settings(site_name="Help", languages=(Language("en", "English"), Language("de", "Deutsch")))


def test_groups_of_each_language_are_read(tmp_path):
    (tmp_path / "synonyms.yaml").write_text("- [invoice, bill]\n", "utf-8")
    (tmp_path / "synonyms.de.yaml").write_text("- [Rechnung, Beleg]\n", "utf-8")
    groups, problems = load_synonyms(tmp_path, SETTINGS)
    assert (groups, problems) == ({"en": (("invoice", "bill"),), "de": (("Rechnung", "Beleg"),)}, [])


def test_a_group_of_one_is_named_with_its_line():
    groups, problems = parse_synonyms("- [a, b]\n- [alone]\n- word\n", "synonyms.yaml")
    assert groups == (("a", "b"),)
    assert [(problem.line, problem.code) for problem in problems] == [(2, "synonyms"), (3, "synonyms")]


def test_queries_are_read_with_their_defaults():
    tests, problems = parse_queries(
        "- query: cancel\n  article: articles/plan.md\n- {query: q, article: a, language: de, first: 1}\n", SETTINGS
    )
    assert problems == []
    assert tests == (SearchTest("cancel", "plan", "en", 3, 1, 2), SearchTest("q", "a", "de", 1, 3, 3))


def test_mistakes_in_queries_are_named_with_their_place():
    _, problems = parse_queries(
        "- query: q\n- {query: q, article: a, language: fr}\n- {query: q, article: a, frist: 2}\n", SETTINGS
    )
    assert [(problem.line, problem.code) for problem in problems] == [
        (1, "missing-key"),
        (2, "language"),
        (3, "unknown-key"),
    ]
