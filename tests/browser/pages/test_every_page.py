"""Every page is quiet, asks nobody else, fits, and can be used without a mouse, scripts or sight."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser
PAGES = [
    "",
    "articles/billing/",
    "articles/billing/plan/",
    "de/articles/billing/refund/",
    "ar/",
    "ar/articles/billing/plan/",
    "404.html",
]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_quiet_asks_nobody_else_and_fits(visit, address, path, width):
    page = visit(path, viewport={"width": width, "height": 800})
    assert page.complaints == []
    assert [url for url in page.requested if not url.startswith(address)] == []
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation(visit, path, scheme):

    page = visit(path, color_scheme=scheme, bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((result) => result.violations)")
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("path", PAGES)
def test_the_keyboard_reaches_everything_in_sight(visit, path):
    page = visit(path)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, summary, textarea, [tabindex='0']")]
            .filter((each) => each.checkVisibility() && !each.disabled
                && !(each.type === "radio" && !each.checked)).length"""
    )
    seen = []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        mark = "if (document.activeElement !== document.body) { document.activeElement.dataset.seen = 1 }"
        seen.append(page.evaluate(f"() => {{ {mark} return getComputedStyle(document.activeElement).outlineStyle }}"))
    assert page.locator("[data-seen]").count() == wanted
    assert "solid" in seen


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit):
    page = visit("articles/billing/plan/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("path", PAGES)
def test_without_scripts_a_page_reads_and_leads_on(visit, path):
    page = visit(path, java_script_enabled=False)
    assert page.locator("h1:visible").count() == 1
    assert page.locator("form[data-feedback]:visible, [data-scheme]:visible").count() == 0
    page.locator(".hl-menu summary:visible").click()
    assert page.locator(".hl-menu[open] a").last.is_visible()
