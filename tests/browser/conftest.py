"""An app with the widget in it, and the help center it asks; a module may put others in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.widget_page import WIDGET
from widget_hosts import Server, page
from widget_site import write_widget_site


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return write_widget_site(tmp_path_factory.mktemp("widget-site"))


@pytest.fixture
def site(folder):
    server = Server(folder, {"Access-Control-Allow-Origin": "*"})
    yield server
    server.close()


@pytest.fixture
def app():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def visit(chromium, site, app):
    """Opens a page of the app; what goes wrong in it is a failure, unless the test expects it."""
    contexts, said = [], []

    def open_page(  # noqa: PLR0913 - a page has this many sides, all by name
        more="", body="", *, policy="", head="", lang="en", path="", **options
    ):
        # Without motion: a sheet that is still rising has no size to compare.
        still = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        context = chromium.new_context(**(still | options))
        contexts.append(context)
        app.answers[f"/{path}"] = page(body + WIDGET.format(site=site.address, more=more), policy, head, lang)
        shown = context.new_page()
        shown.said = said
        shown.on("pageerror", lambda error: said.append(str(error)))
        shown.on("console", lambda message: message.type in {"error", "warning"} and said.append(message.text))
        shown.on(
            "request", lambda request: request.url.startswith((site.address, app.address)) or said.append(request.url)
        )
        shown.goto(app.address + path, wait_until="networkidle")
        return shown

    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert [line for line in said if "favicon" not in line and "404" not in line] == []
