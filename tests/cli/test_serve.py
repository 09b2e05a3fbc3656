"""`helploop serve`: what is saved is what the browser gets."""

from __future__ import annotations

import socket
import urllib.request
from typing import TYPE_CHECKING

import pytest

from helploop.cli.main import run
from served_site import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 30


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    root = tmp_path / "site"
    assert run(["new", "site", str(root)]) == 0
    with serving(root) as address:
        yield root, address


def fetched(url: str, wanted: str) -> str:
    """The page once it holds the wanted text; whatever it holds when three rebuilds did not bring it.

    The server's own long poll (`/livereload/<epoch>/<request>`) paces the loop: it answers when a rebuild is done.
    """
    address = "/".join(url.split("/")[:3])
    epoch, text = 0, ""
    for request in range(3):
        text = urllib.request.urlopen(url, timeout=WAIT).read().decode()
        if wanted in text:
            break
        answer = urllib.request.urlopen(f"{address}/livereload/{epoch}/{request}", timeout=WAIT).read()
        epoch = int(answer)
    return text


def test_a_saved_article_is_what_the_browser_gets_next(served: tuple[Path, str]) -> None:
    root, address = served
    url = f"{address}/articles/account/export-data/"
    assert "Export your data" in fetched(url, "Export your data")
    file = root / "articles/account/export-data.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Download everything", "Take everything"), encoding="utf-8"
    )
    assert "Take everything" in fetched(url, "Take everything")


def test_an_app_on_this_computer_may_read_what_the_widget_needs_and_nobody_else(served: tuple[Path, str]) -> None:
    _, address = served

    def allowed(path: str, origin: str) -> str:
        request = urllib.request.Request(f"{address}/{path}", headers={"Origin": origin})
        with urllib.request.urlopen(request, timeout=WAIT) as answer:
            return str(answer.headers["Access-Control-Allow-Origin"])

    for path in ("widget.js", "widget/panel.js", "api/v1/new.json", "search/en/index.json"):
        for origin in ("http://localhost:3000", "https://127.0.0.1", "http://[::1]:8080"):
            assert allowed(path, origin) == origin
        for origin in ("https://evil.example", "http://localhost.evil.example", "null", "http://["):
            assert allowed(path, origin) == "None"
    assert allowed("articles/", "http://localhost:3000") == "None"


def test_a_taken_port_is_said_before_anything_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    root = tmp_path / "site"
    run(["new", "site", str(root)])
    monkeypatch.chdir(root)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--address", f"127.0.0.1:{port}"]) == 2
    said = capsys.readouterr().err
    assert f"port {port} is in use\n  fix: helploop serve --address 127.0.0.1:{port % 65535 + 1}" in said
    assert not (root / ".cache").exists()


def test_an_address_without_a_port_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    run(["new", "site", str(tmp_path / "site")])
    monkeypatch.chdir(tmp_path / "site")
    assert run(["serve", "--address", "localhost"]) == 2
    assert "`localhost` is no address, `host:port` was expected" in capsys.readouterr().err
