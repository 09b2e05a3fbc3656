"""What most commands start with: the project's folder, its settings, and how problems are shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helploop.model.errors import UsageError
from helploop.model.problem import Problem, Severity, sort_problems
from helploop.sources.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.model.settings import Settings

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
SHOWN = 200

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
    file = (config or _find_config()).resolve()
    if not file.is_file():
        raise UsageError(f"there is no `{file.name}` here", "run `helploop new site .`, or name the file with -f")
    settings, problems = load_settings(file)
    if settings is None:
        raise UsageError("the configuration has mistakes:\n" + render_text(sort_problems(problems)))
    return Project(file, settings, problems)


def _find_config() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in CONFIG_NAMES:
            if (folder / name).is_file():
                return folder / name
    return here / CONFIG_NAMES[0]


def render_text(problems: Sequence[Problem]) -> str:
    """Problems as people read them, and how many there were."""
    lines = [str(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"… and {len(problems) - SHOWN} more (use --format json to see all)")
    return "\n".join(lines)


def render_json(problems: Sequence[Problem]) -> str:
    """A JSON object: `problems` (path, line, column, severity, code, message, hint), `errors`, `warnings`."""
    rows = [
        {
            "path": p.path,
            "line": p.line,
            "column": p.column,
            "severity": str(p.severity),
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    errors = sum(p.is_error for p in problems)
    return json.dumps(
        {"errors": errors, "warnings": len(rows) - errors, "problems": rows}, ensure_ascii=False, indent=2
    )


def render_github(problems: Sequence[Problem]) -> str:
    """Problems as annotations of GitHub Actions (workflow commands `::error file=…,line=…::message`)."""
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    kind = "error" if problem.severity is Severity.ERROR else "warning"
    where = f"file={value(problem.path)},line={max(problem.line, 1)}" + (
        f",col={problem.column}" if problem.column else ""
    )
    text = f"{problem.message}\nfix: {problem.hint}" if problem.hint else problem.message
    return f"::{kind} {where},title={value(problem.code)}::{data(text)}"


def render_summary(problems: Sequence[Problem]) -> str:
    """One line: how many errors and warnings."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
