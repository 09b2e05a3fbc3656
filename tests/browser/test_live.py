"""Live editing in a real browser: a saved text takes the place of the old one, and everything else loads the page again."""

from __future__ import annotations

from pathlib import Path

import pytest

from helploop.cli.main import run
from served_site import serving

pytestmark = pytest.mark.browser
FILE = "articles/account/live.md"
#: A page as it was sent: without what is different in each answer, and the head in any order.
STATE = """() => {
    const page = document.documentElement.cloneNode(true);
    page.querySelectorAll("script[data-live]").forEach((part) => part.remove());
    const head = [...page.querySelector("head").children].map((part) => part.outerHTML).sort();
    return [page.cloneNode(false).outerHTML, ...head, page.querySelector("body").outerHTML.replace(/\\s+/g, " ")];
}"""
TEXT = """\
---
title: A live article
summary: What it says in short.
---

The beginning.

## First part

```python
answer = 42
```

??? note "Closed"

    Inside.

## Second part

The end.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("live") / "site"
    assert run(["new", "site", str(root)]) == 0
    (root / FILE).write_text(TEXT, "utf-8")
    with serving(root) as address:
        yield root, f"{address}/articles/account/live/"


@pytest.fixture
def page(chromium, project):
    root, address = project
    (root / FILE).write_text(TEXT, "utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 500})
    shown = context.new_page()
    said = []
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.goto(address)
    shown.get_by_text("The end.", exact=True).wait_for()
    shown.evaluate("window.isSame = true")
    yield shown
    assert said == []
    context.close()


def save(project: tuple[Path, str], old: str, new: str, name: str = FILE) -> None:
    file = project[0] / name
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def shows(page, word: str) -> None:
    page.wait_for_function("(word) => document.documentElement.outerHTML.includes(word)", arg=word)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A live article", "A brandnew article"),
        ("in short", "in brandnew short"),
        ("The beginning.", "A brandnew beginning.\n\n```sh\necho brandnew\n```"),
        ("## Second part", "## A brandnew part\n\nText.\n\n## Second part"),
        ("## First part", "Brandnew: no part."),
    ],
)
def test_a_saved_text_shows_what_a_page_loaded_again_would(page, project, old: str, new: str) -> None:
    save(project, old, new)
    page.wait_for_function("document.documentElement.outerHTML.toLowerCase().includes('brandnew')")
    assert page.evaluate("window.isSame")
    shown = page.evaluate(STATE)
    page.reload()
    assert page.evaluate("window.isSame") is None
    assert shown == page.evaluate(STATE)


def test_the_author_stays_where_he_reads(page, project) -> None:
    page.get_by_text("Closed").click()
    page.mouse.wheel(0, 300)
    page.wait_for_function("scrollY > 100")
    before = page.evaluate("scrollY")
    save(project, "The end.", "The brandnew end.")
    page.get_by_text("The brandnew end.").wait_for()
    assert page.evaluate("[window.isSame, scrollY]") == [True, before]
    assert page.locator("details", has_text="Inside.").get_attribute("open") is not None


def test_what_stands_around_the_text_loads_the_page_again(page, project) -> None:
    save(project, "site_name: ", "site_name: Brandnew ", "mkdocs.yml")
    page.locator("header", has_text="Brandnew").first.wait_for()
    assert page.evaluate("window.isSame") is None


def test_a_picture_that_changes_loads_the_page_again(page, project) -> None:
    picture = project[0] / "articles/account/live.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'/>", "utf-8")
    save(project, "The end.", "![A picture](live.svg)")
    page.get_by_alt_text("A picture").wait_for(state="attached")
    page.evaluate("window.isSame = true")
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'><!-- --></svg>", "utf-8")
    page.wait_for_function("!window.isSame")


def test_a_page_that_a_mistake_takes_away_comes_back_with_its_repair(page, project) -> None:
    save(project, "title: A live", "title: [A live")
    page.locator("[data-not-found]").first.wait_for(state="attached")
    save(project, "title: [A live", "title: A brandnew")
    page.get_by_role("heading", name="A brandnew article").wait_for()


def test_search_still_opens_after_a_save(page, project) -> None:
    save(project, "The end.", "The brandnew end.")
    page.get_by_text("The brandnew end.").wait_for()
    page.locator("input[type=search]").focus()
    page.keyboard.type("export")
    page.get_by_role("option", name="Export your data").first.wait_for()
    assert page.evaluate("window.isSame")
