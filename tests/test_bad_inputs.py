"""Every bad input is answered: the right exit code, the whole message at the right line, and nothing lost or leaked.

The contract holds for every case: no traceback (U1), 30 seconds and 512 MB (U2), the old site whole or the good pages
there (U3), nothing touched elsewhere (U4, U5, U7), no connection (U6), no secret (U8), valid feeds (U9), and the same
answer and bytes the second time (U10).
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import logging
import os
import re
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import helploop.cli.build
from bad_cases import Case, lay_out, load_cases
from helploop.cli.main import run
from helploop.mkdocs_plugins.host import main as host
from outputs.feeds.feed_check import check_feed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_SECONDS = 30
MAX_KILOBYTES = 512 * 1024
#: What a command of its own would hold before it reads anything.
OWN_KILOBYTES = 100 * 1024
#: What Python shows of itself.
PYTHON = re.compile(r"Traceback|<class |<function | object at 0x|PosixPath\(|\{'|\['|Undefined|this is a bug")


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


@contextlib.contextmanager
def host_here() -> Iterator[None]:
    """`helploop build` with its host in this process: an interpreter for each case would take most of the time."""

    def start(command: Sequence[str], env: dict[str, str]) -> int:
        before = dict(os.environ)
        handlers = list(logging.getLogger("mkdocs").handlers)
        os.environ.update(env)
        try:
            return host(list(command)[len(helploop.cli.build.HOST) :])
        finally:
            logging.getLogger("mkdocs").handlers = handlers
            os.environ.clear()
            os.environ.update(before)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(helploop.cli.build, "host_ended", start)
        yield


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
    lay_out(case, root)
    for beside in ("outside", "ledger"):  # nothing here is anybody's business
        (tmp_path / beside).mkdir()
        (tmp_path / beside / "people.sqlite").write_text("CANARY_people", encoding="utf-8")
    before = elsewhere(tmp_path)
    held = start_of_peak()
    start = time.monotonic()
    code, printed = call(root, case.run)
    if case.problems is not None:
        assert reported(printed) == [problem.strip() for problem in case.problems]
    for text in case.contains:
        assert text in printed
    for text in case.lacks:
        assert text not in printed
    assert code == case.exit, printed
    assert call(root, case.run) == (code, printed)
    check_words(printed, tmp_path)
    if case.run == ("check",):
        check_forms(root, printed, code)
        with host_here():
            check_builds(case, root, tmp_path)
    assert elsewhere(tmp_path) == before
    assert time.monotonic() - start < MAX_SECONDS
    assert peak() - held < MAX_KILOBYTES - OWN_KILOBYTES


def elsewhere(folder: Path) -> dict[str, str]:
    """Everything but the site and the cache, and every folder."""
    folders = {path.relative_to(folder).as_posix(): "" for path in folder.rglob("*") if path.is_dir()}
    files = {path.relative_to(folder).as_posix(): read(path) for path in folder.rglob("*") if path.is_file()}
    everything = folders | {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    own = re.compile(r"project/(?:site|\.cache|\.git)(?:/|$)")
    return {name: value for name, value in everything.items() if not own.match(name)}


def start_of_peak() -> int:
    """Forget the most memory this process had so far (Linux 4.0); what it holds of other tests, in kilobytes."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


def peak() -> int:
    """The most memory this process had since, in kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def check_words(printed: str, folder: Path) -> None:
    """U1: people read it, and it names no place of this computer."""
    assert PYTHON.search(printed) is None, printed
    assert str(folder) not in printed
    assert str(Path.home()) not in printed.replace(str(folder), "") or str(Path.home()) == "/"
    for problem in reported(printed):
        assert "\n  fix: " in problem, problem


def check_forms(root: Path, printed: str, code: int) -> None:
    """The same problems for other tools."""
    same, form = call(root, ("check", "--format", "json"))
    found = json.loads(form)["problems"]
    assert same == code
    if len(found) <= 200:
        assert [f"{p['code']}]: {p['message']}" for p in found] == [
            line.partition("[")[2] for line in printed.split("\n") if re.match(r"^\S.*: (?:error|warning)\[", line)
        ]


def check_builds(case: Case, root: Path, folder: Path) -> None:
    """The old site stays; what is good of the new one is whole, valid, and the same the second time."""
    site = root / "site"
    (site / "articles").mkdir(parents=True)
    (site / "404.html").write_text("old", encoding="utf-8")
    (site / "articles" / "old.html").write_text("CANARY_old", encoding="utf-8")
    old = contents(site)
    code, printed = call(root, ("build",))
    assert code == (case.exit if case.build_exit is None else case.build_exit), printed
    check_words(re.sub(r"(?:error|warning)\[host\].*", "", printed), folder)
    assert [path.name for path in root.iterdir() if ".site" in path.name] == []
    if code:
        assert contents(site) == old
        again, _ = call(root, ("build", "--keep-going"))
        assert again == code
    if code == 2 or case.stops:
        assert contents(site) == old
        return
    new = contents(site)
    check_site(case, site, new)
    assert call(root, ("build", "--keep-going", "--no-cache"))[0] == code
    assert contents(site) == new


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site as people read it."""
    return {path.relative_to(site).as_posix(): read(path) for path in sorted(site.rglob("*")) if path.is_file()}


def check_site(case: Case, site: Path, files: dict[str, bytes]) -> None:
    """What a build publishes, with mistakes or without."""
    own = ("articles/good.md", "articles/Good.md")
    if not any(path in case.files for path in own) and "articles_dir" not in case.files.get("mkdocs.yml", ""):
        assert b"A good article." in files["articles/good/index.html"]
    for path, texts in case.site_has.items():
        for text in texts:
            assert text in files[path].decode()
    for text in (*case.site_lacks, "CANARY_"):
        assert [path for path, data in files.items() if text.encode() in data or text in path] == []
    for text in case.html_lacks:
        assert [path for path, data in files.items() if path.endswith(".html") and text.encode() in data] == []
    check_feeds(case, files, address_of(site.parent))


def address_of(root: Path) -> str:
    """Where the case says that its site stands."""
    written = re.search(r"^site_url: *(\S+)$", (root / "mkdocs.yml").read_text("utf-8", "replace"), re.MULTILINE)
    return f"{written[1].rstrip('/')}/" if written else ""


def check_feeds(case: Case, files: dict[str, bytes], url: str) -> None:
    """Every feed is valid, and the three of all entries have the same number of them."""
    names = [name for name in files if re.search(r"(?:^|/)(?:changelog|roadmap)/.*(?:\.xml|feed[\w-]*\.json)$", name)]
    for name in names:
        assert check_feed(files[name], url + name) == [], name
    if "changelog/feed.json" in files:
        entries = len(json.loads(files["changelog/feed.json"])["items"])
        assert len(etree.fromstring(files["changelog/feed.xml"]).findall(".//item")) == entries
        atom = etree.fromstring(files["changelog/atom.xml"])
        assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == entries
        assert case.items in {None, entries}


def read(path: Path) -> bytes:
    """A published file as people read it."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content
