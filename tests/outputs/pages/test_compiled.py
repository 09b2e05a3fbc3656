"""Compiled templates are kept beside their sources, and are never believed when they are damaged."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader

from helploop.outputs.pages.compiled import Compiled

if TYPE_CHECKING:
    from pathlib import Path


def rendered(folder: Path) -> str:
    """A page by a process that has compiled nothing yet."""
    environment = Environment(loader=FileSystemLoader(folder), bytecode_cache=Compiled(folder), autoescape=True)
    return environment.get_template("page.html").render(title="<A>")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.html").write_text("<h1>{{ title }}</h1>", "utf-8")
    assert rendered(tmp_path) == "<h1>&lt;A&gt;</h1>"
    return tmp_path


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: data[:-1] + bytes([data[-1] ^ 1])]
)
def test_a_damaged_one_is_compiled_again(folder: Path, damage) -> None:
    (file,) = (folder / "__pycache__").iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert rendered(folder) == "<h1>&lt;A&gt;</h1>"
    assert file.read_bytes() == whole


def test_a_template_that_was_edited_is_never_answered_by_the_old_one(folder: Path) -> None:
    (folder / "page.html").write_text("<h2>{{ title }}</h2>", "utf-8")
    assert rendered(folder) == "<h2>&lt;A&gt;</h2>"


def test_nothing_is_written_where_python_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "page.html").write_text("{{ title }}", "utf-8")
    assert rendered(tmp_path) == "&lt;A&gt;"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
