"""G12: another host, an older Python or a missing extra is one line with the command that mends it."""

from __future__ import annotations

import sys
from pathlib import Path

import mkdocs
import pytest

from built import build
from conftest import ROOT
from helploop.cli.main import run


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    run(["new", "site", str(tmp_path / "site")])
    monkeypatch.chdir(tmp_path / "site")
    capsys.readouterr()
    return tmp_path / "site"


def test_the_next_major_version_of_mkdocs_is_refused_with_the_command_that_mends_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mkdocs, "__version__", "2.0.1")
    assert build(site, site / "site") == (
        2,
        'helploop: MkDocs 2.0.1 is installed, MkDocs 1.6 was expected\n  fix: pip install "mkdocs>=1.6,<2"\n',
    )


def test_a_missing_extra_names_what_to_install(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(site, site / "site")[0] == 0
    for name in [name for name in sys.modules if name == "mcp" or name.startswith(("mcp.", "helploop.mcp_server"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    assert run(["mcp"]) == 2
    assert "helploop[mcp]" in capsys.readouterr().err


def test_the_package_and_the_makefile_ask_for_python_3_11() -> None:
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "sys.version_info < (3, 11)" in (ROOT / "Makefile").read_text(encoding="utf-8")
