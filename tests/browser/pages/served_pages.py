"""A small site with every kind of page, and a server that has a strict policy and keeps what is posted to it."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from helploop.model.address import article_address, home_address, page_file
from helploop.model.article import source_hash
from helploop.outputs.pages.article import render_article
from helploop.outputs.pages.assets import theme_assets
from helploop.outputs.pages.collection import collection_view, render_collection
from helploop.outputs.pages.home import home_view, render_home
from helploop.outputs.pages.not_found import not_found_view, render_not_found
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from page_sites import BODY, SETTINGS, article, article_view, collection, entry, site_of
from trees import write_tree

POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
RICH = (Path(__file__).parent / "rich_body.html").read_text("utf-8")


class ServedPages(http.server.SimpleHTTPRequestHandler):
    """Serves files under our strict policy, keeps what is posted, and answers lost visitors with 404.html."""

    posted: ClassVar[list[dict[str, object]]] = []
    arrived: ClassVar[threading.Event] = threading.Event()

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_POST(self) -> None:
        self.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.arrived.set()
        self.send_response(204)
        self.end_headers()

    def send_error(self, code: int, *_: object, **__: object) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def write_site(folder):
    plan = article("billing/plan", title="Change your plan", summary="Up or down.", promoted=True)
    settings = replace(SETTINGS, site_url="", feedback_endpoint="/feedback")
    site = site_of(
        collection("billing", title="Billing", summary="Plans and invoices.", icon="billing"),
        plan,
        article("billing/plan", "ar", title="غيّر خطتك", source=source_hash(plan)),
        article("billing/plan", "de", title="Tarif wechseln", source="0" * 12),
        article("billing/refund", title="Get a refund"),
        article("team/invite", title="Invite someone"),
        entry("2026-11-18-plans", articles=("billing/plan",)),
        settings=settings,
    )
    theme, body = Theme(), replace(BODY, html=RICH)
    files = dict(theme_assets())
    outlines = [outline_of(site, tag) for tag in settings.tags]
    for outline in outlines:
        tag = outline.language
        files[page_file(home_address(settings, tag))] = render_home(home_view(outline), theme).encode()
        for key in outline.counts:
            html = render_collection(collection_view(outline, key), theme)
            files[page_file(article_address(settings, key, tag))] = html.encode()
        for key in outline.links:
            html = render_article(article_view(outline, key, body), theme)
            files[page_file(article_address(settings, key, tag))] = html.encode()
    lost = not_found_view(settings, [outline.frame for outline in outlines])
    files["404.html"] = render_not_found(lost, theme).encode()
    write_tree(folder, files)
