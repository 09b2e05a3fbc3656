"""What tests share: small projects on disk, real git histories, the command line, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import threading
from pathlib import Path

import hypothesis
import pytest

from built import BuiltSite, build
from trees import write_tree

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
CHROMIUM_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
#: The day every test builds on, unless it says otherwise: 2026-11-22.
EPOCH = "1795305600"
#: The day our own site is built on: 2026-11-28, when all it says has happened.
OWN_DAY = "1795824000"

# How long an example takes depends on what else the computer does.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser is many processes on a clock of its own: what failed there runs once more, and the summary names it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def _quiet_children() -> None:
    """Encodings nobody named are looked for in this process; a child would print those of other packages, too."""
    os.environ.pop("PYTHONWARNDEFAULTENCODING", None)


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", OWN_DAY)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setenv("DISABLE_MKDOCS_2_WARNING", "true")


@pytest.fixture
def project(tmp_path: Path):
    """Makes a project from a mapping of paths to texts or bytes."""

    def make(files: dict[str, str | bytes], folder: str = "project") -> Path:
        return write_tree(tmp_path / folder, files)

    return make


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real articles in 13 languages; not part of the project."""
    folder = SHARED / "fastapi-docs" / "articles"
    if not folder.is_dir():
        pytest.skip(f"the real corpus is not here: {folder}")
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word, with the policy it was made for."""

    def __init__(self, *given: object, policy: str = "", **named: object) -> None:
        self.policy = policy
        super().__init__(*given, **named)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve():
    """Serves a folder on a free port of this computer, under a policy if one is given; returns its address."""
    servers = []

    def start(folder: Path, policy: str = "") -> str:
        handler = functools.partial(_Quiet, directory=str(folder), policy=policy)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium, driven by Playwright."""
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if binary is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Our own site, built once, from a copy, so that no test leaves anything in the project."""
    folder = tmp_path_factory.mktemp("own")
    root = copy_project(folder / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", OWN_DAY)
        code, printed = build(root, folder / "site")
    assert (code, printed) == (0, "")
    return BuiltSite(folder / "site")


def copy_project(target: Path) -> Path:
    """What the site is made of, as a clone of the repository has it."""
    if (ROOT / ".git").is_dir() and shutil.which("git"):
        subprocess.run(
            ["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(target)], check=True, capture_output=True
        )
    for name in ("articles", "changelog", "docs", "roadmap.yaml", "mkdocs.yml", "queries.yaml"):
        source = ROOT / name
        if source.is_dir():
            shutil.rmtree(target / name, ignore_errors=True)
            shutil.copytree(source, target / name)
        elif source.exists():
            shutil.copy(source, target / name)
    for overlay in ROOT.glob("roadmap.*.yaml"):
        shutil.copy(overlay, target / overlay.name)
    return target
