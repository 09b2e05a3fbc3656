"""Webhooks: signed, tried again with one id, and never to a private network by accident."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from helploop.model.errors import UsageError
from helploop.notify.channels.webhook import WebhookChannel, WebhookSettings
from helploop.notify.http import checked_address
from helploop.notify.notice import Routing
from helploop.notify.state import State
from notify.web import web_server
from notify.web_delivery import LOCAL, NOW, deliver

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()


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
