"""`helploop mcp`: the built site as tools for an assistant on this computer."""

from __future__ import annotations

from pathlib import Path

import click

from helploop.cli.project import config_option, open_project
from helploop.mcp_server.built_site import BuiltSite
from helploop.model.errors import UsageError


@click.command()
@config_option
@click.option(
    "--site", "folder", type=click.Path(path_type=Path), help="A built site (default: site_dir of mkdocs.yml)."
)
def mcp(config: Path | None, folder: Path | None) -> int:
    """Let an assistant on this computer search and read the built site (Model Context Protocol).

    \b
    helploop mcp                 the site of this project
    helploop mcp --site ./site   any built site

    It speaks over standard input and output, opens no port and reads nothing but published files.
    """
    if folder is None:
        project = open_project(config)
        folder = project.root / project.settings.site_dir
    site = BuiltSite(folder)
    try:
        from helploop.mcp_server.server import make_server  # noqa: PLC0415 - needs an extra that may be missing
    except ModuleNotFoundError as error:
        raise UsageError("the package `mcp` is missing", 'install it: pip install "helploop[mcp]"') from error
    make_server(site).run("stdio")
    return 0
