"""Who answers the queries: the shipped client in Chromium, and other engines in node, as their documentation sets them up."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from helploop.search.assets import client_module, search_assets
from helploop.search.index import index_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from playwright.sync_api import Page

    from benchmarks.search.sets import Corpus

FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
PACKAGES = {"minisearch": "7.2.0", "lunr": "2.3.9", "lunr-languages": "1.14.0"}
PEERS = Path(__file__).parent / "peers.cjs"
ASK = """async ([base, language, texts]) => {
    const { open } = await import('/search/client.js');
    const search = await open(base, language);
    const found = [];
    for (const text of texts) {
        const results = await search.query(text, { limit: 10 });
        found.push(results.map((result) => result.url.slice(base.length).split('#')[0].replace(/\\/$/, '')));
    }
    return found;
}"""
ASK_IN_NODE = """import fs from "node:fs";
import { open } from "./client.mjs";
globalThis.scheduler = { yield: async () => {} };
const { files, language, texts } = JSON.parse(fs.readFileSync(0, "utf8"));
const get = async (address) => files[address.split("?")[0].slice(`/search/${language}/`.length)];
const search = await open("/", language, { get });
const found = [];
for (const text of texts) {
  const results = await search.query(text, { limit: 10 });
  found.push(results.map(({ url }) => url.slice(1).split("#")[0].replace(/\\/$/, "")));
}
process.stdout.write(JSON.stringify(found));
"""

Answers = list[list[str]]


class Engine(NamedTuple):
    """`ask` gives, for each text, the ids of the documents found, the best first."""

    name: str
    version: str
    ask: Callable[[Corpus, Sequence[str]], Answers]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits 40 ms for the acknowledgement of its head

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[tuple[Page, str]]:
    """A page in Chromium over a folder with the client in it, and the folder's address."""
    write(folder / "search", search_assets())
    (folder / "index.html").write_text("<!doctype html><title>search</title>")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(0)
        address = f"http://127.0.0.1:{server.server_port}/"
        page.goto(f"{address}index.html")
        yield page, address
        browser.close()
    server.shutdown()


@contextmanager
def helploop() -> Iterator[Engine]:
    """The client as it is shipped, over files as they are shipped."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (page, _):

        def ask(corpus: Corpus, texts: Sequence[str]) -> Answers:
            base = f"/{corpus.name}/"
            files = index_files(corpus.documents, corpus.language)
            write(Path(folder) / corpus.name / "search" / corpus.language, files)
            found: Answers = page.evaluate(ASK, [base, corpus.language, list(texts)])
            return found

        yield Engine("helploop", "this version", ask)


@contextmanager
def helploop_in_node() -> Iterator[Engine]:
    """The same client and files without a browser, a fifth of the time; what was asked once is known."""
    known: dict[tuple[str, str, str], list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "client.mjs").write_bytes(client_module())
        (Path(folder) / "ask.mjs").write_text(ASK_IN_NODE)

        def ask(corpus: Corpus, texts: Sequence[str]) -> Answers:
            place = (corpus.name, corpus.language)
            new = [text for text in dict.fromkeys(texts) if (*place, text) not in known]
            if new:
                files = {
                    path: content.decode() for path, content in index_files(corpus.documents, corpus.language).items()
                }
                asked = json.dumps({"files": files, "language": corpus.language, "texts": new})
                script = ["node", str(Path(folder) / "ask.mjs")]
                done = subprocess.run(script, input=asked, capture_output=True, encoding="utf-8", check=True)
                known.update(((*place, text), ids) for text, ids in zip(new, json.loads(done.stdout), strict=True))
            return [known[*place, text] for text in texts]

        yield Engine("helploop", "this version", ask)


def peers(cache: Path) -> Iterator[Engine]:
    """The other engines, installed into `cache` by npm."""
    if not (cache / "node_modules" / "minisearch").exists():
        cache.mkdir(parents=True, exist_ok=True)
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", cache, *wanted], check=True)
    for name, package in {"minisearch": "minisearch", "minisearch-icu": "minisearch", "lunr": "lunr"}.items():
        yield Engine(name, PACKAGES[package], functools.partial(_ask_peer, name, cache))


def _ask_peer(name: str, cache: Path, corpus: Corpus, texts: Sequence[str]) -> Answers:
    documents = [
        {"id": d.id, "title": d.title, "text": "\n".join(f"{s.heading}\n{s.text}" for s in d.sections)}
        for d in corpus.documents
    ]
    asked = {"engine": name, "language": corpus.language, "documents": documents, "texts": list(texts)}
    done = subprocess.run(
        ["node", PEERS, cache / "node_modules"],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: Answers = json.loads(done.stdout)
    return found


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
