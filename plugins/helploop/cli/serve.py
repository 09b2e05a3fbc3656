"""`helploop serve`: the site at an address on this computer, live."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import click

from helploop.cli.build import HOST
from helploop.cli.project import config_option, open_project

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
    command = [*HOST, "serve", "--config", str(project.config), "--address", address]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
