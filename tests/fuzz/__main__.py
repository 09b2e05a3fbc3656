"""`make fuzz`: every target for some minutes, guided by coverage, within 10 s and 512 MB an input.

What is found stays in `.cache/fuzz/`, and the exit code is 1. Make it a case: copy the file into
`tests/fuzz/cases/<target>/`, where the test suite tries it from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fuzz.seeds import HERE, MAX_LENGTH, TARGETS, bad_inputs, kept

WORK = Path(".cache/fuzz")
MAX_MEGABYTES = 512
#: By the clock; the target itself counts computing time.
PATIENCE = 120


@dataclass(frozen=True)
class Run:
    """What came of one target."""

    target: str
    code: int
    executions: int
    peak: int
    cpu: float

    def __str__(self) -> str:
        word = "nothing found" if not self.code else "FOUND SOMETHING"
        return (
            f"{self.target}: {word}; {self.executions:,} executions, {self.cpu / 60:.1f} minutes of computing, "
            f"peak {self.peak} MB"
        )


def main() -> int:
    """Run the targets one after the other; 1 when one of them found something."""
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), choices=TARGETS, metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=2.0, help="how long each target runs (default: 2)")
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("fuzzing is skipped: atheris has no wheel for this Python (Linux on x86_64 has, up to Python 3.13)")
        return 0
    total = options.minutes * len(options.targets)
    print(
        f"{len(options.targets)} targets, {options.minutes:g} minutes each: {total:g} minutes (MINUTES=…)", flush=True
    )
    runs = [fuzz(target, options.minutes) for target in options.targets]
    return int(any(run.code for run in runs))


def fuzz(target: str, minutes: float) -> Run:
    """Run one target, and say what came of it."""
    corpus = prepare(target)
    print(f"{target}: {minutes:g} minutes, {len(list(corpus.iterdir()))} inputs to start from", flush=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    log = WORK / f"{target}.log"
    with log.open("w", encoding="utf-8") as stream:
        code = subprocess.run(command(target, corpus, minutes), check=False, stdout=stream, stderr=stream).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = log.read_text("utf-8", "replace")
    run = Run(
        target=target,
        code=code,
        executions=_stat(said, "number_of_executed_units"),
        peak=_stat(said, "peak_rss_mb"),
        cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    )
    print(run if not code else f"{run}\n{said[-3000:]}\nthe whole report: {log}", flush=True)
    return run


def prepare(target: str) -> Path:
    """A working corpus: what earlier runs reached, and all that is kept in the repository."""
    corpus = WORK / target
    corpus.mkdir(parents=True, exist_ok=True)
    for data in (*(path.read_bytes() for path in kept(target)), *bad_inputs(target)):
        (corpus / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)
    return corpus


def command(target: str, corpus: Path, minutes: float) -> list[str]:
    """The command line of one target."""
    return [
        *(sys.executable, "-m", "fuzz.target", target, str(corpus)),
        f"-dict={HERE / 'words' / f'{target}.dict'}",
        f"-max_total_time={round(minutes * 60)}",
        f"-max_len={MAX_LENGTH}",
        f"-rss_limit_mb={MAX_MEGABYTES}",
        f"-timeout={PATIENCE}",
        f"-artifact_prefix={WORK}/{target}-",
        "-print_final_stats=1",
    ]


def _stat(said: str, name: str) -> int:
    found = re.search(rf"stat::{name}:\s+(\d+)", said)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
