"""The ledger as the command keeps it: where it may stand, what is none, one that was lost, and who is unsure in it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile

import pytest

from notify.command import ALL, LEDGER, call, configure
from notify.servers import Recorder, ScriptedServer, mail_server

MAIN = "from helploop.cli.main import main; main()"


def test_who_is_unsure_is_named_and_waits_for_a_decision(project, capsys):
    with ScriptedServer(dot="drop") as server:
        configure(project, server.port)
        call(capsys, "init", *LEDGER)
        code, out, _ = call(capsys, *ALL, "--expect", "2")
        assert code == 4
        assert "#1  a***@e***.com  2026-11-20-csv  smtp  <1." in out
        assert "@acme.example>" in out
    with mail_server() as recorder:
        configure(project, recorder.port)
        assert call(capsys, *ALL, "--expect", "0")[0] == 4
        assert not recorder.accepted
        assert call(capsys, "status", *LEDGER)[0] == 4
        assert call(capsys, "resolve", "1", "--told", *LEDGER)[:2] == (0, "1 settled.\n")
        assert call(capsys, "resolve", "2", "--resend", *LEDGER)[0] == 0
        assert call(capsys, "resolve", "2", "1", "--told", *LEDGER)[0] == 1
        assert call(capsys, *ALL, "--expect", "1")[0] == 0
        assert recorder.accepted == ["bob@example.com"]


def test_what_a_run_has_in_hand_is_not_called_unsure_while_it_runs(project, capsys):
    seen = []

    def reply(number, _):
        if number == 1:  # in the server's thread, between claim and answer
            with tempfile.TemporaryFile("w+") as out:
                again = [sys.executable, "-c", MAIN, "notify", "status", *LEDGER]
                child = subprocess.run(again, stdout=out, check=False, timeout=60)
                out.seek(0)
                seen.append((child.returncode, out.read()))
        return "250 OK"

    with mail_server(Recorder(reply)) as recorder:
        configure(project, recorder.port)
        settings = (project / "notify.yaml").read_text(encoding="utf-8").replace("timeout: 5", "timeout: 60")
        (project / "notify.yaml").write_text(settings, encoding="utf-8")
        assert call(capsys, "init", *LEDGER)[0] == 0
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
    [(code, out)] = seen
    assert code == 0
    assert out.startswith("2 messages: 2 reserved\nA run is going on (process ")
    assert "unsure" not in out


@pytest.mark.parametrize("place", ["ledger", "docs/ledger", "site/ledger", "../site/ledger"])
def test_a_ledger_inside_the_site_is_refused(place, project, capsys):
    configure(project, 1)
    code, _, err = call(capsys, "init", "--ledger", place, "--config", "../notify.yaml")
    assert code == 5
    assert "the ledger stands inside the site's repository" in err


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("../..", 5, "the ledger's path is that of a folder"),
        ("/", 5, "the ledger's path is that of a folder"),
        ("circle", 5, "the ledger's path leads nowhere"),
        ("x" * 5000, 5, "the ledger's path leads nowhere"),
        ("mysql://u:hunter2@db/x", 2, "no ledger is kept at `mysql://…`"),
        ("foreign", 5, "the file is no ledger of helploop"),
        ("empty", 5, "the file is no ledger of helploop"),
        ("text", 5, "file is not a database"),
        ("open", 5, "every user of this computer can read the ledger"),
    ],
)
def test_what_is_no_ledger_is_refused_with_a_way_out(place, code, said, project, capsys):
    configure(project, 1)
    call(capsys, "init", *LEDGER)
    (project / "circle").symlink_to("circle")
    (project / "open").write_bytes((project / "ledger").read_bytes())
    (project / "empty").write_bytes(b"")
    (project / "text").write_text("hello")
    with sqlite3.connect(project / "foreign") as other:
        other.execute("CREATE TABLE x (y)")
    other.close()
    for name, mode in (("open", 0o644), ("empty", 0o600), ("text", 0o600), ("foreign", 0o600)):
        (project / name).chmod(mode)
    where = place if "/" in place else f"../{place}"
    found, _, err = call(capsys, "status", "--ledger", where, "--config", "../notify.yaml")
    assert (found, said in err, "fix:" in err) == (code, True, True), err
    assert "hunter2" not in err


def test_a_lost_ledger_is_not_replaced_by_accident(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        old = (project / "ledger").read_bytes()
        call(capsys, *ALL, "--expect", "2")
        (project / "ledger").write_bytes(old)
        code, _, err = call(capsys, *ALL, "--expect", "2")
        assert code == 5
        assert "the ledger is an older copy" in err
        (project / "ledger").unlink()
        assert call(capsys, *ALL, "--expect", "2")[0] == 5
        assert call(capsys, "init", *LEDGER)[0] == 5
        code, _, err = call(capsys, "init", "--adopt", *LEDGER)
        assert (code, "had told 2 people" in err) == (5, True)
        assert call(capsys, "init", "--adopt", "--expect", "2", *LEDGER)[0] == 0
        assert call(capsys, *ALL, "--expect", "0")[0] == 0
        assert len(recorder.accepted) == 2
