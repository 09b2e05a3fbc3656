"""What is found, and what is said of it; where nothing is, the ways that lead on."""

from __future__ import annotations

from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
FOUND = {
    "C#": "csharp", ".NET": "csharp", "日本語": "csharp", "Straße": "strasse", "strasse": "strasse", "İ": "login",
    "مدرسة": "login", "مَدْرَسَة": "login", "nai\u0308ve": "login", "signatures": "fallback", "exprotieren": "export",
    "xasswort": "login",
}  # fmt: skip


def test_a_planned_item_answers_when_no_article_does(page, site):
    page.goto(f"{site}/suche/?q=dunkles")
    page.wait_for_selector(".hl-hit")
    assert "Not there yet, but on the roadmap" in page.inner_text("[data-search-results]")
    assert "Geplant: follow it here" in page.inner_text(".hl-hit-note")


def test_what_has_no_text_but_its_title_is_found(page, site):
    page.goto(f"{site}/suche/?q=nur+titel")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-hit-title") == "Nur Titel"


def test_what_a_collection_says_stands_among_the_articles(page, site):
    page.goto(f"{site}/suche/?q=stecker")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-hits-heading").lower() == "articles"
    assert page.inner_text(".hl-hit-title") == "Zubehör"


def test_an_untranslated_hit_says_its_language(page, site):
    page.goto(f"{site}/suche/?q=signatures")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-hit-note") == "In Englisch"
    assert page.get_attribute(".hl-hit-title", "lang") == "en"


def test_nothing_found_is_said_kindly_with_ways_to_go_on(page, site):
    page.goto(f"{site}/suche/?q=qqqq")
    page.wait_for_selector(".hl-search-none")
    assert page.inner_text(".hl-search-none") == "Nothing found for “qqqq”."
    ways = {link.inner_text(): link.get_attribute("href") for link in page.locator(".hl-search-ways a").all()}
    assert ways == {
        "Einen Menschen fragen": "mailto:help@example.com",
        "Browse all articles": "/de/articles/",
        "Roadmap": "/de/roadmap/",
    }
    assert page.inner_text(".hl-search-status") == "No results"


def test_planned_items_are_offered_for_words_nobody_wrote(page, site):
    page.goto(f"{site}/suche/?q=dunkelmodus")
    page.wait_for_selector(".hl-hit")
    assert page.locator(".hl-hit-title").all_inner_texts() == ["Dunkles Design"]
    assert "Not there yet, but on the roadmap" in page.inner_text("[data-search-results]")


def test_a_word_that_is_like_a_mistyped_one_is_a_button_that_asks_for_it(page, site):
    page.goto(f"{site}/suche/?q=dankles")
    page.wait_for_selector(".hl-search-similar:not([hidden])")
    assert page.inner_text(".hl-search-similar:not([hidden])") == "dunkles"
    page.click(".hl-search-similar:not([hidden])")
    page.wait_for_selector(".hl-search-similar:not([hidden])", state="detached")
    assert page.input_value("[data-search-results] input") == "dunkles"
    assert page.inner_text(".hl-hit-title") == "Dunkles Design"


def test_a_slip_is_answered_and_named(page, site):
    page.goto(f"{site}/suche/?q=daten exprotieren")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-search-similar:not([hidden])") == "daten exportieren"


@pytest.mark.parametrize("text", list(FOUND))
def test_words_of_any_script_find_their_page(page, site, text):
    page.goto(f"{site}/suche/?q={quote(text)}")
    page.wait_for_selector(".hl-hit")
    found = [link.get_attribute("href") for link in page.locator(".hl-hit").all()]
    assert f"/de/{FOUND[text]}/" in " ".join(found[: 1 if len(text) > 1 else None])
