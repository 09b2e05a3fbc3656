"""A text of anybody's as one line that can neither end a header nor turn the words around it."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def clean_line(text: str) -> str:
    """A text as one printable line: no control characters, no hidden direction marks, single blanks."""
    return " ".join(_BIDI.sub("", _UNPRINTABLE.sub(" ", text)).split())
