"""Commands measured from outside: the processor time of a whole family of processes, wall time, the largest process."""

from __future__ import annotations

import gzip
import os
import subprocess
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds on all processors, seconds on the clock, and the largest process in megabytes."""

    cpu: float
    wall: float
    memory: float
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
            time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    failed = (
        "" if process.returncode == 0 else f"exit code {process.returncode}: {log.read_text('utf-8', 'replace')[-300:]}"
    )
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, failed)


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
