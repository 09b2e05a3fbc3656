"""`python -m benchmarks search`: who finds the right page first, over questions, real documentation and help centers.

Sixty queries of a kind and language, ours and six peers: a quarter of an hour on two quiet cores.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.environment import given_folder, peers_folder
from benchmarks.search.corpora import all_corpora
from benchmarks.search.debian import HELD_OUT, debian_corpora
from benchmarks.search.engines import helploop, helploop_in_node, peers
from benchmarks.search.relevance import Figures, mean, measure
from benchmarks.search.shipped_peers import shipped_peers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.search.engines import Engine
    from benchmarks.search.sets import Corpus

RESULTS = Path(__file__).parents[1] / "results"
ALL_SETS = ["xquad", "docs", "gnome", "libreoffice"]
CACHE = Path(__file__).parents[2] / ".cache" / "benchmarks"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=60, help="queries of a kind and language")
    parser.add_argument("--sets", nargs="+", default=ALL_SETS)
    parser.add_argument("--languages", nargs="+", help="only these")
    parser.add_argument("--held-out", action="store_true", help="of the Debian sets, languages nothing was chosen by")
    parser.add_argument("--alone", action="store_true", help="without the other engines")
    parser.add_argument("--peers", type=given_folder, help="an environment that holds the other tools")
    parser.add_argument("--in-node", action="store_true", help="ours without a browser")
    parser.add_argument("--every", action="store_true", help="list ours by language with every query of every set")
    parser.add_argument("--kept-peers", action="store_true", help="with the other engines as the last run found them")
    parser.add_argument("--seed", type=int, default=20261127, help="of the queries made for the Debian sets")
    options = parser.parse_args()
    corpora = load(options)
    found: dict[str, Figures] = {}
    versions: dict[str, str] = {}

    def run(engine: Engine) -> None:
        found[engine.name], versions[engine.name] = measure(engine, corpora, options.most), engine.version
        print(f"{engine.name} {engine.version}", file=sys.stderr, flush=True)

    every = None
    with helploop_in_node() if options.in_node else helploop() as engine:
        if options.every:
            every = measure(engine, load(options, ALL_SETS), sys.maxsize)
        run(engine)
    if options.kept_peers:
        for name, figures in kept_peers(options, found["helploop"]).items():
            versions[name] = figures.pop("version")
            found[name] = Figures(**figures)
    elif not options.alone:
        for engine in peers(CACHE / "search"):
            run(engine)
        with shipped_peers(options.peers or peers_folder()) as engines:
            for engine in engines:
                run(engine)
    report = table(found, versions, options, every)
    print(report)
    if options.kept_peers or not options.alone:
        RESULTS.mkdir(exist_ok=True)
        values = {
            "most": options.most,
            "seed": options.seed,
            "engines": {name: {"version": versions[name], **figures._asdict()} for name, figures in found.items()},
        }
        (RESULTS / "search.json").write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (RESULTS / "search.md").write_text(report, "utf-8")


def kept_peers(options: argparse.Namespace, own: Figures) -> dict[str, dict[str, Any]]:
    """The other engines' figures of the last run, which must have asked the same."""
    last = json.loads((RESULTS / "search.json").read_text("utf-8"))
    engines = last["engines"]
    asked = {name: sorted(shares) for name, shares in engines["helploop"]["shares"].items()}
    if (last["most"], last["seed"], asked) != (
        options.most,
        options.seed,
        {n: sorted(s) for n, s in own.shares.items()},
    ):
        sys.exit("the last run asked other queries: run without --kept-peers")
    return {name: figures for name, figures in engines.items() if name != "helploop"}


def load(options: argparse.Namespace, names: Sequence[str] = ()) -> list[Corpus]:
    wanted = set(names or options.sets)
    sets = list(all_corpora())
    if {"gnome", "libreoffice"} & wanted:
        sets += [
            corpus
            for corpus in debian_corpora(CACHE / "debian", options.seed)
            if corpus.language in HELD_OUT or not options.held_out
        ]
    return [
        corpus
        for corpus in sets
        if corpus.name in wanted and (not options.languages or corpus.language in options.languages)
    ]


def table(
    found: dict[str, Figures], versions: dict[str, str], options: argparse.Namespace, every: Figures | None
) -> str:
    """A Markdown table of means over languages, and ours by language, there with every query of every set."""
    names = list(found)
    lines = [
        "# Search: success at 1, mean over languages",
        "",
        f"helploop by its shipped client{' in node' * options.in_node}, Material and Zensical by their workers and Pagefind by its files in Chromium, the others in",
        f"node; at most {options.most} queries of a kind and language, those of the Debian sets made from seed {options.seed}. MiniSearch",
        "has the settings its README gives for search as you type, `-icu` words by `Intl.Segmenter` and folded accents besides.",
        "Made by `make bench ARGS=search`"
        + ("; the others' columns by an earlier run on the same queries." if options.kept_peers else "."),
        "",
        "| set and kind | " + " | ".join(f"{name} {versions[name]}" for name in names) + " |",
        "|---|" + "---|" * len(names),
    ]
    for group in found["helploop"].shares:
        cells = [f"{mean(found[name].shares[group]):.3f}" for name in names]
        lines.append(f"| {group} | " + " | ".join(cells) + " |")
    cells = [str(sum(found[name].empty.values())) for name in names]
    lines += [
        "| queries that find nothing | " + " | ".join(cells) + " |",
        "",
        f"helploop by language{', every query' * options.every}:",
        "",
    ]
    for group, shares in (every or found["helploop"]).shares.items():
        lines.append(
            f"- {group} {mean(shares):.3f}: "
            + ", ".join(f"{language} {value:.2f}" for language, value in shares.items())
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
