"""What most commands start with: the project's folder, its settings, and how problems are shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helploop.cli.formats import render_text
from helploop.model.errors import UsageError
from helploop.model.problem import sort_problems

if TYPE_CHECKING:
    from helploop.model.problem import Problem
    from helploop.model.settings import Settings

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")

config_option = click.option(
    "-f",
    "--config-file",
    "config",
    type=click.Path(path_type=Path),
    help="The configuration (default: mkdocs.yml here or above).",
)


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a configuration that could be read; `problems` are its warnings."""

    config: Path
    settings: Settings
    problems: tuple[Problem, ...]

    @property
    def root(self) -> Path:
        """The folder all paths are relative to."""
        return self.config.parent


def open_project(config: Path | None) -> Project:
    """The project of a configuration file, or of the current folder.

    Raises:
        UsageError: there is no configuration, or it has errors (all of them are in the message).
    """
    from helploop.sources.settings import load_settings  # noqa: PLC0415 - takes longer than many a command

    file = find_config(config)
    settings, problems = load_settings(file)
    if settings is None:
        raise UsageError("the configuration has mistakes:\n" + render_text(sort_problems(problems)))
    return Project(file, settings, problems)


def find_config(config: Path | None) -> Path:
    """The configuration file that was named, or the one here or above.

    Raises:
        UsageError: there is none.
    """
    named = config or _find_config()
    try:
        file = named.resolve()
    except (OSError, RuntimeError) as error:  # before Python 3.13 a loop of links is the latter
        raise UsageError(
            f"`{named.name}` is a symbolic link that leads to itself", "put the file itself there"
        ) from error
    if named.is_symlink() and not file.exists():
        raise UsageError(f"`{named.name}` is a symbolic link to `{file.name}`, which is not there", "repair the link")
    if file.is_dir():  # a project may be named by its folder
        file = next((file / name for name in CONFIG_NAMES if (file / name).is_file()), file / CONFIG_NAMES[0])
    if not file.is_file():
        raise UsageError(f"there is no `{file.name}` here", "run `helploop new site .`, or name the file with -f")
    return file


def _find_config() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in CONFIG_NAMES:
            if (folder / name).is_file():
                return folder / name
    return here / CONFIG_NAMES[0]
