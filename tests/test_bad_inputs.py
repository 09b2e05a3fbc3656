"""Every bad input is answered: the right exit code, the whole message at the right line, and nothing lost or leaked."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import re
import socket
import time
from pathlib import Path

import pytest

from bad_cases import Case, lay_out, load_cases
from helploop.cli.main import run
from helploop.mkdocs_plugins.host import main as host

MAX_SECONDS = 30


def call(root: Path, arguments: tuple[str, ...]) -> tuple[int, str]:
    """Run a command in a project; its exit code and everything it printed."""
    printed = io.StringIO()
    here = Path.cwd()
    os.chdir(root)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = run(list(arguments))
    finally:
        os.chdir(here)
    return code, printed.getvalue()


def fingerprint(root: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its content; the cache and the site are not sources."""
    found = {}
    for path in sorted(root.rglob("*")):
        inner = path.relative_to(root).as_posix()
        if path.is_file() and not inner.startswith((".cache/", "site/")):
            found[inner] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def reported(text: str) -> list[str]:
    """The problems in what a command printed, each with its fix."""
    found = re.findall(r"^\S.*: (?:error|warning)\[[a-z-]+\]: .*(?:\n  fix: .*)?", text, re.MULTILINE)
    return [problem.strip() for problem in found]


@pytest.fixture(params=load_cases(), ids=lambda case: case.id)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails the test. The day is that of the cases: 2026-11-22."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")

    def refuse(*_: object) -> None:
        raise AssertionError("a bad input made a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
def test_bad_input_is_answered(case: Case, tmp_path: Path) -> None:
    root = tmp_path / "project"
    canary = tmp_path / "outside"
    canary.mkdir()
    lay_out(case, root)
    before = fingerprint(root)
    start = time.monotonic()
    code, printed = call(root, case.run)
    assert time.monotonic() - start < MAX_SECONDS
    assert "Traceback" not in printed
    assert str(tmp_path) not in printed
    if case.problems is not None:
        assert reported(printed) == [problem.strip() for problem in case.problems]
    for text in case.contains:
        assert text in printed
    for text in case.lacks:
        assert text not in printed
    assert code == case.exit, printed
    assert call(root, case.run) == (code, printed)
    check_old_site(case, root)
    assert fingerprint(root) == before
    assert list(canary.iterdir()) == []
    if case.site_has or case.site_lacks or case.html_lacks:
        check_site(case, root)


def check_old_site(case: Case, root: Path) -> None:
    """An error in the configuration stops a build before it touches the old site; the others: `test_bad_places`."""
    if case.exit != 2 or "check" not in case.run:
        return
    site = root / "site"
    site.mkdir()
    (site / "404.html").write_text("old", encoding="utf-8")
    assert call(root, ("build",))[0] == 2
    assert {path.name: path.read_text("utf-8") for path in site.iterdir()} == {"404.html": "old"}
    assert [path.name for path in root.iterdir() if ".site" in path.name] == []
    (site / "404.html").unlink()
    site.rmdir()


def check_site(case: Case, root: Path) -> None:
    """What a build of the case publishes (errors or not: the host goes on with what is good)."""
    site = root / "site"
    with contextlib.redirect_stderr(io.StringIO()):
        host(["build", "--config", str(root / "mkdocs.yml"), "--site-dir", str(site)])
    for path, texts in case.site_has.items():
        content = (site / path).read_text(encoding="utf-8")
        for text in texts:
            assert text in content
    everything = [(path, read(path)) for path in sorted(site.rglob("*")) if path.is_file()]
    for text in (*case.site_lacks, "CANARY_"):
        assert [path for path, content in everything if text.encode() in content or text in str(path)] == []
    for text in case.html_lacks:
        assert [path for path, content in everything if path.suffix == ".html" and text.encode() in content] == []


def read(path: Path) -> bytes:
    """A published file as people read it."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content
