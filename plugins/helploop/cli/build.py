"""`helploop build`: check, build beside the old site, and swap only when the new one is good."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.project import config_option, find_config
from helploop.cli.sample import note_sample, said_of_sample
from helploop.cli.stops import ctrl_c_waits
from helploop.cli.swap import beside, check_place, site_lock, swap
from helploop.model.errors import LEAKED, UNFINISHED, FaultError
from helploop.pipeline.book import open_book
from helploop.pipeline.inputs import load_inputs
from helploop.pipeline.inputs_ahead import InputsAhead
from helploop.pipeline.kept_places import CACHE_FILE, HOSTED, NO_CACHE, PARENT, PREVIOUS_SITE, SCHEDULER, TREE
from helploop.pipeline.said import read_said
from helploop.pipeline.sealed import read_sealed
from helploop.pipeline.twin import keep_published, keep_unpublished
from helploop.pipeline.unchanged import (
    UNKNOWN,
    Place,
    config_stamp,
    is_first,
    is_unchanged,
    last_place,
    last_said,
    record_build,
)
from helploop.sources.git import NO_REPOSITORY, is_repository
from helploop.sources.moment import build_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.cli.edit import Done
    from helploop.pipeline.inputs import Inputs
    from helploop.pipeline.said import Said

ALONE = "helploop.mkdocs_plugins.alone"
#: So many files are renewed in no time.
MANY = 1_000
UNPUBLISHED = "nothing was published: the site is as it was"
HOST = (sys.executable, "-m", "helploop.mkdocs_plugins.host")


@click.command()
@config_option
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--keep-going", is_flag=True, help="Publish every page that is good, although others are not.")
@click.option("--no-cache", is_flag=True, help="Forget what the last build knew.")
@click.option("--scheduler", metavar="ADDRESS", help="Let a Dask cluster do the work: tcp://10.0.0.5:8786")
@click.option("-d", "--site-dir", type=click.Path(path_type=Path), help="Where to (default: site_dir of mkdocs.yml).")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
def build(config: Path | None, site_dir: Path | None, *, quiet: bool, **flags: Any) -> int:
    """Check the project and build the site.

    The old site stays as it is until the new one is complete and has no errors.

    \b
    helploop build               into site/
    helploop build --strict      for CI: warnings fail too
    helploop build --scheduler tcp://10.0.0.5:8786      on a Dask cluster

    Exit code 0: built. 1: errors in the content. 2: errors in mkdocs.yml. 5: another build is running.
    """
    file = find_config(config)
    place = last_place(file, site_dir)
    ahead = _look_ahead(file, site_dir) if place is None and not flags["no_cache"] else None
    try:
        return _build_at(place or _find_place(file, site_dir), file, ahead, quiet=quiet, **flags)
    finally:
        if ahead is not None:
            ahead.leave()


def _build_at(place: Place | None, file: Path, ahead: InputsAhead | None, *, quiet: bool, **flags: Any) -> int:
    """Build where the configuration says, alone; the exit code."""
    if place is None:
        return _say_all(file)
    root, site = file.parent, place.site
    check_place(site, root, place.sources)
    start = time.monotonic()
    if flags["strict"] and (said := said_of_sample(file)):
        click.echo(f"{said}\n{UNPUBLISHED}", err=True)
        return 1
    with site_lock(site, (root / CACHE_FILE).parent):
        code, renewed = _publish(_Order(file, place, ahead, **flags))
    if code or quiet:
        return code
    if renewed is not None:
        took = time.monotonic() - start
        why = f", {renewed} files of the last site had to be renewed first" if renewed > MANY and took > 1 else ""
        click.echo(f"built {site.name}/ in {took:.1f} s{why}")
        if not is_repository(root):
            click.echo(NO_REPOSITORY, err=True)
        note_sample(file)
    else:
        click.echo(f"nothing has changed: {site.name}/ is as the last build made it")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flags:
    """What was asked for on the command line."""

    strict: bool
    keep_going: bool
    no_cache: bool
    scheduler: str | None


@dataclass(frozen=True, slots=True)
class _Order(_Flags):
    """What to build, where to, and how."""

    file: Path
    place: Place
    ahead: InputsAhead | None


def _publish(order: _Order) -> tuple[int, int | None]:
    """Bring the site up to date: the exit code, and how many files an edit had to renew; None with nothing to do."""
    root, site = order.file.parent, order.place.site
    if order.no_cache:
        return _publish_whole(order, lambda: None)
    if order.ahead is not None:
        return _publish_whole(order, partial(order.ahead.take, site))
    inputs = load_inputs(order.file, site, build_moment())
    if inputs and is_unchanged(root, site, inputs):
        return _say(last_said(root), strict=order.strict), None
    if inputs and inputs.edited and not order.scheduler and (done := _publish_edit(order, inputs)):
        return _say(done.said, strict=order.strict), done.renewed
    return _publish_whole(order, lambda: inputs)


def _publish_whole(order: _Order, look: Callable[[], Inputs | None]) -> tuple[int, int | None]:
    """Build all; `look` gives all that is read, before it is."""
    root, site = order.file.parent, order.place.site
    with beside(site, None if order.no_cache else root) as new:
        code, said = _build(order, new, look)
        if code and not (code == 1 and order.keep_going):
            return _refuse(root, new, code), 0
        swap(new, site)
        keep_published(root, new)
        if code:
            click.echo(f"built what is good into {site.name}/, see the errors above", err=True)
            return 1, 0
        inputs = look()
        after = (
            load_inputs(order.file, site, build_moment(), inputs) if inputs is not None and said is not None else None
        )
        if after is not None and inputs is not None and said is not None and after.stamp == inputs.stamp:
            record_build(root, order.place, after, open_book(root, site), said)
        else:
            record_build(root, order.place, None, UNKNOWN)
    return 0, 0


def _publish_edit(order: _Order, inputs: Inputs) -> Done | None:
    from helploop.cli.edit import publish_edit  # noqa: PLC0415 - a build that knows little can't use it

    return publish_edit(order.file.parent, order.place, inputs, strict=order.strict)


def _say(said: Said, *, strict: bool) -> int:
    """Say what a whole build would say; the exit code."""
    for words in said.warnings:
        click.echo(words, err=True)
    if not strict or not said.warnings:
        return 0
    click.echo(UNPUBLISHED, err=True)
    return 1


def _refuse(root: Path, new: Path, code: int) -> int:
    """Say that nothing was published, and keep what the next build may take over from what was made."""
    click.echo(UNPUBLISHED, err=True)
    if code in {LEAKED, UNFINISHED}:
        return 1
    keep_unpublished(root, new)
    return code


def _build(order: _Order, new: Path, look: Callable[[], Inputs | None]) -> tuple[int, Said | None]:
    """Build into a folder, without the host where it has nothing to do: the exit code, and what was said.

    Nobody keeps what is said with errors.
    """
    told = {SCHEDULER: order.scheduler or os.environ.get(SCHEDULER, "")}
    told |= {NO_CACHE: "1"} if order.no_cache else {PREVIOUS_SITE: str(order.place.site)}
    # Called by its name, as the host's process is: nothing here imports the host.
    alone: Callable[..., tuple[int, Said | None] | None] = importlib.import_module(ALONE).build_alone
    done = alone(order.file, {**told, TREE: str(new)}, strict=order.strict, before=look)
    if done is not None:
        return done
    look()
    return _run_host(order, new, told)


def _run_host(order: _Order, new: Path, told: dict[str, str]) -> tuple[int, Said | None]:
    """Build into a folder, in a process of its own: the exit code, and what was said."""
    file = order.file
    kept = (file.parent / CACHE_FILE).parent
    hosted, said = file.parent / f"{HOSTED}-{order.place.site.name}", kept / "said.json"
    shutil.rmtree(hosted, ignore_errors=True)
    said.unlink(missing_ok=True)
    command = [*HOST, "build", "--config", str(file), "--site-dir", str(hosted), "--said", str(said)]
    command += ["--strict"] if order.strict else []
    environment = {
        **os.environ,
        TREE: str(new),
        PARENT: str(os.getpid()),
        **{name: value for name, value in told.items() if value},
    }
    try:
        code = host_ended(command, environment)
        if code < 0:  # the system ended it, most often because it needed too much memory
            name = signal.Signals(-code).name
            hint = "build again; where it happens each time, the build needs more memory than there is"
            raise FaultError(f"the process that builds was ended by {name}; {UNPUBLISHED}", hint)
        held = read_sealed(said)
        return code, read_said(held) if held is not None else None
    finally:
        said.unlink(missing_ok=True)
        shutil.rmtree(hosted, ignore_errors=True)


def host_ended(command: list[str], environment: dict[str, str]) -> int:
    """The exit code of the host's process, which holds the lock of the site too."""
    with ctrl_c_waits():
        process = subprocess.Popen(command, env=environment, close_fds=False)
    with process:
        try:
            return process.wait()
        except BaseException:
            process.kill()
            raise


def _look_ahead(file: Path, site_dir: Path | None) -> InputsAhead | None:
    """Where no build is remembered, begin to look at what this one will read; most sites stand where we guess."""
    site = Path(os.path.realpath(site_dir or file.parent / "site"))
    return InputsAhead(file, site, build_moment()) if is_first(file.parent) else None


def _find_place(file: Path, site_dir: Path | None) -> Place | None:
    """Where the site stands, as the configuration says; nothing when that has mistakes."""
    from helploop.sources.settings import load_settings  # noqa: PLC0415 - most builds know it from the last one

    settings, _ = load_settings(file)
    if settings is None:
        return None
    sources = [settings.docs_dir, settings.articles_dir]
    sources += [settings.changelog.dir] if settings.changelog else []
    site = Path(os.path.realpath(site_dir or file.parent / settings.site_dir))
    return Place(site, tuple(sources), os.path.realpath(site_dir) if site_dir else "", config_stamp(file))


def _say_all(file: Path) -> int:
    """A configuration that can't be used: its mistakes, and those of the content, which are not hidden by it."""
    from helploop.cli.check import check_project  # noqa: PLC0415 - a good build has no use for it
    from helploop.cli.formats import render_text  # noqa: PLC0415

    click.echo(render_text(check_project(file, use_cache=True)[0]), err=True)
    click.echo(UNPUBLISHED, err=True)
    return 2
