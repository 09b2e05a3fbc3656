"""What making an index costs beside lunr.py's `lunr(...)`: `python -m benchmarks.search.cost [--sizes 1000 5000]`.

CPU seconds of processes that take turns, each document read beforehand: lunr.py builds its index and serialises it; ours
counts words, makes every file and what the next build needs. Then one article changes. Needs `pip install lunr`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import tempfile
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.corpus import write_corpus
from benchmarks.search.markdown import folder_documents
from helploop.model.body import Section
from helploop.pipeline.search_counted import count_document, read_counted
from helploop.pipeline.search_index import Wanted, kept_index_files
from helploop.search.parts import text_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from helploop.model.search_document import SearchDocument

RESULTS = Path(__file__).parents[1] / "results"
NEW_WORDS = "A sentence more, with words of its own: zephyr quixotic tarragon, and settings of the account."


def lunr_cost(documents: Sequence[SearchDocument]) -> float:
    """All fields boosted as ours are; the index as JSON, as a site would ship it."""
    from lunr import lunr  # noqa: PLC0415 - no dependency of the project

    rows = [
        {"id": str(n), "title": d.title, "heading": " ".join(s.heading for s in d.sections), "text": _text(d)}
        for n, d in enumerate(documents)
    ]
    fields = ["title", {"field_name": "heading", "boost": 2}, "text"]
    start = time.process_time()
    json.dumps(lunr(ref="id", fields=fields, documents=rows).serialize())
    return time.process_time() - start


def _text(document: SearchDocument) -> str:
    return "\n".join(section.text for section in document.sections)


def our_cost(documents: Sequence[SearchDocument], store: Path | str) -> float:
    """An index made from what the store knows; files whose hash the last build had are not made again."""
    seen = Path(f"{store}.seen")
    start = time.process_time()
    keys = {_key(d): d for d in documents}

    def load(wanted: Sequence[str]) -> Iterator[tuple[str, object]]:
        return ((key, read_counted(count_document(keys[key], "en"))) for key in wanted)

    @lru_cache(maxsize=1)
    def parts(key: str) -> Sequence[bytes]:
        return text_parts(keys[key])

    names = {(str(d.kind), d.id, d.language): key for key, d in keys.items()}
    known = json.loads(seen.read_text()) if seen.exists() else {}
    made = {}
    for file in kept_index_files(store, "benchmark", Wanted("en", names, (), load, parts)):  # type: ignore[arg-type]
        made[file.path] = file.key
        if known.get(file.path) != file.key:
            file.content()
    spent = time.process_time() - start
    seen.write_text(json.dumps(made))
    return spent


def _key(document: SearchDocument) -> str:
    texts = [document.id, document.title, *(f"{s.anchor}\0{s.heading}\0{s.text}" for s in document.sections)]
    return hashlib.blake2b("\0\0".join(texts).encode(), digest_size=16).hexdigest()


def edited(documents: Sequence[SearchDocument], number: int) -> list[SearchDocument]:
    """One article with a sentence more."""
    old = documents[number]
    last = old.sections[-1]
    section = Section(last.anchor, last.heading, f"{last.text}\n{NEW_WORDS} {number}")
    return [*documents[:number], replace(old, sections=(*old.sections[:-1], section)), *documents[number + 1 :]]


def apart(work: Callable[..., float], *values: object) -> tuple[float, float]:
    """CPU seconds and the peak of memory in MB, in a process of its own."""
    context = multiprocessing.get_context("fork")
    there, here = context.Pipe()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def run() -> None:
        spent = work(*values)
        there.send((spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))

    process = context.Process(target=run)
    process.start()
    spent, peak = here.recv()
    process.join()
    return spent, (peak - before) / 1024 if peak > before else 0.0


def measure(name: str, documents: Sequence[SearchDocument], rounds: int) -> dict[str, float | str]:
    """Medians over rounds in which all take turns."""
    costs: dict[str, list[float]] = {"lunr": [], "cold": [], "edit": [], "nothing": []}
    peaks = [0.0]
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            store = Path(folder) / f"{turn}.sqlite"
            costs["lunr"].append(apart(lunr_cost, documents)[0])
            spent, peak = apart(our_cost, documents, store)
            costs["cold"].append(spent)
            peaks.append(peak)
            for step in range(5):
                changed = edited(documents, (turn * 5 + step) * 7 % len(documents))
                costs["edit"].append(apart(our_cost, changed, store)[0])
                costs["nothing"].append(apart(our_cost, changed, store)[0])
                apart(our_cost, documents, store)
    row: dict[str, float | str] = {kind: round(median(found), 3) for kind, found in costs.items()}
    kilobytes = sum(len(_text(d)) for d in documents) / 1000
    row |= {"corpus": name, "articles": len(documents), "kilobytes": round(kilobytes), "peak": round(max(peaks))}
    row |= {"cold_share": round(median(costs["cold"]) / median(costs["lunr"]), 3)}
    row |= {"edit_share": round(median(costs["edit"]) / median(costs["lunr"]), 4)}
    return row


def render(rows: Sequence[dict[str, float | str]]) -> str:
    """The table."""
    lines = [
        "# What an index costs",
        "",
        "CPU seconds, medians of processes that take turns (`python -m benchmarks.search.cost`); one core, no other cache",
        f"than the index's own; load when it began {os.getloadavg()[0]:.1f}. *Edit*: one article has a sentence more,",
        "five words of it new to the site. *Peak*: MB above the documents in memory.",
        "",
        "| corpus | articles | text kB | lunr.py | ours, cold | of lunr | edit | of lunr | nothing changed | peak MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        edit = float(row["lunr"]) / max(1e-9, float(row["edit"]))
        lines.append(
            f"| {row['corpus']} | {row['articles']} | {row['kilobytes']} | {row['lunr']} | {row['cold']} |"
            f" {row['cold_share']} | {row['edit']} | 1/{edit:.0f} | {row['nothing']} | {row['peak']} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure each corpus and write the table after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 5000])
    parser.add_argument("--articles", type=Path, help="a folder of real articles, measured too")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    rows = []
    if chosen.articles:
        rows.append(measure(chosen.articles.parent.name, list(folder_documents(chosen.articles)), chosen.rounds))
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_corpus(Path(folder), size)
            documents = list(folder_documents(Path(folder)))
        print(f"{size} articles ...", flush=True)
        rows.append(measure("generated", documents, chosen.rounds if size <= 1000 else 1))
        (RESULTS / "search_cost.md").write_text(render(rows))
    (RESULTS / "search_cost.md").write_text(render(rows))
    print(render(rows))


if __name__ == "__main__":
    main()
