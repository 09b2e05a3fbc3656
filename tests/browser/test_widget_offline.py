"""The widget when the site is away, when it has no index or another one, and when something else answers for it."""

from __future__ import annotations

import re

import pytest

from browser.widget_page import announce, later, opened
from helploop.search.index import FORMAT

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


PAGE = (200, {"Content-Type": "text/html"}, b"<!doctype html><title>Back soon</title><div id=root></div>")
KEPT = """async () => {
    const kept = await caches.open((await caches.keys())[0]);
    const answers = await Promise.all((await kept.keys()).map((each) => kept.match(each)));
    return (await Promise.all(answers.map((each) => each.text()))).map((text) => text[0]);
}"""


@pytest.mark.parametrize("files", ["index.json", r"[wcdmt]/.*"])
def test_a_page_instead_of_the_index_is_neither_believed_nor_kept(visit, site, files: str) -> None:
    answer = site.answer
    site.answer = lambda path: PAGE if re.fullmatch(f"/search/en/{files}", path) else answer(path)
    shown = visit()
    widget = opened(shown)
    widget.locator(".field").fill("export data")
    widget.get_by_text("Search is not available right now.").last.wait_for()
    assert "<" not in shown.evaluate(KEPT)
    site.answer = answer
    widget.locator(".field").fill("export")
    widget.locator(".hits a").first.wait_for()
    shown.said.clear()


def test_a_site_that_is_built_again_while_the_app_stays_open_is_searched_on(visit, site) -> None:
    shown = visit()
    widget = opened(shown)
    widget.locator(".field").fill("export")
    widget.locator(".hits a").first.wait_for()
    answer, asked = site.answer, len(site.asked)

    def built_again(path: str) -> tuple[int, dict[str, str], bytes]:
        is_known = any("/search/en/index.json" in each for each in site.asked[asked:])
        return answer(path) if is_known or not path.startswith("/search/en/") else (404, {}, b"")

    site.answer = built_again
    widget.locator(".field").fill("invitation")
    widget.locator(".hits a", has_text="Invite someone").wait_for()
    shown.said.clear()


def test_an_app_that_stays_open_searches_an_index_of_a_newer_format(visit, site) -> None:
    shown = visit()
    widget = opened(shown)
    widget.locator(".field").fill("export")
    widget.locator(".hits a").first.wait_for()
    answer, asked = site.answer, len(site.asked)

    def updated(path: str) -> tuple[int, dict[str, str], bytes]:
        """The site after an update: another format, which its client reads, and none of the old files."""
        status, headers, body = answer(path)
        if path.startswith("/search/en/") and not any("index.json" in each for each in site.asked[asked:]):
            return 404, {}, b""
        known, new = str(FORMAT).encode(), b"99"
        if path.endswith("/index.json"):
            body = body.replace(b'"format":' + known, b'"format":' + new)
        return status, headers, body.replace(b"format!==" + known, b"format!==" + new) if "client" in path else body

    site.answer = updated
    widget.locator(".field").fill("invitation")
    widget.locator(".hits a", has_text="Invite someone").wait_for()
    assert any(each.endswith("/search/client.js?v=99") for each in site.asked[asked:])
    shown.said.clear()
