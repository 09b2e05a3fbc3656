"""What a site's pages tell its owner: failed searches, opened answers and votes, and nothing about the reader."""

from __future__ import annotations

import http.server
import json
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from helploop.browser.bundle import load_module
from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.outputs.pages.article import render_article
from helploop.outputs.pages.assets import theme_assets
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from helploop.search.assets import search_assets
from helploop.search.index import index_files
from page_sites import BODY, SETTINGS, article, article_view, site_of
from trees import write_tree

pytestmark = pytest.mark.browser


class Log:
    """A server on another origin that writes down what it is sent, and allows nobody anything."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], dict]] = []
        self.arrived = threading.Semaphore(0)
        log = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                log.received.append((dict(self.headers), json.loads(body)))
                self.send_response(204)
                self.end_headers()
                log.arrived.release()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/signals"

    def next(self) -> dict:
        assert self.arrived.acquire(timeout=10)
        headers, signal = self.received[-1]
        assert "Cookie" not in headers
        assert "Referer" not in headers
        return signal


@pytest.fixture
def log():
    found = Log()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def page(chromium, serve, log, tmp_path):
    settings = replace(SETTINGS, signals_endpoint=log.address)
    site = site_of(article("billing/export", title="Export data", id="export"), settings=settings)
    html = render_article(article_view(outline_of(site, "en"), "billing/export", BODY), Theme())
    document = SearchDocument(
        id="export", url="articles/billing/export/", title="Export data", language="en", sections=(Section("", "", "Text."),)
    )  # fmt: skip
    files = {"articles/billing/export/index.html": html.encode()} | dict(theme_assets())
    files |= {f"search/{name}": data for name, data in search_assets().items()}
    files |= {f"search/en/{name}": data for name, data in index_files([document], "en").items()}
    write_tree(tmp_path, files)
    context = chromium.new_context()
    context.add_cookies([{"name": "who", "value": "ana", "url": log.address}])
    shown = context.new_page()
    shown.goto(f"{serve(Path(tmp_path))}/articles/billing/export/")
    yield shown
    context.close()


def test_a_failed_search_is_told_without_addresses_and_numbers(page, log) -> None:
    page.keyboard.press("/")
    page.keyboard.type("qqqq of ana@example.com 4111 1111 1111 1111")
    assert log.next() == {
        "version": 1, "signal": "search", "language": "en", "from": "site", "query": "qqqq of [address] [number]",
    }  # fmt: skip


def test_an_answer_that_is_opened_from_a_search_is_told(page, log) -> None:
    page.keyboard.press("/")
    page.keyboard.insert_text("export")
    page.wait_for_selector(".hl-search-dialog .hl-hit")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():  # a page that is closed on its way to another may never close
        page.keyboard.press("Enter")
    assert log.next() == {
        "version": 1, "signal": "open", "language": "en", "from": "site", "page": "/articles/billing/export/",
        "query": "export",
    }  # fmt: skip


def test_a_vote_is_told_with_its_reason(page, log) -> None:
    page.get_by_role("button", name="No").click()
    page.get_by_role("textbox").last.fill("Call +49 170 1234567, the link https://x.example/?token=1 is dead.")
    page.get_by_role("button", name="Send").click()
    assert log.next() == {
        "version": 1, "signal": "vote", "language": "en", "from": "site", "article": "export",
        "page": "/articles/billing/export/", "helpful": False, "reason": "Call [number], the link [link] is dead.",
    }  # fmt: skip
    assert page.get_by_text("Thank you.").is_visible()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("error 404 in version 3.11", "error 404 in version 3.11"),
        ("مشكلة ٠١٢٣٤٥٦٧٨٩", "مشكلة [number]"),
        ("ana.maria+x@münchen.example!", "[address]"),
        ("order 2026-11-27/0815 www.acme.example/a", "order [number] [link]"),
        ("  a \n b  ", "a b"),
        ("x" * 500, "x" * 200),
    ],
)
def test_what_could_name_a_person_is_taken_out(page, typed: str, told: str) -> None:
    module = re.sub(r"^export ", "", load_module("signals/signals.js"), flags=re.MULTILINE)
    assert page.evaluate(f"(text) => {{ {module}; return stripped(text); }}", typed) == told
