"""Webhooks, chat, GitHub and files: signed, once, and never to a private network by accident."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import stat
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest

from helploop.model.errors import UsageError
from helploop.notify.channels.files import FilesChannel, FilesSettings
from helploop.notify.channels.github import GithubChannel, GithubSettings, render_comment
from helploop.notify.channels.slack import SlackChannel, SlackSettings, render_note
from helploop.notify.channels.webhook import WebhookChannel, WebhookSettings
from helploop.notify.contact import ContactKind
from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.http import Call, UnclearError, checked_address, is_public_address, send
from helploop.notify.ledger_report import load_rows
from helploop.notify.letter import Letters
from helploop.notify.notice import Routing
from helploop.notify.plan import plan_notices
from helploop.notify.state import State
from notify.runner import MAIL, NoRest, new_ledger
from notify.samples import entry, render, requests_of, site
from notify.web import FakeGithub, web_server

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
LOCAL = ("127.0.0.1",)
NOW = 1_800_000_000.0


def deliver(tmp_path, channels, rows="", routing=None, *, ledger=None, now=NOW):  # noqa: PLR0913
    ledger = ledger or new_ledger(tmp_path / "ledger")
    routing = routing or Routing(
        by_kind={ContactKind.GITHUB: "github"}, team=tuple(set(channels) - {"github", "files"})
    )
    requests = requests_of("item,contact,consent,source,source_id\n" + rows)
    a_site = site()
    ledger.record(plan_notices(a_site, requests, ledger.known(), ledger.identity, routing), now)
    run = Run(letters=Letters(a_site, render), now=lambda: now, stop=NoRest())
    tally = deliver_waiting(ledger, channels, run)
    return ledger, tally, Counter(row.state for row in load_rows(ledger))


def webhook(url, **options):
    settings = WebhookSettings(name="crm", url=url, secret=SECRET, private_hosts=LOCAL, timeout=0.5)
    return {"webhook:crm": WebhookChannel(replace(settings, **options), now=lambda: NOW)}


def test_a_webhook_is_signed_as_the_standard_says(tmp_path):
    with web_server(lambda *_: (200, {}, b"ok")) as server:
        ledger, _, states = deliver(tmp_path, webhook(server.url))
        ledger.store.close()
        (_, _, headers, body) = server.calls[0]
    assert states == {State.TOLD: 1}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(b"0123456789abcdef01234567", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    data = json.loads(body)["data"]
    assert (data["entry"], data["items"]) == ("2026-11-20-csv", [{"id": "csv-export", "title": "CSV export"}])


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((500, {}, b""), State.WAITING),
        ("cut", State.WAITING),
        ((301, {"location": "https://evil.example/"}, b""), State.WAITING),
        ((429, {"retry-after": "3600"}, b""), State.WAITING),
        ((410, {}, b""), State.REFUSED),
    ],
)
def test_a_webhook_is_tried_again_with_the_same_id(answer, state, tmp_path):
    answers = [answer]
    with web_server(lambda *_: answers.pop(0) if answers and state is State.WAITING else answer) as server:
        answers *= 6
        ledger, _, states = deliver(tmp_path, webhook(server.url))
        assert states == {state: 1}
        ledger.store.close()
        assert len({headers["webhook-id"] for _, _, headers, _ in server.calls}) == 1
        assert {path for _, path, _, _ in server.calls} == {"/"}


def test_a_receiver_that_comes_back_is_told(tmp_path):
    answers = [(503, {}, b""), "cut", (204, {}, b"")]
    with web_server(lambda *_: answers.pop(0)) as server:
        ledger, _, states = deliver(tmp_path, webhook(server.url))
        ledger.store.close()
    assert states == {State.TOLD: 1}


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://2130706433/",
        "https://user:pw@example.com/",
        "ftp://example.com/",
        "https:///x",
        "https://example.com:99999/",
        "gopher://x",
        "",
    ],
)
def test_an_address_that_is_not_public_https_is_refused_before_anything(url):
    with pytest.raises(UsageError, match="url-refused"):
        WebhookChannel(WebhookSettings(name="x", url=url, secret=SECRET), now=lambda: NOW)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "127.1",
        "::1",
        "::ffff:10.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "100.64.0.1",
        "fd00::1",
        "fe80::1",
        "0.0.0.0",  # noqa: S104 - never bound
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "224.0.0.1",
        "localhost",
    ],
)
def test_a_host_in_a_private_network_is_never_connected_to(host):
    with pytest.raises(UsageError, match="url-refused"):
        checked_address(host, 443)


def test_a_name_that_flips_to_a_private_address_is_refused(monkeypatch, tmp_path):
    answers = ["93.184.215.14", "10.0.0.1"]

    def resolve(*_, **__):
        return [(2, 1, 6, "", (answers.pop(0), 443))]

    monkeypatch.setattr("helploop.notify.http.socket.getaddrinfo", resolve)
    assert checked_address("flips.example", 443) == "93.184.215.14"
    ledger, tally, states = deliver(tmp_path, webhook("https://flips.example/", private_hosts=()))
    ledger.store.close()
    assert tally.is_misconfigured
    assert states == {State.WAITING: 1}


def test_public_addresses_pass():
    assert is_public_address("93.184.215.14")
    assert is_public_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_an_endless_answer_is_cut():
    with web_server(lambda *_: (200, {}, b"x" * 5000)) as server:
        assert len(send(Call(method="GET", url=server.url, private_hosts=LOCAL), limit=100).body) == 100


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {}, b"ok"), State.TOLD),
        ((404, {}, b"no_service"), State.REFUSED),
        ((500, {}, b""), State.UNSURE),
        ("cut", State.UNSURE),
        ((429, {"retry-after": "600"}, b""), State.WAITING),
    ],
)
def test_the_team_chat_is_told_once_or_somebody_decides(answer, state, tmp_path):
    with web_server(lambda *_: answer) as server:
        channel = SlackChannel(SlackSettings(url=server.url, private_hosts=LOCAL, timeout=0.5))
        ledger, _, states = deliver(tmp_path, {"slack": channel})
        assert states == {state: 1}
        deliver(tmp_path, {"slack": channel}, ledger=ledger)
        ledger.store.close()
        assert len(server.calls) == (2 if state is State.WAITING else 1)


def test_a_title_mentions_nobody_in_the_chat():
    letter = Letters(site(entry(title="<!channel> *bold* <@U1>|x")), render).letter(
        "2026-11-20-csv", "en", ("csv-export",)
    )
    assert "<!channel>" not in render_note(letter)
    assert "&lt;!channel&gt;" in render_note(letter)


def github(server, hub, **options):
    hub.url = server.url
    fields = {
        "site_id": "help.acme.example",
        "token": "token",
        "api": server.url,
        "private_hosts": LOCAL,
        "timeout": 0.5,
    }
    return {"github": GithubChannel(GithubSettings(**(fields | options)), rest=lambda _: None)}


def comment_once(tmp_path, hub, **options):
    with web_server(hub) as server:
        channels = github(server, hub, **options)
        rows = "csv-export,acme/app#12,yes,github,12\n"
        ledger, tally, states = deliver(tmp_path, channels, rows)
        deliver(tmp_path, channels, ledger=ledger, now=NOW + 7200)
        after = Counter(row.state for row in load_rows(ledger))
        reasons = [row.reason for row in load_rows(ledger)]
        ledger.store.close()
    return tally, states, after, reasons


def test_one_comment_with_a_hidden_mark(tmp_path):
    hub = FakeGithub()
    _, states, _, _ = comment_once(tmp_path, hub)
    assert states == {State.TOLD: 1}
    assert [one["body"] for one in hub.comments] == [
        (
            "<!-- helploop:help.acme.example:csv-export:1 -->\n\n"
            "**[CSV export is here](https://help.acme.example/changelog/2026-11-20-csv/)**\n"
        )
    ]


@pytest.mark.parametrize("trouble", ["kept, then cut", "kept, then 502"])
def test_a_comment_whose_answer_was_lost_is_found_and_not_repeated(trouble, tmp_path):
    hub = FakeGithub()
    hub.on_post = lambda: trouble
    _, states, _, _ = comment_once(tmp_path, hub)
    assert states == {State.TOLD: 1}
    assert (hub.posts, len(hub.comments)) == (1, 1)


@pytest.mark.parametrize("trouble", ["cut", (502, {}, b"")])
def test_a_comment_that_was_lost_is_written_by_a_later_run(trouble, tmp_path):
    hub, troubles = FakeGithub(), [trouble]
    hub.on_post = lambda: troubles.pop() if troubles else 201
    _, states, after, _ = comment_once(tmp_path, hub)
    assert (states, after) == ({State.WAITING: 1}, {State.TOLD: 1})
    assert len(hub.comments) == 1


def test_our_mark_is_found_on_the_fourth_page_and_a_forged_one_is_not_ours(tmp_path):
    mark = "<!-- helploop:help.acme.example:csv-export:1 -->"
    hub = FakeGithub()
    for number in range(350):
        hub.add("somebody", mark if number == 7 else "me too")
    _, states, _, _ = comment_once(tmp_path, hub)
    assert (states, hub.posts) == ({State.TOLD: 1}, 1)
    again = FakeGithub()
    again.comments = hub.comments
    (tmp_path / "second").mkdir()
    _, states, _, _ = comment_once(tmp_path / "second", again)
    assert (states, again.posts) == ({State.TOLD: 1}, 0)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((403, {}, {"message": "Repository was archived so is read-only."}), "403: the repository is archived"),
        ((403, {}, {"message": "Resource not accessible"}), "403: no permission to comment"),
        ((410, {}, {}), "410: the issue was deleted"),
        ((422, {}, {}), "422: GitHub refuses the comment"),
    ],
)
def test_a_refused_comment_says_why(answer, reason, tmp_path):
    hub = FakeGithub()
    hub.on_post = lambda: answer
    _, states, _, reasons = comment_once(tmp_path, hub)
    assert (states, reasons) == ({State.REFUSED: 1}, [reason])


def test_locked_and_missing_issues_are_refused(tmp_path):
    assert comment_once(tmp_path, FakeGithub(locked=True))[3] == ["the issue is locked"]
    (tmp_path / "two").mkdir()
    hub = FakeGithub()
    hub.issue_status = 404
    assert comment_once(tmp_path / "two", hub)[3] == ["404: the issue is not there"]


def test_a_rate_limit_is_waited_for_or_left_to_a_later_run(tmp_path):
    hub = FakeGithub()
    limits = [(403, {"retry-after": "2"}, {"message": "You have exceeded a secondary rate limit"})]
    hub.on_post = lambda: limits.pop() if limits else 201
    assert comment_once(tmp_path, hub)[1] == {State.TOLD: 1}
    (tmp_path / "two").mkdir()
    long = FakeGithub()
    long.on_post = lambda: (429, {"retry-after": "3600"}, {})
    tally, states, _, _ = comment_once(tmp_path / "two", long)
    assert states == {State.WAITING: 1}
    assert tally.stops[0][1] == "rate-limit"


def test_a_bad_token_stops_everything_and_is_not_shown(tmp_path):
    tally, states, _, _ = comment_once(tmp_path, FakeGithub(), token="wrong-secret")
    assert tally.is_misconfigured
    assert states == {State.WAITING: 1}
    assert "wrong-secret" not in str(tally.stops)


def test_a_moved_repository_is_followed_on_the_api_only(tmp_path):
    hub = FakeGithub()

    def moved(method, path, headers, body):
        if path.startswith("/repos/acme/app"):
            return 301, {"location": path.replace("/repos/acme/app", f"{hub.url}/repositories/5")}, {}
        return hub(method, path, headers, body)

    with web_server(moved) as server:
        ledger, _, states = deliver(tmp_path, github(server, hub), "csv-export,acme/app#12,yes,github,12\n")
        ledger.store.close()
    assert states == {State.TOLD: 1}
    (tmp_path / "two").mkdir()
    with web_server(lambda *_: (200, {}, b"{}")) as thief:

        def away(method, path, headers, body):
            return (301, {"location": thief.url}, {}) if "/repos/" in path else hub(method, path, headers, body)

        with web_server(away) as server:
            ledger, _, states = deliver(tmp_path / "two", github(server, hub), "csv-export,acme/app#12,yes,github,12\n")
            ledger.store.close()
        assert states == {State.REFUSED: 1}
        assert not thief.calls


def test_files_for_other_tools(tmp_path):
    folder = tmp_path / "out"
    channel = FilesChannel(FilesSettings(dir=str(folder), format="json"), MAIL)
    routing = Routing(by_kind={ContactKind.TICKET: "files", ContactKind.EMAIL: "files"})
    rows = "csv-export,,yes,zendesk,4711\ncsv-export,ana@example.com,yes,,\n"
    ledger, _, states = deliver(tmp_path, {"files": channel}, rows, routing)
    ledger.store.close()
    assert states == {State.TOLD: 2}
    data = [json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()]
    assert {"source": "zendesk", "id": "4711"} in [one["ticket"] for one in data]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not [path for path in folder.iterdir() if "ana" in path.name]


def test_no_title_calls_a_person_or_an_issue(tmp_path):
    called = entry(title="@everyone see #12 <b>", summary="cc @team, #7")
    ledger, _, _ = deliver(tmp_path, {}, "csv-export,acme/app#12,yes,,\n")
    letter = Letters(site(called), render).letter("2026-11-20-csv", "en", ("csv-export",))
    text = render_comment(load_rows(ledger)[0], letter, "acme")
    ledger.store.close()
    assert "\\@\u200beveryone see \\#\u200b12 \\<b\\>" in text
    assert "cc @\u200bteam, #\u200b7" in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (301, "301: redirects are not followed, write the new address in `webhooks.url`"),
        (401, "401"),
        (404, "404"),
    ],
)
def test_a_receiver_that_refuses_all_is_not_asked_about_each(status, said, tmp_path):
    rows = "".join(f"csv-export,p{number}@example.com,yes,crm,{number}\n" for number in range(8))
    routing = Routing(by_source={"crm": "webhook:crm"})
    with web_server(lambda *_: (status, {"location": "https://x.example/"}, b"")) as server:
        ledger, tally, states = deliver(tmp_path, webhook(server.url), rows, routing)
        assert len(server.calls) == 3
    assert states == {State.WAITING: 8}
    hint = "ask the receiver's owner why; the others keep waiting"
    assert tally.stops == [("webhook:crm", "relay-rejects", f"the receiver answered {said}", hint)]
    ledger.store.close()


@pytest.mark.parametrize("piece", [b"HTTP/1.1 100 Continue\r\n\r\n", b"x"], ids=["goes on", "drips"])
def test_no_answer_is_waited_for_for_ever(piece):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip():
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                while True:
                    connection.sendall(piece)
                    done.wait(0.05)

        done = threading.Event()
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(UnclearError, match="no answer in time"):
            send(Call(method="GET", url=url, whole=0.3, private_hosts=LOCAL))
        done.set()
        thread.join(5)
