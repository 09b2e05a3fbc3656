"""`helploop build`: check, build beside the old site, and swap only when the new one is good."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from helploop.cli.formats import render_text
from helploop.cli.project import config_option, find_config, open_project
from helploop.cli.swap import beside, check_place, site_lock, swap
from helploop.model.errors import LEAKED, UNFINISHED
from helploop.pipeline.kept_places import CACHE_FILE, NO_CACHE, PREVIOUS_SITE, SCHEDULER
from helploop.pipeline.unchanged import inputs_stamp, is_unchanged, record_build
from helploop.sources.moment import build_moment
from helploop.sources.settings import load_settings

HOST = (sys.executable, "-m", "helploop.mkdocs_plugins.host")


@click.command()
@config_option
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--keep-going", is_flag=True, help="Publish every page that is good, although others are not.")
@click.option("--no-cache", is_flag=True, help="Forget what the last build knew.")
@click.option("--scheduler", metavar="ADDRESS", help="Let a Dask cluster do the work: tcp://10.0.0.5:8786")
@click.option("-d", "--site-dir", type=click.Path(path_type=Path), help="Where to (default: site_dir of mkdocs.yml).")
def build(  # noqa: PLR0913 - a parameter a flag
    config: Path | None, *, strict: bool, keep_going: bool, no_cache: bool, scheduler: str | None, site_dir: Path | None
) -> int:
    """Check the project and build the site.

    The old site stays as it is until the new one is complete and has no errors.

    \b
    helploop build               into site/
    helploop build --strict      for CI: warnings fail too
    helploop build --scheduler tcp://10.0.0.5:8786      on a Dask cluster

    Exit code 0: built. 1: errors in the content. 2: errors in mkdocs.yml. 5: another build is running.
    """
    file = find_config(config)
    if load_settings(file)[0] is None:
        return _say_all(file)
    project = open_project(file)
    site = (site_dir or project.root / project.settings.site_dir).resolve()
    settings = project.settings
    sources = [settings.docs_dir, settings.articles_dir]
    sources += [settings.changelog.dir] if settings.changelog else []
    check_place(site, project.root, sources)
    start = time.monotonic()
    with site_lock(site, (project.root / CACHE_FILE).parent), beside(site) as new:
        inputs = None if no_cache else inputs_stamp(project.config, site, build_moment())
        if is_unchanged(project.root, site, inputs):
            click.echo(f"nothing has changed: {site.name}/ is as the last build made it")
            return 0
        clean = (project.root / CACHE_FILE).with_name("clean")
        clean.unlink(missing_ok=True)
        command = [*HOST, "build", "--config", str(project.config), "--site-dir", str(new), "--clean-mark", str(clean)]
        told = {
            NO_CACHE: "1" if no_cache else "",
            PREVIOUS_SITE: "" if no_cache else str(site),
            SCHEDULER: scheduler or os.environ.get(SCHEDULER, ""),
        }
        environment = {**os.environ, **{name: value for name, value in told.items() if value}}
        code = subprocess.run([*command, "--strict"] if strict else command, check=False, env=environment).returncode
        if code == 1 and keep_going:
            swap(new, site)
            click.echo(f"built what is good into {site.name}/, see the errors above", err=True)
            return 1
        if code:
            click.echo("nothing was published: the site is as it was", err=True)
            return 1 if code in {LEAKED, UNFINISHED} else code
        swap(new, site)
        is_clean, same = clean.exists(), inputs == inputs_stamp(project.config, site, build_moment())
        clean.unlink(missing_ok=True)
        record_build(project.root, site, inputs if is_clean and same else None)
    click.echo(f"built {site.name}/ in {time.monotonic() - start:.1f} s")
    return 0


def _say_all(file: Path) -> int:
    """A configuration that can't be used: its mistakes, and those of the content, which are not hidden by it."""
    from helploop.cli.check import check_project  # noqa: PLC0415 - a good build has no use for it

    click.echo(render_text(check_project(file, use_cache=True)[0]), err=True)
    click.echo("nothing was published: the site is as it was", err=True)
    return 2
