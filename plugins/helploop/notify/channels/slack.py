"""A note to the team's chat, over an incoming webhook as Slack, Mattermost, Zulip and Discord (`/slack`) take it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.model.errors import UsageError
from helploop.notify.http import Call, NotSentError, UnclearError, check_url, send
from helploop.notify.plain_line import clean_line
from helploop.notify.result import TOLD, ChannelDownError, ChannelRefusedError, Result
from helploop.notify.state import State

if TYPE_CHECKING:
    from helploop.notify.channel import Claim
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """The incoming webhook's address, which is a secret."""

    url: str = field(repr=False)
    private_hosts: tuple[str, ...] = ()
    timeout: float = 30


class SlackChannel:
    """Posts one note per entry. The service drops no doubles, so a lost answer is unsure."""

    is_idempotent = False

    def __init__(self, settings: SlackSettings) -> None:
        check_url(settings.url, settings.private_hosts)
        self.settings = settings

    def deliver(self, row: Row, letter: Letter, claim: Claim) -> Result:
        """Post one note."""
        del row
        call = Call(
            method="POST",
            url=self.settings.url,
            headers={"Content-Type": "application/json"},
            body=json.dumps({"text": render_note(letter)}, ensure_ascii=False).encode(),
            timeout=self.settings.timeout,
            private_hosts=self.settings.private_hosts,
        )
        try:
            response = send(call, claim)
        except UsageError as error:
            raise ChannelRefusedError("url-refused", error.message, error.hint) from None
        except NotSentError as error:
            raise ChannelDownError(str(error)) from None
        except UnclearError as error:
            return Result(state=State.UNSURE, reason=str(error))
        status = response.status
        if 200 <= status < 300:
            return TOLD
        if status == 429:
            return Result(state=State.WAITING, reason="429: too many notes", pause=response.retry_after or 30)
        if status >= 500:
            return Result(state=State.UNSURE, reason=f"the chat answered {status}")
        return Result(state=State.REFUSED, reason=f"the chat answered {status}", is_blanket=True)

    def close(self) -> None:
        """Nothing stays open."""


def render_note(letter: Letter) -> str:
    """The note in Slack's own marks; nothing in a title can mention or link anybody."""
    items = ", ".join(_plain(title or name) for name, title in letter.items)
    lines = [f"*<{letter.url}|{_plain(letter.title)}>*", _plain(letter.summary)]
    lines.append(f"Shipped: {items}. The people who asked are being told.")
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    cleaned = clean_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return cleaned.replace("*", "\u2217").replace("|", "\u00a6")
