from __future__ import annotations

import functools
import http.server
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import axe_playwright_python
import pytest

from helploop.model.address import article_address, home_address, page_file
from helploop.model.article import source_hash
from helploop.outputs.pages.article import render_article
from helploop.outputs.pages.assets import theme_assets
from helploop.outputs.pages.collection import collection_view, render_collection
from helploop.outputs.pages.home import home_view, render_home
from helploop.outputs.pages.not_found import not_found_view, render_not_found
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from page_sites import BODY, SETTINGS, article, article_view, collection, entry, site_of

pytestmark = pytest.mark.browser
POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
RICH = (Path(__file__).parent / "rich_body.html").read_text("utf-8")
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


class _Site(http.server.SimpleHTTPRequestHandler):
    """Serves files under our strict policy, keeps what is posted, and answers lost visitors with 404.html."""

    posted: ClassVar[list[dict[str, object]]] = []
    arrived: ClassVar[threading.Event] = threading.Event()

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_POST(self) -> None:
        self.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.arrived.set()
        self.send_response(204)
        self.end_headers()

    def send_error(self, code: int, *_: object, **__: object) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    write_site(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Site, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def write_site(folder):
    plan = article("billing/plan", title="Change your plan", summary="Up or down.", promoted=True)
    settings = replace(SETTINGS, site_url="", feedback_endpoint="/feedback")
    site = site_of(
        collection("billing", title="Billing", summary="Plans and invoices.", icon="billing"),
        plan,
        article("billing/plan", "ar", title="غيّر خطتك", source=source_hash(plan)),
        article("billing/plan", "de", title="Tarif wechseln", source="0" * 12),
        article("billing/refund", title="Get a refund"),
        article("team/invite", title="Invite someone"),
        entry("2026-11-18-plans", articles=("billing/plan",)),
        settings=settings,
    )
    theme, body = Theme(), replace(BODY, html=RICH)
    files = dict(theme_assets())
    outlines = [outline_of(site, tag) for tag in settings.tags]
    for outline in outlines:
        tag = outline.language
        files[page_file(home_address(settings, tag))] = render_home(home_view(outline), theme).encode()
        for key in outline.counts:
            html = render_collection(collection_view(outline, key), theme)
            files[page_file(article_address(settings, key, tag))] = html.encode()
        for key in outline.links:
            html = render_article(article_view(outline, key, body), theme)
            files[page_file(article_address(settings, key, tag))] = html.encode()
    lost = not_found_view(settings, [outline.frame for outline in outlines])
    files["404.html"] = render_not_found(lost, theme).encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def visit(chromium, address):
    """Opens a page and collects what went wrong on it; options are those of a browser context."""
    contexts = []

    def open_page(path, **options):
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


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


def test_an_answer_is_sent_once_as_json_and_thanked_for(visit):
    _Site.posted.clear()
    page = visit("articles/billing/plan/")
    page.get_by_role("button", name="No", exact=True).click()
    page.locator("textarea").fill("The price is missing")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Thank you.").wait_for()
    assert _Site.posted == [
        {
            "version": 1,
            "signal": "vote",
            "from": "site",
            "article": "billing/plan",
            "language": "en",
            "helpful": False,
            "reason": "The price is missing",
            "page": "/articles/billing/plan/",
        }
    ]
    assert page.get_by_role("button", name="Send").count() == 0


def test_an_answer_without_a_reason_is_sent_when_the_reader_leaves(visit):
    _Site.posted.clear()
    _Site.arrived.clear()
    page = visit("articles/billing/plan/")
    page.get_by_role("button", name="Yes", exact=True).click()
    with page.expect_navigation():  # a page that is closed on its way to another may never close
        page.get_by_role("link", name="Roadmap").first.click()
    assert _Site.arrived.wait(20)
    assert [(each["helpful"], each["reason"]) for each in _Site.posted] == [(True, "")]


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


def test_what_is_closed_is_open_on_paper_and_closed_again_after(visit):
    page = visit("articles/billing/plan/")
    closed = page.locator(".hl-body details:not([open])").count()
    assert closed
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".hl-body details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".hl-body details:not([open])").count() == closed


def test_on_paper_only_the_article_is_left(visit):
    page = visit("articles/billing/plan/")
    page.emulate_media(media="print")
    assert page.locator(".hl-header:visible, .hl-aside:visible, .hl-footer:visible, form:visible").count() == 0
    assert page.locator("h1:visible").count() == 1


def test_on_paper_each_tab_stands_under_its_label(visit):
    page = visit("articles/billing/plan/")
    page.emulate_media(media="print")
    tops = page.evaluate(
        """() => { const [set] = document.querySelectorAll(".tabbed-set");
        const top = (each) => each.getBoundingClientRect().top;
        return [...set.querySelectorAll("label")].map((label, at) => {
          const block = set.querySelectorAll(".tabbed-block")[at];
          return [top(label), top(block), block.getBoundingClientRect().bottom]; }); }"""
    )
    assert len(tops) == 2
    flat = [place for tab in tops for place in tab]
    assert flat == sorted(flat)
    assert all(bottom - top > 20 for _, top, bottom in tops)


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
