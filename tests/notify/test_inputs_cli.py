"""What the command reads before it sends: its configuration and the requests, with each mistake named."""

from __future__ import annotations

from notify.command import ALL, LEDGER, REQUESTS, call, configure
from notify.servers import mail_server


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


def test_a_missing_configuration_is_named(project, capsys):
    given = ("--requests", "../requests.csv", "--ledger", "../ledger")
    code, out, _ = call(capsys, *given, "--dry-run")
    said = "name the private configuration with --config, or in HELPLOOP_NOTIFY_CONFIG"
    assert code == 0
    assert f"No channel is configured, so nobody can be reached: {said}.\n0 people would be told." in out
    code, _, err = call(capsys, *given, "--expect", "2")
    assert (code, err) == (2, f"helploop: no channel is configured, so nobody can be told\n  fix: {said}\n")


def test_requests_that_would_be_published_are_refused(project, capsys):
    configure(project, 1)
    (project / "site/docs/requests.csv").write_text(REQUESTS, encoding="utf-8")
    code, _, err = call(capsys, "--requests", "docs/requests.csv", *ALL[2:], "--dry-run")
    assert code == 5
    assert "the requests stand in `docs/`, which is published" in err


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
