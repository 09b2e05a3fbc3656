"""The widget when the site is away, and when it has no index."""

from __future__ import annotations

import pytest

from browser.widget_page import announce, later, opened

pytestmark = pytest.mark.browser


def test_after_the_first_opening_everything_at_hand_is_there_offline(visit, site) -> None:
    later(site)
    shown = visit()
    announce(site)
    shown.reload(wait_until="networkidle")
    widget = opened(shown)
    widget.locator(".field").fill("invoice")
    widget.locator(".hits a").first.wait_for()
    shown.wait_for_load_state("networkidle")
    shown.context.set_offline(True)
    widget.locator(".field").fill("")
    widget.locator(".tab").nth(1).click()
    widget.locator(".entry").first.wait_for()
    widget.locator(".tab").nth(2).click()
    widget.locator(".stage").first.wait_for()
    widget.locator(".tab").nth(0).click()
    widget.get_by_role("link", name="Export your data").first.click()
    widget.locator(".rich").wait_for()
    widget.get_by_role("button", name="Back").click()
    widget.locator(".field").fill("invoice")
    widget.locator(".hits a").first.wait_for()
    shown.said.clear()


def test_without_the_index_a_search_offers_what_is_known(visit, site) -> None:
    site.answers["/search/en/index.json"] = (503, {}, b"")
    shown = visit()
    widget = opened(shown)
    widget.locator(".field").fill("pay invoice")
    widget.get_by_text("Search is not available right now.").last.wait_for()
    widget.get_by_role("link", name="Pay an invoice").wait_for()
    assert widget.locator("a.out").first.get_attribute("href") == f"{site.address}search/?q=pay%20invoice"
    del site.answers["/search/en/index.json"]
    widget.locator(".field").fill("pay an invoice")
    widget.locator(".hits a").first.wait_for()
    shown.said.clear()


def test_after_a_reload_the_last_answers_stand_in_for_a_site_that_is_away(visit, site) -> None:
    shown = visit()
    opened(shown).get_by_role("link", name="Export your data").first.click()
    shown.locator("helploop-widget .rich").wait_for()
    for path in ("/api/v1/new.json", "/api/v1/en/widget.json", "/api/v1/en/articles/billing/export.json"):
        site.answers[path] = (503, {}, b"")
    shown.reload(wait_until="networkidle")
    opened(shown).get_by_role("link", name="Export your data").first.click()
    shown.locator("helploop-widget .rich").wait_for()
    shown.said.clear()
