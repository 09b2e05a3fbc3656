"""Success at 1 of the shipped client in Chromium: `python benchmarks/search/relevance.py [--most 200] [--languages de,ja]`."""

from __future__ import annotations

import argparse
import functools
import http.server
import shutil
import tempfile
import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import all_corpora
from playwright.sync_api import sync_playwright

from helploop.search.assets import search_assets
from helploop.search.index import index_files

if TYPE_CHECKING:
    from collections.abc import Mapping

FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
ASK = """async ([base, language, texts]) => {
    const { open } = await import('/search/client.js');
    const search = await open(base, language);
    const found = [];
    for (const text of texts) {
        const results = await search.query(text, { limit: 10 });
        found.push(results.map((result) => result.url));
    }
    return found;
}"""
NO_SPACES = {"ja", "ko", "zh", "zh-Hans", "zh-Hant"}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--most", type=int, default=10_000, help="queries of a kind and language")
    options.add_argument("--languages", default="")
    options.add_argument("--sets", default="xquad,docs")
    chosen = options.parse_args()
    cells = defaultdict(dict)
    empty = defaultdict(int)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _write(root / "search", search_assets())
        (root / "index.html").write_text("<!doctype html><title>search</title>")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.set_default_timeout(0)
        for corpus in all_corpora():
            if corpus.name not in chosen.sets.split(",") or (
                chosen.languages and corpus.language not in chosen.languages.split(",")
            ):
                continue
            _write(root / corpus.name / "search" / corpus.language, index_files(corpus.documents, corpus.language))
            by_kind = defaultdict(list)
            for query in corpus.queries:
                by_kind[query.kind].append(query)
            asked = [query for queries in by_kind.values() for query in queries[: chosen.most]]
            base = f"/{corpus.name}/"
            found = page.evaluate(ASK, [base, corpus.language, [query.text for query in asked]])
            right = defaultdict(list)
            for query, urls in zip(asked, found, strict=True):
                ids = [url.removeprefix(base).partition("#")[0].rstrip("/") for url in urls]
                right[query.kind].append(bool(ids) and ids[0] in query.relevant)
                empty[corpus.name] += not ids
            for kind, hits in right.items():
                group = f"{corpus.name} {kind}" + (
                    " (CJK, ko)" if corpus.name == "docs" and corpus.language in NO_SPACES else ""
                )
                cells[group][corpus.language] = sum(hits) / len(hits)
        browser.close()
    for group, values in cells.items():
        detail = " ".join(f"{language} {value:.2f}" for language, value in values.items())
        print(f"{group:28} {sum(values.values()) / len(values):.3f}   {detail}")
    print("queries without any result:", dict(empty))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


if __name__ == "__main__":
    main()
