"""What happens between two runs: items and entries change, people say no, files are edited, merged and lost."""

from __future__ import annotations

import sqlite3

import pytest

from helploop.model.errors import RefusedError
from helploop.notify.deliver import Run
from helploop.notify.store import SqliteStore
from notify.command import ALL, ENTRY, LEDGER, ROADMAP, call, configure
from notify.servers import ScriptedServer, mail_server
from notify.web import web_server

HEAD = "item,contact,locale,source,source_id,consent,asked_at\n"
ROW = "csv-export,{}@example.com,,,,{},\n"


def ask(folder, *rows):
    (folder / "requests.csv").write_text(HEAD + "".join(rows), encoding="utf-8")


def write(folder, path, text):
    (folder / "site" / path).write_text(text, encoding="utf-8")


@pytest.fixture
def waiting(project, capsys, monkeypatch):
    """Ana and Bob wait: the mail server was busy."""
    monkeypatch.setattr(Run, "rest", lambda *_: None)
    ask(project, ROW.format("ana", "yes"), ROW.format("bob", "yes"))
    with ScriptedServer(banner=b"421 busy\r\n") as server:
        configure(project, server.port)
        call(capsys, "init", *LEDGER)
        assert call(capsys, *ALL, "--expect", "2")[0] == 3
    return project


def run_again(folder, capsys, count):
    with mail_server() as recorder:
        configure(folder, recorder.port)
        said = call(capsys, *ALL, "--dry-run")[1]
        code, out, err = call(capsys, *ALL, "--expect", str(count))
        return recorder, code, said + out + err


@pytest.mark.parametrize(
    "change",
    [ENTRY.replace("ships: [csv-export]\n", ""), ENTRY.replace("csv-export", "sso"), ENTRY + "", None],
    ids=["ships nothing", "ships another", "quiet", "gone"],
)
def test_who_waits_is_told_nothing_that_is_not_so_any_more(change, waiting, capsys):
    write(
        waiting,
        "roadmap.yaml",
        ROADMAP.replace("shipped", "planned").replace("on, stage: planned", "on, stage: shipped"),
    )
    if change == ENTRY:
        change = ENTRY.replace("type: new", "type: new\nnotify: false")
        write(waiting, "roadmap.yaml", ROADMAP)
    if change is None:
        for file in (waiting / "site/changelog").glob("*.md"):
            file.unlink()
    else:
        write(waiting, "changelog/2026-11-20-csv.md", change)
    write(waiting, "changelog/2026-11-21-sso.md", ENTRY.replace("csv-export", "sso"))
    ask(waiting, "sso,kim@example.com,,,,yes,\n")
    recorder, code, said = run_again(waiting, capsys, 1)
    assert recorder.accepted == ["kim@example.com"]
    assert code == 3
    assert said.count("2 messages held: `2026-11-20-csv` ships this no more, or is quiet\n  fix: publish it again") == 2


def test_who_says_no_while_waiting_is_not_told(waiting, capsys):
    ask(waiting, ROW.format("ana", "no"), ROW.format("bob", "yes"))
    recorder, code, said = run_again(waiting, capsys, 1)
    assert (code, recorder.accepted) == (0, ["bob@example.com"])
    assert "1 message given up: the requests say no since" in said
    assert call(capsys, "status", *LEDGER)[1] == "2 messages: 1 told, 1 skipped\n"


def test_two_notes_that_ship_the_same_tell_the_team_of_each_item_once(project, capsys, monkeypatch):
    write(project, "roadmap.yaml", ROADMAP.replace("planned", "shipped"))
    write(project, "changelog/2026-11-21-both.md", ENTRY.replace("[csv-export]", "[csv-export, sso]"))
    with mail_server() as recorder, web_server(lambda *_: (200, {}, b"ok")) as chat:
        configure(project, recorder.port)
        with (project / "notify.yaml").open("a") as file:
            file.write("slack: {private_hosts: [127.0.0.1]}\n")
        monkeypatch.setenv("HELPLOOP_SLACK_URL", chat.url)
        call(capsys, "init", *LEDGER)
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
        assert [call[3].count(b"Single sign-on") for call in chat.calls] == [0, 1]
        assert [call[3].count(b"CSV export,") for call in chat.calls] == [0, 0]
    assert sorted(recorder.accepted) == ["ana@example.com", "ana@example.com", "bob@example.com"]


def test_a_message_names_an_item_by_its_title_when_its_id_has_changed(waiting, capsys):
    write(waiting, "roadmap.yaml", "items:\n  - {id: data, title: Data export, stage: shipped, merged: [csv-export]}\n")
    recorder, _, _ = run_again(waiting, capsys, 2)
    text = recorder.messages()[0].get_body(("plain",)).get_content()
    assert text.startswith("You asked for: Data export. It is here.")


def test_the_page_of_who_waits_is_looked_at_too(waiting, capsys):
    with mail_server() as recorder, web_server(lambda *_: (404, {}, b"")) as web:
        configure(waiting, recorder.port, check="true")
        text = (waiting / "site/mkdocs.yml").read_text(encoding="utf-8")
        write(waiting, "mkdocs.yml", text.replace("https://help.acme.example", web.url))
        with (waiting / "notify.yaml").open("a") as file:
            file.write("site_id: help.acme.example\n")
        code, _, err = call(capsys, *ALL, "--expect", "2")
    assert (code, recorder.accepted) == (5, [])
    assert "answered 404, 200 was expected" in err


def test_a_dry_run_sends_no_trial(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        for way in (["--dry-run"], ["--out", "../out"]):
            code, _, err = call(capsys, *ALL, *way, "--limit", "1", "--to", "me@acme.example")
            assert (code, recorder.accepted) == (2, [])
            assert "--dry-run and --out send nothing, --to sends\n  fix: give one of them" in err


def test_a_trial_for_nobody_says_so(project, capsys):
    ask(project)
    configure(project, 1)
    code, _, err = call(capsys, *ALL, "--limit", "1", "--to", "me@acme.example")
    assert code == 2
    assert "nobody would get a mail, so there is none to try\n  fix: `--dry-run` says who is left out" in err


def test_a_plan_without_the_ledger_does_not_tempt_to_tell_again(sent, capsys):
    code, out, _ = call(capsys, "--requests", "../requests.csv", "--config", "../notify.yaml", "--dry-run")
    assert code == 0
    assert "2 people may be counted here again: --ledger is missing, which knows who was told.\n" in out
    assert "--expect" not in out
    code, _, err = call(capsys, "--requests", "../requests.csv", "--ledger", "../leger", "--dry-run")
    assert code == 5
    assert "there is no ledger at leger, so nobody knows who was told" in err


@pytest.mark.parametrize(
    "text",
    [
        '{"site_id": "help.acme.example", "generation": Infinity}',
        '{"site_id": "help.acme.example", "generation": -1}',
        '{"site_id": "help.acme.example", "generation": 1, "entries": {"x": 5}}',
        '{"site_id": "help.acme.example", "generation": 1, "entries": {"x": {"told": "many"}}}',
        '{"site_id": null, "generation": 1}',
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main\n",
        "[" * 100_000,
    ],
    ids=lambda text: text[-30:],
)
@pytest.mark.parametrize("command", [("--dry-run",), ("--expect", "2"), ("init",)])
def test_a_witness_that_was_edited_or_merged_stops_everything(command, text, project, capsys):
    configure(project, 1)
    call(capsys, "init", *LEDGER)
    write(project, "changelog/.announced.json", text)
    arguments = ("init", "--ledger", "../new", "--adopt") if command == ("init",) else (*ALL, *command)
    code, _, err = call(capsys, *arguments)
    assert (code, err) == (
        5,
        "helploop: changelog/.announced.json can't be read, so the ledger's age is unknown\n"
        "  fix: bring back its last version from git; after a merge, the one with the higher `generation`\n",
    )


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM meta WHERE name = 'site_id'", "what it says of itself can't be read"),
        ("UPDATE meta SET value = 'soon' WHERE name = 'since'", "what it says of itself can't be read"),
        ("UPDATE meta SET value = '' WHERE name = 'generation'", "what it says of itself can't be read"),
        ("UPDATE notices SET items = 'csv'", "2 of its messages can't be read"),
        ("UPDATE notices SET state = 'odd' WHERE id = 1", "1 of its messages can't be read"),
        ("DELETE FROM people", "2 of its messages can't be read"),
    ],
)
def test_a_ledger_somebody_has_edited_is_refused(sql, said, waiting, capsys):
    with sqlite3.connect(waiting / "ledger") as ledger:
        ledger.execute(sql)
    ledger.close()
    for arguments in ((*ALL, "--expect", "2"), ("status", *LEDGER), ("export", *LEDGER)):
        code, _, err = call(capsys, *arguments)
        assert (code, err) == (5, f"helploop: the ledger is damaged: {said}\n  fix: bring back a backup\n")


def test_a_first_ledger_whose_witness_can_not_be_written_can_be_made_again(project, capsys):
    configure(project, 1)
    folder = project / "site/changelog"
    folder.rename(project / "kept")
    assert call(capsys, "init", *LEDGER)[0] == 5
    (project / "kept").rename(folder)
    assert call(capsys, "init", *LEDGER)[0] == 0


def test_who_was_refused_for_our_sake_can_be_tried_again(project, capsys):
    with ScriptedServer(rcpt=b"550 relay not permitted\r\n") as server:
        configure(project, server.port)
        call(capsys, "init", *LEDGER)
        code, out, _ = call(capsys, *ALL, "--expect", "2")
    assert code == 0
    assert "fix: when the cause is gone: `helploop notify resolve 1 2 --resend`\n" in out
    assert call(capsys, "resolve", "1", "2", "--resend", *LEDGER)[:2] == (0, "2 settled.\n")
    with mail_server() as recorder:
        configure(project, recorder.port)
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
    assert sorted(recorder.accepted) == ["ana@example.com", "bob@example.com"]


def test_a_ledger_that_can_not_be_written_beside_says_so(tmp_path, monkeypatch):
    def refuse(*_arguments, **_options):
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(RefusedError) as error:
        SqliteStore(tmp_path / "ledger")
    assert error.value.hint == "make the ledger's folder writable"
