"""The widget in an app on another origin: what it asks for, shows, tells and remembers, by mouse, keyboard and reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from widget_hosts import Server, json_answer, page
from widget_site import write_widget_site

pytestmark = pytest.mark.browser
WIDGET = '<helploop-widget site="{site}" {more}></helploop-widget><script type="module" src="{site}widget.js"></script>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_widget_site(tmp_path_factory.mktemp("widget-site"))


@pytest.fixture
def site(folder):
    server = Server(folder, {"Access-Control-Allow-Origin": "*"})
    yield server
    server.close()


@pytest.fixture
def app():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def visit(chromium, site, app):
    """Opens a page of the app; what goes wrong in it is a failure, unless the test expects it."""
    contexts, said = [], []

    def open_page(  # noqa: PLR0913 - a page has this many sides, all by name
        more="", body="", *, policy="", head="", lang="en", path="", **options
    ):
        still = {
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
        }  # a sheet that rises has no size yet
        context = chromium.new_context(**(still | options))
        contexts.append(context)
        app.answers[f"/{path}"] = page(body + WIDGET.format(site=site.address, more=more), policy, head, lang)
        shown = context.new_page()
        shown.said = said
        shown.on("pageerror", lambda error: said.append(str(error)))
        shown.on("console", lambda message: message.type in {"error", "warning"} and said.append(message.text))
        shown.on(
            "request", lambda request: request.url.startswith((site.address, app.address)) or said.append(request.url)
        )
        shown.goto(app.address + path, wait_until="networkidle")
        return shown

    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert [line for line in said if "favicon" not in line and "404" not in line] == []


def later(site, count=2):
    """From now on the site has less than it will have: the newest entries are still to come."""
    whole = json.loads((site.folder / "api/v1/new.json").read_text("utf-8"))
    site.answers["/api/v1/new.json"] = json_answer(whole | {"items": whole["items"][count:]})


def announce(site) -> None:
    site.answers.pop("/api/v1/new.json")


def opened(shown):
    shown.locator("helploop-widget .launcher").click()
    shown.wait_for_selector("helploop-widget .card")
    return shown.locator("helploop-widget")


def badge(shown) -> str:
    return (
        shown.locator("helploop-widget .badge").inner_text()
        if shown.locator("helploop-widget .badge:visible").count()
        else ""
    )


def test_the_badge_costs_one_request_and_nothing_of_search_before_the_panel_opens(visit, site) -> None:
    shown = visit()
    assert site.asked == ["/widget.js", "/api/v1/new.json"]
    assert len((site.folder / "api/v1/new.json").read_bytes()) <= 4096
    opened(shown)
    assert [
        path for path in site.asked[2:] if not path.startswith(("/widget/panel.js", "/api/v1/en/", "/search/"))
    ] == []


def test_a_first_visit_is_quiet_and_what_comes_later_counts_until_it_is_seen(visit, site) -> None:
    later(site)
    shown = visit()
    assert badge(shown) == ""
    announce(site)
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"
    assert shown.locator("helploop-widget .launcher").get_attribute("aria-label") == "Help. New: 2"
    widget = opened(shown)
    widget.get_by_role("button", name="What’s new").click()
    assert widget.get_by_role("img", name="Unread").count() == 2
    assert widget.locator(".entry-title").all_inner_texts() == ["Dark design", "A quiet repair", "An API"]
    assert badge(shown) == ""
    shown.reload(wait_until="networkidle")
    assert badge(shown) == ""


def test_labels_choose_what_counts_and_is_shown(visit, site) -> None:
    later(site)
    shown = visit('labels="api"')
    announce(site)
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "1"
    widget = opened(shown)
    widget.get_by_role("button", name="What’s new").click()
    assert widget.locator(".entry-title").all_inner_texts() == ["A quiet repair", "An API"]


def test_what_is_seen_in_one_tab_is_seen_in_the_other(visit, site) -> None:
    later(site)
    first = visit()
    announce(site)
    first.reload(wait_until="networkidle")
    second = first.context.new_page()
    second.goto(first.url, wait_until="networkidle")
    assert (badge(first), badge(second)) == ("2", "2")
    opened(first).get_by_role("button", name="What’s new").click()
    second.wait_for_function("() => !document.querySelector('helploop-widget').unread")
    assert badge(second) == ""


@pytest.mark.parametrize("way", ["full", "forbidden", "garbage"])
def test_a_browser_that_remembers_nothing_is_never_nagged(visit, site, way: str) -> None:
    later(site)
    shown = visit()
    broken = {
        "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
        "forbidden": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })",
        "garbage": "localStorage.setItem(Object.keys(localStorage)[0] || 'x', '{\"ids\":7}')",
    }[way]
    shown.context.add_init_script(broken + "; localStorage.length" if way != "forbidden" else broken)
    announce(site)
    if way == "full":
        shown.evaluate("localStorage.clear()")
    shown.reload(wait_until="networkidle")
    assert badge(shown) == ""
    opened(shown).get_by_role("button", name="What’s new").click()
    assert shown.locator("helploop-widget .entry-title").count() == 3


def test_storage_that_fills_up_later_forgets_nothing_on_the_page(visit, site) -> None:
    later(site)
    shown = visit()
    announce(site)
    shown.reload(wait_until="networkidle")
    shown.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    opened(shown).get_by_role("button", name="What’s new").click()
    assert badge(shown) == ""


@pytest.mark.parametrize("year", [2001, 2099])
def test_a_wrong_clock_changes_nothing(visit, site, year: int) -> None:
    later(site)
    shown = visit()
    announce(site)
    shown.clock.set_fixed_time(f"{year}-01-01T00:00:00Z")
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"


def test_search_answers_in_the_panel_and_tells_the_app(visit) -> None:
    shown = visit()
    shown.evaluate("""() => { window.told = [];
        for (const name of ['search', 'no-answer', 'open', 'unread', 'close'])
            addEventListener('helploop:' + name, (event) => told.push([name, event.detail])) }""")
    widget = opened(shown)
    shown.keyboard.type("exprot data")
    widget.locator(".hits a").first.wait_for()
    assert widget.locator(".hits .entry-title").first.inner_text() == "Export your data"
    assert widget.locator(".hits mark").count() > 0
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Enter")
    widget.get_by_role("heading", name="Export your data").wait_for()
    assert widget.locator("kbd").inner_text() == "Export"
    widget.get_by_role("button", name="Back").click()
    assert widget.locator(".field").input_value() == "exprot data"
    assert widget.locator(".hits a").count() > 0
    widget.locator(".field").fill("qqqq")
    widget.get_by_text("Nothing found for “qqqq”.").wait_for()
    shown.wait_for_function("() => told.some(([name]) => name === 'no-answer')")
    told = shown.evaluate("told")
    assert ["open", {"kind": "panel"}] in told
    opened_article = next(detail for name, detail in told if name == "open" and detail["kind"] == "article")
    assert (opened_article["id"], opened_article["title"]) == ("billing/export", "Export your data")
    assert ["no-answer", {"query": "qqqq", "language": "en"}] in told
    assert ["search", {"query": "qqqq", "results": 0, "language": "en"}] in told


@pytest.mark.parametrize(
    ("path", "context", "titles"),
    [
        ("invoices/7", "", ["Pay an invoice"]),
        ("settings/data/", "", ["Export your data", "Invite someone"]),
        ("", "data-export", ["Export your data"]),
        ("team", "", ["Invite someone"]),
        ("elsewhere", "", []),
    ],
)
def test_articles_that_suit_the_page_come_first(visit, path: str, context: str, titles: list[str]) -> None:
    widget = opened(visit(f'context="{context}"' if context else "", path=path))
    heading = "For this page" if titles else "Good to start with"
    card = widget.locator(".card", has_text=heading)
    card.wait_for()
    assert card.locator(".row-title").all_inner_texts() == (titles or ["Export your data"])


def test_an_app_that_changes_its_page_says_so_or_is_followed(visit) -> None:
    shown = visit(path="invoices")
    widget = opened(shown)
    widget.get_by_text("For this page").wait_for()
    widget.get_by_role("button", name="Close").click()
    shown.evaluate("history.pushState(null, '', '/team/')")
    shown.locator("helploop-widget .launcher").click()
    widget.locator(".row-title", has_text="Invite someone").wait_for()
    widget.get_by_role("button", name="Close").click()
    shown.evaluate("document.querySelector('helploop-widget').context = 'data-export'")
    shown.locator("helploop-widget .launcher").click()
    widget.locator(".row-title", has_text="Export your data").first.wait_for()
    assert widget.locator(".row-title", has_text="Invite someone").count() == 0


def test_an_article_is_read_in_the_panel_and_leads_on(visit) -> None:
    shown = visit()
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    widget.get_by_role("heading", name="Export your data").wait_for()
    assert widget.locator(".rich strong").inner_text() == "Settings"
    assert widget.locator(".rich .admonition-title").inner_text() == "Good to know"
    assert widget.locator(".rich td").all_inner_texts() == ["id", "the number"]
    assert "a=1&b=2" in widget.locator(".rich pre").inner_text()
    assert widget.locator(".rich h3").inner_text() == "If the file is empty"
    assert widget.locator(".rich ol li").count() == 2
    away = widget.get_by_role("link", name="the web")
    assert (away.get_attribute("target"), away.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    widget.get_by_role("link", name="how to invite").click()
    widget.get_by_role("heading", name="Invite someone").wait_for()
    widget.get_by_role("button", name="Back").click()
    widget.get_by_role("heading", name="Export your data").wait_for()
    widget.get_by_role("button", name="Back").click()
    widget.get_by_text("How can we help?").wait_for()
    shown.wait_for_function(
        "document.querySelector('helploop-widget').shadowRoot.activeElement?.textContent === 'Export your data'"
    )


def test_the_roadmap_shows_what_is_being_worked_on_first(visit) -> None:
    widget = opened(visit())
    widget.get_by_role("button", name="Roadmap").click()
    widget.locator(".stage").first.wait_for()
    assert [text.split("\n")[0] for text in widget.locator(".stage").all_inner_texts()] == ["Building", "Planned"]
    assert "Target: 2027-Q1" in widget.locator(".items").first.inner_text()
    widget.get_by_role("link", name="A mobile app").click()
    widget.get_by_role("heading", name="A mobile app").wait_for()
    assert "In your pocket." in widget.locator(".rich").inner_text()


def test_a_person_can_be_reached_and_the_app_may_take_over(visit) -> None:
    shown = visit()
    widget = opened(shown)
    link = widget.locator(".card-person a")
    assert link.get_attribute("href") == "https://acme.example/contact"
    shown.evaluate(
        "addEventListener('helploop:contact', (event) => { event.preventDefault(); document.title = 'chat' })"
    )
    link.click()
    assert shown.title() == "chat"
    assert len(shown.context.pages) == 1


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


def test_an_app_with_a_way_to_people_of_its_own_offers_that(visit) -> None:
    widget = opened(visit('contact="https://acme.example/chat"'))
    assert widget.locator(".card-person a").get_attribute("href") == "https://acme.example/chat"
    shown = visit('contact=""')
    shown.evaluate("addEventListener('helploop:contact', () => { document.title = 'chat' })")
    opened(shown).locator(".card-person button").click()
    assert shown.title() == "chat"


def test_a_long_roadmap_is_read_to_its_end(visit, site) -> None:
    first = json.loads((site.folder / "api/v1/en/roadmap.json").read_text("utf-8"))
    done = {**first["items"][0], "stage": "shipped", "shipped": "2026-01-01", "target": ""}
    site.answers["/api/v1/en/roadmap.json"] = json_answer(
        first | {"pages": 2, "items": [{**done, "id": f"d{n}"} for n in range(50)]}
    )
    site.answers["/api/v1/en/roadmap-2.json"] = json_answer(first | {"page": 2, "pages": 2})
    widget = opened(visit())
    widget.get_by_role("button", name="Roadmap").click()
    widget.get_by_role("link", name="Robots").wait_for()
    assert widget.locator(".items").last.locator("li").count() == 5


def test_an_untranslated_text_says_so(visit) -> None:
    widget = opened(visit('lang="de"'))
    widget.get_by_role("button", name="Neuigkeiten").click()
    widget.get_by_role("link", name="An API").click()
    widget.get_by_role("heading", name="An API").wait_for()
    assert "noch nicht in Ihrer Sprache" in widget.locator(".note").inner_text()
    assert widget.locator(".title").get_attribute("lang") == "en"


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


def test_after_the_first_opening_everything_at_hand_is_there_offline(visit, site) -> None:
    later(site)
    shown = visit()
    announce(site)
    shown.reload(wait_until="networkidle")
    widget = opened(shown)
    widget.locator(".field").fill("invoice")
    widget.locator(".hits a").first.wait_for()
    shown.wait_for_load_state("networkidle")
    shown.context.set_offline(True)
    widget.locator(".field").fill("")
    widget.locator(".tab").nth(1).click()
    widget.locator(".entry").first.wait_for()
    widget.locator(".tab").nth(2).click()
    widget.locator(".stage").first.wait_for()
    widget.locator(".tab").nth(0).click()
    widget.get_by_role("link", name="Export your data").first.click()
    widget.locator(".rich").wait_for()
    widget.get_by_role("button", name="Back").click()
    widget.locator(".field").fill("invoice")
    widget.locator(".hits a").first.wait_for()
    shown.said.clear()


def test_without_the_index_a_search_offers_what_is_known(visit, site) -> None:
    site.answers["/search/en/index.json"] = (503, {}, b"")
    shown = visit()
    widget = opened(shown)
    widget.locator(".field").fill("pay invoice")
    widget.get_by_text("Search is not available right now.").last.wait_for()
    widget.get_by_role("link", name="Pay an invoice").wait_for()
    assert widget.locator("a.out").first.get_attribute("href") == f"{site.address}search/?q=pay%20invoice"
    del site.answers["/search/en/index.json"]
    widget.locator(".field").fill("pay an invoice")
    widget.locator(".hits a").first.wait_for()
    shown.said.clear()


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


def test_after_a_reload_the_last_answers_stand_in_for_a_site_that_is_away(visit, site) -> None:
    shown = visit()
    opened(shown).get_by_role("link", name="Export your data").first.click()
    shown.locator("helploop-widget .rich").wait_for()
    for path in ("/api/v1/new.json", "/api/v1/en/widget.json", "/api/v1/en/articles/billing/export.json"):
        site.answers[path] = (503, {}, b"")
    shown.reload(wait_until="networkidle")
    opened(shown).get_by_role("link", name="Export your data").first.click()
    shown.locator("helploop-widget .rich").wait_for()
    shown.said.clear()


def test_votes_and_failed_searches_go_to_the_team_only_if_it_wants_them(visit, site) -> None:
    shown = visit()
    sent = []
    shown.on(
        "request",
        lambda request: request.method == "POST" and sent.append((request.url, json.loads(request.post_data))),
    )
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    widget.locator(".rich").wait_for()
    assert widget.locator(".question").count() == 0
    panel = json.loads((site.folder / "api/v1/en/widget.json").read_text("utf-8"))
    site.answers["/api/v1/en/widget.json"] = json_answer(panel | {"signals": f"{site.address}signals"})
    assert sent == []
    shown.reload(wait_until="networkidle")
    opened(shown).get_by_role("link", name="Export your data").first.click()
    widget.get_by_role("button", name="No").click()
    vote = {"signal": "vote", "article": "billing/export", "helpful": False, "reason": ""}
    assert [{name: told.get(name) for name in vote} for _, told in sent[1:]] == [vote]
    widget.get_by_role("textbox").fill("Step 2 is missing, mail ana@example.com")
    widget.get_by_role("button", name="Send").click()
    widget.get_by_text("Thank you.").wait_for()
    about = {"version": 1, "language": "en", "from": "widget", "page": "/articles/billing/export/"}
    assert sent == [
        (f"{site.address}signals", about | {"signal": "open"}),
        (f"{site.address}signals", about | vote),
        (f"{site.address}signals", about | {"signal": "reason", "article": "billing/export", "reason": "Step 2 is missing, mail [address]"}),
    ]  # fmt: skip
    shown.said.clear()


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
