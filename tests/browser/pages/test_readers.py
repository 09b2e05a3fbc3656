"""Readers of every language, direction, choice of colours and kind of device."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_the_language_switch_keeps_the_article(visit):
    page = visit("articles/billing/plan/")
    page.locator(".hl-menu summary").click()
    page.locator(".hl-menu a", has_text="Deutsch").click()
    assert page.url.endswith("/de/articles/billing/plan/")
    assert page.locator("h1").inner_text() == "Tarif wechseln"
    page.get_by_text("Aktuelles Original lesen").click()
    assert page.locator("h1").inner_text() == "Change your plan"


def test_arabic_runs_from_right_to_left_and_code_does_not(visit):
    page = visit("ar/articles/billing/plan/")
    box = "(selector) => document.querySelector(selector).getBoundingClientRect()"
    assert page.evaluate(box, ".hl-aside")["right"] < page.evaluate(box, ".hl-column")["left"]
    assert page.evaluate("getComputedStyle(document.querySelector('.hl-body pre')).direction") == "ltr"


def test_without_shades_the_page_that_is_open_and_the_tab_that_is_chosen_still_stand_out(visit):
    page = visit("articles/billing/plan/", forced_colors="active")
    look = "(one) => { const { backgroundColor, color } = getComputedStyle(one); return [backgroundColor, color] }"
    here, other = page.locator(".hl-aside a[aria-current=page]"), page.locator(".hl-aside li a:not([aria-current])")
    assert here.evaluate(look) != other.last.evaluate(look)
    border = "(one) => getComputedStyle(one).borderBlockEndColor"
    tabs = page.locator(".tabbed-labels label")
    assert tabs.nth(0).evaluate(border) != tabs.nth(1).evaluate(border)


def test_the_chosen_colours_stay_on_the_next_page_and_auto_follows_the_device(visit):
    page = visit("", color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    button = page.locator("button[data-scheme]")
    button.click()
    button.click()
    dark = page.evaluate(ground)
    assert dark != light
    page.get_by_role("link", name="Billing").first.click()
    assert page.evaluate(ground) == dark
    page.locator("button[data-scheme]").click()
    assert page.evaluate(ground) == light
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("path", "locale", "heading"),
    [
        ("gone/", "en-US", "This page does not exist"),
        ("de/gone/", "en-US", "Diese Seite gibt es nicht"),
        ("ar/articles/gone/", "de-DE", "هذه الصفحة غير موجودة"),
        ("gone/", "de-AT", "Diese Seite gibt es nicht"),
        ("gone/", "fi-FI", "This page does not exist"),
    ],
)
def test_a_lost_visitor_is_spoken_to_in_his_language(chromium, address, path, locale, heading):
    # Links of this page start at the site's base path, which is the root here.
    context = chromium.new_context(locale=locale)
    page = context.new_page()
    page.goto(address + path)
    assert page.locator("h1:visible").all_inner_texts() == [heading]
    context.close()


def test_a_finger_can_copy_code_and_sees_all_of_it(visit):
    page = visit("articles/billing/plan/", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    assert page.evaluate("matchMedia('(hover: none)').matches")
    button = page.locator(".hl-copy:visible").first
    assert button.evaluate("(each) => getComputedStyle(each).opacity") == "1"
    code = page.locator(".highlight code:visible").first.bounding_box()
    assert button.bounding_box()["y"] >= code["y"] + code["height"] - 1
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.tap()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('import httpx'))")
