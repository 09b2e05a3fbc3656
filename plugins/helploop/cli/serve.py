"""`helploop serve`: the site at an address on this computer, live."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
from typing import TYPE_CHECKING

import click

from helploop.cli.build import HOST
from helploop.cli.project import config_option, open_project
from helploop.cli.stops import ctrl_c_waits
from helploop.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@config_option
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Host and port to listen on.")
def serve(config: Path | None, address: str) -> int:
    """Show the site in a browser and reload it whenever a file is saved.

    \b
    helploop serve
    helploop serve --address 127.0.0.1:9000
    """
    project = open_project(config)
    _check_address(address)
    command = [*HOST, "serve", "--config", str(project.config), "--address", address]
    if os.name == "posix":
        # One process: a signal to this command is a signal to the server.
        with ctrl_c_waits():
            os.execv(command[0], command)  # noqa: S606 - our own interpreter, with arguments we made
    return subprocess.run(command, check=False).returncode


def _check_address(address: str) -> None:
    """Find a taken port before the site is built for it.

    Raises:
        UsageError: the address is none, or something listens there already.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise UsageError(f"`{address}` is no address, `host:port` was expected", "write `--address 127.0.0.1:8001`")
    try:
        with socket.create_server((host.strip("[]"), int(port))):
            pass
    except OSError as error:
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"can't be used: {error.strerror}"
        raise UsageError(f"port {port} {reason}", f"helploop serve --address {host}:{int(port) % 65535 + 1}") from error
