"""The badge of the widget: what it costs, what it counts, what this browser remembers of it."""

from __future__ import annotations

import pytest

from browser.widget_page import announce, badge, later, opened

pytestmark = pytest.mark.browser


def test_the_badge_costs_one_request_and_nothing_of_search_before_the_panel_opens(visit, site) -> None:
    shown = visit()
    assert site.asked == ["/widget.js", "/api/v1/new.json"]
    assert len((site.folder / "api/v1/new.json").read_bytes()) <= 4096
    opened(shown)
    assert [
        path for path in site.asked[2:] if not path.startswith(("/widget/panel.js", "/api/v1/en/", "/search/"))
    ] == []


def test_a_first_visit_is_quiet_and_what_comes_later_counts_until_it_is_seen(visit, site) -> None:
    later(site)
    shown = visit()
    assert badge(shown) == ""
    announce(site)
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"
    assert shown.locator("helploop-widget .launcher").get_attribute("aria-label") == "Help. New: 2"
    widget = opened(shown)
    widget.get_by_role("button", name="What’s new").click()
    assert widget.get_by_role("img", name="Unread").count() == 2
    assert widget.locator(".entry-title").all_inner_texts() == ["Dark design", "A quiet repair", "An API"]
    assert badge(shown) == ""
    shown.reload(wait_until="networkidle")
    assert badge(shown) == ""


def test_labels_choose_what_counts_and_is_shown(visit, site) -> None:
    later(site)
    shown = visit('labels="api"')
    announce(site)
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "1"
    widget = opened(shown)
    widget.get_by_role("button", name="What’s new").click()
    assert widget.locator(".entry-title").all_inner_texts() == ["A quiet repair", "An API"]


def test_what_is_seen_in_one_tab_is_seen_in_the_other(visit, site) -> None:
    later(site)
    first = visit()
    announce(site)
    first.reload(wait_until="networkidle")
    second = first.context.new_page()
    second.goto(first.url, wait_until="networkidle")
    assert (badge(first), badge(second)) == ("2", "2")
    opened(first).get_by_role("button", name="What’s new").click()
    second.wait_for_function("() => !document.querySelector('helploop-widget').unread")
    assert badge(second) == ""


@pytest.mark.parametrize("way", ["full", "forbidden", "garbage"])
def test_a_browser_that_remembers_nothing_is_never_nagged(visit, site, way: str) -> None:
    later(site)
    shown = visit()
    broken = {
        "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
        "forbidden": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })",
        "garbage": "localStorage.setItem(Object.keys(localStorage)[0] || 'x', '{\"ids\":7}')",
    }[way]
    shown.context.add_init_script(broken + "; localStorage.length" if way != "forbidden" else broken)
    announce(site)
    if way == "full":
        shown.evaluate("localStorage.clear()")
    shown.reload(wait_until="networkidle")
    assert badge(shown) == ""
    opened(shown).get_by_role("button", name="What’s new").click()
    assert shown.locator("helploop-widget .entry-title").count() == 3


def test_storage_that_fills_up_later_forgets_nothing_on_the_page(visit, site) -> None:
    later(site)
    shown = visit()
    announce(site)
    shown.reload(wait_until="networkidle")
    shown.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    opened(shown).get_by_role("button", name="What’s new").click()
    assert badge(shown) == ""


@pytest.mark.parametrize("year", [2001, 2099])
def test_a_wrong_clock_changes_nothing(visit, site, year: int) -> None:
    later(site)
    shown = visit()
    announce(site)
    shown.clock.set_fixed_time(f"{year}-01-01T00:00:00Z")
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"
