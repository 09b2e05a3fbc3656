"""A moment in the environment that is none stops every command: today in its place would publish what was to wait."""

from __future__ import annotations

import pytest

from helploop.cli.main import run


@pytest.mark.parametrize("written", ["abc", "1e9", "²", "2026-11-22", "9" * 30])
@pytest.mark.parametrize("command", [("check",), ("build",), ("new", "article", "x"), ("notify", "--dry-run")])
def test_a_moment_that_is_none_is_named(written, command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    assert run(list(command)) == 2
    assert capsys.readouterr().err == (
        f"helploop: SOURCE_DATE_EPOCH in the environment is `{written}`, whole seconds since 1970 were expected\n"
        "  fix: write a number like 1764374400, or unset it\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("written", ["", " ", " 1764374400 "])
def test_blanks_around_it_and_nothing_are_no_mistake(written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    assert run(["new", "site", "acme"]) == 0
