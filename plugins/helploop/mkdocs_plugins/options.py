"""Plugin options as the host sees them: anything. Our own reader of `mkdocs.yml` checks them, with their lines."""

from __future__ import annotations

from typing import Any

from mkdocs.config import base


class AnyOptions(base.Config):
    """Accepts everything."""

    def validate(self) -> tuple[list[Any], list[Any]]:
        """No complaint from the host."""
        return [], []
