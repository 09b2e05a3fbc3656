"""A page of an app with the widget in it, the site it asks, and what tests do to both."""

from __future__ import annotations

import json

from widget_hosts import json_answer

WIDGET = '<helploop-widget site="{site}" {more}></helploop-widget><script type="module" src="{site}widget.js"></script>'


def later(site, count=2):
    """From now on the site has less than it will have: the newest entries are still to come."""
    whole = json.loads((site.folder / "api/v1/new.json").read_text("utf-8"))
    site.answers["/api/v1/new.json"] = json_answer(whole | {"items": whole["items"][count:]})


def announce(site) -> None:
    site.answers.pop("/api/v1/new.json")


def opened(shown):
    shown.locator("helploop-widget .launcher").click()
    shown.wait_for_selector("helploop-widget .card")
    return shown.locator("helploop-widget")


def badge(shown) -> str:
    return (
        shown.locator("helploop-widget .badge").inner_text()
        if shown.locator("helploop-widget .badge:visible").count()
        else ""
    )
