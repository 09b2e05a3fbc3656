"""An index that is slow, out of reach, older or newer than the page, or no index at all."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from browser.search_box.documents import article
from helploop.search.index import index_files

pytestmark = pytest.mark.browser


def test_a_slow_answer_is_announced(page, site):
    page.goto(f"{site}/suche/")
    page.route("**/search/de/w/**", lambda _: None)
    page.keyboard.type("passwort")
    expect(page.locator(".hl-search-status")).to_have_text("Loading")


def test_an_unreachable_index_is_said_and_tried_again(page, site):
    page.route("**/search/de/**", lambda route: route.abort())
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector("text=Search is not available right now.")
    page.unroute("**/search/de/**")
    page.fill("[data-search-results] input", "passwort ")
    page.wait_for_selector(".hl-hit")
    page.problems.clear()


def test_a_search_without_a_network_is_answered_when_there_is_one(page, site):
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    page.context.set_offline(True)
    page.fill("[data-search-results] input", "straße")
    page.wait_for_selector("text=Search is not available right now.")
    page.context.set_offline(False)
    page.wait_for_selector(".hl-hit[href*='/de/strasse/']")
    page.problems.clear()


def test_a_page_that_is_older_than_the_index_finds_all_the_same(page, site):
    """The site is built anew while somebody reads: files that were known are gone."""
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    gone = []

    def once(route):
        gone.append(route.request.url)
        route.fulfill(status=404) if len(gone) == 1 else route.continue_()

    page.route("**/search/de/w/**", once)
    page.fill("[data-search-results] input", "straße")
    page.wait_for_selector(".hl-hit[href*='/de/strasse/']")
    assert len(gone) > 1


def test_who_comes_back_to_a_tab_asks_the_index_of_now(page, site):
    """Files of a new build that are read by the list of the old one would lead to other pages."""
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    new = index_files([article("neu", "Straßen", "Straße um Straße."), article("alt", "Passwort", "Alles neu.")], "de")
    page.route(re.compile("/search/de/"), lambda route: route.fulfill(body=new[urlsplit(route.request.url).path[11:]]))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.fill("[data-search-results] input", "straße")
    expect(page.locator(".hl-hit-title")).to_have_text(["Straßen"])


@pytest.mark.parametrize(
    ("file", "query"), [("index.json", "passwort"), ("w/*", "passwort"), ("d/*", "exprotieren"), ("t/*", "passwort")]
)
def test_a_page_that_is_sent_in_place_of_a_file_is_no_answer(page, site, file, query):
    """A network that asks for a login, and hosts that have one page for all they do not know, send it with a good status."""
    page.goto(f"{site}/suche/")
    page.wait_for_load_state("networkidle")
    page.route(
        f"**/search/de/{file}", lambda route: route.fulfill(status=200, body="\n<!doctype html><title>Login</title>")
    )
    page.keyboard.type(query)
    expect(page.locator(".hl-search-status")).to_have_text("Search is not available right now.")
    page.unroute(f"**/search/de/{file}")
    page.keyboard.type(" daten")
    expect(page.locator(".hl-hit").first).to_be_visible()
