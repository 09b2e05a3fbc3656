"""`python -m benchmarks build`: the same generated articles built by us and by others, in turn, in one run."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.build import report
from benchmarks.build.measure import look_at, run
from benchmarks.build.peers import Peer, peers
from benchmarks.corpus import write_corpus

RESULTS = Path(__file__).parents[1] / "results"
#: The article that is edited, the same in every project.
EDITED = "c001/a00001.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks build", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600, help="seconds after which a build is stopped")
    parser.add_argument("--only", nargs="+", help="names of tools (parts will do)")
    parser.add_argument("--bin", type=Path, help="the bin folder of the environment that holds the other tools")
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    options = parser.parse_args()
    known = [
        one
        for one in peers(options.bin)
        if not options.only or any(part.lower() in one.name.lower() for part in options.only)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        measure(known, options, options.keep or Path(temporary))


def measure(known: list[Peer], options: argparse.Namespace, folder: Path) -> None:
    runs: report.Runs = {}
    outputs: dict[tuple[int, str], dict[str, float]] = {}
    for size in options.sizes:
        source = folder / f"source-{size}"
        shutil.rmtree(source, ignore_errors=True)
        write_corpus(source, size)
        taking_part = [peer for peer in known if size <= peer.largest]
        for peer in taking_part:
            shutil.rmtree(folder / place(peer, size), ignore_errors=True)
            (folder / place(peer, size)).mkdir(parents=True)
            peer.lay_out(source, folder / place(peer, size))
        for number in range(options.rounds):
            for peer in taking_part:
                project = folder / place(peer, size)
                for step in ("cold", "same", "edit") if peer.keeps else ("cold",):
                    prepare(peer, project, step, number)
                    cost = run(list(peer.command), project, options.limit)
                    runs.setdefault((size, peer.name, step), []).append(cost)
                    said = cost.failed or f"{cost.cpu:.1f} s CPU, {cost.wall:.1f} s, {cost.memory:.0f} MB"
                    print(f"{size:>6} {peer.name:<18} {step:<5} {said}", file=sys.stderr, flush=True)
                built = look_at(project / "site")
                if built.pages < size:
                    sys.exit(f"{peer.name} built {built.pages} pages of {size} articles, see {project / 'build.log'}")
                outputs[size, peer.name] = asdict(built)
        report.write(RESULTS, report.as_json(runs, outputs, report.versions(versions(known))))
    print((RESULTS / "build.md").read_text("utf-8"))


def place(peer: Peer, size: int) -> str:
    return f"{''.join(letter for letter in peer.name.lower() if letter.isalnum())}-{size}"


def prepare(peer: Peer, project: Path, step: str, number: int) -> None:
    """What is there before a step: nothing, all of the last build, or all of it and one new sentence."""
    if step == "cold":
        for name in ("site", *peer.caches):
            shutil.rmtree(project / name, ignore_errors=True)
    if step == "edit":
        file = project / peer.articles / EDITED
        file.write_text(file.read_text("utf-8") + f"\nA new sentence, number {number}.\n", encoding="utf-8")


def versions(known: list[Peer]) -> dict[str, str]:
    """What the other tools say they are."""
    found = {}
    for peer in known:
        name = Path(peer.command[0]).name
        if not peer.is_ours and name not in found:
            asked = [peer.command[0], "version" if name == "hugo" else "--version"]
            said = re.search(
                r"\d+\.\d+\.\d+", subprocess.run(asked, capture_output=True, text=True, check=False).stdout
            )
            found[name] = said.group() if said else "?"
    return found


if __name__ == "__main__":
    main()
