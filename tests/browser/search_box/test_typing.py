"""How long the box waits for the next key before it asks."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
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
