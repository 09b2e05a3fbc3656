"""The page of results has an address of its own, a list that keys walk through, and more when asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_results_page_has_a_shareable_address(page, site):
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector("[data-search-results] .hl-hit")
    page.fill("[data-search-results] input", "straße")
    page.wait_for_url("**/suche/?q=stra%C3%9Fe")
    page.reload()
    assert page.input_value("[data-search-results] input") == "straße"
    assert page.locator(".hl-hit").first.get_attribute("href").startswith(f"{site}/de/strasse/")


def test_half_a_character_has_an_address_of_its_own(page, site):
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    page.evaluate("""() => { const field = document.querySelector(".hl-search-input"); field.value = "setze \\ud800";
        field.dispatchEvent(new InputEvent("input")); }""")
    page.wait_for_url("**/suche/?q=setze+%EF%BF%BD")


def test_results_of_a_page_are_links_in_a_list_that_arrows_walk_through(page, site):
    page.goto(f"{site}/suche/?q=rechnung")
    page.wait_for_selector(".hl-hit")
    place = page.locator("[data-search-results]")
    assert place.get_by_role("heading", level=2).all_inner_texts() == ["Articles"]
    assert place.get_by_role("listitem").get_by_role("link").count() == 10
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hl-hit").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(place.locator("input")).to_be_focused()
    with page.context.expect_page() as opened:
        page.click(".hl-hit", modifiers=["Control"])
    assert "/de/rechnung" in opened.value.url


def test_a_page_has_ten_results_and_more_when_asked(page, site):
    page.goto(f"{site}/suche/?q=rechnung")
    page.wait_for_selector(".hl-hit")
    assert page.locator(".hl-hit").count() == 10
    assert page.inner_text(".hl-search-status") == "10+ Treffer"  # there are more
    page.click("text=Show all results")
    expect(page.locator(".hl-hit")).to_have_count(15)
    expect(page.locator(".hl-search-status")).to_have_text("15 Treffer")
    assert page.locator("text=Show all results").is_hidden()
    expect(page.locator(".hl-hit").nth(9)).to_be_focused()  # from where the Tab key leads to what is new


def test_typing_keeps_what_is_right_already(page, site):
    """A list that a key does not change is not drawn again: a screen reader and a finger keep their place."""
    page.goto(f"{site}/suche/?q=exportie")
    page.wait_for_selector(".hl-hit")
    page.evaluate("document.querySelector('.hl-hit').seen = true")
    page.keyboard.type("ren")
    page.wait_for_url("**/suche/?q=exportieren")
    expect(page.locator(".hl-search-status")).to_have_text("1 Treffer")
    assert page.evaluate("document.querySelector('.hl-hit').seen")
