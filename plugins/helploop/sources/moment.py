"""The day and the moment a build stands for."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from helploop.model.errors import UsageError


def build_date() -> date:
    """The day a build stands for: `SOURCE_DATE_EPOCH` when set (reproducible-builds.org), else today, in UTC."""
    return build_moment().date()


def build_moment() -> datetime:
    """The moment a build stands for, in UTC.

    Raises:
        UsageError: the variable says none. Today in its place would publish what was to wait.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH in the environment is `{epoch[:40]}`, whole seconds since 1970 were expected"
        raise UsageError(message, "write a number like 1764374400, or unset it") from None
