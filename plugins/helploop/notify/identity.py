"""Who somebody is without saying it: a keyed hash of a contact, which outlives the address itself."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.notify.contact import Contact


@dataclass(frozen=True, slots=True)
class Identity:
    """A site's id and its secret. Without the secret a token can't be checked against a guessed address."""

    site_id: str
    secret: bytes = field(repr=False)

    def token(self, contact: Contact) -> str:
        """The person's permanent token: 32 hexadecimal digits."""
        return hmac.digest(self.secret, f"{self.site_id}\n{contact.key}".encode(), "sha256").hex()[:32]

    @property
    def check(self) -> str:
        """What a ledger keeps to recognise the secret."""
        return hmac.digest(self.secret, f"{self.site_id}\ncheck".encode(), "sha256").hex()[:16]


def message_key(items: Iterable[str], wave: int, token: str) -> str:
    """The stable name of one message: a function of what shipped, the wave and the person; no address in it.

    >>> message_key(["csv-export"], 1, "ab" * 16)
    '1.c0e90f2aa7.abababababababab'
    """
    subject = sha256("\n".join(sorted(items)).encode()).hexdigest()[:10]
    return f"{wave}.{subject}.{token[:16]}"
