"""`notify doctor` looks at everything a run needs, against a name server and a mail server that answer as told."""

from __future__ import annotations

import json
import socketserver
import struct
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.cli.main import run
from helploop.notify import text_records
from helploop.notify.text_records import NoAnswerError, load_text_records, system_name_server
from notify.servers import ScriptedServer, in_threads

GOOD = {"acme.example": ["google-site-verification=1", "v=spf1 include:mail.example -all"]}
GOOD |= {"_dmarc.acme.example": ["v=DMARC1; p=reject; rua=mailto:d@acme.example"]}


def question_of(data):
    labels, place = [], 12
    while length := data[place]:
        labels.append(data[place + 1 : place + 1 + length].decode())
        place += length + 1
    return ".".join(labels), data[12 : place + 5]


def answer_to(data, records, *, truncated=False):
    name, question = question_of(data)
    found = records.get(name)
    texts = [] if truncated else found or []
    flags = 0x8180 | (0x0200 if truncated else 0) | (3 if found is None else 0)
    body = b""
    for text in texts:
        raw = text.encode()
        pieces = b"".join(bytes([len(raw[n : n + 255])]) + raw[n : n + 255] for n in range(0, len(raw), 255))
        body += b"\xc0\x0c" + struct.pack("!2HIH", 16, 1, 60, len(pieces)) + pieces
    return data[:2] + struct.pack("!5H", flags, 1, len(texts), 0, 0) + question + body


@contextmanager
def name_server(records, *, truncates=False):
    """A name server on loopback, over UDP and TCP."""

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self):
            data, asked = self.request
            asked.sendto(answer_to(data, records, truncated=truncates), self.client_address)

    class Stream(socketserver.StreamRequestHandler):
        def handle(self):
            data = self.rfile.read(struct.unpack("!H", self.rfile.read(2))[0])
            answer = answer_to(data, records)
            self.wfile.write(struct.pack("!H", len(answer)) + answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Stream) as stream:
        address = stream.server_address
        with socketserver.UDPServer(address, Datagram) as datagram, in_threads(stream, datagram):
            yield address


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "site"
    (root / "changelog").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: A\nsite_url: https://help.acme.example/\nplugins: [helploop/articles, helploop/changelog]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(root)
    for name in ("HELPLOOP_LEDGER", "HELPLOOP_NOTIFY_CONFIG", "HELPLOOP_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def doctor(capsys, address, *more):
    where = ("--config", "../notify.yaml", "--ledger", "../ledger", "--dns", f"{address[0]}:{address[1]}")
    code = run(["notify", "doctor", *where, *more])
    return code, capsys.readouterr().out


def configure(project, port, more="unsubscribe: {mailto: stop@acme.example}\nmax_recipients: 50\n"):
    smtp = f"smtp: {{host: 127.0.0.1, port: {port}, security: none}}"
    (project / "notify.yaml").write_text(f"from: updates@acme.example\n{smtp}\n{more}", encoding="utf-8")


def test_a_healthy_set_up_sends_nothing_and_says_so(project, capsys):
    with ScriptedServer() as server, name_server(GOOD) as names:
        configure(project, server.port)
        assert run(["notify", "init", "--config", "../notify.yaml", "--ledger", "../ledger"]) == 0
        capsys.readouterr()
        code, out = doctor(capsys, names)
        assert server.recipients == []
    assert code == 0
    assert out.splitlines() == [
        "ok       ledger: opens, at generation 1",
        "ok       limit: --yes sends to at most 50 people",
        "ok       unsubscribe: by mail",
        f"warning  mail server: 127.0.0.1:{server.port} answers without TLS",
        "  fix: use `security: starttls` or `tls`",
        "ok       SPF: acme.example says who may send for it; envelope and From are the same address",
        "ok       DMARC: acme.example has the policy `reject`",
    ]


def test_everything_that_is_missing_is_named_with_its_repair(project, capsys):
    with name_server({}) as names:
        configure(project, 1, "")
        code, out = doctor(capsys, names)
    assert code == 1
    assert out.splitlines() == [
        "error    ledger: there is no ledger at ledger, so nobody knows who was told",
        "  fix: give the ledger the last run used; `helploop notify init` makes the first one",
        "warning  limit: no `max_recipients`: --yes sends nothing",
        "  fix: set `max_recipients`, or always use --expect",
        "error    unsubscribe: readers have no way to say that they want no more",
        "  fix: set `unsubscribe.mailto`, or `unsubscribe.url` with {token}",
        "error    mail server: 127.0.0.1:1 can't be reached: Connection refused",
        "  fix: check `smtp.host` and `smtp.port`",
        "error    SPF: acme.example does not say who may send for it",
        "  fix: add a TXT record `v=spf1 … -all` to acme.example; your mail provider says which",
        "error    DMARC: acme.example has no DMARC policy",
        "  fix: add the TXT record `v=DMARC1; p=none` at _dmarc.acme.example; large mailboxes want one",
    ]


@pytest.mark.parametrize(
    ("records", "spf", "dmarc"),
    [
        ({"acme.example": ["v=spf1 -all", "v=spf1 a -all"]}, "acme.example has 2 SPF records", "no DMARC"),
        ({"acme.example": ["v=spf1 +all"]}, "acme.example lets everybody send for it", "no DMARC"),
        ({"acme.example": ["v=spf10 -all"]}, "does not say who may send", "no DMARC"),
        (GOOD | {"_dmarc.acme.example": ["v=DMARC1; rua=x"]}, "says who may send", "can't be used"),
        (GOOD | {"_dmarc.acme.example": ["v=DMARC1; p=none", "v=DMARC1; p=none"]}, "says who", "can't be used"),
    ],
)
def test_records_receivers_would_not_use_are_errors(records, spf, dmarc, project, capsys):
    with name_server(records) as names:
        configure(project, 1)
        code, out = doctor(capsys, names, "--json")
    found = {row["what"]: row["words"] for row in json.loads(out)}
    assert code == 1
    assert spf in found["SPF"]
    assert dmarc in found["DMARC"]


def test_a_policy_of_the_domain_above_counts(project, capsys):
    with name_server(GOOD | {"mail.acme.example": ["v=spf1 -all"]}) as names:
        configure(project, 1)
        text = (project / "notify.yaml").read_text(encoding="utf-8").replace("@acme", "@mail.acme")
        (project / "notify.yaml").write_text(text, encoding="utf-8")
        _, out = doctor(capsys, names)
    assert "ok       DMARC: acme.example has the policy `reject`" in out


def test_an_answer_too_long_for_one_packet_is_read_over_a_stream():
    long = ["v=spf1 " + " ".join(f"ip4:192.0.2.{n}" for n in range(200)) + " -all"]
    with name_server({"acme.example": long}, truncates=True) as names:
        assert load_text_records("acme.example", names) == tuple(long)


def test_a_name_server_that_is_silent_is_no_verdict(project, capsys, monkeypatch):
    monkeypatch.setattr(text_records, "TIMEOUT", 0.1)
    configure(project, 1)
    _, out = doctor(capsys, ("127.0.0.1", 1))
    assert "warning  SPF: acme.example could not be looked up: 127.0.0.1:" in out


@given(st.binary(max_size=80))
def test_no_bytes_of_a_name_server_break_it(noise):
    def ask(question, _server):
        return question[:2] + noise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_records, "_ask", ask)
        found = []
        with suppress(NoAnswerError):
            found = load_text_records("acme.example", ("127.0.0.1", 53))
        assert all(isinstance(text, str) for text in found)


def test_the_systems_name_server_is_read(tmp_path):
    (tmp_path / "resolv.conf").write_text("# x\nsearch a\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n")
    assert system_name_server(tmp_path / "resolv.conf") == ("192.0.2.53", 53)
    assert system_name_server(tmp_path / "none") == ("127.0.0.1", 53)


def test_a_channel_that_is_called_is_looked_at_without_calling_it(project, capsys, monkeypatch):
    monkeypatch.setenv("HELPLOOP_WEBHOOK_SECRET_CRM", "too short")
    monkeypatch.setenv("HELPLOOP_SLACK_URL", "http://chat.example/hunter2")
    monkeypatch.setenv("HELPLOOP_GITHUB_TOKEN", "x")
    (project / "calls.yaml").write_text(
        "webhooks: [{name: crm, url: 'https://hooks.example/'}]\nslack: {}\ngithub: {}\n", encoding="utf-8"
    )
    run(["notify", "doctor", "--ledger", "../none", "--config", str(project / "calls.yaml")])
    out = capsys.readouterr().out
    assert "error    webhook:crm: the webhook's secret is no signing secret\n" in out
    assert "error    slack: url-refused: an address is not called: its scheme is `http`, https was expected\n" in out
    assert "ok       github: its address and secret can be used\n" in out
    assert "hunter2" not in out
