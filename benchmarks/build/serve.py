"""From save to browser: how long after an edit the live server has it, ours beside Hugo's and Zensical's.

    python -m benchmarks.build.serve [--sizes 1000 3000] [--edits 20]

A body, a title and a front matter edit in turn. An edit has arrived when its page, open in Chromium and reloaded by
nothing but the server's own live reload, holds it. All servers run at once and are edited by turns, each when the one before
has come to rest, so that whatever else the machine does meets all. Writes `benchmarks/results/serve.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.build.cases import Case
from benchmarks.build.measure import family
from benchmarks.build.peers import Peer, peers
from benchmarks.corpus import write_corpus
from benchmarks.environment import given_folder, peers_folder
from benchmarks.search.engines import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

RESULT = Path(__file__).parents[1] / "results" / "serve.md"
#: The article that is edited, by its place in the source and in the site.
EDITED, PAGE = "c001/a00001.md", "c001/a00001/"
KINDS = ("body", "title", "front matter")
SERVERS = {
    "helploop": lambda command, port: [command, "serve", "--address", f"127.0.0.1:{port}"],
    "Hugo": lambda command, port: [command, "server", "--port", str(port), "--bind", "127.0.0.1"],
    "Zensical, pruned": lambda command, port: [command, "serve", "--dev-addr", f"127.0.0.1:{port}"],
}
#: Who shows no summary on a page has no such edit.
WITHOUT_SUMMARY = {"Zensical, pruned"}
RESTING = 0.05
PATIENCE = 600.0


def edited(text: str, kind: str, number: int) -> tuple[str, str]:
    """The text after an edit, and the word that shows on the page."""
    word = f"edited{number:04}"
    if kind == "title":
        return text.replace("title: ", f"title: {word} ", 1), word
    if kind == "front matter":
        return text.replace("summary: ", f"summary: {word} ", 1), word
    return f"{text}\nA sentence with {word} in it.\n", word


@contextmanager
def served(peer: Peer, project: Path, port: int) -> Iterator[tuple[str, int]]:
    """A live server of a project: the address of the edited page, and the process."""
    command = SERVERS[peer.name](peer.command[0], port)
    with (project / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log, start_new_session=True)
        try:
            folder = "" if peer.articles == "docs" else "articles/"
            address = f"http://127.0.0.1:{port}/{folder}{PAGE}"
            wait_for(address, "<html")
            yield address, process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def wait_for(address: str, word: str) -> float:
    """How long it takes until a page shows a word."""
    start = time.monotonic()
    while time.monotonic() - start < PATIENCE:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                if word.encode() in answer.read():
                    return time.monotonic() - start
        except (OSError, HTTPException):  # not there yet, or being written
            pass
        time.sleep(0.01)
    sys.exit(f"{address} did not show {word} within {PATIENCE:.0f} s")


def arrival(page: Page, word: str) -> float:
    """How long it takes until a page that is open holds a word."""
    start = time.monotonic()
    page.wait_for_function("(word) => document.documentElement.outerHTML.includes(word)", arg=word, polling=20)
    return time.monotonic() - start


def rest(pids: Iterable[int]) -> None:
    """Waits until no server works any more: what one still does after an answer must not slow down the next."""
    while True:
        before = [cpu_of(pid) for pid in pids]
        time.sleep(0.5)
        if sum(cpu_of(pid) for pid in pids) - sum(before) < RESTING:
            return


def cpu_of(pid: int) -> float:
    """Seconds of a process and of those it started and that have ended or still run."""
    used = 0.0
    for one in family(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            continue
        used += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return used


def measure(size: int, edits: int, folder: Path, known: Sequence[Peer]) -> Iterator[str]:
    write_corpus(folder / "corpus", size)
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        files, pages, pids = {}, {}, []
        for number, peer in enumerate(known):
            project = folder / f"{number}"
            project.mkdir()
            peer.lay_out(folder / "corpus", project, Case(size))
            files[peer.name] = project / peer.articles / EDITED
            address, pid = stack.enter_context(served(peer, project, free_port()))
            pages[peer.name] = browser.new_page()
            pages[peer.name].set_default_timeout(PATIENCE * 1000)
            pages[peer.name].goto(address)
            pids.append(pid)
            print(f"{size:>6} {peer.name} serves", file=sys.stderr, flush=True)
        took: dict[tuple[str, str], list[float]] = {}
        texts = {name: file.read_text("utf-8") for name, file in files.items()}
        for number in range(edits):
            kind = KINDS[number % len(KINDS)]
            for name, file in files.items():
                if kind == "front matter" and name in WITHOUT_SUMMARY:
                    continue
                rest(pids)
                text, word = edited(texts[name], kind, number)
                file.write_text(text, "utf-8")
                took.setdefault((name, kind), []).append(arrival(pages[name], word))
            print(f"{size:>6} edit {number + 1} of {edits}", file=sys.stderr, flush=True)
    for name in files:
        every = [second for (other, _), seconds in took.items() if other == name for second in seconds]
        cells = [f"{median(took[name, kind]):.2f}" if (name, kind) in took else "" for kind in KINDS]
        yield f"| {size:,} | {name} | {median(every):.2f} | {' | '.join(cells)} |"


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--peers", type=given_folder, help="an environment that holds the other tools")
    given = parser.parse_args()
    known = [peer for peer in peers(given.peers or peers_folder()) if peer.name in SERVERS]
    lines = [
        "# From save to browser",
        "",
        f"Seconds, medians of {given.edits} edits (`python -m benchmarks.build.serve`); load when it began {os.getloadavg()[0]:.1f}.",
        "",
        f"| articles | server | all | {' | '.join(KINDS)} |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            lines += measure(size, given.edits, Path(folder), known)
    RESULT.write_text("\n".join(lines) + "\n", "utf-8")
    print(RESULT.read_text("utf-8"))


if __name__ == "__main__":
    main()
