from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest

from conftest import ROOT
from helploop.outputs.pages.assets import theme_assets
from repositories import Repository
from roadmap_sites import ENTRY, ROADMAP, TRANSLATION, load, render, write_site
from trees import write_tree

pytestmark = pytest.mark.browser
WORDS = ["export", "report", "invoice", "team", "sign", "mail", "chart", "filter", "phone", "rule", "table", "colour"]


def three_hundred() -> str:
    rng = random.Random(7)
    items = []
    for number in range(300):
        stage = rng.choice(["exploring", "planned", "building", "declined"])
        items.append(
            f"  - id: item-{number}\n    title: {' '.join(rng.choices(WORDS, k=4))} {number}\n    stage: {stage}\n"
            f"    summary: {' '.join(rng.choices(WORDS, k=14))}.\n    tags: [{rng.choice(WORDS)}]\n"
            f"    requests: {rng.randint(0, 60)}\n    reason: Not now.\n"
        )
    return ROADMAP + "".join(items)


@pytest.fixture(scope="module")
def address(tmp_path_factory, serve):
    """A site with 303 items, shipped, moved and translated ones among them, as files."""
    root = write_site(tmp_path_factory.mktemp("roadmap"), {"roadmap.de.yaml": TRANSLATION})
    repository = Repository.create(root)
    repository.commit("2026-10-01")
    repository.commit("2026-11-20", {"roadmap.yaml": three_hundred(), "changelog/csv.md": ENTRY})
    site, out = load(root), tmp_path_factory.mktemp("site")
    files = {
        f"{page}index.html": text.encode() for tag in ("en", "de", "ar") for page, text in render(site, tag).items()
    }
    write_tree(out, {**files, **theme_assets()})
    return serve(out)


@pytest.fixture(scope="module")
def axe() -> str:
    package = importlib.util.find_spec("axe_playwright_python")
    places = [ROOT / "tests/browser/axe.min.js", ROOT / "node_modules/axe-core/axe.min.js"]
    places += [Path(package.origin).parent / "axe.min.js"] if package and package.origin else []
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        pytest.skip("axe-core is not here: npm install axe-core")
    return found.read_text("utf-8")


#: A page, the width of the screen, and the colours: each kind of page on a phone and at a desk.
PAGES = [
    ("roadmap/", 1280, "light"),
    ("ar/roadmap/tag/api/", 390, "dark"),
    ("roadmap/tag/api/list/", 390, "light"),
    ("roadmap/csv-export/", 390, "dark"),
    ("de/roadmap/csv-export/", 1280, "dark"),
    ("roadmap/fax/", 1280, "light"),
]


@pytest.mark.parametrize("place", PAGES, ids=lambda place: f"{place[0]} {place[1]} {place[2]}")
def test_pages_are_accessible_fit_the_screen_and_say_nothing_to_the_console(chromium, address, axe, place):
    path, width, scheme = place
    page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    page.close()


def test_on_a_phone_the_board_is_one_list_and_on_a_desk_it_has_columns(chromium, address):
    for width, columns in ((390, 1), (1280, 4)):
        page = chromium.new_page(viewport={"width": width, "height": 844})
        page.goto(f"{address}/roadmap/")
        lefts = page.eval_on_selector_all(
            ".hl-roadmap-column", "all => all.map(each => each.getBoundingClientRect().left)"
        )
        assert len({round(left) for left in lefts}) == columns
        page.close()


def test_words_filter_the_items_whatever_their_case_and_accents(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/roadmap/")
    page.fill("#roadmap-filter", "SÍNGLE sign")
    shown = page.locator(".hl-roadmap-card:visible h3").all_text_contents()
    assert shown == ["Single sign-on"]
    page.fill("#roadmap-filter", "nobody wrote this")
    assert page.locator(".hl-roadmap-card:visible").count() == 0
    assert page.locator("[data-roadmap-none]").inner_text() == "Nothing here has these words."
    page.fill("#roadmap-filter", "fax")
    assert page.locator(".hl-roadmap-declined").get_attribute("open") is not None
    page.close()


def test_without_scripts_everything_is_there_and_nothing_pretends_to_filter(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/roadmap/")
    assert page.locator(".hl-roadmap-filter").is_hidden()
    assert page.locator(".hl-roadmap-column .hl-roadmap-card").count() > 200
    page.get_by_role("link", name="Most asked for").click()
    first = page.locator(".hl-roadmap-list .hl-roadmap-asked").first.inner_text()
    assert first == "Asked for by 60 customers"
    page.get_by_role("navigation", name="Filter by tag").get_by_role("link", name="api 1").click()
    assert page.locator(".hl-roadmap-card").count() == 1
    context.close()


def test_the_keyboard_alone_leads_from_the_board_to_an_items_feed(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/roadmap/csv-export/")
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert json.dumps("JSON Feed") in json.dumps(names)
    page.close()
