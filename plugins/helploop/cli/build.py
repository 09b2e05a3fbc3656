"""`helploop build`: check, build beside the old site, and swap only when the new one is good."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from helploop.cli.project import config_option, open_project
from helploop.cli.swap import beside, check_place, site_lock, swap
from helploop.pipeline.tools import CACHE_FILE, NO_CACHE

HOST = (sys.executable, "-m", "helploop.mkdocs_plugins.host")


@click.command()
@config_option
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--keep-going", is_flag=True, help="Publish every page that is good, although others are not.")
@click.option("--no-cache", is_flag=True, help="Forget what the last build knew.")
@click.option("-d", "--site-dir", type=click.Path(path_type=Path), help="Where to (default: site_dir of mkdocs.yml).")
def build(config: Path | None, *, strict: bool, keep_going: bool, no_cache: bool, site_dir: Path | None) -> int:
    """Check the project and build the site.

    The old site stays as it is until the new one is complete and has no errors.

    \b
    helploop build               into site/
    helploop build --strict      for CI: warnings fail too

    Exit code 0: built. 1: errors in the content. 2: errors in mkdocs.yml. 5: another build is running.
    """
    project = open_project(config)
    site = (site_dir or project.root / project.settings.site_dir).resolve()
    settings = project.settings
    sources = [settings.docs_dir, settings.articles_dir]
    sources += [settings.changelog.dir] if settings.changelog else []
    check_place(site, project.root, sources)
    start = time.monotonic()
    with site_lock(site, (project.root / CACHE_FILE).parent), beside(site) as new:
        command = [*HOST, "build", "--config", str(project.config), "--site-dir", str(new)]
        environment = {**os.environ, NO_CACHE: "1"} if no_cache else None
        code = subprocess.run([*command, "--strict"] if strict else command, check=False, env=environment).returncode
        if code == 1 and keep_going:
            swap(new, site)
            click.echo(f"built what is good into {site.name}/, see the errors above", err=True)
            return 1
        if code:
            click.echo("nothing was published: the site is as it was", err=True)
            return code
        swap(new, site)
    click.echo(f"built {site.name}/ in {time.monotonic() - start:.1f} s")
    return 0
