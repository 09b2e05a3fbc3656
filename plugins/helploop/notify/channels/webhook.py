"""Signed webhooks (standardwebhooks.com): at least once, always with the same id, so that a receiver drops doubles."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from helploop.model.errors import UsageError
from helploop.notify.http import Call, NotSentError, Response, UnclearError, check_url, send
from helploop.notify.result import TOLD, ChannelDownError, ChannelRefusedError, Result, later
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.notify.channel import Claim
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter

#: A receiver that says no so often is given up.
MAX_ATTEMPTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """One receiver. `private_hosts` lets an address of the own network be called, by host name."""

    name: str
    url: str
    secret: str = field(repr=False)
    private_hosts: tuple[str, ...] = ()
    timeout: float = 30
    sends_contact: bool = False


class WebhookChannel:
    """Calls one receiver."""

    is_idempotent = True

    def __init__(self, settings: WebhookSettings, *, now: Callable[[], float]) -> None:
        check_url(settings.url, settings.private_hosts)
        self.settings, self._now, self._key = settings, now, signing_key(settings.secret)

    def deliver(self, row: Row, letter: Letter, claim: Claim) -> Result:
        """Send one signed call."""
        body = json.dumps(payload(row, letter, self.settings), ensure_ascii=False, sort_keys=True).encode()
        headers = signed_headers(f"msg_{row.message_key}", int(self._now()), body, self._key)
        settings = self.settings
        call = Call(
            method="POST",
            url=settings.url,
            headers={"Content-Type": "application/json", **headers},
            body=body,
            timeout=settings.timeout,
            private_hosts=settings.private_hosts,
        )
        try:
            return _judge(send(call, claim), row)
        except UsageError as error:
            raise ChannelRefusedError("url-refused", error.message, error.hint) from None
        except NotSentError as error:
            raise ChannelDownError(str(error)) from None
        except UnclearError as error:
            return _again(str(error), row)

    def close(self) -> None:
        """Nothing stays open."""


def _judge(response: Response, row: Row) -> Result:
    status = response.status
    if 200 <= status < 300:
        return TOLD
    if status == 410:
        return Result(state=State.REFUSED, reason="410: the receiver is gone", is_blanket=True)
    if status == 429:
        return Result(state=State.WAITING, reason="429: too many calls", pause=response.retry_after or 30)
    if status in {408, 425} or status >= 500:
        return _again(f"the receiver answered {status}", row)
    why = ": redirects are not followed, write the new address in `webhooks.url`" if 300 <= status < 400 else ""
    return _later(f"the receiver answered {status}{why}", row)


def _again(reason: str, row: Row) -> Result:
    if row.attempts < 3:
        return Result(state=State.WAITING, reason=reason, pause=2**row.attempts)
    return _later(reason, row)


def _later(reason: str, row: Row) -> Result:
    """Not now; when it says so of several in a row, the receiver is asked about no more of them."""
    if row.attempts >= MAX_ATTEMPTS:
        return Result(state=State.REFUSED, reason=f"given up: {reason}", is_blanket=True)
    return replace(later(reason, row.attempts), is_blanket=True)


def payload(row: Row, letter: Letter, settings: WebhookSettings) -> dict[str, object]:
    """What a receiver is told. The person is named by the id their own tool gave them."""
    recipient: dict[str, object] = {"token": row.token[:16], "source": row.source, "source_id": row.source_id}
    if settings.sends_contact and row.kind != "team":
        recipient["contact"] = row.contact
    return {
        "type": "entry.published",
        "data": {
            "entry": letter.entry,
            "wave": row.wave,
            "title": letter.title,
            "summary": letter.summary,
            "url": letter.url,
            "language": letter.language,
            "published": letter.published,
            "items": [{"id": name, "title": title or name} for name, title in letter.items],
            "recipient": None if row.kind == "team" else recipient,
        },
    }


def signing_key(secret: str) -> bytes:
    """The key in a `whsec_` secret.

    Raises:
        UsageError: it is none.
    """
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < 24:
        hint = "use `whsec_` and 24 to 64 random bytes as base64"
        raise UsageError("the webhook's secret is no signing secret", hint)
    return key


def signed_headers(name: str, moment: int, body: bytes, key: bytes) -> dict[str, str]:
    """The three headers of Standard Webhooks."""
    signed = hmac.digest(key, f"{name}.{moment}.".encode() + body, "sha256")
    return {
        "webhook-id": name,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
