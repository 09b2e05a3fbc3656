"""Slugs and heading ids that keep the letters, marks and digits of every script."""

from __future__ import annotations

import unicodedata


def slugify(text: str, separator: str = "-") -> str:
    r"""A stable id for a title in any script.

    Letters, combining marks and digits stay (a `\\w` filter drops vowel signs and destroys Hindi and Thai);
    everything else becomes one separator.

    >>> slugify("Über Größe & Maße"), slugify("पासवर्ड कैसे बदलें")
    ('über-grösse-masse', 'पासवर्ड-कैसे-बदलें')
    """
    if text.isascii():
        return separator.join(text.lower().translate(_ASCII).split())
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = "".join(map(_kept, folded)).replace(" ", separator)
    return separator.join(part for part in kept.split(separator) if part)


def _kept(char: str) -> str:
    """What becomes of a character; a blank stands for the separator."""
    category = unicodedata.category(char)[0]
    if category in "LMN":
        return char
    return " " if category in "PZ" or char.isspace() else ""


_ASCII = {code: _kept(chr(code)) for code in range(128)}
