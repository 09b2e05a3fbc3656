"""The command as people use it: plan, trial, expect, send, look, decide, forget; never an address in sight."""

from __future__ import annotations

import http.server
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
from email import message_from_bytes, policy

import pytest

from helploop.cli.main import run
from notify.servers import Recorder, ScriptedServer, mail_server
from notify.test_mailbox import complaint

REQUESTS = """item,contact,locale,source,source_id,consent,asked_at
csv-export,ana@example.com,de,email,,yes,2026-01-02
csv-export,bob@example.com,en,email,,yes,2026-01-02
csv-export,eve@example.com,en,email,,,
sso,ana@example.com,de,email,,yes,
"""
PEOPLE = ("ana@", "bob@", "eve@", "example.com")
MKDOCS = """site_name: Acme
site_url: {url}
plugins:
  - helploop/articles:
      languages: [en, de]
  - helploop/changelog
  - helploop/roadmap
"""
ROADMAP = """items:
  - {id: csv-export, title: CSV export, stage: shipped}
  - {id: sso, title: Single sign-on, stage: planned}
"""
ENTRY = """---
title: CSV export is here
date: 2026-11-20
type: new
ships: [csv-export]
---
Export **everything**, as on [the page](2026-11-20-csv.md).
"""
CONFIG = """from: updates@acme.example
check_page: {check}
smtp: {{host: 127.0.0.1, port: {port}, security: none, timeout: 5}}
unsubscribe: {{mailto: stop@acme.example}}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "site"
    for name in ("changelog", "articles", "docs"):
        (root / name).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS.format(url="https://help.acme.example/"), encoding="utf-8")
    (root / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    (root / "changelog/2026-11-20-csv.md").write_text(ENTRY, encoding="utf-8")
    (root / "changelog/2026-11-20-csv.de.md").write_text(
        "---\ntitle: CSV-Export ist da\n---\nAlles.\n", encoding="utf-8"
    )
    (tmp_path / "requests.csv").write_text(REQUESTS, encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    for name in ("HELPLOOP_LEDGER", "HELPLOOP_REQUESTS", "HELPLOOP_NOTIFY_CONFIG", "HELPLOOP_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def configure(project, port, check="false"):
    (project / "notify.yaml").write_text(CONFIG.format(port=port, check=check), encoding="utf-8")


def call(capsys, *arguments):
    code = run(["notify", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


ALL = ("--requests", "../requests.csv", "--ledger", "../ledger", "--config", "../notify.yaml")
MAIN = "from helploop.cli.main import main; main()"
LEDGER = ("--ledger", "../ledger", "--config", "../notify.yaml")


def test_from_the_first_look_to_the_last_question(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        code, out, err = call(capsys, *ALL, "--dry-run")
        assert (code, recorder.accepted) == (0, [])
        assert "2 people would be told. To send: --expect 2" in out
        assert "no-consent  csv-export: e***@e***.com: the consent column holds no yes" in out
        assert "not-shipped  sso" in out

        code, _, err = call(capsys, *ALL, "--expect", "2")
        assert code == 5
        assert "there is no ledger at ledger" in err
        assert call(capsys, "init", *LEDGER)[0] == 0

        code, _, err = call(capsys, *ALL)
        assert code == 2
        assert "2 people would be told; nothing was sent\n  fix: add `--expect 2` to send" in err
        code, _, err = call(capsys, *ALL, "--expect", "3")
        assert code == 2
        assert "2 people would be told, 3 expected; nothing was sent" in err
        assert call(capsys, *ALL, "--yes")[0] == 5
        assert not recorder.accepted

        code, out, err = call(capsys, *ALL, "--expect", "2")
        assert (code, out) == (0, "2 told; 0 waiting.\n")
        assert sorted(recorder.accepted) == ["ana@example.com", "bob@example.com"]
        subjects = {str(m["To"]): str(m["Subject"]) for m in recorder.messages()}
        assert subjects == {"ana@example.com": "CSV-Export ist da", "bob@example.com": "CSV export is here"}
        body = recorder.messages()[-1].get_body(("html",)).get_content()
        assert "<strong>everything</strong>" in body or "Alles" in body

        assert call(capsys, *ALL, "--expect", "0")[0] == 0
        assert call(capsys, *ALL)[0] == 0
        assert len(recorder.accepted) == 2
        code, out, _ = call(capsys, "status", *LEDGER)
        assert (code, out) == (0, "2 messages: 2 told\n")
    witness = json.loads((project / "site/changelog/.announced.json").read_text(encoding="utf-8"))
    assert witness["entries"] == {"2026-11-20-csv": {"told": 2, "wave": 1}}


def test_nothing_printed_or_written_names_anybody(project, capsys):
    with mail_server(Recorder(lambda *_: "550 5.1.1 no ana@example.com here")) as recorder:
        configure(project, recorder.port)
        outputs = [call(capsys, "init", *LEDGER)]
        outputs += [call(capsys, *ALL, *more) for more in (["--dry-run"], ["--dry-run", "--json"], ["--expect", "2"])]
        outputs += [
            call(capsys, "status", *LEDGER),
            call(capsys, "export", *LEDGER),
            call(capsys, "status", "--json", *LEDGER),
        ]
    shown = "".join(out + err for _, out, err in outputs)
    assert not [word for word in PEOPLE if word in shown]
    assert "e***.com" in shown
    files = b"".join(path.read_bytes() for path in (project / "site").rglob("*") if path.is_file())
    assert b"@example.com" not in files


def test_who_sends_nothing_is_asked_for_no_password(project, capsys, monkeypatch):
    monkeypatch.delenv("HELPLOOP_SMTP_PASSWORD", raising=False)
    written = "from: a@acme.example\nsmtp: {host: mail.acme.example, username: acme}\ngithub: {}\nslack: {}\n"
    (project / "notify.yaml").write_text(written, encoding="utf-8")
    assert call(capsys, "init", *LEDGER)[0] == 0
    for words in (["status", *LEDGER], ["export", *LEDGER], [*ALL, "--dry-run"], [*ALL, "--out", "../mails"]):
        assert call(capsys, *words)[0] == 0
    code, _, err = call(capsys, *ALL, "--expect", "2")
    assert code == 2
    assert "notify.yaml: error[secret-missing]: smtp.username needs HELPLOOP_SMTP_PASSWORD in the environment" in err


def test_who_asked_for_two_things_gets_a_message_for_each_and_the_plan_says_so(project, capsys):
    (project / "site/changelog/2026-11-21-sso.md").write_text(
        "---\ntitle: Single sign-on\ndate: 2026-11-21\ntype: new\nships: [sso]\n---\nIn.\n", encoding="utf-8"
    )
    roadmap = project / "site/roadmap.yaml"
    roadmap.write_text(roadmap.read_text(encoding="utf-8").replace("planned", "shipped"), encoding="utf-8")
    with mail_server() as recorder:
        configure(project, recorder.port)
        assert call(capsys, "init", *LEDGER)[0] == 0
        _, out, _ = call(capsys, *ALL, "--dry-run")
        said = "2 people would be told, with 3 messages: one for each entry they asked for. To send: --expect 2\n"
        assert out.endswith(said)
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
        assert recorder.counts == {"ana@example.com": 2, "bob@example.com": 1}


def test_the_plan_as_json(project, capsys):
    configure(project, 1)
    code, out, _ = call(capsys, *ALL, "--dry-run", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["people"] == 2
    assert [(n["to"], n["language"], n["items"]) for n in data["notices"]] == [
        ("a***@e***.com", "de", ["csv-export"]),
        ("b***@e***.com", "en", ["csv-export"]),
    ]
    assert [left["reason"] for left in data["left_out"]] == ["no-consent", "not-shipped"]
    assert data["outcome"] is None


def test_messages_as_files(project, capsys):
    configure(project, 1)
    code, _, _ = call(capsys, *ALL, "--out", "../mails")
    assert code == 0
    mails = [message_from_bytes(path.read_bytes(), policy=policy.strict) for path in (project / "mails").iterdir()]
    assert sorted(str(mail["To"]) for mail in mails) == ["ana@example.com", "bob@example.com"]
    assert call(capsys, *ALL, "--out", "mails")[0] == 5


def test_a_missing_configuration_is_named(project, capsys):
    given = ("--requests", "../requests.csv", "--ledger", "../ledger")
    code, out, _ = call(capsys, *given, "--dry-run")
    said = "name the private configuration with --config, or in HELPLOOP_NOTIFY_CONFIG"
    assert code == 0
    assert f"No channel is configured, so nobody can be reached: {said}.\n0 people would be told." in out
    code, _, err = call(capsys, *given, "--expect", "2")
    assert (code, err) == (2, f"helploop: no channel is configured, so nobody can be told\n  fix: {said}\n")


def test_one_person_is_no_people(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        assert call(capsys, "forget", "ana@example.com", *LEDGER)[0] == 0
        assert "\n1 person would be told. To send: --expect 1" in call(capsys, *ALL, "--dry-run")[1]
        assert "1 person would be told, 2 expected; nothing was sent" in call(capsys, *ALL, "--expect", "2")[2]


def test_a_trial_goes_to_me_and_counts_for_nobody(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        assert call(capsys, *ALL, "--limit", "1", "--to", "me@acme.example")[0] == 0
        assert recorder.accepted == ["me@acme.example"]
        assert b"ana@" not in recorder.bodies[0]
        assert call(capsys, *ALL, "--limit", "1")[0] == 2
        assert call(capsys, *ALL, "--expect", "2")[0] == 0


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


def test_who_is_forgotten_is_never_told(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        assert call(capsys, "forget", "Ana@Example.com", *LEDGER)[0] == 0
        assert call(capsys, *ALL, "--expect", "1")[0] == 0
        assert recorder.accepted == ["bob@example.com"]
        data = json.loads(call(capsys, "export", "ana@example.com", *LEDGER)[1])
        assert data["opted_out"] is True
        assert [row["state"] for row in data["messages"]] == ["opted-out"]


def test_codes_are_forgotten_from_a_list_and_foreign_ones_are_skipped(project, capsys, monkeypatch):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        call(capsys, *ALL, "--expect", "2")
        code = recorder.messages()[0]["List-Unsubscribe"].partition("unsubscribe%20")[2].rstrip(">")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code}\n{'0' * 32}\n"))
    assert call(capsys, "forget", "-", *LEDGER)[:2] == (
        0,
        "Forgotten; messages that keep a mark without the address: 1.\n1 skipped: no message was sent with this code.\n",
    )
    assert call(capsys, "forget", "0" * 32, *LEDGER)[0] == 1
    assert json.loads(call(capsys, "export", recorder.accepted[0], *LEDGER)[1])["opted_out"] is True


def test_without_a_server_everybody_waits(project, capsys, monkeypatch):
    monkeypatch.setattr("helploop.notify.deliver.MAX_DOWNS", 1)
    configure(project, 1)
    call(capsys, "init", *LEDGER)
    code, out, err = call(capsys, *ALL, "--expect", "2")
    assert (code, out) == (3, "0 told; 2 waiting.\n")
    assert "smtp: error[unreachable]: 127.0.0.1:1 can't be reached: Connection refused" in err
    with mail_server() as recorder:
        configure(project, recorder.port)
        assert call(capsys, *ALL, "--expect", "2")[0] == 0


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


def test_requests_that_would_be_published_are_refused(project, capsys):
    configure(project, 1)
    (project / "site/docs/requests.csv").write_text(REQUESTS, encoding="utf-8")
    code, _, err = call(capsys, "--requests", "docs/requests.csv", *ALL[2:], "--dry-run")
    assert code == 5
    assert "the requests stand in `docs/`, which is published" in err


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


def test_bad_rows_are_named_and_the_others_told(project, capsys):
    with (project / "requests.csv").open("a", encoding="utf-8") as file:
        file.write("csv-export,bad@@x,,,,yes,\ncvs-export,kim@example.com,,,,yes,\n")
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        code, _, err = call(capsys, *ALL, "--expect", "2")
        assert code == 1
        assert "requests.csv:6: error[bad-address]" in err
        assert "requests.csv:7: warning[unknown-item]: no roadmap item has the id `cvs-export`" in err
        assert len(recorder.accepted) == 2


def test_a_broken_file_sends_nothing(project, capsys):
    configure(project, 1)
    (project / "requests.csv").write_text("item,contact\n", encoding="utf-8")
    assert call(capsys, *ALL, "--expect", "0")[0] == 1
    (project / "requests.csv").write_bytes(b"\xff\xfe\x00")
    assert call(capsys, *ALL, "--expect", "0")[0] == 2


def test_every_mistake_of_the_configuration_is_named(project, capsys):
    text = "form: a\nsmtp: {host: x, security: none, username: u}\nroutes: {zendesk: pigeon}\n"
    (project / "notify.yaml").write_text(text, encoding="utf-8")
    code, _, err = call(capsys, *ALL, "--dry-run")
    assert code == 2
    assert "notify.yaml:1:1: error[unknown-key]: the key `form` is not known here\n  fix: did you mean `from`?" in err
    (project / "notify.yaml").write_text(text.replace("form: a", "from: a"), encoding="utf-8")
    code, _, err = call(capsys, *ALL, "--expect", "2")
    assert code == 2
    assert [word in err for word in ("[smtp-tls]", "[address]", "HELPLOOP_SMTP_PASSWORD", "`pigeon`")] == [True] * 4


def test_toml_is_read_too(project, capsys):
    (project / "notify.toml").write_text('from = "u@acme.example"\n[smtp]\nhost = "127.0.0.1"\n', encoding="utf-8")
    assert call(capsys, *ALL[:4], "--config", "../notify.toml", "--dry-run")[0] == 0


class _Pages(http.server.BaseHTTPRequestHandler):
    pages: dict[str, bytes] = {}  # noqa: RUF012 - filled by each test

    def do_GET(self):
        body = self.pages.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"no")

    def log_message(self, *_):
        pass


def test_nobody_is_sent_to_a_page_that_is_not_there(project, capsys):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as web, mail_server() as recorder:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{web.server_port}/"
        (project / "site/mkdocs.yml").write_text(MKDOCS.format(url=url), encoding="utf-8")
        configure(project, recorder.port, check="true")
        call(capsys, "init", *LEDGER)
        _Pages.pages = {"/changelog/2026-11-20-csv/": b'<article data-entry="2026-11-20-csv">'}
        code, _, err = call(capsys, *ALL, "--expect", "2")
        assert code == 5
        assert f"{url}de/changelog/2026-11-20-csv/ answered 404, 200 was expected" in err
        _Pages.pages["/de/changelog/2026-11-20-csv/"] = b"something else"
        assert "does not carry the entry's id" in call(capsys, *ALL, "--expect", "2")[2]
        assert not recorder.accepted
        _Pages.pages["/de/changelog/2026-11-20-csv/"] = b'<article data-entry="2026-11-20-csv">'
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
        web.shutdown()


def test_bounces_and_wishes_are_noted_from_a_folder_of_mails(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        call(capsys, *ALL, "--expect", "2")
        wish = recorder.messages()[0]["List-Unsubscribe"].partition("unsubscribe%20")[2].rstrip(">")
    (project / "mails").mkdir()
    (project / "mails/1.eml").write_text(f"Subject: unsubscribe {wish}\n\n", encoding="utf-8")
    (project / "mails/2.eml").write_text("Subject: unsubscribe\nFrom: stranger@example.com\n\n", encoding="utf-8")
    expected = "1  skipped: nobody in this ledger wrote it\n1  wants to hear no more\n"
    assert call(capsys, "mailbox", "../mails", "--dry-run", *LEDGER)[:2] == (0, expected)
    assert call(capsys, "mailbox", "../mails", *LEDGER)[:2] == (0, expected)
    data = json.loads(call(capsys, "export", recorder.accepted[0], *LEDGER)[1])
    assert data["opted_out"] is True


def test_a_complaint_about_one_of_our_mails_is_a_wish_to_hear_no_more(project, capsys):
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        call(capsys, *ALL, "--expect", "2")
        key = recorder.messages()[0]["Message-ID"].strip("<>").partition("@")[0]
    (project / "mails").mkdir()
    (project / "mails/1.eml").write_bytes(complaint(key=key))
    (project / "mails/2.eml").write_bytes(complaint())
    expected = "1  complained, hears no more\n1  skipped: it names no message of this ledger\n"
    assert call(capsys, "mailbox", "../mails", "--dry-run", *LEDGER)[:2] == (0, expected)
    assert json.loads(call(capsys, "export", recorder.accepted[0], *LEDGER)[1])["opted_out"] is False
    assert call(capsys, "mailbox", "../mails", *LEDGER)[:2] == (0, expected)
    assert json.loads(call(capsys, "export", recorder.accepted[0], *LEDGER)[1])["opted_out"] is True
    assert json.loads(call(capsys, "export", recorder.accepted[1], *LEDGER)[1])["opted_out"] is False
