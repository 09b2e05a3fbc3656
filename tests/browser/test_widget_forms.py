"""The widget's forms and looks: a launcher, a pop-over, a panel in the page, the app's colours, another address."""

from __future__ import annotations

import re

import pytest

from browser.widget_page import WIDGET, announce, badge, later, opened
from widget_hosts import Server, page

pytestmark = pytest.mark.browser


def test_a_pop_over_shows_what_is_new_on_a_button_of_the_app(visit, site) -> None:
    later(site)
    shown = visit('for="news"', '<p>Top</p><button id="news">News</button> ')
    announce(site)
    shown.reload(wait_until="networkidle")
    button = shown.locator("#news")
    assert badge(shown) == "2"
    assert (button.get_attribute("aria-haspopup"), button.get_attribute("aria-description")) == (
        "dialog",
        "Help. New: 2",
    )
    button.click()
    shown.locator("helploop-widget .entry-title").first.wait_for()
    sheet = shown.locator("helploop-widget .sheet").bounding_box()
    below = button.bounding_box()
    assert sheet["y"] >= below["y"] + below["height"]
    assert button.get_attribute("aria-expanded") == "true"
    shown.keyboard.press("Escape")
    shown.locator('#news[aria-expanded="false"]').wait_for()
    assert shown.evaluate("document.activeElement.id") == "news"
    assert badge(shown) == ""


def test_a_panel_stands_in_the_page_without_a_launcher(visit) -> None:
    shown = visit('mode="panel"', "<h1>Help</h1>")
    widget = shown.locator("helploop-widget")
    widget.locator(".card").first.wait_for()
    assert widget.locator(".launcher, dialog, .close").count() == 0
    widget.get_by_role("searchbox").fill("export")
    widget.locator(".hits a").first.wait_for()


def test_colours_and_parts_can_be_the_app_s(visit) -> None:
    style = (
        "helploop-widget { --helploop-accent: rgb(10, 125, 79) } helploop-widget::part(launcher) { border-radius: 8px }"
    )
    shown = visit(head=f"<style>{style}</style>")
    launcher = shown.locator("helploop-widget .launcher")
    assert launcher.evaluate(
        "(each) => [getComputedStyle(each).backgroundColor, getComputedStyle(each).borderRadius]"
    ) == ["rgb(10, 125, 79)", "8px"]


def test_dark_follows_the_device_or_the_attribute(visit) -> None:
    ground = "(each) => getComputedStyle(each).backgroundColor"
    shown = visit('scheme="light"', color_scheme="dark")
    assert opened(shown).locator(".panel").evaluate(ground) == "rgb(255, 255, 255)"
    shown = visit(color_scheme="dark")
    assert opened(shown).locator(".panel").evaluate(ground) == "rgb(22, 24, 31)"


def test_a_site_below_a_path_works_as_well(chromium, folder, app) -> None:
    server = Server(folder.parent, {"Access-Control-Allow-Origin": "*"})
    address = f"{server.address}site/"
    app.answers["/"] = page(WIDGET.format(site=address, more=""))
    context = chromium.new_context()
    shown = context.new_page()
    shown.goto(app.address, wait_until="networkidle")
    widget = opened(shown)
    widget.locator(".field").fill("export")
    widget.locator(".hits a").first.click()
    widget.locator(".rich kbd").wait_for()
    assert widget.locator(".foot a").first.get_attribute("href") == f"{address}articles/billing/export/"
    context.close()
    server.close()


def test_a_widget_can_be_moved_changed_and_driven(visit) -> None:
    shown = visit(body="<div id=there></div>")
    shown.evaluate("document.querySelector('#there').append(document.querySelector('helploop-widget'))")
    opened(shown)
    shown.evaluate("document.querySelector('helploop-widget').close()")
    shown.evaluate("document.querySelector('helploop-widget').open('roadmap')")
    shown.wait_for_selector("helploop-widget .stage")
    shown.evaluate("document.querySelector('helploop-widget').search('export')")
    shown.wait_for_selector("helploop-widget .hits a")
    shown.evaluate("document.querySelector('helploop-widget').lang = 'de'")
    shown.wait_for_selector("helploop-widget .launcher[aria-label=Hilfe]")
    shown.evaluate("document.querySelector('helploop-widget').remove()")
    assert re.fullmatch(r"[^<]*", shown.inner_text("#there"))
