"""Kill runs of notify at every named point and at random moments, against a real SMTP server; count what went wrong.

    python benchmarks/notify_kill.py [--points 20] [--random 300] [--people 60]

Duplicates and silent losses have to be 0; every unsure person has to be named.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from notify.runner import new_ledger, start, states
from notify.servers import Recorder, mail_server

POINTS = ("locked", "snapshot", "reserved", "picked", "mail", "rcpt", "data", "claimed", "body", "answered", "settled")


def look(path: Path, recorder: Recorder, people: int, total: Counter[str]) -> None:
    """Count a finished round's promises kept and broken."""
    rows = states(path)
    named = {contact for contact, state in rows if state == "unsure"}
    told = {contact for contact, state in rows if state == "told"}
    accepted = set(recorder.accepted)
    total["people"] += people
    total["accepted"] += len(accepted)
    total["duplicates"] += sum(count - 1 for count in recorder.counts.values())
    total["silently lost"] += people - len(named | accepted)
    total["said to be told and were not"] += len(told - accepted)
    total["told and neither told nor unsure in the ledger"] += len(accepted - told - named)
    total["unsure"] += len(named)
    total["unsure, of which delivered"] += len(named & accepted)


def finish(path: Path, recorder: Recorder, people: int, total: Counter[str]) -> None:
    """Let one run end in peace, then look."""
    run = start(path, recorder.port, people, "", 0)
    run.join(120)
    assert run.exitcode == 0, run.exitcode
    look(path, recorder, people, total)


def kill_at_points(rounds: int, people: int, folder: Path) -> Counter[str]:
    """Every named point, at the first, and at some later message."""
    total: Counter[str] = Counter()
    for point in POINTS:
        for number in range(rounds):
            path = folder / f"{point}{number}"
            new_ledger(path).store.close()
            with mail_server() as recorder:
                run = start(
                    path, recorder.port, people, point, 1 if point in {"locked", "snapshot"} else number % people + 1
                )
                run.join(120)
                total["kills"] += run.exitcode == -9
                finish(path, recorder, people, total)
    return total


def kill_at_random(kills: int, people: int, folder: Path, seed: int) -> Counter[str]:
    """Rounds of several kills each until there were enough."""
    total: Counter[str] = Counter()
    moments = random.Random(seed)
    number = 0
    while total["kills"] < kills:
        path, number = folder / f"random{number}", number + 1
        new_ledger(path).store.close()
        with mail_server() as recorder:
            for _ in range(4):
                run = start(path, recorder.port, people, "", 0)
                run.join(moments.uniform(0.05, 0.5))
                if run.is_alive():
                    run.kill()
                run.join(60)
                total["kills"] += run.exitcode == -9
            finish(path, recorder, people, total)
        total["rounds"] += 1
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--random", type=int, default=300)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=6)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        for name, total in (
            ("named points", kill_at_points(given.points, 10, Path(folder))),
            ("random moments", kill_at_random(given.random, given.people, Path(folder), given.seed)),
        ):
            print(f"{name}: " + ", ".join(f"{count} {what}" for what, count in total.items()))
        print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
