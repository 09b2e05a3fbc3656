"""`python -m benchmarks search`: who finds the right page first, over questions, real documentation and help centers.

Sixty queries of a kind and language, ours and six peers: a quarter of an hour on two quiet cores.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.environment import peers_folder
from benchmarks.search.corpora import all_corpora
from benchmarks.search.debian import HELD_OUT, debian_corpora
from benchmarks.search.engines import helploop, peers
from benchmarks.search.relevance import Figures, mean, measure
from benchmarks.search.shipped_peers import shipped_peers

if TYPE_CHECKING:
    from benchmarks.search.engines import Engine
    from benchmarks.search.sets import Corpus

RESULTS = Path(__file__).parents[1] / "results"
CACHE = Path(__file__).parents[2] / ".cache" / "benchmarks"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=60, help="queries of a kind and language")
    parser.add_argument("--sets", nargs="+", default=["xquad", "docs", "gnome", "libreoffice"])
    parser.add_argument("--languages", nargs="+", help="only these")
    parser.add_argument("--held-out", action="store_true", help="of the Debian sets, languages nothing was chosen by")
    parser.add_argument("--alone", action="store_true", help="without the other engines")
    parser.add_argument("--peers", type=Path, help="an environment that holds the other tools")
    parser.add_argument("--seed", type=int, default=20261127, help="of the queries made for the Debian sets")
    options = parser.parse_args()
    corpora = load(options)
    found: dict[str, Figures] = {}
    versions: dict[str, str] = {}

    def run(engine: Engine) -> None:
        found[engine.name], versions[engine.name] = measure(engine, corpora, options.most), engine.version
        print(f"{engine.name} {engine.version}", file=sys.stderr, flush=True)

    with helploop() as engine:
        run(engine)
    if not options.alone:
        for engine in peers(CACHE / "search"):
            run(engine)
        with shipped_peers(options.peers or peers_folder()) as engines:
            for engine in engines:
                run(engine)
    report = table(found, versions, options)
    print(report)
    if not options.alone:
        RESULTS.mkdir(exist_ok=True)
        values = {
            "most": options.most,
            "seed": options.seed,
            "engines": {name: {"version": versions[name], **figures._asdict()} for name, figures in found.items()},
        }
        (RESULTS / "search.json").write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (RESULTS / "search.md").write_text(report, "utf-8")


def load(options: argparse.Namespace) -> list[Corpus]:
    sets = list(all_corpora())
    if {"gnome", "libreoffice"} & set(options.sets):
        sets += [
            corpus
            for corpus in debian_corpora(CACHE / "debian", options.seed)
            if corpus.language in HELD_OUT or not options.held_out
        ]
    return [
        corpus
        for corpus in sets
        if corpus.name in options.sets and (not options.languages or corpus.language in options.languages)
    ]


def table(found: dict[str, Figures], versions: dict[str, str], options: argparse.Namespace) -> str:
    """A Markdown table of means over languages, and ours by language."""
    names = list(found)
    lines = [
        "# Search: success at 1, mean over languages",
        "",
        "helploop by its shipped client, Material and Zensical by their workers and Pagefind by its files in Chromium, the others in",
        f"node; at most {options.most} queries of a kind and language, those of the Debian sets made from seed {options.seed}. MiniSearch",
        "has the settings its README gives for search as you type, `-icu` words by `Intl.Segmenter` and folded accents besides.",
        "Made by `make bench ARGS=search`.",
        "",
        "| set and kind | " + " | ".join(f"{name} {versions[name]}" for name in names) + " |",
        "|---|" + "---|" * len(names),
    ]
    own = found["helploop"].shares
    for group in own:
        cells = [f"{mean(found[name].shares[group]):.3f}" for name in names]
        lines.append(f"| {group} | " + " | ".join(cells) + " |")
    cells = [str(sum(found[name].empty.values())) for name in names]
    lines += ["| queries that find nothing | " + " | ".join(cells) + " |", "", "helploop by language:", ""]
    for group, shares in own.items():
        lines.append(f"- {group}: " + ", ".join(f"{language} {value:.2f}" for language, value in shares.items()))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
