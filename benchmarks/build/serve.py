"""From save to browser: how long after an edit the live server has it, ours beside Hugo's.

    python -m benchmarks.build.serve [--sizes 1000 3000] [--edits 20]

A body, a title and a front matter edit in turn. An edit has arrived when its page, asked for again and again over HTTP,
shows it: that is what a live reload would show. Both servers run at once and are edited by turns, so that whatever else
the machine does meets both.
"""

from __future__ import annotations

import argparse
import os
import signal
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

from benchmarks.build.peers import Peer, peers
from benchmarks.corpus import write_corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The article that is edited, by its place in the source and in the site.
EDITED, PAGE = "c001/a00001.md", "articles/c001/a00001/"
KINDS = ("body", "title", "front matter")
SERVERS = {
    "helploop": lambda command, port: [command, "serve", "--address", f"127.0.0.1:{port}"],
    "Hugo, plain theme": lambda command, port: [command, "server", "--port", str(port), "--bind", "127.0.0.1"],
}
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
def served(peer: Peer, project: Path, port: int) -> Iterator[str]:
    """A live server of a project, and the address of the edited page."""
    command = SERVERS[peer.name](peer.command[0], port)
    with (project / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log, start_new_session=True)
        try:
            address = f"http://127.0.0.1:{port}/{PAGE}"
            wait_for(address, "<html")
            yield address
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


def measure(size: int, edits: int, folder: Path, bin_folder: Path | None) -> None:
    known = [peer for peer in peers(bin_folder) if peer.name in SERVERS]
    write_corpus(folder / "corpus", size)
    with ExitStack() as stack:
        places = {}
        for number, peer in enumerate(known):
            project = folder / f"{number}"
            project.mkdir()
            peer.lay_out(folder / "corpus", project)
            places[peer.name] = (
                project / peer.articles / EDITED,
                stack.enter_context(served(peer, project, 8400 + size % 97 + number)),
            )
        took: dict[tuple[str, str], list[float]] = {}
        texts = {name: file.read_text("utf-8") for name, (file, _) in places.items()}
        for number in range(edits):
            kind = KINDS[number % len(KINDS)]
            for name, (file, address) in places.items():
                text, word = edited(texts[name], kind, number)
                file.write_text(text, "utf-8")
                took.setdefault((name, kind), []).append(wait_for(address, word))
    for name in places:
        every = [second for (other, _), seconds in took.items() if other == name for second in seconds]
        by_kind = ", ".join(f"{kind} {median(took[name, kind]):.2f}" for kind in KINDS if (name, kind) in took)
        print(f"{size:>6} {name:<18} median {median(every):.2f} s ({by_kind})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--bin", type=Path, help="where the peers are installed")
    given = parser.parse_args()
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, given.edits, Path(folder), given.bin)


if __name__ == "__main__":
    main()
