"""The command in a process of its own: run to its end, or started to be ended by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from served_site import free_port

HELPLOOP = [sys.executable, "-m", "helploop"]


def started(root: Path, number: signal.Signals, *command: str, **told: str) -> subprocess.Popen[str]:
    """A command that hears the signal, whatever the one that runs the tests was told to ignore."""
    return subprocess.Popen(
        [*HELPLOOP, *command],
        cwd=root,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **told},
        preexec_fn=lambda: None if number == signal.SIGKILL else signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509
    )


def started_server(root: Path, number: signal.Signals, **told: str) -> tuple[subprocess.Popen[str], str]:
    """A server that hears the signal, as soon as it serves, and its address."""
    place = f"127.0.0.1:{free_port()}"
    server = started(root, number, "serve", "--address", place, **told)
    assert server.stderr is not None
    assert any(f"Serving on http://{place}/" in line for line in server.stderr)
    return server, f"http://{place}/"


def helploop(root: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HELPLOOP, *arguments],
        cwd=root,
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )
