"""A build without the host, for a project that has nothing for it: no page in `docs/`, no plugin or theme of others.

Starting the host costs a small site more than building it. The command line asks for this in its own process; whatever
is unusual is left to the host, which says what is wrong.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.errors import LEAKED, UNFINISHED, HelploopError
from helploop.pipeline.ahead import Ahead
from helploop.pipeline.audit import is_unpublishable
from helploop.pipeline.kept_places import TREE
from helploop.pipeline.memory import Memory
from helploop.pipeline.parsed import Besides
from helploop.pipeline.reading import read_site
from helploop.pipeline.said import said_of
from helploop.pipeline.search_ahead import start_counting
from helploop.pipeline.tools import open_tools
from helploop.pipeline.workers import collect_rarely
from helploop.sources.config_yaml import load_config
from helploop.sources.moment import build_date
from helploop.sources.own_templates import OVERRIDES
from helploop.sources.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from helploop.mkdocs_plugins.build import HostBuild
    from helploop.model.problem import Problem
    from helploop.model.settings import Settings
    from helploop.pipeline.said import Said

#: Keys of which we know all that the host would say.
_KNOWN = frozenset("site_name site_url site_description copyright docs_dir site_dir theme plugins extra".split())


def build_alone(
    file: Path, told: Mapping[str, str], *, strict: bool, before: Callable[[], object]
) -> tuple[int, Said | None] | None:
    """The exit code of a build, and what was said, if that were no errors; None where it is the host's.

    `told` is the environment of the build; `before` is called before anything but the configuration is read.
    """
    settings, found = load_settings(file)
    if settings is None or not _is_alone(file, settings.docs_dir):
        return None
    said = _Said()
    with _environment(told), _collecting_rarely():
        try:
            said.add(found)
            before()
            build = _checked(file.parent, settings)
            said.add(build.problems)
            problems = build.finish(Path(told[TREE]) / ".none")
            said.add(problems)
        except HelploopError as error:
            sys.stderr.write(f"{error.said}\n")
            return UNFINISHED if error.exit_code == 1 else error.exit_code, None
        except Exception:  # noqa: BLE001 - what is kept may be damaged: the host begins anew, and says what fails again
            shutil.rmtree(told[TREE], ignore_errors=True)
            Path(told[TREE]).mkdir(exist_ok=True)
            return None
    if is_unpublishable(problems):
        return LEAKED, None
    warnings = None if said.errors else said_of(build.site, said.warnings)
    return int(said.errors > 0 or (strict and bool(said.warnings))), warnings


def _checked(root: Path, settings: Settings) -> HostBuild:
    """A build whose project was read and checked. Where there is much to read, the rest of us is loaded meanwhile."""
    memory, ahead = Memory(stays=False), Ahead()
    with open_tools(root, memory=memory) as tools:
        whole = replace(tools, ahead=ahead)
        besides = Besides(partial(start_counting, settings, whole), _load_rest)
        read = read_site(root, settings, build_date(), whole, besides)
        from helploop.mkdocs_plugins.build import HostBuild  # noqa: PLC0415 - where little is read, now
        from helploop.pipeline.check import check_read  # noqa: PLC0415

        build = HostBuild(root, settings, memory=memory, ahead=ahead)
        build.take(check_read(root, read, whole, for_search=True))
    return build


def _load_rest() -> None:
    importlib.import_module("helploop.mkdocs_plugins.build")


def _is_alone(file: Path, docs: str) -> bool:
    """Whether the host would have nothing to do, and nothing to say."""
    document, _ = load_config(file)
    root, values = file.parent, document.value if document else {}
    if (
        not values.get("site_name")
        or not values.keys() <= _KNOWN
        or any((root / name).exists() for name in (docs, OVERRIDES))
    ):
        return False
    listed, theme = values.get("plugins"), values.get("theme")
    names = [str(name) for each in listed or () for name in ([each] if isinstance(each, str) else each)]
    is_ours = theme in {None, "helploop"} if not isinstance(theme, dict) else theme == {"name": "helploop"}
    return is_ours and theme is not None and all(name.startswith("helploop/") for name in names)


class _Said:
    """Prints problems, and remembers them."""

    def __init__(self) -> None:
        self.errors = 0
        self.warnings: list[str] = []

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.errors += problem.is_error
            if not problem.is_error:
                self.warnings.append(str(problem))
            sys.stderr.write(f"{problem}\n")


@contextmanager
def _environment(told: Mapping[str, str]) -> Iterator[None]:
    """What a process of its own would be told."""
    before = dict(os.environ)
    os.environ.update({name: value for name, value in told.items() if value})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
