"""The widget and the app around it: neither hears what is typed in the other, closes it, covers it or moves it."""

from __future__ import annotations

import pytest

from browser.widget_page import announce, badge, later, opened

pytestmark = pytest.mark.browser

#: Shortcuts as apps have them, deaf only to fields they can see, and a form that wants to know whether it was changed.
SHORTCUTS = """
<form><input id="own"></form><script>
window.heard = [];
for (const name of ['keydown', 'keypress', 'keyup'])
    document.addEventListener(name, (event) => event.target.matches('input, textarea') || heard.push(name + ' ' + event.key));
addEventListener('DOMContentLoaded', () => {
    for (const name of ['keydown', 'keypress', 'keyup'])
        document.addEventListener(name, (event) => event.target.matches('input, textarea') || heard.push(`first ${name} ${event.key}`), true);
});
for (const name of ['input', 'change', 'paste', 'copy']) document.forms[0].addEventListener(name, (event) => heard.push(name));
</script>
"""


@pytest.mark.parametrize("more", ["", 'mode="panel"'], ids=["launcher", "panel"])
def test_what_is_typed_in_the_widget_is_no_shortcut_of_the_app(visit, more: str) -> None:
    shown = visit(more, SHORTCUTS)
    shown.evaluate("document.forms[0].append(document.querySelector('helploop-widget'))")
    if not more:
        shown.locator("helploop-widget .launcher").click()
    field = shown.locator("helploop-widget .field")
    field.click()
    shown.keyboard.type("/k? ")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Control+A")
    shown.keyboard.press("Control+C")
    assert field.input_value() == "/k? "
    assert shown.evaluate("heard") == []
    field.fill("export")
    shown.locator("helploop-widget .hits a").first.wait_for()
    shown.keyboard.press("ArrowDown")
    assert shown.locator("helploop-widget .hits a").first.evaluate(
        "(each) => each.getRootNode().activeElement === each"
    )


#: For its own server an app puts a header into every request. A host of plain files lets none come from elsewhere.
SIGNED_FETCH = """
const send = window.fetch;
window.fetch = (input, options) => send(input, { ...options, headers: { ...options?.headers, Authorization: 'Bearer secret' } });
"""
SIGNED_REQUEST = """
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...given) { this.setRequestHeader('Authorization', 'Bearer secret'); return send.apply(this, given) };
"""


@pytest.mark.parametrize(
    "script",
    [SIGNED_FETCH, f"addEventListener('load', () => {{ {SIGNED_FETCH} }})", SIGNED_REQUEST],
    ids=["fetch before the widget", "fetch after the widget", "request"],
)
def test_a_header_that_the_app_puts_into_its_requests_is_in_none_of_ours(visit, site, script: str) -> None:
    later(site)
    shown = visit()
    shown.evaluate("localStorage.clear()")
    shown.reload(wait_until="networkidle")
    announce(site)
    shown.context.add_init_script(f"{{ {script} }}")
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"
    shown.locator("helploop-widget .launcher").click()
    widget = shown.locator("helploop-widget")
    widget.get_by_role("searchbox").fill("export")
    widget.locator(".hits a").first.click()
    assert "Settings" in widget.locator(".rich").inner_text()


def test_escape_closes_the_widget_and_not_what_the_app_has_open_below(visit) -> None:
    shown = visit("", SHORTCUTS)
    opened(shown)
    shown.keyboard.press("Escape")
    shown.locator("helploop-widget dialog:not([open])").wait_for(state="attached")
    assert "keydown Escape" not in shown.evaluate("heard")
    shown.keyboard.type("k")
    assert "keydown k" in shown.evaluate("heard")


def test_text_that_is_marked_across_the_edge_leaves_the_panel_open(visit) -> None:
    shown = visit()
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    box = widget.locator(".rich p").first.bounding_box()
    shown.mouse.move(box["x"] + 80, box["y"] + 8)
    shown.mouse.down()
    shown.mouse.move(200, box["y"] + 90, steps=5)
    shown.mouse.up()
    assert widget.locator("dialog[open]").count() == 1
    shown.mouse.click(200, 300)
    assert widget.locator("dialog[open]").count() == 0


def test_what_an_app_writes_again_leaves_an_open_panel_alone(visit) -> None:
    shown = visit('lang="auto" scheme="light" position="end"')
    widget = opened(shown)
    widget.locator(".field").fill("export")
    widget.locator(".hits a").first.wait_for()
    for change in (
        "document.documentElement.lang = 'en'",
        "document.documentElement.lang = 'en-GB'",
        "document.querySelector('helploop-widget').setAttribute('scheme', 'light')",
        "document.querySelector('helploop-widget').setAttribute('scheme', 'dark')",
        "document.querySelector('helploop-widget').setAttribute('position', 'start')",
    ):
        shown.evaluate(change)
    shown.evaluate("new Promise((done) => setTimeout(done))")
    assert widget.locator(".field").input_value() == "export"
    assert widget.locator(".hits a").count() > 0
    assert widget.locator(".panel").evaluate("(each) => getComputedStyle(each).backgroundColor") == "rgb(22, 24, 31)"
    assert widget.locator(".sheet").bounding_box()["x"] == 20
    shown.evaluate("document.documentElement.lang = 'de'")
    shown.wait_for_selector("helploop-widget .launcher[aria-label=Hilfe]")


@pytest.mark.parametrize("zoom", [0.5, 1.6])
def test_an_app_that_zooms_its_page_has_the_widget_where_it_belongs(visit, zoom: float) -> None:
    shown = visit(
        'for="news"',
        '<button id="news" style="position: absolute; top: 40px; left: 300px">News</button>',
        head=f"<style>body {{ zoom: {zoom} }}</style>",
    )
    shown.locator("#news").click()
    shown.locator("helploop-widget .entry").first.wait_for()
    button, sheet = shown.locator("#news").bounding_box(), shown.locator("helploop-widget .sheet").bounding_box()
    assert sheet["y"] == pytest.approx(button["y"] + button["height"] + 8, abs=1)
    assert sheet["x"] == pytest.approx(button["x"], abs=1)
    assert sheet["width"] == 400
    assert sheet["y"] + sheet["height"] <= 900


def test_a_pop_over_stays_beside_its_button_when_the_app_scrolls(visit) -> None:
    shown = visit(
        'for="news"', '<div style="height: 3000px"><button id="news" style="margin-top: 90px">News</button></div>'
    )
    shown.locator("#news").click()
    shown.locator("helploop-widget .entry").first.wait_for()
    shown.evaluate("scrollTo(0, 50)")
    gap = "document.querySelector('helploop-widget').shadowRoot.querySelector('.sheet').getBoundingClientRect().top - news.getBoundingClientRect().bottom"
    shown.wait_for_function(f"() => Math.round({gap}) === 8")


def test_a_hidden_widget_has_no_launcher_and_opens_when_the_app_says_so(visit) -> None:
    shown = visit("hidden")
    assert not shown.locator("helploop-widget .launcher").is_visible()
    shown.evaluate("document.querySelector('helploop-widget').open()")
    shown.locator("helploop-widget .card").first.wait_for()


def test_a_panel_in_the_page_follows_the_app(visit) -> None:
    shown = visit('mode="panel"', path="invoices")
    first = shown.locator("helploop-widget .row-title").first
    shown.locator("helploop-widget .row-title", has_text="Pay an invoice").wait_for()
    shown.evaluate("history.pushState(null, '', '/team/')")
    shown.locator("helploop-widget .row-title", has_text="Invite someone").wait_for()
    shown.evaluate("document.querySelector('helploop-widget').context = 'data-export'")
    shown.locator("helploop-widget .row-title", has_text="Invite someone").wait_for(state="detached")
    assert first.inner_text() == "Export your data"


def test_an_address_is_read_as_others_of_the_page_are(visit, site) -> None:
    shown = visit(head=f'<base href="{site.address}deep/">')
    shown.evaluate("document.querySelector('helploop-widget').setAttribute('site', '../')")
    opened(shown)


def test_in_the_shadow_of_an_app_the_language_of_the_page_is_followed(visit, site) -> None:
    shown = visit("hidden")
    shown.evaluate(
        """(site) => { const inner = document.createElement('div'); document.body.append(inner);
        const widget = document.createElement('helploop-widget'); widget.setAttribute('site', site);
        inner.attachShadow({ mode: 'open' }).append(widget) }""",
        site.address,
    )
    shown.locator("div helploop-widget .launcher[aria-label=Help]").wait_for()
    shown.evaluate("document.documentElement.lang = 'de'")
    shown.locator("div helploop-widget .launcher[aria-label=Hilfe]").wait_for()


def test_on_paper_there_is_the_page_of_the_app(visit) -> None:
    shown = visit()
    widget = opened(shown)
    shown.emulate_media(media="print")
    assert not widget.locator(".sheet").is_visible()
    assert not widget.locator(".launcher").is_visible()


#: What Prototype.js does to every array of a page, MooTools to `Array.from`.
OLD_LIBRARIES = """
Array.prototype.entries = function () { return this.slice() };
Array.from = (given) => { const made = []; for (let i = 0; i < given.length; i++) made.push(given[i]); return made };
Array.prototype.each = Array.prototype.forEach; Array.prototype.first = function () { return this[0] };
const sent = fetch; window.fetch = async (...given) => { const answer = await sent(...given), text = await answer.text();
    return { ok: answer.ok, status: answer.status, text: async () => text, json: async () => JSON.parse(text) } };
const opens = XMLHttpRequest.prototype.open; XMLHttpRequest.prototype.open = function (...given) { return opens.apply(this, given) };
"""


def test_what_old_libraries_do_to_arrays_and_requests_is_survived(visit) -> None:
    widget = opened(visit(head=f"<script>{OLD_LIBRARIES}</script>"))
    widget.locator(".field").fill("export")
    widget.locator(".hits a").first.click()
    widget.locator(".rich kbd").wait_for()


def test_going_back_from_the_heading_of_a_text_leads_to_the_head(visit) -> None:
    shown = visit()
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    widget.locator(".title").wait_for()
    shown.keyboard.press("Shift+Tab")
    shown.keyboard.press("Shift+Tab")
    shown.keyboard.press("Enter")
    widget.locator(".field").wait_for()
