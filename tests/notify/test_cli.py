"""The command as people use it: plan, trial, expect, send; never an address in sight."""

from __future__ import annotations

import http.server
import json
import threading
from email import message_from_bytes, policy

from notify.command import ALL, LEDGER, MKDOCS, call, configure
from notify.servers import Recorder, mail_server

PEOPLE = ("ana@", "bob@", "eve@", "example.com")


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
