"""Rebuilds begin at once in tests."""

from __future__ import annotations

import pytest

from helploop.mkdocs_plugins import rebuild as rebuild_module


@pytest.fixture(autouse=True, scope="module")
def no_patience() -> object:
    """Nobody waits for a quiet second here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild_module, "PAGES_AFTER", 0)
        patch.setattr(rebuild_module, "MACHINES_AFTER", 0)
        yield
