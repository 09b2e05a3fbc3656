"""The widget for everybody: by keyboard, by screen reader, on a small screen, without motion."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.widget_page import opened

pytestmark = pytest.mark.browser


def test_the_keyboard_goes_round_inside_and_comes_back_to_where_it_was(visit) -> None:
    shown = visit(body='<button id="before">Before</button>')
    shown.keyboard.press("Tab")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    shown.wait_for_selector("helploop-widget .card")
    seen = set()
    active = (
        "document.activeElement.localName + ' ' + (document.activeElement.shadowRoot?.activeElement?.textContent ?? '')"
    )
    for keys in ["Tab"] * 14 + ["Shift+Tab"] * 20:
        shown.keyboard.press(keys)
        found = shown.evaluate(active)
        assert found.startswith("helploop-widget "), found
        seen.add(found)
    assert len(seen) >= 7
    shown.keyboard.press("Escape")
    assert shown.locator("helploop-widget dialog[open]").count() == 0
    assert shown.evaluate("document.activeElement.shadowRoot.activeElement.className") == "launcher"
    shown.mouse.click(100, 500)
    opened(shown)
    shown.mouse.click(100, 500)
    assert shown.locator("helploop-widget dialog[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["auto", "ar"])
def test_axe_finds_nothing_serious(visit, scheme: str, lang: str) -> None:
    shown = visit(f'lang="{lang}"', "<main><h1>Acme</h1></main>", color_scheme=scheme)
    found = []

    def look(where: str) -> None:
        shown.evaluate(
            "Promise.all(document.querySelector('helploop-widget').shadowRoot.getAnimations({ subtree: true }).map((each) => each.finished))"
        )
        rows = Axe().run(shown).response["violations"]
        found.extend(
            f"{where}: {row['id']} {row['nodes'][0]['html'][:160]}"
            for row in rows
            if row["impact"] in {"serious", "critical"}
        )

    look("closed")
    widget = opened(shown)
    look("home")
    for tab in (1, 2):
        widget.locator(".tab").nth(tab).click()
        widget.locator(".entry").first.wait_for()
        look(f"tab {tab}")
    widget.locator(".tab").first.click()
    widget.locator(".field").fill("export" if lang == "auto" else "تصدير")
    widget.locator(".hits a").first.wait_for()
    look("results")
    widget.locator(".hits a").first.click()
    widget.locator(".title").wait_for()
    look("article")
    assert found == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 256), (640, 360)])
def test_everything_fits_a_phone_and_a_page_at_four_times_its_size(visit, width: int, height: int) -> None:
    shown = visit(viewport={"width": width, "height": height}, has_touch=True)
    widget = opened(shown)
    for tab in range(3):
        widget.locator(".tab").nth(tab).click()
        widget.locator(".card, .entry").first.wait_for()
        wide = widget.evaluate(
            "(widget) => [...widget.shadowRoot.querySelectorAll('.body, .panel')].map((each) => each.scrollWidth - each.clientWidth)"
        )
        assert max(wide) <= 0
    widget.locator(".foot a").scroll_into_view_if_needed()
    assert widget.locator(".foot a").is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_moves_for_who_wants_it_so(visit) -> None:
    shown = visit(reduced_motion="reduce")
    opened(shown)
    assert (
        shown.evaluate("document.querySelector('helploop-widget').shadowRoot.getAnimations({ subtree: true }).length")
        == 0
    )
