"""Wishes and bounces are fetched from a mailbox on a server: only the unread, and each once."""

from __future__ import annotations

import re
import socketserver
from contextlib import contextmanager

import pytest

from helploop.cli.main import run
from helploop.model.errors import UsageError
from helploop.notify.mailbox_imap import open_imap, parse_imap_address
from notify.runner import new_ledger, old_ledger, tell
from notify.samples import crowd
from notify.servers import in_threads, mail_server


class Box:
    """Mails by number, and which were read."""

    def __init__(self, *mails):
        self.mails, self.read, self.said = dict(enumerate(mails, 1)), set(), []


@contextmanager
def imap_server(box):
    """Enough of IMAP4rev1 for one client at a time."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"* OK ready\r\n")
            for raw in self.rfile:
                tag, verb, words = [*raw.decode().rstrip("\r\n").split(" ", 2), ""][:3]
                box.said.append(f"{verb} {words}".strip())
                status = self.answer(verb.upper(), words)
                self.wfile.write(f"{tag} {status} done\r\n".encode())
                if verb.upper() == "LOGOUT":
                    return

        def answer(self, verb, words):
            if verb == "CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif verb == "LOGIN":
                return "OK" if words == 'stop "hunter2"' else "NO"
            elif verb == "SELECT":
                return "OK" if words == '"INBOX"' else "NO"
            elif words.startswith("SEARCH"):
                unread = " ".join(str(number) for number in box.mails if number not in box.read)
                self.wfile.write(f"* SEARCH {unread}\r\n".encode())
            elif words.startswith("FETCH"):
                number = int(words.split()[1])
                content = box.mails[number]
                self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode())
                self.wfile.write(content + b")\r\n")
            elif words.startswith("STORE"):
                box.read.add(int(words.split()[1]))
            return "OK"

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server, in_threads(server):
        yield server.server_address[1]


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A site that told three people; what the first of them would write to hear no more."""
    root = tmp_path / "site"
    (root / "changelog").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: A\nsite_url: https://help.acme.example/\nplugins: [helploop/articles, helploop/changelog]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(root)
    monkeypatch.setenv("HELPLOOP_SECRET", "secret")
    monkeypatch.setenv("HELPLOOP_IMAP_PASSWORD", "hunter2")
    own = new_ledger(tmp_path / "ledger")
    with mail_server() as recorder:
        tell(own, recorder.port, requests=crowd(3))
        [wish] = re.findall(r"unsubscribe%20([0-9a-f]{32})", recorder.messages()[0]["List-Unsubscribe"])
    own.store.close()
    return tmp_path / "ledger", f"Subject: unsubscribe {wish}\r\n\r\n".encode()


def fetch(capsys, port, *more):
    code = run(["notify", "mailbox", f"imap://stop@127.0.0.1:{port}/INBOX", "--ledger", "../ledger", *more])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_unread_wishes_are_noted_once_and_a_dry_run_leaves_them_unread(ledger, capsys):
    path, wish = ledger
    box = Box(b"Subject: hello\r\n\r\nHi", wish)
    with imap_server(box) as port:
        code, out, _ = fetch(capsys, port, "--dry-run")
        assert (code, box.read) == (0, set())
        assert "1  wants to hear no more\n" in out
        assert fetch(capsys, port)[0] == 0
        assert box.read == {1, 2}
        assert fetch(capsys, port)[:2] == (0, "No mails there.\n")
    own = old_ledger(path)
    assert len(own.known().opted_out) == 1
    own.store.close()


def test_a_wrong_password_is_refused_and_not_shown(ledger, capsys, monkeypatch):
    monkeypatch.setenv("HELPLOOP_IMAP_PASSWORD", "wrong-password")
    with imap_server(Box(ledger[1])) as port:
        code, out, err = fetch(capsys, port)
    assert code == 2
    assert err == "helploop: 127.0.0.1: the server refused\n  fix: check the address and HELPLOOP_IMAP_PASSWORD\n"
    assert "wrong-password" not in out + err


def test_a_server_that_is_not_there_is_named():
    with (
        pytest.raises(UsageError, match=r"127\.0\.0\.1: Connection refused"),
        open_imap(parse_imap_address("imap://a@127.0.0.1:1/"), "x"),
    ):
        pass


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("imap://stop@mail.acme.example/INBOX", "a password is never sent without TLS"),
        ("imaps://stop:hunter2@mail.acme.example/", "the mailbox's address holds a password, which others can see"),
        ("imaps://mail.acme.example/INBOX", "the mailbox's address can't be read"),
        ("http://stop@mail.acme.example/INBOX", "the mailbox's address can't be read"),
        ("imaps://stop@mail.acme.example:x/", "the mailbox's address can't be read"),
        ("imaps://stop@mail.acme.example/a%22%0d%0ab", "the mailbox's address can't be read"),
    ],
)
def test_an_address_that_is_none_or_unsafe_is_refused(address, why):
    with pytest.raises(UsageError) as refused:
        parse_imap_address(address)
    assert refused.value.message == why
    assert "hunter2" not in str(refused.value)
