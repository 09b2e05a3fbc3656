"""Our own site in Chromium, in every language, on a desk and on a phone, under a strict policy: nothing goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from built import BuiltSite
from helploop.model.settings import Settings
from helploop.outputs.security_headers import security_headers

pytestmark = pytest.mark.browser

#: The policy the build sends.
POLICY = security_headers(Settings(site_name="helploop"), [])[0].value
PATHS = (
    "",
    "articles/write/",
    "articles/write/keywords/",
    "articles/reference/settings/",
    "changelog/",
    "changelog/2026-11-23-help-center/",
    "changelog/subscribe/",
    "roadmap/",
    "roadmap/list/",
    "search/?q=feed",
    "privacy/",
)


@pytest.fixture(scope="module")
def address(own: BuiltSite, serve):
    return serve(own.folder, POLICY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "de", "ar", "ja"])
def test_every_kind_of_page_is_clean(chromium, address: str, language: str, width: int, scheme: str) -> None:
    prefix = "" if language == "en" else f"{language}/"
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on(
        "request", lambda request: request.url.startswith((address, "data:")) or said.append(f"asked {request.url}")
    )
    page.on("response", lambda response: response.status >= 400 and said.append(f"{response.status} {response.url}"))
    found: list[str] = []
    for path in PATHS:
        page.goto(f"{address}/{prefix}{path}", wait_until="networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{prefix}{path}: {wide} px too wide")
        page.context.clear_cookies()
        found.extend(f"{prefix}{path}: {line}" for line in violations(page))
    assert context.cookies() == []
    context.close()
    assert said == []
    assert found == []


def violations(page) -> list[str]:
    """What axe-core calls serious or critical, with the first element each is about."""
    rows = Axe().run(page).response["violations"]
    return [f"{row['id']} {row['nodes'][0]['html'][:120]}" for row in rows if row["impact"] in {"serious", "critical"}]


def test_a_lost_visitor_reads_the_page_in_the_language_of_the_address(chromium, own: BuiltSite, address: str) -> None:
    page = chromium.new_page()
    page.route(
        "**/ja/nowhere/",
        lambda route: route.fulfill(status=404, path=str(Path(own.folder) / "404.html"), content_type="text/html"),
    )
    page.goto(f"{address}/ja/nowhere/")
    shown = page.locator("[lang=ja] h1:visible")
    assert shown.count() == 1
    page.close()


def test_a_results_page_whose_script_does_not_come_leads_to_all_articles(chromium, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/search/box.js", lambda route: route.abort())
    page.goto(f"{address}/de/search/?q=feed")
    link = page.wait_for_selector("[data-search-results] a")
    assert link.inner_text() == "Alle Artikel ansehen"
    assert link.evaluate("(link) => link.href") == f"{address}/de/articles/"
    context.close()


#: Whether a page that scrolled has come to rest.
STANDS = """() => new Promise((done) => {
  const before = scrollY;
  setTimeout(() => done(before === scrollY), 200);
})"""


def test_who_opens_search_with_a_key_and_closes_it_is_where_he_was(chromium, address: str) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/articles/write/keywords/", wait_until="networkidle")
    link = page.locator(".hl-body a[href]").last
    link.focus()
    expect(link).to_be_in_viewport()
    page.wait_for_function(STANDS)  # a dialog stops a page where it is
    for _ in range(2):
        page.keyboard.press("/")
        page.wait_for_selector(".hl-search-dialog[open]")
        page.keyboard.press("Escape")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
    page.close()


#: What a browser does where cookies and storage are forbidden.
FORBIDDEN = """
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden", "SecurityError"); } });
}
Object.defineProperty(Document.prototype, "cookie", {
  get() { throw new DOMException("forbidden", "SecurityError"); },
  set() { throw new DOMException("forbidden", "SecurityError"); },
});
"""


def test_without_cookies_and_storage_all_is_usable(chromium, address: str) -> None:
    context = chromium.new_context()
    context.add_init_script(FORBIDDEN)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("", "articles/write/keywords/", "changelog/", "roadmap/"):
        page.goto(f"{address}/{path}", wait_until="networkidle")
        assert page.locator("h1").is_visible()
    page.locator("[data-scheme]:not(html)").click()
    page.keyboard.press("/")
    page.keyboard.type("keywords")
    page.locator(".hl-search-dialog .hl-hit").first.click()
    page.wait_for_url("**/articles/**")
    assert said == []
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_opened_from_a_disk_a_page_reads(chromium, own: BuiltSite, scripts: bool) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    for path in ("index.html", "articles/write/keywords/index.html", "changelog/index.html", "ar/index.html"):
        page.goto((own.folder / path).as_uri())
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
        assert page.locator("a[href$='changelog/']").count() > 0
    context.close()


def test_opened_from_a_disk_links_and_the_search_form_lead_on(chromium, own: BuiltSite) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto((own.folder / "index.html").as_uri())
    page.locator("main a[href$='articles/write/']").first.click()
    page.wait_for_url("**/articles/write/index.html")
    page.locator("main a[href$='articles/write/keywords/']").first.click()
    page.wait_for_url("**/articles/write/keywords/index.html")
    page.locator("a[href$='/changelog/']").first.click()
    page.wait_for_url("**/changelog/index.html")
    assert page.locator("h1").is_visible()
    page.goto((own.folder / "index.html").as_uri())
    page.locator("form[data-search] input").fill("feed")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=feed")
    page.locator("[data-search-results] a").click()
    page.wait_for_url("**/articles/index.html")
    context.close()


@pytest.mark.parametrize(
    ("path", "filters"),
    [
        ("changelog/label/widget/", ".hl-changelog-filters"),
        ("ar/changelog/label/widget/", ".hl-changelog-filters"),
        ("roadmap/tag/widget/", ".hl-roadmap-tags"),
        ("ar/roadmap/tag/widget/list/", ".hl-roadmap-tags"),
    ],
)
def test_filters_are_one_line_on_a_phone_with_what_is_chosen_in_sight(
    chromium, address: str, path: str, filters: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    line = page.locator(filters)
    assert line.bounding_box()["height"] <= 56
    assert line.evaluate("(each) => each.scrollWidth > each.clientWidth")
    assert "gradient" in line.evaluate("(each) => getComputedStyle(each).maskImage")  # it fades where it goes on
    assert _is_inside(line, line.locator("[aria-current]").last)
    line.locator("a").first.focus()
    for _ in range(line.locator("a").count() - 1):
        page.keyboard.press("Tab")
    assert _is_inside(line, line.locator("a").last)
    assert line.locator("a").last.evaluate("(each) => each === document.activeElement")
    context.close()


def _is_inside(outer, inner) -> bool:
    """Whether all of an element is within the part of another that is seen."""
    around, box = outer.bounding_box(), inner.bounding_box()
    return around["x"] <= box["x"] and box["x"] + box["width"] <= around["x"] + around["width"]
