"""The small app of our own site in which the widget can be tried: under our policy, in four languages, on desk and phone."""

from __future__ import annotations

import pytest

from browser.test_own_site import POLICY, violations
from built import BuiltSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(own: BuiltSite, serve):
    return serve(own.folder, POLICY)


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "light"), ("de", 390, "dark"), ("ar", 390, "light"), ("ja", 1280, "dark")],
)
def test_the_demo_is_clean_and_its_help_works(chromium, address: str, language: str, width: int, scheme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: request.url.startswith((address, "data:")) or said.append(request.url))
    page.goto(f"{address}/demo/?lang={language}", wait_until="networkidle")
    page.locator("[data-later]").click()
    page.locator("[data-launcher] .badge:visible").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("[data-page=news]").click()
    page.locator("[data-launcher] .launcher").click()
    suited = page.locator("[data-launcher] .card a[data-id='announce/release-note']")
    suited.wait_for()
    suited.click()
    page.locator("[data-launcher] .rich").wait_for()
    link, person = (page.locator(f"[data-launcher] {part}").bounding_box() for part in (".foot", ".card-person"))
    assert person["y"] - link["y"] - link["height"] >= 12, "what leads on stands apart"
    assert page.locator("[data-launcher] .panel").get_attribute("lang") == language
    page.keyboard.press("Escape")
    page.locator("#news").click()
    page.locator("[for=news] .entry").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-launcher] .badge").wait_for(state="hidden")
    assert context.cookies() == []
    context.close()
    assert said == []
