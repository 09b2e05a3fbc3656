"""A published address never dies: what git once knew leads somewhere, or its end is said aloud."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from helploop.model.language import Language
from helploop.model.redirects import effective_redirects
from helploop.model.rules.redirects import check_vanished
from helploop.model.settings import ChangelogSettings, Settings
from helploop.pipeline.check import check_site
from helploop.pipeline.tools import open_tools
from helploop.sources.site import load_site
from repositories import Repository

TODAY = dt.date(2026, 11, 22)
ARTICLE = "---\ntitle: One\n---\n\n" + "The same words stand in this article before and after. " * 8
ENTRY = "---\ntitle: New\ndate: 2026-01-01\ntype: new\n---\n\n" + "The same words stand in this entry. " * 8


def settings(**more: object) -> Settings:
    languages = (Language("en", "English"), Language("de", "Deutsch"))
    return Settings(site_name="A", languages=languages, changelog=ChangelogSettings(), **more)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository.create(tmp_path / "project")
    files = {"articles/one.md": ARTICLE, "articles/one.de.md": ARTICLE, "changelog/2026-01-01-new.md": ENTRY}
    repository.commit("2026-01-01", files)
    return repository


def vanished(repository: Repository, **more: object) -> list[str]:
    site, _ = load_site(repository.root, settings(**more), TODAY)
    return [f"{p.path}: {p.message}\n  fix: {p.hint}" for p in check_vanished(site)]


def test_a_deleted_article_is_named_with_what_to_do(repository: Repository) -> None:
    repository.git("rm", "-q", "articles/one.md", "articles/one.de.md")
    repository.commit("2026-02-01")
    assert vanished(repository) == [
        "articles/one.de.md: the address `/de/articles/one/` was published and leads nowhere now\n"
        "  fix: add `redirect_from: [/articles/one/]` to the page that answers instead,"
        " or `gone: [/articles/one/]` to helploop/articles",
        "articles/one.md: the address `/articles/one/` was published and leads nowhere now\n"
        "  fix: add `redirect_from: [/articles/one/]` to the page that answers instead,"
        " or `gone: [/articles/one/]` to helploop/articles",
    ]


def test_a_deleted_entry_is_named_too(repository: Repository) -> None:
    repository.git("rm", "-q", "changelog/2026-01-01-new.md")
    repository.commit("2026-02-01")
    assert [line.splitlines()[0] for line in vanished(repository)] == [
        "changelog/2026-01-01-new.md: the address `/changelog/2026-01-01-new/` was published and leads nowhere now"
    ]


def test_an_end_that_was_said_aloud_is_none_to_report(repository: Repository) -> None:
    repository.git("rm", "-q", "articles/one.md", "articles/one.de.md")
    repository.commit("2026-02-01")
    assert vanished(repository, gone=("/articles/one/",)) == []


def test_a_redirect_from_another_article_keeps_the_address(repository: Repository) -> None:
    repository.git("rm", "-q", "articles/one.md", "articles/one.de.md")
    repository.commit("2026-02-01", {"articles/two.md": "---\ntitle: Two\nredirect_from: [one]\n---\n\nOther words.\n"})
    assert vanished(repository) == []


def test_a_rename_in_git_redirects_by_itself_in_every_language(repository: Repository) -> None:
    (repository.root / "articles/help").mkdir()
    repository.git("mv", "articles/one.md", "articles/help/first.md")
    repository.git("mv", "articles/one.de.md", "articles/help/first.de.md")
    repository.git("mv", "changelog/2026-01-01-new.md", "changelog/2026-01-01-better.md")
    repository.commit("2026-02-01")
    site, _ = load_site(repository.root, settings(), TODAY)
    assert list(check_vanished(site)) == []
    assert {redirect.source: redirect.target for redirect in effective_redirects(site)} == {
        "articles/one/": "articles/help/first/",
        "de/articles/one/": "de/articles/help/first/",
        "changelog/2026-01-01-new/": "changelog/2026-01-01-better/",
        "de/changelog/2026-01-01-new/": "de/changelog/2026-01-01-better/",
    }


def test_a_translation_that_is_gone_leaves_the_original_at_its_address(repository: Repository) -> None:
    repository.git("rm", "-q", "articles/one.de.md")
    repository.commit("2026-02-01")
    assert vanished(repository) == []


def test_a_link_to_a_renamed_article_says_where_it_is_now(repository: Repository) -> None:
    repository.commit("2026-01-02", {"articles/two.md": "---\ntitle: Two\n---\n\nSee [one](one.md).\n"})
    (repository.root / "articles/help").mkdir()
    repository.git("mv", "articles/one.md", "articles/help/first.md")
    repository.commit("2026-02-01")
    with open_tools(repository.root, use_cache=False, workers=1) as tools:
        checked = check_site(repository.root, settings(), TODAY, tools)
    assert [str(problem) for problem in checked.problems if problem.path == "articles/two.md"] == [
        "articles/two.md:5:11: error[broken-link]: the link `one.md` leads to no file\n  fix: it is now `help/first.md`"
    ]


def english(repository: Repository) -> Settings:
    """The site after it has given German up."""
    return replace(settings(), languages=(Language("en", "English"),))


def test_pages_of_a_language_that_was_given_up_lead_to_their_originals(repository: Repository) -> None:
    repository.commit("2026-01-02", {"changelog/2026-01-01-new.de.md": "---\ntitle: Neu\n---\n\nNeue Worte.\n"})
    repository.git("rm", "-q", "articles/one.de.md", "changelog/2026-01-01-new.de.md")
    repository.commit("2026-02-01")
    site, _ = load_site(repository.root, english(repository), TODAY)
    assert list(check_vanished(site)) == []
    assert {redirect.source: redirect.target for redirect in effective_redirects(site)} == {
        "de/articles/one/": "articles/one/",
        "de/changelog/2026-01-01-new/": "changelog/2026-01-01-new/",
    }


def test_they_lead_to_where_their_originals_have_gone(repository: Repository) -> None:
    repository.git("rm", "-q", "articles/one.md", "articles/one.de.md")
    repository.commit("2026-02-01", {"articles/two.md": "---\ntitle: Two\nredirect_from: [one]\n---\n\nOther words.\n"})
    site, _ = load_site(repository.root, english(repository), TODAY)
    assert list(check_vanished(site)) == []
    assert {redirect.source: redirect.target for redirect in effective_redirects(site)} == {
        "articles/one/": "articles/two/",
        "de/articles/one/": "articles/two/",
    }


def test_without_an_original_their_own_address_is_named(repository: Repository) -> None:
    repository.git("rm", "-q", "articles/one.md", "articles/one.de.md")
    repository.commit("2026-02-01")
    site, _ = load_site(repository.root, english(repository), TODAY)
    assert [problem.message for problem in check_vanished(site)] == [
        "the address `/de/articles/one/` was published and leads nowhere now",
        "the address `/articles/one/` was published and leads nowhere now",
    ]
    assert next(check_vanished(site)).hint == (
        "add `redirect_from: [/de/articles/one/]` to the page that answers instead,"
        " or `gone: [/de/articles/one/]` to helploop/articles"
    )


def test_what_only_looks_like_a_language_is_a_part_of_the_name(repository: Repository) -> None:
    repository.commit("2026-01-02", {"articles/node.js.md": ARTICLE, "articles/node.md": ARTICLE + "More."})
    repository.git("rm", "-q", "articles/node.js.md")
    repository.commit("2026-02-01")
    assert [line.splitlines()[0] for line in vanished(repository)] == [
        "articles/node.js.md: the address `/articles/node.js/` was published and leads nowhere now"
    ]
