"""The search box asks a worker, so that the page answers its reader meanwhile, and does without one where none may be."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.assets import search_assets
from helploop.search.index import index_files

pytestmark = pytest.mark.browser
NONE = "window.Worker = function () { throw new TypeError('This page may have no worker.') }"
AT_WORK = """() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname)"""
PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Help</title>
<form role="search" action="/search/" data-search data-base="/" data-lang="en"><input type="search" name="q" aria-label="Search"></form>
<script type="module" src="/search/box.js"></script>"""
TITLES = ("Reset your password", "Export your data", "Password rules")


@pytest.fixture(scope="module")
def site(tmp_path_factory, serve):
    root = tmp_path_factory.mktemp("worker-site")
    documents = [
        SearchDocument(
            id=f"a{number}",
            url=f"a{number}/",
            title=title,
            language="en",
            sections=(Section("", "", f"{title} here."),),
        )
        for number, title in enumerate(TITLES)
    ]
    files = {f"search/{path}": content for path, content in search_assets().items()}
    files |= {f"search/en/{path}": content for path, content in index_files(documents, "en").items()}
    for path, content in (files | {"index.html": PAGE}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return serve(root)


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    yield page
    context.close()


def _open(page, site):
    page.goto(site + "/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")


def _ask(page, text):
    page.fill("dialog input", text)


def test_a_search_is_made_beside_the_page(page, site):
    _open(page, site)
    _ask(page, "export")
    expect(page.locator(".hl-hit-title")).to_have_text(["Export your data"])
    assert [urlsplit(worker.url).path for worker in page.workers] == ["/search/client.js"]
    assert [path for path in page.evaluate(AT_WORK) if path.startswith("/search/en/")] == ["/search/en/index.json"]


def test_what_tells_the_team_is_not_fetched_where_nobody_wants_it(page, site):
    _open(page, site)
    _ask(page, "export")
    expect(page.locator(".hl-hit-title")).to_have_text(["Export your data"])
    assert "/search/box.js" in page.evaluate(AT_WORK)
    assert "/search/signals.js" not in page.evaluate(AT_WORK)


def test_a_page_that_may_have_no_worker_finds_the_same(page, site):
    page.add_init_script(NONE)
    _open(page, site)
    _ask(page, "export")
    expect(page.locator(".hl-hit-title")).to_have_text(["Export your data"])
    assert page.workers == []


def test_a_tab_that_is_come_back_to_has_one_worker(page, site):
    _open(page, site)
    for text, title in [("export", "Export your data"), ("rules", "Password rules"), ("reset", "Reset your password")]:
        _ask(page, text)
        expect(page.locator(".hl-hit-title").first).to_have_text(title)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert len(page.workers) == 1


def test_a_worker_whose_script_is_lost_is_sent_for_again(page, site):
    page.route("**/search/client.js*", lambda route: route.abort())
    _open(page, site)
    _ask(page, "export")
    page.wait_for_selector("text=Search is not available right now.")
    page.unroute("**/search/client.js*")
    _ask(page, "export data")
    expect(page.locator(".hl-hit-title").first).to_have_text("Export your data")


def test_what_is_asked_last_is_answered_though_an_older_answer_was_on_its_way(page, site):
    page.context.route("**/search/en/t/*", lambda _: None)  # which holds them until it is taken away
    _open(page, site)
    with page.context.expect_event("request", lambda request: "/search/en/t/" in request.url):
        _ask(page, "export")
    _ask(page, "rules")
    page.context.unroute("**/search/en/t/*")
    expect(page.locator(".hl-hit-title").first).to_have_text("Password rules")
