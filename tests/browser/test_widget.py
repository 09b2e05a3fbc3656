"""What the widget shows and tells: answers, articles that suit the page, the roadmap, a person."""

from __future__ import annotations

import json

import pytest

from browser.widget_page import opened
from widget_hosts import json_answer

pytestmark = pytest.mark.browser


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


RICH = """
<h2 id="first">First</h2><p>Text<sup id="fnref:1"><a href="{here}#fn:1">1</a></sup>, <a href="{here}#last">to the end</a>.</p>
<div class="tabbed-set tabbed-alternate"><input type="radio" checked><div class="tabbed-labels"><label>Linux</label><label>macOS</label></div>
<div class="tabbed-content"><div class="tabbed-block"><div class="tabbed-set tabbed-alternate"><div class="tabbed-labels"><label>Debian</label></div>
<div class="tabbed-content"><div class="tabbed-block"><p>apt</p></div></div></div></div><div class="tabbed-block"><p>brew</p></div></div></div>
<video controls poster="{site}p.png"><source src="{site}film.mp4"><p>No films here</p></video><audio src="{site}sound.mp3"></audio>
<video src="https://films.example/a.mp4" title="A film"></video><iframe src="https://films.example/b" title="Another film"></iframe>
<div class="admonition note"><p class="admonition-title">Good to know</p></div>
<div style="height: 2000px"></div><p>{long}</p><details><summary>More</summary><h2 id="last">Last</h2></details>
<ol><li id="fn:1">A note. <a href="{here}#fnref:1">↩</a></li></ol><p>{long}</p>
"""


@pytest.fixture
def rich(site):
    """An article with everything that a text can hold."""
    article = json.loads((site.folder / "api/v1/en/articles/billing/export.json").read_text("utf-8"))
    html = RICH.format(
        here=article["url"], site=article["url"].partition("articles/")[0], long="<br>".join(["line"] * 99)
    )
    site.answers["/api/v1/en/articles/billing/export.json"] = json_answer(article | {"html": html})


def in_view(widget) -> str:
    """What has the focus, if it is in sight."""
    active = "(each) => { const { activeElement } = each.shadowRoot, { top } = activeElement.getBoundingClientRect(); "
    return widget.evaluate(active + "return top > 0 && top < innerHeight ? activeElement.textContent.trim() : '' }")


def test_links_inside_of_a_text_and_answers_in_a_section_lead_there(visit, rich) -> None:
    shown = visit()
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    assert in_view(widget) == "Export your data"
    widget.get_by_role("link", name="to the end").click()
    assert in_view(widget) == "Last"
    widget.get_by_role("link", name="↩").click()
    assert in_view(widget) == "1"
    widget.locator(".rich sup a").click()
    assert in_view(widget).startswith("A note.")
    assert len(shown.context.pages) == 1
    widget.get_by_role("button", name="Back").click()
    widget.locator(".card").first.wait_for()


def test_a_hit_in_a_section_opens_at_that_section(visit) -> None:
    widget = opened(visit(viewport={"width": 1280, "height": 500}))
    widget.locator(".field").fill("if the file is empty")
    widget.locator(".hits a").first.click()
    widget.locator(".rich").wait_for()
    assert in_view(widget) == "If the file is empty"
    widget.get_by_role("button", name="Back").click()
    assert widget.locator(".field").input_value() == "if the file is empty"


def test_tabs_films_and_notes_are_all_there(visit, site, rich) -> None:
    shown = visit()
    shown.said.clear()
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    widget.locator(".rich").wait_for()
    text = " ".join(widget.locator(".rich").inner_text().split())
    assert "Linux Debian apt macOS brew ▶ A film ▶ Another film Good to know" in text
    assert "No films here" not in text
    players = widget.locator(".rich :is(video, audio)").evaluate_all(
        "(all) => all.map((each) => [each.localName, each.src, each.poster, each.preload, each.controls])"
    )
    assert players == [
        ["video", f"{site.address}film.mp4", f"{site.address}p.png", "none", True],
        ["audio", f"{site.address}sound.mp3", None, "none", True],
    ]
    note = "(each) => getComputedStyle(each).color"
    assert widget.locator(".rich .note").evaluate(note) == widget.locator(".rich").evaluate(note)
    widget.locator(".rich video").evaluate("(each) => each.play().catch(() => 0)")
    widget.get_by_role("link", name="▶ film.mp4").wait_for()  # there is no such film
    shown.said.clear()


def test_coming_back_to_a_text_is_not_opening_it_again(visit) -> None:
    shown = visit()
    shown.evaluate(
        "window.told = []; addEventListener('helploop:open', ({ detail }) => detail.id && told.push(detail.id))"
    )
    widget = opened(shown)
    widget.get_by_role("link", name="Export your data").first.click()
    widget.get_by_role("link", name="how to invite").click()
    widget.get_by_role("heading", name="Invite someone").wait_for()
    widget.get_by_role("button", name="Back").click()
    widget.get_by_role("heading", name="Export your data").wait_for()
    assert shown.evaluate("told") == ["billing/export", "team/invite"]


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
    with shown.expect_request(lambda request: request.method == "POST" and "vote" in request.post_data):
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
