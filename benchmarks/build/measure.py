"""Commands measured from outside: the processor time of a whole family of processes, wall time, and their memory."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TICK = 0.02
LOOK = 10  # ticks between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds on all processors, seconds on the clock, megabytes of all processes together (what they
    share counted once) and of the largest."""

    cpu: float
    wall: float
    memory: float
    largest: float
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """What was built: pages, megabytes, and the median page in kilobytes, as it is and compressed."""

    pages: int
    megabytes: float
    page: float
    page_gzip: float


def run(command: list[str], folder: Path, limit: float) -> Cost:
    """One run. A command that takes longer than `limit` seconds is stopped and has failed."""
    log = folder / "build.log"
    start = time.monotonic()
    memory, ticks = 0.0, 0
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=folder, stdout=stream, stderr=stream, start_new_session=True)
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > limit:
                os.killpg(process.pid, 9)
                _, status, used = os.wait4(process.pid, 0)
                break
            if ticks % LOOK == 0:
                memory = max(memory, sum(map(_share, family(process.pid))) / 1024)
            ticks += 1
            time.sleep(TICK)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    failed = (
        "" if process.returncode == 0 else f"exit code {process.returncode}: {log.read_text('utf-8', 'replace')[-300:]}"
    )
    largest = used.ru_maxrss / 1024
    return Cost(used.ru_utime + used.ru_stime, wall, max(memory, largest), largest, failed)


def family(pid: int) -> list[int]:
    """A process and all that it started, at this moment."""
    try:
        children = [
            int(one) for file in Path(f"/proc/{pid}/task").glob("*/children") for one in file.read_text().split()
        ]
    except OSError:
        return []
    return [pid, *(other for child in children for other in family(child))]


def _share(pid: int) -> int:
    """Kilobytes of a process; what it shares with others is divided among them."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def look_at(site: Path, sample: int = 400) -> Output:
    """Pages and weight of a built site."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sorted(path for path in files if path.suffix == ".html" and not path.is_symlink())
    # Only pages of articles: `c001/a00001/index.html`, whatever stands before it.
    articles = [path for path in pages if path.parent.name.startswith("a0")][: sample * 10 : 10]
    contents = [path.read_bytes() for path in articles] or [b""]
    return Output(
        len(pages),
        sum(path.stat().st_size for path in files) / 1e6,
        median(len(content) for content in contents) / 1e3,
        median(len(gzip.compress(content, 6, mtime=0)) for content in contents) / 1e3,
    )
