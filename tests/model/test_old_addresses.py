"""What `redirect_from` means, in originals and in translations."""

from __future__ import annotations

import pytest

from helploop.model.language import Language
from helploop.model.old_addresses import old_addresses
from helploop.model.settings import Settings

LANGUAGES = tuple(Language(tag, tag) for tag in ("en", "fr", "pt-BR"))
SETTINGS = Settings(site_name="S", site_url="https://help.acme.example/", languages=LANGUAGES)


def means(written: str, language: str, settings: Settings = SETTINGS, **more: bool) -> dict[str, str]:
    return {old.source: old.language for old in old_addresses(settings, written, language, **more)}


def test_an_old_path_of_ours_holds_below_the_articles_of_each_language() -> None:
    everywhere = {"articles/a/b/": "en", "fr/articles/a/b/": "fr", "pt-BR/articles/a/b/": "pt-BR"}
    assert means("a/b", "en") == everywhere
    assert means("a/b.md", "en") == everywhere
    assert means("a/b", "fr") == {"fr/articles/a/b/": "fr"}


def test_an_address_of_an_original_holds_for_every_language() -> None:
    assert means("/old/page", "en") == {"old/page/": "en", "fr/old/page/": "fr", "pt-BR/old/page/": "pt-BR"}
    assert means("/old.html", "en") == {"old.html": "en", "fr/old.html": "fr", "pt-BR/old.html": "pt-BR"}
    zendesk = "hc/en-us/articles/1"
    assert means(f"/{zendesk}", "en") == {
        f"{zendesk}/": "en", f"fr/{zendesk}/": "fr", f"pt-BR/{zendesk}/": "pt-BR"
    }  # fmt: skip


def test_an_address_of_a_translation_counts_from_the_start_of_its_language() -> None:
    assert means("/old/page", "fr") == {"fr/old/page/": "fr"}
    assert means("/articles/fr/page/", "fr") == {"fr/articles/fr/page/": "fr"}


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("/fr/docs/x", "fr/docs/x/"),
        ("/FR/docs/x.html", "FR/docs/x.html"),
        ("/fr-ca/x/", "fr-ca/x/"),
        ("/en/x", "en/x/"),
    ],
)
def test_one_that_begins_with_a_language_is_whole(written: str, source: str) -> None:
    assert means(written, "fr") == {source: "fr"}


def test_one_with_a_language_behind_its_first_part_is_whole_and_still_means_what_it_meant() -> None:
    assert means("/hc/fr/articles/1", "fr") == {"hc/fr/articles/1/": "fr", "fr/hc/fr/articles/1/": "fr"}
    assert means("/hc/pt-br/articles/1-A%C3%A7%C3%A3o", "pt-BR") == {
        "hc/pt-br/articles/1-Ação/": "pt-BR", "pt-BR/hc/pt-br/articles/1-Ação/": "pt-BR"
    }  # fmt: skip


def test_one_of_another_language_leads_from_an_original_to_that_language() -> None:
    assert means("/fr/docs/x", "en") == {"fr/docs/x/": "fr"}


def test_what_a_browser_shows_is_that_address_and_no_other() -> None:
    assert means("https://help.acme.example/anleitung/x?", "fr") == {"anleitung/x/": "fr"}
    assert means("https://HELP.acme.example/old/page.html", "en") == {"old/page.html": "en"}
    assert means("http://help.acme.example/fr/x", "en") == {"fr/x/": "fr"}
    below = Settings(site_name="S", site_url="https://acme.example/help/", languages=LANGUAGES)
    assert means("https://acme.example/help/old/", "fr", below) == {"old/": "fr"}


@pytest.mark.parametrize(
    "written",
    [
        "https://acme.zendesk.example/hc/1",
        "https://help.acme.example/",
        "https://help.acme.example:99999/x",
        "https://help.acme.example/x?id=1",
        "https://help.acme.example/x#y",
        "/",
        "",
    ],
)
def test_what_is_no_address_of_the_site_means_nothing(written: str) -> None:
    assert means(written, "en") == {}


def test_an_entry_has_old_names_and_old_addresses() -> None:
    assert means("2025-old", "fr", is_entry=True) == {"fr/changelog/2025-old/": "fr"}
    assert means("/changelog/2025-old/", "fr", is_entry=True) == {"fr/changelog/2025-old/": "fr"}
    assert means("/blog/2025/news", "fr", is_entry=True) == {"fr/blog/2025/news/": "fr"}
    assert means("/2025-old", "fr", is_entry=True) == {"fr/2025-old/": "fr", "fr/changelog/2025-old/": "fr"}
