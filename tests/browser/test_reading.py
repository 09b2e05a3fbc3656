"""What readers of our own site do besides reading: follow, copy, print, look at pictures, find their way back."""

from __future__ import annotations

import re

import pytest

from built import BuiltSite

pytestmark = pytest.mark.browser

CLIPBOARD = "navigator.clipboard.readText()"


@pytest.fixture(scope="module")
def address(own: BuiltSite, serve):
    return serve(own.folder)


@pytest.fixture
def visit(chromium, address: str):
    """Opens a page; options are those of a browser context."""
    contexts = []

    def open_page(path: str, **options):
        still = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        context = chromium.new_context(**(still | options), permissions=["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_each_line_of_the_contents_is_marked_when_it_is_chosen(visit) -> None:
    # So high that the last sections can't come to the top.
    page = visit("articles/write/links-and-images/", viewport={"width": 1280, "height": 2000})
    lines = page.locator("[data-contents] a")
    assert lines.count() > 3
    for line in lines.all():
        line.click()
        page.wait_for_function("document.querySelector('[data-contents] [aria-current]')?.hash === location.hash")


def test_scrolled_to_the_end_the_last_section_in_sight_is_marked(visit) -> None:
    page = visit("articles/write/links-and-images/", viewport={"width": 1280, "height": 2000})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function("document.querySelector('[data-contents] li:last-child a').ariaCurrent === 'true'")


def test_subscribing_to_a_label_leads_to_its_feed_whose_address_can_be_copied(visit) -> None:
    page = visit("changelog/label/search/")
    page.get_by_role("link", name="Subscribe").click()
    row = page.locator(":target")
    assert row.locator("span").first.inner_text() == "search"
    row.get_by_role("button", name="search: Copy").click()
    page.wait_for_function(f"{CLIPBOARD}.then((text) => text.endsWith('/changelog/label/search/atom.xml'))")


def test_following_a_part_of_the_roadmap_leads_to_its_feed(visit) -> None:
    page = visit("ar/roadmap/tag/search/")
    page.locator(".hl-roadmap-follow").click()
    assert page.locator(":target a").first.get_attribute("href").endswith("/ar/roadmap/tag/search/atom.xml")


def test_a_release_note_leads_to_subscribing(visit) -> None:
    page = visit("de/changelog/2026-11-23-help-center/")
    page.get_by_role("link", name="Abonnieren").click()
    assert page.url.endswith("/de/changelog/subscribe/")


def test_the_sign_beside_a_heading_copies_its_address(visit) -> None:
    page = visit("articles/write/keywords/")
    link = page.locator(".headerlink").first
    link.click()
    page.wait_for_function(f"{CLIPBOARD}.then((text) => text === location.href && text.includes('#'))")
    assert link.inner_text() == "Copied"


def test_a_lost_visitor_finds_the_words_of_the_address_in_the_search_field(visit, own: BuiltSite, address: str) -> None:
    page = visit("")
    page.route(
        re.compile("old-"),
        lambda route: route.fulfill(status=404, path=str(own.folder / "404.html"), content_type="text/html"),
    )
    page.goto(f"{address}/de/hilfe/old-export_data.html")
    field = page.locator(".hl-lost input:visible")
    assert field.input_value() == "old export data"
    page.locator(".hl-lost .hl-hit").first.wait_for()
    field.fill("feed")
    field.press("Enter")
    page.wait_for_url("**/old-export_data.html?q=feed")
    page.locator(".hl-lost .hl-hit-title", has_text="Feeds").first.wait_for()
    assert field.evaluate("(field) => document.activeElement === field")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2026-11-28-old-feeds", "old feeds"),
        ("360012345678-old-feeds", "old feeds"),
        ("2fa-old-feeds", "2fa old feeds"),
        ("404-old-feeds", "404 old feeds"),
        ("20261128", "20261128"),
    ],
)
def test_days_and_numbers_of_an_old_address_are_not_searched_for(
    visit, own: BuiltSite, address: str, name: str, words: str
) -> None:
    page = visit("")
    page.route(
        re.compile(name),
        lambda route: route.fulfill(status=404, path=str(own.folder / "404.html"), content_type="text/html"),
    )
    page.goto(f"{address}/changelog/{name}/")
    assert page.locator(".hl-lost input:visible").input_value() == words


def test_a_lost_visitor_finds_the_whole_page_in_one_language_with_the_likely_articles(
    visit, own: BuiltSite, address: str
) -> None:
    page = visit("", locale="ar")
    page.route(
        re.compile("hostt"),
        lambda route: route.fulfill(status=404, path=str(own.folder / "404.html"), content_type="text/html"),
    )
    page.goto(f"{address}/articles/operate/hostt/")
    page.locator(".hl-lost .hl-hit").first.wait_for()
    assert page.locator(".hl-header, .hl-footer").evaluate_all(
        "(parts) => parts.map((part) => part.parentNode.lang)"
    ) == [
        "ar",
        "ar",
    ]
    assert page.locator(".hl-header .hl-nav a").all_inner_texts() == ["المستجدات", "خارطة الطريق"]
    assert page.locator(".hl-scheme").is_visible()
    assert 1 <= page.locator(".hl-lost .hl-hit:visible").count() <= 5
    page.locator(".hl-search-similar").first.click()
    page.wait_for_function("document.querySelector('.hl-lost input').value === 'host'")


def test_without_scripts_a_lost_visitor_can_search_too(visit, own: BuiltSite, address: str) -> None:
    page = visit("", java_script_enabled=False)
    page.route(
        re.compile("hostt"),
        lambda route: route.fulfill(status=404, path=str(own.folder / "404.html"), content_type="text/html"),
    )
    page.goto(f"{address}/articles/operate/hostt/")
    assert page.locator(".hl-header:visible").count() == 1
    page.locator(".hl-lost input:visible").fill("feed")
    page.locator(".hl-lost input:visible").press("Enter")
    page.wait_for_url("**/search/?q=feed")


@pytest.mark.parametrize("language", ["", "de/", "ar/", "ja/"])
def test_on_a_phone_the_header_has_two_lines_and_no_option_is_broken(visit, language: str) -> None:
    page = visit(f"{language}articles/reference/command-line/", viewport={"width": 360, "height": 780})
    tops = page.locator(".hl-brand, .hl-nav, .hl-header .hl-search").evaluate_all(
        "(parts) => parts.map((part) => { const box = part.getBoundingClientRect(); return (box.top + box.bottom) / 2; })"
    )
    brand, *second = tops
    assert max(second) - min(second) < 2
    assert min(second) - brand > 20
    assert page.locator(".hl-header").evaluate("(header) => header.offsetHeight") < 120
    whole = page.locator(".hl-whole").evaluate_all("(all) => all.map((code) => code.getClientRects().length)")
    assert len(whole) > 20
    assert set(whole) == {1}
    assert page.locator(".hl-header input").evaluate(
        """(field) => {
          const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(field), pen = new OffscreenCanvas(1, 1).getContext("2d");
          pen.font = font;
          return pen.measureText(field.placeholder).width + parseFloat(paddingInlineStart) + parseFloat(paddingInlineEnd) < field.clientWidth;
        }"""
    ), "the field's own word is cut"


@pytest.mark.parametrize("language", ["", "ar/"])
def test_all_names_of_languages_begin_on_one_line(visit, language: str) -> None:
    page = visit(f"{language}roadmap/")
    page.locator(".hl-menu summary").click()
    sides = page.locator(".hl-menu li a").evaluate_all(
        """(names) => names.map((name) => {
          const range = document.createRange();
          range.selectNodeContents(name);
          const { left, right } = range.getBoundingClientRect();
          return Math.round(document.dir === "rtl" ? right : left);
        })"""
    )
    assert len(sides) == 4
    assert len(set(sides)) == 1


@pytest.mark.parametrize("language", ["", "ar/", "ja/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_results_that_come_move_nothing_that_is_in_sight(visit, width: int, language: str) -> None:
    page = visit(f"{language}search/?q=feed", viewport={"width": width, "height": 844})
    page.locator(".hl-hit").first.wait_for()
    moved = page.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((seen) => { for (const { value } of seen.getEntries()) sum += value; }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => done(sum), 300);
        })"""
    )
    assert moved < 0.05


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_colours_of_ours_the_found_words_can_be_read(visit, scheme: str) -> None:
    page = visit("search/?q=feed", forced_colors="active", color_scheme=scheme)
    found = page.locator(".hl-hit-excerpt mark").first
    found.wait_for()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert found.evaluate("(mark) => getComputedStyle(mark).color") != ground


def test_the_tab_key_passes_the_search_field_and_a_letter_opens_it(visit) -> None:
    page = visit("articles/write/keywords/")
    page.locator(".hl-brand").focus()
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.locator("dialog").count() == 0
    page.keyboard.type("feed")
    page.locator("dialog[open] .hl-hit").first.wait_for()
    assert page.locator("dialog[open] input").input_value() == "feed"


def test_who_reads_in_dark_prints_on_white(visit) -> None:
    page = visit("articles/write/keywords/")
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    page.emulate_media(media="print")
    muted, code = page.evaluate(
        "['--hl-muted', '--hl-code-bg'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name))"
    )
    assert (muted, code) == ("#5a6070", "#f5f6f9")


@pytest.fixture
def illustrated(visit, own: BuiltSite, address: str):
    """An article with a large picture, a small one, and one that only decorates."""
    html = (own.folder / "articles/write/keywords/index.html").read_text("utf-8")
    pictures = "".join(
        f'<p><img src="../../../screenshot.png" alt="{alt}" width="{width}" height="{width // 2}"></p>'
        for alt, width in (("Large", 1800), ("Small", 300), ("", 1800))
    )

    def open_page(**options):
        page = visit("", **options)
        shown = html.replace('<h2 id="', f'{pictures}<h2 id="', 1)
        page.route("**/keywords/", lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
        page.goto(f"{address}/articles/write/keywords/")
        return page

    return open_page


def test_a_large_picture_can_be_looked_at_alone(illustrated) -> None:
    page = illustrated()
    assert page.locator(".hl-body a img").evaluate_all("(all) => all.map((each) => each.alt)") == ["Large"]
    before = page.get_by_alt_text("Large").bounding_box()["width"]
    page.locator(".hl-enlarge").focus()
    page.keyboard.press("Enter")
    alone = page.get_by_role("dialog", name="Large")
    assert alone.locator("img").bounding_box()["width"] > before * 1.5
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.className") == "hl-enlarge"


def test_on_a_phone_a_large_picture_leads_to_its_file(illustrated) -> None:
    page = illustrated(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.locator(".hl-enlarge").tap()
    page.wait_for_url("**/screenshot.png")


@pytest.mark.parametrize("path", ["articles/reference/front-matter/", "ar/articles/announce/release-note/"])
def test_on_a_phone_no_key_in_a_table_is_cut(visit, path: str) -> None:
    page = visit(path, viewport={"width": 390, "height": 844})
    cut = """() => [...document.querySelectorAll("td:first-child code")].filter((code) => /^\\w+$/.test(code.textContent)
        && code.getClientRects().length > 1).map((code) => code.textContent)"""
    assert page.locator("td:first-child code").count() > 3
    assert page.evaluate(cut) == []


def test_on_paper_long_lines_of_code_are_whole(visit) -> None:
    page = visit("articles/announce/release-note/", viewport={"width": 600, "height": 900})
    wide = "[...document.querySelectorAll('pre')].filter((code) => code.scrollWidth > code.clientWidth).length"
    assert page.evaluate(wide) > 0
    page.emulate_media(media="print")
    assert page.evaluate(wide) == 0


@pytest.mark.parametrize("path", ["changelog/", "roadmap/", "changelog/2026-11-23-help-center/"])
def test_on_paper_nothing_is_left_that_wants_to_be_pressed(visit, path: str) -> None:
    page = visit(path)
    page.emulate_media(media="print")
    assert page.locator("button:visible, input:visible, .hl-button:visible, .hl-swipe:visible").count() == 0
    assert page.locator("h1:visible").count() == 1
