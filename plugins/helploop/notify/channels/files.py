"""One file per person, for any other tool: a mail to be sent, or JSON with the ticket to answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.notify.mail import message_id, render_mail, subject
from helploop.notify.private_file import write_private
from helploop.notify.result import TOLD, ChannelDownError, Result, later

if TYPE_CHECKING:
    from helploop.notify.channel import Claim
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter
    from helploop.notify.mail import MailSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesSettings:
    """The folder, which has to be private, and `eml` or `json`."""

    dir: str
    format: str = "json"


class FilesChannel:
    """Writes messages into a folder. A file is replaced by itself, so writing twice is writing once."""

    is_idempotent = True

    def __init__(self, settings: FilesSettings, mail: MailSettings) -> None:
        self.settings, self.mail = settings, mail

    def deliver(self, row: Row, letter: Letter, claim: Claim) -> Result:
        """Write one file."""
        folder = Path(self.settings.dir)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ChannelDownError(f"the folder can't be made: {error.strerror}") from None
        claim()
        try:
            write_message(folder, row, letter, self.mail, form=self.settings.format)
        except OSError as error:
            return later(f"the file can't be written: {error.strerror}", row.attempts)
        return TOLD

    def close(self) -> None:
        """Nothing stays open."""


def write_message(folder: Path, row: Row, letter: Letter, mail: MailSettings, *, form: str) -> Path:
    """One message as a file only its owner may read; its name holds no address."""
    is_mail = form == "eml" and row.kind == "email"
    name = folder / f"{row.message_key}.{'eml' if is_mail else 'json'}"
    content = render_mail(row, letter, mail) if is_mail else render_json(row, letter, mail)
    write_private(name, content, name.with_suffix(".new"))
    return name


def render_json(row: Row, letter: Letter, mail: MailSettings) -> bytes:
    """The message as other tools read it: `text` and `html` are the entry's words, `ticket` the place to answer."""
    data = {
        "id": message_id(row, mail).strip("<>"),
        "to": row.contact,
        "kind": row.kind,
        "ticket": {"source": row.source, "id": row.source_id} if row.source_id else None,
        "language": letter.language,
        "subject": subject(letter),
        "text": letter.text,
        "html": letter.html,
        "url": letter.url,
        "entry": letter.entry,
        "items": [{"id": name, "title": title or name} for name, title in letter.items],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
