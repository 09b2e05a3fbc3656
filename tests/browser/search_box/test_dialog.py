"""The dialog opens, moves, leads on and closes by keys and mouse, and takes no key of a word that is being composed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.search_box.dialog import in_dialog

pytestmark = pytest.mark.browser


def test_slash_opens_types_and_enter_leads_to_the_heading(page, site):
    in_dialog(page, site, "daten exp")
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
    in_dialog(page, site, "daten exp")
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
    in_dialog(page, site, "passwort")
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
