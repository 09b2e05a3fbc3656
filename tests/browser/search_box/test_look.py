"""The box in either direction, on a phone, beside a page that scrolls, and for assistive technology."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.search_box.dialog import in_dialog

pytestmark = pytest.mark.browser


def test_code_between_right_to_left_words_keeps_its_order(page, site):
    page.goto(f"{site}/suche/?q={quote('البناء')}")
    page.wait_for_selector(".hl-hit")
    places = page.evaluate(
        """() => {
        const walker = document.createTreeWalker(document.querySelector('.hl-hit-excerpt'), NodeFilter.SHOW_TEXT);
        const at = (text) => {
            for (walker.currentNode = walker.root; walker.nextNode(); ) {
                const found = walker.currentNode.data.indexOf(text);
                if (found < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, found);
                range.setEnd(walker.currentNode, found + text.length);
                return range.getBoundingClientRect().left;
            }
        };
        return ['--', 'lang', 'ar'].map(at);
    }"""
    )
    assert places[0] < places[1] < places[2]
    page.goto(f"{site}/suche/?q={quote('lang')}")
    page.wait_for_selector("mark")
    assert page.inner_text(".hl-hit-excerpt mark") == "lang"


@pytest.mark.parametrize("query", ["passwort", "qqqq", "daten exprotieren", "dunkelmodus"])
def test_each_state_of_the_box_is_accessible(chromium, site, query):
    context = chromium.new_context(bypass_csp=True)
    shown = context.new_page()
    shown.goto(f"{site}/suche/?q={query}")
    shown.wait_for_selector(".hl-hit, .hl-search-none")
    found = Axe().run(shown, "[data-search-results]").response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    context.close()


def test_the_box_reads_from_right_to_left_and_fits_a_phone(chromium, site):
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    shown = context.new_page()
    shown.goto(f"{site}/rtl.html")
    shown.wait_for_load_state("networkidle")
    shown.click("form[data-search] input")
    shown.keyboard.type("daten")
    shown.wait_for_selector(".hl-search-dialog .hl-hit")
    box = shown.locator(".hl-search-dialog").bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    close = shown.locator(".hl-search-close").bounding_box()
    assert close["x"] < shown.locator(".hl-search-input").bounding_box()["x"]
    context.close()


def test_a_long_word_is_broken_and_pushes_nothing_out_of_the_box(page, site):
    page.set_viewport_size({"width": 360, "height": 640})
    in_dialog(page, site, f"exprotieren {'y' * 150}")
    expect(page.locator("dialog .hl-search-similar")).to_be_visible()
    assert (
        page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('dialog .hl-hits'))"
        )
        <= 0
    )


def test_the_words_in_an_empty_field_stand_where_its_text_will(page, site):
    page.goto(f"{site}/rtl.html")
    page.wait_for_load_state("networkidle")
    page.click("form[data-search] input")
    field = page.locator(".hl-search-dialog input")
    direction = "getComputedStyle(document.querySelector('.hl-search-dialog input')).direction"
    assert page.evaluate(direction) == "rtl"
    field.fill("daten")
    assert page.evaluate(direction) == "ltr"


def test_at_the_end_of_the_list_the_page_behind_it_stays_where_it_is(page, site):
    page.set_viewport_size({"width": 900, "height": 400})
    page.add_init_script("addEventListener('DOMContentLoaded', () => (document.body.style.minHeight = '3000px'))")
    in_dialog(page, site, "rechnung")
    hits = page.locator("dialog .hl-hits")
    hits.hover()
    assert hits.evaluate("(list) => { list.scrollTop = 9999; return list.scrollTop; }") > 0
    with page.expect_event("console", lambda message: message.text == "turned"):
        page.evaluate("addEventListener('wheel', () => setTimeout(() => console.log('turned'), 300), { once: true })")
        page.mouse.wheel(0, 400)
    assert page.evaluate("scrollY") == 0
