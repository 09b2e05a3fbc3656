"""A project served by `helploop serve`, as an author has it on the screen."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(root: Path) -> Iterator[str]:
    """The address at which a project is served, until it is no longer needed."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "helploop", "serve", "--address", f"127.0.0.1:{port}"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    said = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if "Serving on" in line:
            break
    else:
        pytest.fail("".join(said))
    drain = threading.Thread(target=process.stderr.read, daemon=True)
    drain.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)  # it puts its things in order first
        drain.join(60)
        process.stderr.close()
