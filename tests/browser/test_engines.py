"""The same help center in Firefox and in WebKit, the engine of every iPhone: words, search, pages, the widget."""

from __future__ import annotations

import pytest

from browser.engines import MissingError, open_firefox, open_webkit
from browser.widget_page import WIDGET
from built import build
from helploop.browser.bundle import load_module
from helploop.model.settings import Settings
from helploop.outputs.security_headers import security_headers
from search.test_tokens import CASES
from served_site import free_port
from trees import write_tree
from widget_hosts import Server, page
from widget_site import CONFIG, FILES

pytestmark = pytest.mark.browser
ROOT = "document.querySelector('helploop-widget').shadowRoot"
LOOKS = f"const look = getComputedStyle({ROOT}.querySelector('.panel')); return [look.backgroundColor, look.color]"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def shown(request, tmp_path_factory):
    try:
        opened = (
            open_firefox(tmp_path_factory.mktemp("firefox")) if request.param == "firefox" else open_webkit(free_port())
        )
    except MissingError as missing:
        pytest.skip(str(missing))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    """The small help center, its pages and all, under the policy that the build writes."""
    root = tmp_path_factory.mktemp("engines")
    write_tree(root / "project", {"mkdocs.yml": CONFIG.format(signals="gone: []")} | FILES)
    assert build(root / "project", root / "site")[0] == 0
    (root / "site/tokens.js").write_text(load_module("search/tokens.js"), "utf-8")
    policy = security_headers(Settings(site_name="Acme Help"), [])[0].value
    server = Server(
        root / "site", {"Content-Security-Policy": f"{policy}; report-uri /told", "Access-Control-Allow-Origin": "*"}
    )
    yield server
    server.close()
    assert [asked for asked in server.asked if asked == "/told"] == []


def test_words_are_cut_as_the_cases_say(shown, center):
    shown.go(center.address)
    script = "const { tokenize } = await import('/tokens.js'); return given[0].map((text) => tokenize(text).map(({ term }) => term));"
    found = shown.await_(script, [case["text"] for case in CASES])
    assert found == [case["terms"] for case in CASES]


def test_search_is_answered_from_the_keyboard(shown, center):
    shown.go(center.address)
    shown.press("/")
    shown.until("document.querySelector('dialog[open]')")
    shown.type("exprot data")
    shown.until("document.querySelectorAll('dialog .hl-hit').length")
    shown.press("ArrowDown")
    assert (
        shown.run("return document.querySelector('[aria-selected=true] .hl-hit-title').textContent")
        == "Export your data"
    )
    shown.press("Escape")
    shown.until("!document.querySelector('dialog').open")
    shown.press("Control+k")
    shown.until("document.querySelector('dialog').open && document.querySelectorAll('dialog .hl-hit').length")
    shown.press("ArrowDown", "Enter")
    shown.until("location.pathname === '/articles/billing/export/'")


def test_the_page_of_results_says_what_was_asked_and_what_is_missing(shown, center):
    shown.go(f"{center.address}de/search/?q=exportieren")
    shown.until("document.querySelectorAll('.hl-hit').length")
    assert shown.run("return document.querySelector('.hl-hit-title').textContent") == "Daten exportieren"
    shown.go(f"{center.address}de/search/?q=qqqqzzqq")
    shown.until("document.querySelector('.hl-search-none')")
    assert shown.run("return document.querySelector('.hl-search-input').value") == "qqqqzzqq"


@pytest.mark.parametrize(
    "path", ["", "ar/", "articles/billing/export/", "ar/articles/billing/export/", "changelog/", "de/roadmap/"]
)
def test_no_page_scrolls_sideways(shown, center, path):
    for width in (1280, 390):
        shown.resize(width, 800)
        shown.go(center.address + path)
        assert shown.run("return document.documentElement.scrollWidth - innerWidth") <= 0
    shown.resize(1280, 900)


def test_the_widget_opens_answers_and_closes_on_a_strict_page(shown, center):
    app = Server()
    policy = f"default-src 'none'; script-src {center.address}; connect-src {center.address}; img-src 'self' {center.address}; require-trusted-types-for 'script'; report-uri /told"
    app.answers["/"] = page(WIDGET.format(site=center.address, more='lang="en" scheme="dark"'), policy)
    shown.go(app.address)
    shown.until("document.querySelector('helploop-widget')?.shadowRoot?.querySelector('.launcher')")
    shown.run("document.querySelector('helploop-widget').open()")
    shown.until(f"{ROOT}.querySelector('.card')")
    assert shown.run(LOOKS) == ["rgb(22, 24, 31)", "rgb(236, 238, 244)"]
    shown.until(f"{ROOT}.activeElement?.className === 'field'")
    shown.type("exprot data")
    shown.until(f"{ROOT}.querySelectorAll('.hits a').length")
    shown.run("window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key), true)")
    shown.press("ArrowDown", "Enter")
    shown.until(f"{ROOT}.querySelector('.title')?.textContent === 'Export your data'")
    shown.press("Escape")
    shown.until(f"!{ROOT}.querySelector('dialog').open")
    app.close()
    assert shown.run("return heard") == []
    assert "/told" not in app.asked


def test_the_widget_is_light_where_nobody_wants_it_dark(shown, center):
    app = Server()
    app.answers["/"] = page(WIDGET.format(site=center.address, more='lang="ar" mode="panel"'))
    shown.go(app.address)
    shown.until("document.querySelector('helploop-widget')?.shadowRoot?.querySelector('.card')")
    assert shown.run(LOOKS) == ["rgb(255, 255, 255)", "rgb(26, 28, 35)"]
    assert shown.run(f"return {ROOT}.querySelector('.panel').dir") == "rtl"
    app.close()
