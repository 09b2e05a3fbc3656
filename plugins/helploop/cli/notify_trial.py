"""Messages without consequences: one sent to the team for trial, or all of them written into a folder."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from helploop.model.errors import UsageError, WriteError
from helploop.notify.channels.files import write_message
from helploop.notify.channels.smtp import SmtpChannel
from helploop.notify.contact import BadContactError, ContactKind, parse_contact
from helploop.notify.ledger_row import Row
from helploop.notify.letter import Letters
from helploop.notify.place import check_outside
from helploop.notify.result import ChannelDownError, ChannelRefusedError
from helploop.notify.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.cli.notify_site import Told
    from helploop.notify.notice import Notice, Plan


def write_messages(plan: Plan, told: Told, folder: Path) -> int:
    """Write every message of a plan as a file; how many."""
    check_outside(folder, told.books.root, "the folder for messages")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write_messages(plan, told, folder)
    except OSError as error:
        raise WriteError(f"`{folder.name}/` can't be written: {error.strerror}", "make room there") from error


def _write_messages(plan: Plan, told: Told, folder: Path) -> int:
    letters = Letters(told.site, told.render)
    for number, notice in enumerate(plan.to_tell, 1):
        row = _row(notice, number, told.began)
        letter = letters.letter(notice.entry, notice.language, notice.items)
        write_message(folder, row, letter, told.config.mail, form="eml")
    return len(plan.to_tell)


def send_trial(plan: Plan, told: Told, address: str, limit: int) -> int:
    """Send the first messages of a plan to one address of the team; how many.

    Raises:
        UsageError: the address or the mail server is not usable.
    """
    if told.config.smtp is None:
        raise UsageError("no mail server is configured", "set `smtp.host` in the notify configuration")
    try:
        contact = parse_contact(address)
    except BadContactError as error:
        raise UsageError(f"--to: {error}", "give one e-mail address") from None
    if contact.kind is not ContactKind.EMAIL:
        raise UsageError("--to is no e-mail address", "give one e-mail address")
    channel = SmtpChannel(told.config.smtp, told.config.mail)
    letters = Letters(told.site, told.render)
    mails = [notice for notice in plan.to_tell if notice.channel == "smtp"][:limit]
    if not mails:
        raise UsageError(
            "nobody would get a mail, so there is none to try", "`--dry-run` says who is left out, and why"
        )
    try:
        for number, notice in enumerate(mails, 1):
            row = _row(notice, number, told.began, to=contact.address, is_trial=True)
            letter = letters.letter(notice.entry, notice.language, notice.items)
            result = channel.deliver(row, letter, _no_claim)
            if result.state is not State.TOLD:
                raise UsageError(f"the trial was not accepted: {result.reason}")
    except ChannelDownError as down:
        raise UsageError(f"smtp: {down.cause}", "check `smtp.host` and `smtp.port`") from None
    except ChannelRefusedError as refused:
        raise UsageError(f"{refused.code}: {refused.cause}", refused.hint) from None
    finally:
        channel.close()
    return len(mails)


def _no_claim() -> None:
    """A trial belongs to nobody, so nothing is claimed."""


def _row(notice: Notice, number: int, moment: float, *, to: str = "", is_trial: bool = False) -> Row:
    """The row a ledger would hold for this message."""
    key = f"trial.{int(time.time())}.{number}" if is_trial else notice.message_key
    return Row(
        id=number,
        message_key=key,
        entry=notice.entry,
        wave=notice.wave,
        channel=notice.channel,
        token="0" * 32 if is_trial else notice.token,
        language=notice.language,
        items=notice.items,
        source=notice.source,
        source_id=notice.source_id,
        state=State.WAITING,
        reason="",
        attempts=0,
        due=0,
        created=moment,
        changed=moment,
        kind="email" if to else notice.contact.kind.value,
        contact=to or notice.contact.address,
    )
