"""A new site with addresses of somebody's own, as it needs them before it can go live."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def give_addresses(root: Path) -> None:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("example.com", "acme.example"), "utf-8")
