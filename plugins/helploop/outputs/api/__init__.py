"""`/api/v1/`: everything public as small static JSON documents, and the schema they keep to."""

from __future__ import annotations

from typing import Final

#: The version in every address and document.
VERSION: Final = 1
