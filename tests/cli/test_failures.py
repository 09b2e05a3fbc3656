"""What stops a command that nobody expected is said without anybody's address: logs of jobs are read by many."""

from __future__ import annotations

from helploop.cli.main import _say_failure


def test_our_own_bug_names_nobody(capsys):
    assert _say_failure(KeyError("row of ana.lopez@acme.example, https://x.example/?to=bo%40acme.example")) == 70
    said = capsys.readouterr().err
    assert "this is a bug in helploop (KeyError: " in said
    assert "ana.lopez" not in said
    assert "acme.example" not in said
