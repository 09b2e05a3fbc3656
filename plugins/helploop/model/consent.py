"""What people write for yes and no where somebody was asked whether they want to be told."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

_YES = frozenset(
    {*("yes", "y", "true", "1", "granted", "given", "ok", "opt-in", "ja", "oui", "si", "sí", "sim", "はい", "نعم")}
)
_NO = frozenset(
    {
        *("no", "n", "false", "0", "denied", "withdrawn", "revoked", "refused", "opt-out", "nein", "non", "não"),
        *("いいえ", "لا"),
    }
)


@lru_cache(maxsize=1000)
def parse_consent(text: str) -> bool | None:
    """Yes, no, or None where nothing is said. A date says when consent was given.

    >>> parse_consent("Yes"), parse_consent("2026-01-31"), parse_consent("withdrawn"), parse_consent("")
    (True, True, False, None)
    """
    word = text.strip().casefold()
    if word in _NO:
        return False
    return True if word in _YES or parse_day(word.upper()) else None


def is_refusal(text: str) -> bool:
    """Whether a column such as "unsubscribed" says so: by a yes, by a day, by anything that is no no.

    >>> is_refusal("2026-03-01"), is_refusal("x"), is_refusal("false"), is_refusal("")
    (True, True, False, False)
    """
    return bool(text.strip()) and parse_consent(text) is not False


@lru_cache(maxsize=10_000)
def parse_day(text: str) -> date | None:
    """The day of a date or a moment; None where there is none."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
