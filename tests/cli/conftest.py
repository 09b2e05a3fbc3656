"""A good project that commands are called in; a module may put another in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bad_cases import WHOLE


@pytest.fixture
def root(project) -> Path:
    return project(WHOLE)
