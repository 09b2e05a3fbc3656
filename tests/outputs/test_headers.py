from __future__ import annotations

from dataclasses import replace

from helploop.model.feed import Feed
from helploop.model.settings import Settings
from helploop.outputs.headers import render_headers

SETTINGS = Settings(site_name="S", site_url="https://example.com/help/")


def feed(folder: str, label: str = "") -> Feed:
    return Feed(
        id="tag:example.com,2026:feed", title="T", description="D", language="en", site_url=SETTINGS.site_url,
        folder=folder, page=SETTINGS.site_url, author="A", label=label,
    )  # fmt: skip


def test_feeds_are_served_as_what_they_are_and_readable_from_any_app() -> None:
    text = render_headers([feed("changelog/"), feed("changelog/type/new/", "New")], SETTINGS)["_headers"].decode()
    assert (
        "/help/changelog/feed.xml\n  Content-Type: application/rss+xml; charset=utf-8\n  Cache-Control: max-age=3600\n"
        "  X-Content-Type-Options: nosniff\n  Access-Control-Allow-Origin: *\n\n/help/changelog/atom.xml\n" in text
    )
    assert "/help/changelog/feed.json\n  Content-Type: application/feed+json; charset=utf-8\n" in text
    assert "type/new" not in text


def test_what_the_widget_reads_and_runs_is_open_to_every_origin() -> None:
    text = render_headers([], SETTINGS)["_headers"].decode()
    for path in ("api/v1/*", "search/*", "widget.js", "widget/*"):
        assert f"/help/{path}\n  X-Content-Type-Options: nosniff\n  Access-Control-Allow-Origin: *\n" in text


def test_a_site_without_an_address_and_feeds_has_no_such_file() -> None:
    assert render_headers([], replace(SETTINGS, site_url="")) == {}
