"""Random strings in the search box of a large help center: `python -m benchmarks.search.random_strings --strings 10000`.

Words of the articles with slips, letters of many scripts, signs, half characters, long texts: each is asked for in the
real box in Chromium. What throws, and what takes over 200 ms until the box says something, is listed.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from random import Random

from benchmarks.search.engines import served, write
from benchmarks.search.keystrokes import BOX, _documents
from helploop.search.index import index_files

RESULT = Path(__file__).parents[1] / "results" / "search-random-strings.json"
SLOW = 200
"""Milliseconds."""
SIGNS = "abcdefghij  ..,-_#+@/\\\"'<>&%:*~^()[]{}éßıİñøа٣عب日本語ไทย한국\U0001f600\u0301\u200d\u0000\ud800\u2028"
ASK = """async (texts) => {
    const field = document.querySelector("input[name=q]");
    const dialog = () => document.querySelector("dialog");
    const thrown = [];
    addEventListener("error", (event) => thrown.push(String(event.error)));
    addEventListener("unhandledrejection", (event) => thrown.push(String(event.reason)));
    const times = [];
    for (const text of texts) {
        dialog()?.close();
        const status = document.querySelector(".hl-search-status");
        if (status) status.textContent = "…";
        field.value = text;
        const began = performance.now();
        field.dispatchEvent(new Event("input"));
        await new Promise((done) => {
            const look = () => {
                const said = document.querySelector(".hl-search-status").textContent;
                return said && said !== "…" && said !== "Loading" ? done() : setTimeout(look, 0);
            };
            look();
        });
        times.push(performance.now() - began);
    }
    return { thrown, times };
}"""


def main() -> None:
    """Ask for every string, and say what was slow or thrown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search.random_strings", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--strings", type=int, default=10_000)
    parser.add_argument("--site", type=Path, help="a folder with an index, as keystrokes.py makes it")
    chosen = parser.parse_args()
    documents = list(_documents(chosen.documents))
    dice = Random(3)
    words = " ".join(document.sections[1].text for document in dice.sample(documents, min(50, len(documents)))).split()
    texts = [_text(dice, words) for _ in range(chosen.strings)]
    with tempfile.TemporaryDirectory() as made, served(chosen.site or Path(made)) as (page, address):
        folder = chosen.site or Path(made)
        if not (folder / "search/en/index.json").exists():
            write(folder / "search" / "en", index_files(documents, "en"))
        (folder / "box.html").write_text(BOX, "utf-8")
        held = json.loads((folder / "search/en/index.json").read_text("utf-8"))["documents"]
        page.goto(f"{address}box.html")
        page.evaluate(ASK, ["the first search also loads the client"])
        found = page.evaluate(ASK, texts)
    times = sorted(found["times"])
    report = {
        "documents": held,
        "strings": len(times),
        "load": round(os.getloadavg()[0], 1),
        "thrown": found["thrown"],
        "median_ms": round(times[len(times) // 2], 1),
        "p99_ms": round(times[int(len(times) * 0.99)], 1),
        "most_ms": round(times[-1], 1),
        f"over_{SLOW}_ms": sum(each > SLOW for each in times),
    }
    RESULT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report, indent=1))


def _text(dice: Random, words: list[str]) -> str:
    """Some words, letters of them changed, or signs, seldom very long."""
    if dice.random() < 0.5:
        letters = list(" ".join(dice.choices(words, k=dice.randint(1, 8))))
        for _ in range(dice.randint(0, 4)):
            letters[dice.randrange(len(letters))] = dice.choice(SIGNS)
        return "".join(letters)
    return "".join(dice.choices(SIGNS, k=5000 if dice.random() < 0.01 else dice.randint(0, 40)))


if __name__ == "__main__":
    main()
