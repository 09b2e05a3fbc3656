"""The day and the moment a build stands for."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def build_date() -> date:
    """The day a build stands for: `SOURCE_DATE_EPOCH` when set (reproducible-builds.org), else today, in UTC."""
    return build_moment().date()


def build_moment() -> datetime:
    """The moment a build stands for, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
