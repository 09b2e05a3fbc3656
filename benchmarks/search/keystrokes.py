"""What a keystroke costs the tab: `python -m benchmarks.search.keystrokes --documents 10000`.

Types words and questions into the search box of a generated help center in Chromium, which slows the tab down four times,
and takes the processor time of the page's main thread between one key and the next, waiting left out. `bare` is the same
for a field that does nothing: what typing costs anyway. `settled` is the keys that a search follows before the next one:
of somebody who types slowly, many. `worker` is the worker's time, which Chromium does not slow down, `together` both, and
`together_slowed` both if the worker were slowed down, too, and had to wait for the page.
The longest tasks come from a trace of its own, which would cost something itself.
Words are invented, with `--pages` (a JSON list as `benchmarks.search.bytes` takes it) those of real pages.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import Writer
from benchmarks.search.bytes import pages
from benchmarks.search.corpora import without_front_matter
from benchmarks.search.engines import served, write
from benchmarks.search.tab import Tab
from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.index import index_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import CDPSession, Page

RESULT = Path(__file__).parents[1] / "results" / "search-keystrokes.json"
RESULT_OF_PAGES = RESULT.with_stem("search-keystrokes-of-pages")
ENOUGH = 40  # pages that queries are made of: of some only a title
REAL = ("title", "words", "unfinished", "typo")
CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
SEARCHED = 2.0  # milliseconds of the worker: a search was made
BARE = "<!doctype html><meta charset=utf-8><title>Help</title><dialog open><input></dialog>"
EMPTY = """(() => {
    const field = document.querySelector("dialog input");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
})()"""
BOX = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Help</title>
<form role="search" action="/search/" data-search data-base="/" data-lang="en"><input type="search" name="q"></form>
<script type="module" src="/search/box.js"></script>"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search.keystrokes", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--pages", type=Path, help="real pages instead of invented ones")
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--slower", type=float, default=4)
    parser.add_argument("--delays", type=int, nargs="*", default=[150, 600], help="milliseconds between two keys")
    parser.add_argument(
        "--site", type=Path, help="a folder for the site, whose index is taken where it is there already"
    )
    options = parser.parse_args()
    if options.pages:
        asked = next(pages(options.pages, [options.documents], max(ENOUGH, options.queries)))
        documents, queries = list(asked.documents), _mixed(asked.queries, options.queries)
    else:
        documents = list(_documents(options.documents))
        queries = list(_queries(documents, options.queries))
    with tempfile.TemporaryDirectory() as made, served(options.site or Path(made)) as (page, address):
        folder = options.site or Path(made)
        if not (folder / "search/en/index.json").exists():
            write(folder / "search" / "en", index_files(documents, "en"))
        (folder / "box.html").write_text(BOX, "utf-8")
        (folder / "bare.html").write_text(BARE, "utf-8")
        typed = [_typed(page, address, queries, options.slower, delay) for delay in options.delays]
    report = {"documents": options.documents, "slower": options.slower, "typed": typed}
    (RESULT_OF_PAGES if options.pages else RESULT).write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report, indent=1))


def _typed(page: Page, address: str, queries: list[str], slower: float, delay: int) -> dict[str, Any]:
    """What keys cost at one rhythm, from a page that has been asked nothing yet."""
    bare, _ = _costs(page, f"{address}bare.html", queries[:3], slower, delay)
    costs, helped = _costs(page, f"{address}box.html", queries, slower, delay)
    page.goto(f"{address}box.html")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    longest = _tasks(page, queries[:6], slower, delay)
    return {
        "delay_ms": delay,
        "load": round(os.getloadavg()[0], 1),
        "keystrokes": len(costs),
        **_figures(costs),
        "bare": _figures(bare),
        "settled": _figures([cost for cost, work in zip(costs, helped, strict=True) if work > SEARCHED]),
        "worker": _figures(helped),
        "together": _figures(list(map(sum, zip(costs, helped, strict=True)))),
        "together_slowed": _figures([cost + slower * work for cost, work in zip(costs, helped, strict=True)]),
        "longest_task_ms": round(longest[0], 1),
        "tasks_over_50_ms": sum(duration > 50 for duration in longest),
    }


def _documents(count: int) -> Iterator[SearchDocument]:
    writer = Writer(1)
    for number in range(count):
        text = without_front_matter(writer.article(number, []))
        parts = [part.partition("\n") for part in re.split(r"^## ", text, flags=re.MULTILINE)]
        sections = tuple(Section(f"s{n}", head, body) for n, (head, _, body) in enumerate(parts))
        title = " ".join(writer.random.choices(writer.words, writer.weights, k=3)).capitalize()
        yield SearchDocument(id=f"a{number:05}", url=f"a{number:05}/", title=title, language="en", sections=sections)


def _queries(documents: list[SearchDocument], count: int) -> Iterator[str]:
    """Words of one section, titles with a slip, and questions."""
    dice = random.Random(2)
    for number in range(count):
        document = dice.choice(documents)
        words = dice.sample(re.findall(r"[a-z]{4,}", document.sections[1].text), 3)
        yield (" ".join(words), document.title.lower()[1:], f"how can I {' '.join(words)}?")[number % 3]


def _mixed(queries: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """As many of each kind, in turn, in small letters as people type them."""
    dice = random.Random(2)
    return [dice.choice(queries[REAL[number % len(REAL)]]).lower() for number in range(count)]


def _figures(costs: list[float]) -> dict[str, float]:
    costs = sorted(costs) or [0.0]
    places = {"median_ms": len(costs) // 2, "p95_ms": int(len(costs) * 0.95), "most_ms": -1}
    return {name: round(costs[at], 1) for name, at in places.items()}


def _slowed(page: Page, slower: float) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return session


def _costs(page: Page, address: str, queries: list[str], slower: float, delay: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the main thread and of workers after each key, until the next one."""
    assert page.context.browser
    tab = Tab(page.context.browser, address, slower)
    time.sleep(1)
    tab.press("/")
    time.sleep(1)
    costs: list[float] = []
    helped: list[float] = []
    for query in queries:
        tab.run(EMPTY)
        time.sleep(0.3)
        marks = [(tab.spent(), tab.helped())]
        for letter in query:
            tab.press(letter)
            time.sleep(delay / 1000)
            marks.append((tab.spent(), tab.helped()))
        time.sleep(1.2)
        marks[-1] = (tab.spent(), tab.helped())
        costs += [after[0] - before[0] for before, after in pairwise(marks)]
        helped += [after[1] - before[1] for before, after in pairwise(marks)]
    tab.close()
    return costs, helped


def _tasks(page: Page, queries: list[str], slower: float, delay: int) -> list[float]:
    """The processor milliseconds of each task of the main thread, the longest first."""
    session = _slowed(page, slower)
    events: list[dict[str, Any]] = []
    done: list[bool] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    config = {"includedCategories": CATEGORIES}
    session.send("Tracing.start", {"traceConfig": config, "transferMode": "ReportEvents"})
    for query in queries:
        page.locator("dialog input").fill("")
        page.keyboard.type(query, delay=delay)
        page.wait_for_timeout(1200)
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(50)
    key = next(e for e in events if e["name"] == "EventDispatch" and e["args"]["data"]["type"] == "keydown")
    names = ("RunTask", "ThreadControllerImpl::RunTask")
    own = [e for e in events if (e["pid"], e["tid"]) == (key["pid"], key["tid"]) and "tdur" in e]
    return sorted((e["tdur"] / 1000 for e in own if e["name"] in names), reverse=True)


if __name__ == "__main__":
    main()
