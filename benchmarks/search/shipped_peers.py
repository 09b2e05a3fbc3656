"""Peers as their sites ship them, in Chromium: the search workers of Material and Zensical out of their packages, and Pagefind.

Material's and Zensical's workers get the index their builds write (`search_index.json`, `search.json`) over the same
documents, with the settings their translations give for the language; Pagefind indexes plain pages with its program. Words in
Chinese are not cut by jieba, which neither installs.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.environment import packages
from benchmarks.search.engines import Engine, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.search.engines import Answers
    from benchmarks.search.sets import Corpus

WORKER = """async ([script, address, texts, wrap]) => {
    const setup = await (await fetch(address)).json();
    const worker = new Worker(script);
    const ask = (type, data) => new Promise((done) => {
        worker.onmessage = (event) => done(event.data);
        worker.onerror = () => done({ type: 4 });
        worker.postMessage({ type, data });
    });
    const found = [];
    if ((await ask(0, setup)).type === 1) {
        for (const text of texts) {
            const { data } = await ask(2, wrap ? { ...wrap, input: text } : text);
            found.push((data?.items ?? []).slice(0, 10).map((item) => setup.items ? setup.items[item.id].location : item[0].location));
        }
    }
    worker.terminate();
    return found;
}"""
# Only the first result is looked at: each costs a request.
PAGEFIND = """async ([script, texts]) => {
    const pagefind = await import(script);
    await pagefind.init();
    const found = [];
    for (const text of texts) {
        const { results } = await pagefind.search(text);
        found.push(results.length ? [(await results[0].data()).raw_url] : []);
    }
    return found;
}"""
#: What Zensical's box sends besides the text.
WRAP = {
    "filter": {
        "input": {"type": "operator", "data": {"operator": "and", "operands": []}},
        "aggregation": {"input": [{"type": "term", "data": {"field": "tags"}}]},
    }
}
ZENSICAL_SEPARATOR = '[\\s\\-_,:!=\\[\\]()\\\\"`/]+|\\.(?!\\d)'
BOOST = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}}
SCRIPTS = "templates/assets/javascripts"


@contextmanager
def shipped_peers(environment: Path) -> Iterator[list[Engine]]:
    """Their engines, over one page in Chromium."""
    installed = packages(environment)
    with tempfile.TemporaryDirectory() as temporary, served(Path(temporary)) as (page, _):
        folder = Path(temporary)

        def by_worker(package: str, setup: Callable[[Corpus], Any], wrap: Any) -> Callable[..., Answers]:
            for part in ("workers", "lunr"):
                if (installed / package / SCRIPTS / part).exists():
                    shutil.copytree(installed / package / SCRIPTS / part, folder / package / part)
            worker = next((folder / package / "workers").glob("search.*.js")).name

            def ask(corpus: Corpus, texts: Sequence[str]) -> Answers:
                (folder / "setup.json").write_text(json.dumps(setup(corpus)), "utf-8")
                asked = [
                    f"/{package}/workers/{worker}",
                    f"/setup.json?{corpus.name}-{corpus.language}",
                    list(texts),
                    wrap,
                ]
                return _ids(page.evaluate(WORKER, asked), texts)

            return ask

        def pagefind(corpus: Corpus, texts: Sequence[str]) -> Answers:
            site = folder / f"{corpus.name}-{corpus.language}"
            _write_pages(corpus, site)
            program = installed / "pagefind_bin_extended" / "pagefind_extended"
            subprocess.run([program, "--site", site, "--quiet"], check=True, capture_output=True)
            return _ids(page.evaluate(PAGEFIND, [f"/{site.name}/pagefind/pagefind.js", list(texts)]), texts)

        def version(name: str) -> str:
            return next(installed.glob(f"{name}-*.dist-info")).name.split("-")[1].removesuffix(".dist")

        language_files = installed / "material" / "templates" / "partials" / "languages"
        yield [
            Engine(
                "Material",
                version("mkdocs_material"),
                by_worker("material", lambda corpus: _material(corpus, language_files), None),
            ),
            Engine("Zensical", version("zensical"), by_worker("zensical", _zensical, WRAP)),
            Engine("Pagefind", version("pagefind"), pagefind),
        ]


def _ids(found: Answers, texts: Sequence[str]) -> Answers:
    """Ids of documents from addresses; a worker that did not start has no answer to anything."""
    found = found or [[] for _ in texts]
    return [[address.partition("#")[0].strip("/") for address in one] for one in found]


def _sections(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """An entry for each page and each section with a heading, as both builds write them."""
    for document in corpus.documents:
        entries: list[dict[str, Any]] = [
            {"location": f"{document.id}/", "level": 1, "title": escape(document.title), "text": ""}
        ]
        for number, section in enumerate(document.sections):
            if section.heading:
                location = f"{document.id}/#s{number}"
                entries.append({"location": location, "level": 2, "title": escape(section.heading), "text": ""})
            entries[-1]["text"] += f"<p>{escape(section.text)}</p>"
        for entry in entries:
            yield {**entry, "path": [escape(document.title)], "tags": []}


def _material(corpus: Corpus, language_files: Path) -> dict[str, Any]:
    def translated(key: str) -> str:
        for tag in (corpus.language, corpus.language.split("-")[0], "en"):
            file = language_files / f"{tag}.html"
            found = re.search(rf'"search\.config\.{key}": (".*"),', file.read_text("utf-8")) if file.exists() else None
            if found:
                return str(json.loads(found[1]))
        raise ValueError(key)

    config = {
        "lang": [translated("lang")],
        "separator": translated("separator"),
        "pipeline": [part for part in re.split(r"\s*,\s*", translated("pipeline").strip()) if part],
        "fields": BOOST,
    }
    docs = [{key: entry[key] for key in ("location", "title", "text")} for entry in _sections(corpus)]
    return {"config": config, "docs": docs, "options": {"suggest": False}}


def _zensical(corpus: Corpus) -> dict[str, Any]:
    return {"config": {"lang": [corpus.language], "separator": ZENSICAL_SEPARATOR}, "items": list(_sections(corpus))}


def _write_pages(corpus: Corpus, site: Path) -> None:
    for document in corpus.documents:
        body = "".join(
            (f'<h2 id="s{number}">{escape(section.heading)}</h2>' if section.heading else "")
            + f"<p>{escape(section.text)}</p>"
            for number, section in enumerate(document.sections)
        )
        file = site / document.id / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f'<!doctype html><html lang="{corpus.language}"><meta charset="utf-8"><title>{escape(document.title)}</title>'
            f"<main data-pagefind-body><h1>{escape(document.title)}</h1>{body}</main></html>",
            "utf-8",
        )
