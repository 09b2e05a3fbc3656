"""The search box and the page of results in Chromium, under a strict policy for scripts and text."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from random import Random
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.search.assets import search_assets
from helploop.search.index import index_files

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'self'; require-trusted-types-for 'script'; trusted-types search; base-uri 'none'; object-src 'none'"
)
STRINGS = {"1 result": "1 Treffer", "{n} results": "{n} Treffer", "Ask a person": "Einen Menschen fragen"}
PAGE = """<!doctype html><html lang="de" dir="{dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>t</title><link rel="stylesheet" href="/search.css">
<form role="search" action="/suche/" data-search data-base="/" data-lang="de" data-contact="mailto:help@example.com"
 data-articles="/de/articles/" data-roadmap="/de/roadmap/" data-strings="{strings}"><input type="search" name="q" placeholder="Suche" aria-label="Suche"></form>{results}
<script type="module" src="/search/box.js"></script>"""
RESULTS = "<div data-search-results></div>"
THEME = ":root { --hl-bg: #fff; --hl-fg: #111; --hl-muted: #555; --hl-accent: #05c; --hl-border: #ccc; --hl-surface: #eee }\n"


def article(key, title, text, **extra):
    return SearchDocument(
        id=key,
        url=f"de/{key}/",
        title=title,
        language=extra.pop("language", "de"),
        sections=(Section("", "", text), Section("mehr", "Mehr dazu", f"{title}: noch mehr, <b>roh</b> & klar.")),
        **extra,
    )


DOCUMENTS = [
    article("export", "Daten exportieren", "Wähle Ausfuhr und speichere die Tabelle als CSV."),
    article("strasse", "Die Straße ändern", "In der Rechnungsanschrift steht die Straße."),
    article("csharp", "C# und .NET anbinden", "Das Paket spricht mit dem Dienst. 日本語のテキスト。"),
    article("login", "Anmelden", "Passwort vergessen? Setze das Passwort zurück. İstanbul naïve مَدْرَسَة"),
    article("markup", "Bilder <img> einfügen", "Schreibe <img src=x onerror=alert(1)> nicht in Artikel: constructor __proto__"),
    article("umbruch", "خيارات", "شغّل البناء مع --lang ar ثم افتح .env في المحرر.", language="ar"),
    article("fallback", "Webhooks erklärt", "Only in English: signatures of webhooks.", language="en"),
    SearchDocument(id="leer", url="de/leer/", title="Nur Titel", language="de", kind=DocumentKind.ITEM, stage="Geplant"),
    *(article(f"rechnung{n}", f"Teil {n}", "Über die Rechnung.") for n in range(14)),
    article("zubehoer", "Zubehör", "Kabel und Stecker.", kind=DocumentKind.COLLECTION),
    article("dunkel", "Dunkles Design", "Die App bei Nacht.", kind=DocumentKind.ITEM, stage="Geplant"),
]  # fmt: skip
ATTACKS = [
    "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "<img/src=x/onerror=alert(1)> imag", "javascript:alert(1)",
    "\x00", "\ud800", "x" * 100_000, "error:404", "foo:bar", "~", "+", "-", "^", ":", "x^", "+-+-", "*" * 300, "a~99999",
    "constructor", "__proto__", "hasOwnProperty toString", "%00", "a b " * 20_000,
]  # fmt: skip
FOUND = {
    "C#": "csharp", ".NET": "csharp", "日本語": "csharp", "Straße": "strasse", "strasse": "strasse", "İ": "login",
    "مدرسة": "login", "مَدْرَسَة": "login", "nai\u0308ve": "login", "signatures": "fallback", "exprotieren": "export",
    "xasswort": "login",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory, serve):
    root = tmp_path_factory.mktemp("search-site")
    files = {f"search/{path}": content for path, content in search_assets().items()}
    files |= {f"search/de/{path}": content for path, content in index_files(DOCUMENTS, "de").items()}
    css = Path(__file__).parents[2] / "plugins/helploop/theme/assets/search.css"
    files["search.css"] = THEME.encode() + css.read_bytes()
    for name, extra in {"index.html": {}, "rtl.html": {"dir": "rtl"}, "suche/index.html": {"results": RESULTS}}.items():
        values = {"dir": "ltr", "policy": POLICY, "results": "", "strings": html.escape(json.dumps(STRINGS)), **extra}
        files[name] = PAGE.format(**values).encode()
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return serve(root)


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    shown = context.new_page()
    shown.problems = []
    shown.on("pageerror", lambda error: shown.problems.append(str(error)))
    shown.on("console", lambda message: message.type == "error" and shown.problems.append(message.text))
    shown.on("dialog", lambda _: shown.problems.append("a script ran"))
    yield shown
    assert [problem for problem in shown.problems if "favicon" not in problem and "404" not in problem] == []
    context.close()


def test_slash_opens_types_and_enter_leads_to_the_heading(page, site):
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.type("daten exp")
    page.wait_for_selector(".hl-search-dialog .hl-hit")
    assert page.inner_text(".hl-search-status") == "1 Treffer"
    assert page.locator(".hl-hit-title mark").all_inner_texts() == ["Daten", "exportieren"]
    page.keyboard.press("ArrowDown")
    active = page.get_attribute(".hl-search-dialog input", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/export/**")


KEY_OF_A_WORD = """([name, code]) => document.querySelector("dialog input")
    .dispatchEvent(new KeyboardEvent("keydown", { key: name, keyCode: code, bubbles: true, cancelable: true }))"""


@pytest.mark.parametrize(("key", "then"), [("Enter", "**/de/export/**"), ("Escape", "**/index.html")])
def test_safaris_last_key_of_a_composed_word_is_no_order(page, site, key, then):
    """Safari says of the key that ends a word that nothing is composed any more, but gives it this code."""
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.type("daten exp")
    page.wait_for_selector(".hl-search-dialog .hl-hit")
    page.keyboard.press("ArrowDown")
    page.evaluate(KEY_OF_A_WORD, [key, 229])
    page.evaluate(KEY_OF_A_WORD, ["ArrowUp", 229])
    assert page.locator("dialog[open] [aria-selected=true]").count() == 1
    page.evaluate(KEY_OF_A_WORD, [key, 0])
    page.wait_for_selector("dialog[open]", state="detached")
    page.wait_for_url(then)


def test_a_word_composed_in_the_pages_field_is_looked_for(page, site):
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.evaluate("""() => { const field = document.querySelector("form[data-search] input"); field.value = "日本";
        field.dispatchEvent(new InputEvent("input", { isComposing: true }));
        if (document.querySelector("dialog[open]")) throw new Error("too early");
        field.dispatchEvent(new CompositionEvent("compositionend", { data: "日本" })); }""")
    page.wait_for_selector("dialog[open] .hl-hit")


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_command_k_opens_and_escape_gives_the_page_back(page, site, keys):
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press(keys)
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.type("passwort")
    page.wait_for_selector(".hl-hit")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    expect(page.locator("form[data-search] input")).to_have_value("passwort")


def test_results_page_has_a_shareable_address(page, site):
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector("[data-search-results] .hl-hit")
    page.fill("[data-search-results] input", "straße")
    page.wait_for_url("**/suche/?q=stra%C3%9Fe")
    page.reload()
    assert page.input_value("[data-search-results] input") == "straße"
    assert page.locator(".hl-hit").first.get_attribute("href").startswith(f"{site}/de/strasse/")


def in_dialog(page, site, text):
    """The dialog with the results of a text."""
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.wait_for_selector("dialog[open] .hl-hit")


def test_enter_after_further_letters_opens_nothing_that_was_chosen_before(page, site):
    in_dialog(page, site, "passwort")
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog [aria-selected=true]")).to_have_count(1)
    page.keyboard.type("x")
    assert page.locator("dialog [aria-selected=true]").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/?q=passwortx")


def test_all_results_are_those_of_what_is_written_now(page, site):
    in_dialog(page, site, "passwort")
    page.route("**/search/de/**", lambda _: None)
    page.keyboard.type(" setze")
    page.click("text=Show all results")
    page.wait_for_url("**/suche/?q=passwort+setze")


def test_a_mouse_that_chooses_text_may_begin_and_be_let_go_outside_of_the_dialog(page, site):
    in_dialog(page, site, "passwort")
    field = page.locator(".hl-search-input").bounding_box()
    page.mouse.move(field["x"] + 100, field["y"] + field["height"] / 2)
    page.mouse.down()
    page.mouse.move(2, field["y"] + 2)
    page.mouse.up()
    assert page.locator("dialog[open]").count() == 1
    page.mouse.down()
    page.mouse.move(field["x"] + 100, field["y"] + field["height"] / 2)
    page.mouse.up()
    assert page.locator("dialog[open]").count() == 1
    page.mouse.click(2, 400)
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_half_a_character_has_an_address_of_its_own(page, site):
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    page.evaluate("""() => { const field = document.querySelector(".hl-search-input"); field.value = "setze \\ud800";
        field.dispatchEvent(new InputEvent("input")); }""")
    page.wait_for_url("**/suche/?q=setze+%EF%BF%BD")


def test_the_same_count_of_other_results_is_read_again(page, site):
    in_dialog(page, site, "passwort")
    status = page.locator("dialog [role=status]")
    expect(status).to_have_text("1 Treffer")
    before = status.evaluate("(place) => place.firstChild.data")
    page.fill(".hl-search-input", "webhooks")
    expect(page.locator("dialog .hl-hit-title")).to_have_text(["Webhooks erklärt"])
    expect(status).to_have_text("1 Treffer")
    assert status.evaluate("(place) => place.firstChild.data") != before


def test_a_word_that_is_composed_while_the_box_arrives_is_not_ended(page, site):
    """The page's own script notes that a word is being composed; the box opens when it is whole."""
    page.add_init_script("""document.addEventListener("DOMContentLoaded", () => {
        document.querySelector("form[data-search]").dataset.composed = "yes";
        document.querySelector("form[data-search] input").focus(); });""")
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    assert page.locator("dialog").count() == 1
    assert page.locator("dialog[open]").count() == 0
    page.evaluate("""() => { const field = document.querySelector("form[data-search] input"); field.value = "日本";
        field.dispatchEvent(new CompositionEvent("compositionend", { data: "日本" })); }""")
    page.wait_for_selector("dialog[open] .hl-hit")


@pytest.mark.parametrize("way", ["Control+click", "middle click", "Control+Enter"])
def test_a_hit_opens_in_a_tab_of_its_own_and_the_list_stays(page, site, way):
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.type("passwort")
    page.wait_for_selector(".hl-search-dialog .hl-hit")
    with page.context.expect_page() as opened:
        if way == "Control+Enter":
            page.keyboard.press("ArrowDown")
            page.keyboard.press(way)
        elif way == "middle click":
            page.click(".hl-hit", button="middle")
        else:
            page.click(".hl-hit", modifiers=["Control"])
    assert "/de/login/" in opened.value.url
    assert page.locator("dialog[open] .hl-hit").count() == 1
    assert page.url == f"{site}/index.html"


def test_results_of_a_page_are_links_in_a_list_that_arrows_walk_through(page, site):
    page.goto(f"{site}/suche/?q=rechnung")
    page.wait_for_selector(".hl-hit")
    place = page.locator("[data-search-results]")
    assert place.get_by_role("heading", level=2).all_inner_texts() == ["Articles"]
    assert place.get_by_role("listitem").get_by_role("link").count() == 10
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hl-hit").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(place.locator("input")).to_be_focused()
    with page.context.expect_page() as opened:
        page.click(".hl-hit", modifiers=["Control"])
    assert "/de/rechnung" in opened.value.url


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


def test_a_planned_item_answers_when_no_article_does(page, site):
    page.goto(f"{site}/suche/?q=dunkles")
    page.wait_for_selector(".hl-hit")
    assert "Not there yet, but on the roadmap" in page.inner_text("[data-search-results]")
    assert "Geplant: follow it here" in page.inner_text(".hl-hit-note")


def test_what_has_no_text_but_its_title_is_found(page, site):
    page.goto(f"{site}/suche/?q=nur+titel")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-hit-title") == "Nur Titel"


def test_what_a_collection_says_stands_among_the_articles(page, site):
    page.goto(f"{site}/suche/?q=stecker")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-hits-heading").lower() == "articles"
    assert page.inner_text(".hl-hit-title") == "Zubehör"


def test_an_untranslated_hit_says_its_language(page, site):
    page.goto(f"{site}/suche/?q=signatures")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-hit-note") == "In Englisch"
    assert page.get_attribute(".hl-hit-title", "lang") == "en"


def test_nothing_found_is_said_kindly_with_ways_to_go_on(page, site):
    page.goto(f"{site}/suche/?q=qqqq")
    page.wait_for_selector(".hl-search-none")
    assert page.inner_text(".hl-search-none") == "Nothing found for “qqqq”."
    ways = {link.inner_text(): link.get_attribute("href") for link in page.locator(".hl-search-ways a").all()}
    assert ways == {
        "Einen Menschen fragen": "mailto:help@example.com",
        "Browse all articles": "/de/articles/",
        "Roadmap": "/de/roadmap/",
    }
    assert page.inner_text(".hl-search-status") == "No results"


def test_planned_items_are_offered_for_words_nobody_wrote(page, site):
    page.goto(f"{site}/suche/?q=dunkelmodus")
    page.wait_for_selector(".hl-hit")
    assert page.locator(".hl-hit-title").all_inner_texts() == ["Dunkles Design"]
    assert "Not there yet, but on the roadmap" in page.inner_text("[data-search-results]")


def test_a_word_that_is_like_a_mistyped_one_is_a_button_that_asks_for_it(page, site):
    page.goto(f"{site}/suche/?q=dankles")
    page.wait_for_selector(".hl-search-similar:not([hidden])")
    assert page.inner_text(".hl-search-similar:not([hidden])") == "dunkles"
    page.click(".hl-search-similar:not([hidden])")
    page.wait_for_selector(".hl-search-similar:not([hidden])", state="detached")
    assert page.input_value("[data-search-results] input") == "dunkles"
    assert page.inner_text(".hl-hit-title") == "Dunkles Design"


def test_a_slip_is_answered_and_named(page, site):
    page.goto(f"{site}/suche/?q=daten exprotieren")
    page.wait_for_selector(".hl-hit")
    assert page.inner_text(".hl-search-similar:not([hidden])") == "daten exportieren"


def test_a_page_has_ten_results_and_more_when_asked(page, site):
    page.goto(f"{site}/suche/?q=rechnung")
    page.wait_for_selector(".hl-hit")
    assert page.locator(".hl-hit").count() == 10
    assert page.inner_text(".hl-search-status") == "10+ Treffer"  # there are more
    page.click("text=Show all results")
    expect(page.locator(".hl-hit")).to_have_count(15)
    expect(page.locator(".hl-search-status")).to_have_text("15 Treffer")
    assert page.locator("text=Show all results").is_hidden()
    expect(page.locator(".hl-hit").nth(9)).to_be_focused()  # from where the Tab key leads to what is new


def test_typing_keeps_what_is_right_already(page, site):
    """A list that a key does not change is not drawn again: a screen reader and a finger keep their place."""
    page.goto(f"{site}/suche/?q=exportie")
    page.wait_for_selector(".hl-hit")
    page.evaluate("document.querySelector('.hl-hit').seen = true")
    page.keyboard.type("ren")
    page.wait_for_url("**/suche/?q=exportieren")
    expect(page.locator(".hl-search-status")).to_have_text("1 Treffer")
    assert page.evaluate("document.querySelector('.hl-hit').seen")


ASKED = """() => { // what is searched for stands in the address
    window.asked = [];
    const { replaceState } = history;
    history.replaceState = (...given) => {
        asked.push(new URLSearchParams(given[2]).get("q"));
        replaceState.apply(history, given);
    };
}"""


def opened(page, address):
    """A page of results whose time stands still but for what a test lets pass."""
    page.clock.install()
    page.goto(address)
    page.wait_for_selector(".hl-hit")
    page.evaluate(ASKED)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)


def typed(page, letters, between):
    for letter in letters:
        page.keyboard.press(letter)
        page.clock.run_for(between)


def test_a_blank_after_a_word_asks_nothing_again(page, site):
    opened(page, f"{site}/suche/?q=passwort")
    typed(page, [" "], 2000)
    typed(page, "setze", 100)
    page.clock.run_for(2000)
    page.wait_for_url("**/suche/?q=passwort+setze")
    assert page.evaluate("asked") == ["passwort setze"]


@pytest.mark.parametrize(("between", "waits"), [(100, 400), (600, 1000)])
def test_a_beginning_waits_for_the_next_key_of_who_types_slowly(page, site, between, waits):
    """Three letters of a further word fetch what the fourth throws away: the box waits as long as the keys tell it to."""
    opened(page, f"{site}/suche/?q=passwort")
    typed(page, " ver", between)
    page.clock.run_for(waits - between)
    page.wait_for_url("**/suche/?q=passwort+ver")
    assert page.evaluate("asked") == ["passwort ver"]


def test_a_slow_answer_is_announced(page, site):
    page.goto(f"{site}/suche/")
    page.route("**/search/de/w/**", lambda _: None)
    page.keyboard.type("passwort")
    expect(page.locator(".hl-search-status")).to_have_text("Loading")


@pytest.mark.parametrize("query", ["passwort", "qqqq", "daten exprotieren", "dunkelmodus"])
def test_each_state_of_the_box_is_accessible(chromium, site, query):
    context = chromium.new_context(bypass_csp=True)
    shown = context.new_page()
    shown.goto(f"{site}/suche/?q={query}")
    shown.wait_for_selector(".hl-hit, .hl-search-none")
    found = Axe().run(shown, "[data-search-results]").response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    context.close()


def test_an_unreachable_index_is_said_and_tried_again(page, site):
    page.route("**/search/de/**", lambda route: route.abort())
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector("text=Search is not available right now.")
    page.unroute("**/search/de/**")
    page.fill("[data-search-results] input", "passwort ")
    page.wait_for_selector(".hl-hit")
    page.problems.clear()


def test_a_search_without_a_network_is_answered_when_there_is_one(page, site):
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    page.context.set_offline(True)
    page.fill("[data-search-results] input", "straße")
    page.wait_for_selector("text=Search is not available right now.")
    page.context.set_offline(False)
    page.wait_for_selector(".hl-hit[href*='/de/strasse/']")
    page.problems.clear()


def test_a_page_that_is_older_than_the_index_finds_all_the_same(page, site):
    """The site is built anew while somebody reads: files that were known are gone."""
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    gone = []

    def once(route):
        gone.append(route.request.url)
        route.fulfill(status=404) if len(gone) == 1 else route.continue_()

    page.route("**/search/de/w/**", once)
    page.fill("[data-search-results] input", "straße")
    page.wait_for_selector(".hl-hit[href*='/de/strasse/']")
    assert len(gone) > 1


def test_who_comes_back_to_a_tab_asks_the_index_of_now(page, site):
    """Files of a new build that are read by the list of the old one would lead to other pages."""
    page.goto(f"{site}/suche/?q=passwort")
    page.wait_for_selector(".hl-hit")
    new = index_files([article("neu", "Straßen", "Straße um Straße."), article("alt", "Passwort", "Alles neu.")], "de")
    page.route(re.compile("/search/de/"), lambda route: route.fulfill(body=new[urlsplit(route.request.url).path[11:]]))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.fill("[data-search-results] input", "straße")
    expect(page.locator(".hl-hit-title")).to_have_text(["Straßen"])


@pytest.mark.parametrize(
    ("file", "query"), [("index.json", "passwort"), ("w/*", "passwort"), ("d/*", "exprotieren"), ("t/*", "passwort")]
)
def test_a_page_that_is_sent_in_place_of_a_file_is_no_answer(page, site, file, query):
    """A network that asks for a login, and hosts that have one page for all they do not know, send it with a good status."""
    page.goto(f"{site}/suche/")
    page.wait_for_load_state("networkidle")
    page.route(
        f"**/search/de/{file}", lambda route: route.fulfill(status=200, body="\n<!doctype html><title>Login</title>")
    )
    page.keyboard.type(query)
    expect(page.locator(".hl-search-status")).to_have_text("Search is not available right now.")
    page.unroute(f"**/search/de/{file}")
    page.keyboard.type(" daten")
    expect(page.locator(".hl-hit").first).to_be_visible()


@pytest.mark.parametrize("text", list(FOUND))
def test_words_of_any_script_find_their_page(page, site, text):
    page.goto(f"{site}/suche/?q={quote(text)}")
    page.wait_for_selector(".hl-hit")
    found = [link.get_attribute("href") for link in page.locator(".hl-hit").all()]
    assert f"/de/{FOUND[text]}/" in " ".join(found[: 1 if len(text) > 1 else None])


def test_attacks_are_only_text(page, site):
    page.goto(f"{site}/suche/")
    for text in ATTACKS:
        page.evaluate(
            "(text) => { const i = document.querySelector('[data-search-results] input'); i.value = text; i.dispatchEvent(new Event('input')) }",
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        )
        page.wait_for_timeout(120)
        assert page.locator("[data-search-results] img, [data-search-results] svg").count() == 0
    page.goto(f"{site}/suche/?q=%00%ED%A0%80<img src=x onerror=alert(1)>&q=2")
    page.wait_for_selector(".hl-hit")
    assert page.input_value("[data-search-results] input").endswith("onerror=alert(1)>")


def test_ten_thousand_random_strings_never_throw_nor_take_long(page, site):
    random = Random(11)
    signs = "abcdeéßİ漢字한ไ😀<>&\"'`:~^+-*\\/%#.?!()[]{}|=_ \t\n\x00\u200d\u0301مש" + "pasworte"
    texts = ["".join(random.choices(signs, k=random.randint(0, 40))) for _ in range(9_900)]
    texts += ["".join(random.choices(signs, k=20_000)) for _ in range(100)]
    page.goto(f"{site}/suche/")
    slowest = page.evaluate(
        """async (texts) => {
        const search = await (await import('/search/client.js')).open('/', 'de');
        let slowest = 0;
        for (const text of [...texts, '\\ud800', 'a\\udc00b']) {
            const start = performance.now();
            await search.query(text);
            slowest = Math.max(slowest, performance.now() - start);
        }
        return slowest;
    }""",
        texts,
    )
    assert slowest < 200


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


def test_of_nothing_there_is_no_more_to_show(page, site):
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    expect(page.locator(".hl-search-status")).to_have_text("Type to search")
    assert not page.locator(".hl-search-foot a").is_visible()
    page.keyboard.type("daten")
    page.wait_for_selector(".hl-search-dialog .hl-hit")
    assert page.locator(".hl-search-foot a").is_visible()
    page.fill(".hl-search-dialog input", "qqqq")
    page.wait_for_selector(".hl-search-none")
    assert not page.locator(".hl-search-foot a").is_visible()


def test_api_gives_data_with_ranges_and_can_be_cancelled(page, site):
    page.goto(f"{site}/suche/")
    first, cancelled = page.evaluate(
        """async () => {
        const search = await (await import('/search/client.js')).open('/', 'de');
        const [first] = await search.query('csv tabelle', { limit: 1 });
        const stop = new AbortController();
        const running = search.query('passwort', { signal: stop.signal });
        stop.abort();
        return [first, await running.then(() => 'done', (error) => error.name)];
    }"""
    )
    assert first["url"] == "/de/export/"
    assert [first["excerpt"][a:b] for a, b in first["ranges"]["excerpt"]] == ["Tabelle", "CSV"]
    assert {"url", "title", "section", "excerpt", "kind", "score", "language"} <= set(first)
    assert cancelled == "AbortError"


@pytest.mark.parametrize("root", ["'/'", "''", "location.origin", "new URL('/', location)"])
def test_api_takes_the_root_of_the_site_in_any_form(page, site, root):
    page.goto(f"{site}/index.html")
    found = page.evaluate(
        f"""async () => {{
        const {{ open }} = await import('/search/client.js');
        return (await (await open({root}, 'de')).query('csv tabelle', {{ limit: 1 }})).map(({{ url }}) => new URL(url, location).href);
    }}"""
    )
    assert found == [f"{site}/de/export/"]


def test_a_search_that_is_cancelled_on_the_way_gives_nothing_back_and_spoils_nothing(page, site):
    page.goto(f"{site}/suche/")
    name, asked, again = page.evaluate(
        """async () => {
        const { open } = await import('/search/client.js');
        let asked = 0;
        const stop = new AbortController();
        const get = async (address) => {
            if (/\\/w\\//.test(address)) stop.abort();
            asked += /\\/t\\//.test(address);
            return (await fetch(address)).text();
        };
        const search = await open('/', 'de', { get });
        const name = await search.query('passwort', { signal: stop.signal }).then(() => 'done', (error) => error.name);
        const before = asked;
        return [name, before, (await search.query('passwort')).length];
    }"""
    )
    assert (name, asked, again) == ("AbortError", 0, 1)
