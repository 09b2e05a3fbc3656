"""The language of the widget: the app's, the visitor's, and texts that have no translation."""

from __future__ import annotations

import pytest

from browser.widget_page import opened
from helploop.browser.bundle import joined, load_module

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("page_lang", "lang", "help_word", "direction"),
    [
        ("de-AT", "auto", "Hilfe", "ltr"),
        ("en", "ar", "المساعدة", "rtl"),
        ("fr", "auto", "Help", "ltr"),
        ("de", "en", "Help", "ltr"),
    ],
)
def test_the_language_is_the_app_s_or_the_one_that_is_asked_for(visit, page_lang, lang, help_word, direction) -> None:
    shown = visit(f'lang="{lang}"', lang=page_lang)
    assert shown.locator("helploop-widget .launcher").get_attribute("aria-label") == help_word
    assert shown.locator("helploop-widget .root").get_attribute("dir") == direction
    box = shown.locator("helploop-widget .launcher").bounding_box()
    assert (box["x"] < 640) == (direction == "rtl")


def test_the_language_follows_the_page_of_the_app(visit) -> None:
    shown = visit('lang="auto"')
    shown.evaluate("document.documentElement.lang = 'ar'")
    shown.wait_for_selector("helploop-widget .launcher[aria-label=المساعدة]")
    assert shown.locator("helploop-widget .root").get_attribute("dir") == "rtl"


def test_an_untranslated_text_says_so(visit) -> None:
    widget = opened(visit('lang="de"'))
    widget.get_by_role("button", name="Neuigkeiten").click()
    widget.get_by_role("link", name="An API").click()
    widget.get_by_role("heading", name="An API").wait_for()
    assert "noch nicht in Ihrer Sprache" in widget.locator(".remark").inner_text()
    assert widget.locator(".title").get_attribute("lang") == "en"


@pytest.mark.parametrize("reader", ["ar", "ar-SA", "fa", "th", "ja", "hi"])
def test_days_have_the_digits_and_the_calendar_of_the_site(visit, reader: str) -> None:
    script = joined({"names": load_module("widget/names.js"), "language": load_module("widget/language.js")})
    day, count = visit().evaluate(
        f"(reader) => {{ {script} return [dayName('2026-11-28', reader), number(45, reader)] }}", reader
    )
    assert "2026" in day
    assert "28" in day
    assert count == "45"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_days_are_those_of_the_site_s_pages_wherever_the_reader_is(visit, zone: str) -> None:
    widget = opened(visit(timezone_id=zone))
    assert widget.locator(".card time").inner_text() == "Nov 20, 2026"
    widget.get_by_role("button", name="What’s new").click()
    assert widget.locator(".news time").all_inner_texts() == ["Nov 20, 2026", "Nov 19, 2026", "Nov 17, 2026"]
    widget.get_by_role("link", name="An API").click()
    widget.get_by_role("heading", name="An API").wait_for()
    assert widget.locator(".line time").inner_text() == "Nov 17, 2026"


def test_code_in_a_text_from_right_to_left_reads_from_left_to_right(visit) -> None:
    widget = opened(visit('lang="ar"'))
    widget.get_by_role("link", name="تصدير بياناتك").first.click()
    widget.locator(".rich").wait_for()
    widget.locator(".rich").evaluate("(each) => each.append(document.createElement('code'))")
    look = "(each) => [getComputedStyle(each).direction, getComputedStyle(each).unicodeBidi]"
    assert widget.locator(".rich code").evaluate(look) == ["ltr", "isolate"]
