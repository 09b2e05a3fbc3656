"""The widget where it is not at home: strict policies, a sandbox, an app that breaks everything, a site that answers nonsense."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from base64 import b64encode

import pytest

from browser.widget_page import announce, badge, later, opened
from widget_hosts import json_answer, page

pytestmark = pytest.mark.browser

STRICT = (
    "default-src 'none'; script-src {site}; connect-src {site}; base-uri 'none'; object-src 'none'; form-action 'none';"
    " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
NONCED = "script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'; connect-src {site}; object-src 'none'; base-uri 'none'"
VIOLATIONS = "window.broken = []; addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective + ' ' + event.blockedURI))"
#: Everything the widget does, once.
ATTACK = '<img src=x onerror="window.hacked=1"><svg onload=window.hacked=1></svg><script>window.hacked=1</script>'


def go_through(shown, *, reads=True) -> None:
    widget = opened(shown)
    widget.get_by_role("searchbox").fill("export")
    widget.locator(".hits a").first.wait_for()
    widget.locator(".hits a").first.click()
    widget.locator(".title").wait_for()
    if reads:
        assert "Settings" in widget.locator(".rich").inner_text()
    widget.get_by_role("button", name="What’s new").click()
    widget.locator(".entry").first.wait_for()
    widget.get_by_role("button", name="Roadmap").click()
    widget.locator(".stage").first.wait_for()
    widget.get_by_role("button", name="Close").click()


@pytest.mark.parametrize("policy", ["", STRICT, NONCED], ids=["none", "strict", "nonce"])
def test_a_policy_of_the_app_is_kept(visit, site, app, policy: str) -> None:
    shown = visit(policy="")
    shown.context.add_init_script(VIOLATIONS)
    later(site)
    shown.evaluate("localStorage.clear()")
    shown.reload(wait_until="networkidle")
    announce(site)
    widget = f'<helploop-widget site="{site.address}" lang="auto"></helploop-widget><script nonce="abc" type="module" src="{site.address}widget.js"></script>'
    app.answers["/"] = page(widget, policy.format(site=site.address))
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"
    go_through(shown)
    assert shown.evaluate("broken") == []


def test_a_sandboxed_frame_without_an_origin_has_everything_but_memory(visit, site, app) -> None:
    app.answers["/inner"] = page(
        f'<helploop-widget site="{site.address}"></helploop-widget><script type="module" src="{site.address}widget.js"></script>'
    )
    shown = visit(body='<iframe sandbox="allow-scripts" src="/inner" width="900" height="800" title="Acme"></iframe>')
    inner = shown.frame_locator("iframe")
    inner.locator(".launcher").click()
    inner.locator(".card").first.wait_for()
    inner.get_by_role("searchbox").fill("export")
    inner.locator(".hits a").first.click()
    inner.locator(".rich strong").wait_for()
    assert inner.locator(".badge:visible").count() == 0


HOSTILE_CSS = """
* { all: unset !important; display: block !important; position: static !important; font-size: 41px !important; color: lime !important;
    background: red !important; transform: rotate(3deg) !important; visibility: hidden !important; letter-spacing: 1em !important }
helploop-widget { display: none !important; width: 1px !important; opacity: 0.1 !important; pointer-events: none !important }
dialog, button, input { display: none !important } html { font-size: 4px !important }
"""


def test_styles_of_the_app_do_not_reach_in(visit) -> None:
    plain = opened(visit())
    look = """(widget) => ['.launcher', '.question-mark', '.row', '.sheet'].map((name) => {
        const each = widget.shadowRoot.querySelector(name); const { width, height } = each.getBoundingClientRect();
        const style = getComputedStyle(each);
        return [name, Math.round(width / 4), Math.round(height / 4), style.color, style.fontSize, style.visibility, style.letterSpacing] })"""
    wanted = plain.evaluate(look)
    hostile = opened(visit(head=f"<style>{HOSTILE_CSS}</style>"))
    assert hostile.evaluate(look) == wanted
    assert hostile.evaluate(
        "(widget) => { const { opacity, pointerEvents } = getComputedStyle(widget); return [opacity, pointerEvents] }"
    ) == ["1", "auto"]


POLLUTION = """
for (const [key, value] of Object.entries({ polluted: 'yes', method: 'POST', body: 'stolen', mode: 'same-origin', credentials: 'include',
    headers: { a: 'b' }, signal: 7, once: true, passive: 7, capture: true, detail: 'd', bubbles: false, stream: false,
    items: [{ id: 'evil', date: '9', labels: [] }], kind: 'evil', version: 9, title: 'evil', url: 'javascript:alert(1)', api: 'evil',
    html: '<b>evil</b>', language: 'xx', contexts: ['*'], click: 'evil', loading: true, query: 'evil', limit: 0, type: 'evil', timeZone: 'evil',
    dateStyle: 'evil', preventScroll: true, rootMargin: 'evil', delegatesFocus: true, only: true, from: 'evil', at: 'evil', labels: ['evil'],
    fn() { throw new Error('called') } })) Object.prototype[key] = value;
"""


def test_a_polluted_prototype_is_not_believed(visit, site, app) -> None:
    shown = visit()
    later(site)
    shown.evaluate("localStorage.clear()")
    shown.reload(wait_until="networkidle")
    announce(site)
    app.answers["/evil.js"] = (200, {"Content-Type": "text/javascript"}, POLLUTION.encode())
    widget = f'<script src="/evil.js"></script><helploop-widget site="{site.address}"></helploop-widget><script type="module" src="{site.address}widget.js"></script>'
    app.answers["/"] = page(widget)
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"
    go_through(shown)
    assert "evil" not in shown.locator("helploop-widget").evaluate("(each) => each.shadowRoot.textContent")


CLOBBERS = "".join(
    f'<img name="{name}" alt=""><form name="{name}" id="{name}"><input name="{name}"></form>'
    for name in "createElement createElementNS getElementById querySelector addEventListener documentElement body head baseURI host "
    "activeElement visibilityState adoptedStyleSheets localStorage caches fetch customElements currentScript cookie location navigator".split()
)


def test_elements_named_after_methods_of_the_page_are_no_obstacle(visit, site) -> None:
    shown = visit('for="news"', CLOBBERS + '<button id="news">News</button>')
    shown.locator("#news").click()
    shown.locator("helploop-widget .entry-title").first.wait_for()
    assert shown.locator("#news").get_attribute("aria-expanded") == "true"


def many(count: int) -> list[dict]:
    return [{"id": f"e{number}", "date": "2026-11-26T00:00:00+00:00", "labels": []} for number in range(count)]


NONSENSE = {
    "404": (404, {}, b"gone"),
    "500": (500, {}, b""),
    "html": (200, {"Content-Type": "text/html"}, b"<!doctype html><p>Please log in"),
    "cut off": (200, {}, b'{"kind": "new", "version": 1, "items": [{"id"'),
    "not utf-8": (200, {}, b"\xff\xfe\x00{}"),
    "5 MB": (200, {}, b'{"kind":"new","version":1,"items":[' + b" " * 5_000_000 + b"]}"),
    "deep": (200, {}, b"[" * 100_000),
    "10,000 items": json_answer({"kind": "new", "version": 1, "languages": [], "items": many(10_000)}),
    "another version": json_answer({"kind": "new", "version": 2, "languages": [], "items": many(3)}),
    "another kind": json_answer({"kind": "articles", "version": 1, "items": many(3)}),
    "null": json_answer(None),
    "wrong types": json_answer({"kind": "new", "version": 1, "languages": {"tag": 1}, "items": "many"}),
    "wrong items": json_answer({"kind": "new", "version": 1, "languages": [None, 7, {"tag": 7}, {"tag": "x y"}], "items": [None, 1, "x", [], {"id": 7}, {"date": "2099"}]}),
    "nothing": (200, {}, b""),
}  # fmt: skip


def test_nonsense_instead_of_news_shows_no_badge_and_breaks_nothing(visit, site) -> None:
    later(site)
    shown = visit()
    shown.context.add_init_script("Object.defineProperty(window, 'caches', { value: undefined })")
    for kind, answer in NONSENSE.items():
        site.answers["/api/v1/new.json"] = answer
        shown.reload(wait_until="networkidle")
        assert badge(shown) == "", kind
        assert opened(shown).locator(".card").count() >= 2, kind
        assert [line for line in shown.said if not line.startswith(("helploop:", "Failed to load"))] == []
        shown.said.clear()
    announce(site)
    shown.reload(wait_until="networkidle")
    assert badge(shown) == "2"


def test_nonsense_instead_of_the_panel_says_so_and_leads_to_the_site(visit, site) -> None:
    shown = visit()
    for kind, answer in NONSENSE.items():
        site.answers["/api/v1/en/widget.json"] = answer
        shown.reload(wait_until="networkidle")
        shown.locator("helploop-widget .launcher").click()
        shown.get_by_text("Help is not available right now.").wait_for()
        assert shown.locator("helploop-widget .empty a").get_attribute("href") == site.address, kind
        assert [line for line in shown.said if not line.startswith(("helploop:", "Failed to load"))] == []
        shown.said.clear()
    del site.answers["/api/v1/en/widget.json"]
    shown.get_by_role("button", name="Try again").click()
    shown.locator("helploop-widget .card").first.wait_for()


def test_a_site_that_never_answers_is_given_up(visit, site) -> None:
    asked = threading.Event()
    release = threading.Event()

    def hang() -> tuple[int, dict[str, str], bytes]:
        asked.set()
        release.wait(30)
        return 404, {}, b""

    site.answers["/api/v1/en/widget.json"] = hang
    shown = visit()
    shown.clock.install()
    shown.locator("helploop-widget .launcher").click()
    shown.locator("helploop-widget .waiting").wait_for()
    assert asked.wait(10)
    shown.clock.fast_forward(11_000)
    shown.get_by_text("Help is not available right now.").wait_for()
    release.set()
    shown.said.clear()


def test_without_the_panel_s_module_there_is_a_link(visit, site) -> None:
    site.answers["/widget/panel.js"] = (404, {}, b"")
    shown = visit()
    shown.locator("helploop-widget .launcher").click()
    link = shown.locator("helploop-widget .sorry a")
    link.wait_for()
    assert link.get_attribute("href") == site.address
    shown.said.clear()


HOSTILE_ENTRY = {
    "id": 'evil"><script>', "url": "javascript:window.hacked=1", "api": "https://evil.example/api/v1/x.json", "title": ATTACK, "summary": ATTACK,
    "language": "<b>", "type": 'new" onload="window.hacked=1', "type_name": ATTACK, "labels": 7, "notify": "yes", "date": "2099-13-45T99:99:99Z",
}  # fmt: skip
HOSTILE_HTML = f"""
{ATTACK}<p onclick="window.hacked=1" style="position:fixed" id="x" class="launcher">Text <b>bold</b></p><a href="javascript:window.hacked=1">bad link</a>
<a href=" java&#10;script:window.hacked=1">bad link 2</a><a href="data:text/html,x">bad link 3</a><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>
<form action="//evil.example"><input name="a"><button formaction="javascript:1">B</button></form><base href="//evil.example/"><meta http-equiv="refresh" content="0">
<object data="x"></object><embed src="x"><math><mtext></mtext></math><style>*{{color:red}}</style><template><img src=x onerror=window.hacked=1></template>
<img src="https://evil.example/pixel.png" alt="a pixel"><video src="x" onerror="window.hacked=1"></video><textarea></textarea><p>&lt;i&gt; &amp; &#x1F600; &bogus; &#0; &#99999999;</p>
<table><tr><td colspan="99999999">cell</td></tr></table><a href="https://ok.example/">good</a><!-- <p>hidden --> <p title="a > b">after</p><p>1 < 2</p><a href="unfinished
"""


def test_hostile_words_addresses_and_html_are_text_or_nothing(visit, site) -> None:
    panel = json.loads((site.folder / "api/v1/en/widget.json").read_text("utf-8"))
    article = json.loads((site.folder / "api/v1/en/articles/billing/export.json").read_text("utf-8"))
    hostile = {
        "new": [HOSTILE_ENTRY, {**HOSTILE_ENTRY, "id": "b", "url": "//evil.example/"}],
        "name": ATTACK,
        "contact_url": "javascript:window.hacked=1",
        "changelog": "javascript:window.hacked=1",
    }
    site.answers["/api/v1/en/widget.json"] = json_answer(panel | hostile)
    site.answers["/api/v1/en/articles/billing/export.json"] = json_answer(
        article | {"html": HOSTILE_HTML, "title": ATTACK}
    )
    shown = visit()
    asked = []
    shown.on("request", lambda request: asked.append(request.url))
    widget = opened(shown)
    assert widget.locator(".brand").inner_text() == ATTACK
    assert widget.locator(".card-person").count() == 0
    widget.get_by_role("link", name="Export your data").first.click()
    widget.locator(".rich").wait_for()
    text = widget.locator(".rich").inner_text()
    assert "<i> & 😀 &bogus;" in text
    assert "1 < 2" in text
    assert "hidden" not in text
    widget.locator(".rich img").wait_for(state="detached")  # a picture that is not there has become a link
    names = widget.evaluate(
        "(each) => [...new Set([...each.shadowRoot.querySelectorAll('.rich *')].map((one) => one.localName))].sort()"
    )
    assert set(names) <= {"a", "b", "p", "span", "table", "tr", "td", "tbody", "video"}
    attributes = widget.evaluate(
        "(each) => [...new Set([...each.shadowRoot.querySelectorAll('.rich *')].flatMap((one) => one.getAttributeNames()))].sort()"
    )
    plays = {"src", "controls", "playsinline", "preload"}
    assert set(attributes) <= {"href", "rel", "target", "class", "tabindex", "data-spot"} | plays
    links = widget.locator(".rich a").evaluate_all("(all) => all.map((each) => each.href)")
    assert links == [f"{site.address}x", "https://evil.example/pixel.png", "https://ok.example/"]
    widget.get_by_role("button", name="What’s new").click()
    widget.locator(".entry").first.wait_for()
    assert widget.locator(".entry-title").first.inner_text() == ATTACK
    assert widget.locator(".entry[href^=javascript]").count() == 0
    assert shown.evaluate("window.hacked") is None
    assert [url for url in asked if "evil" in url] == []


def test_hostile_html_of_any_length_is_read_in_a_moment(visit, site) -> None:
    article = json.loads((site.folder / "api/v1/en/articles/billing/export.json").read_text("utf-8"))
    for piece in ('<a "', "<p>", "<", "<!--", "&#x", '<a href="', "<b x=", "</p>"):
        site.answers["/api/v1/en/articles/billing/export.json"] = json_answer(
            article | {"html": piece * (900_000 // len(piece) // 2)}
        )
        shown = visit()
        opened(shown).get_by_role("link", name="Export your data").first.click()
        shown.locator("helploop-widget .rich").wait_for(state="attached", timeout=20_000)
        shown.close()


def test_what_a_newer_site_says_more_is_ignored(visit, site) -> None:
    new = json.loads((site.folder / "api/v1/new.json").read_text("utf-8"))
    panel = json.loads((site.folder / "api/v1/en/widget.json").read_text("utf-8"))
    extra = {"future": {"a": [1]}, "more": True}
    site.answers["/api/v1/new.json"] = json_answer(new | extra | {"items": [item | extra for item in new["items"]]})
    site.answers["/api/v1/en/widget.json"] = json_answer(
        panel | extra | {"new": [entry | extra for entry in panel["new"]]}
    )
    go_through(visit())


@pytest.mark.parametrize("right", [True, False])
def test_a_changed_file_is_refused_by_its_integrity_and_the_fallback_stays(visit, site, app, right: bool) -> None:
    digest = b64encode(hashlib.sha384((site.folder / "widget.js").read_bytes() if right else b"").digest()).decode()
    html = (
        f'<helploop-widget site="{site.address}"><a href="{site.address}">Help</a></helploop-widget>'
        f'<script type="module" src="{site.address}widget.js" integrity="sha384-{digest}" crossorigin></script>'
    )
    shown = visit()
    app.answers["/"] = page(html)
    shown.reload(wait_until="networkidle")
    assert shown.locator("helploop-widget .launcher").count() == right
    assert shown.get_by_role("link", name="Help").is_visible() is not right
    shown.said.clear()


def test_messages_of_other_windows_are_not_listened_to(visit) -> None:
    shown = visit()
    shown.evaluate("""() => { for (let i = 0; i < 10_000; i++) postMessage({ helploop: 'open', kind: 'new', url: 'javascript:1' }, '*');
        postMessage('x'.repeat(1_000_000), '*') }""")
    assert shown.locator("helploop-widget dialog[open]").count() == 0
    opened(shown)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "http://[", "blob:x"]
)
def test_an_address_that_is_none_shows_nothing(visit, app, site, address: str) -> None:
    shown = visit()
    app.answers["/"] = page(
        f'<helploop-widget site="{address}"></helploop-widget><script type="module" src="{site.address}widget.js"></script>'
    )
    shown.reload(wait_until="networkidle")
    assert shown.locator("helploop-widget button").count() == 0
    assert re.fullmatch(r'helploop: ".*" is no address of a site', shown.said[-1])
    shown.said.clear()
