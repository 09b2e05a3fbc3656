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
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = []
    for char in folded:
        category = unicodedata.category(char)[0]
        if category in "LMN":
            kept.append(char)
        elif category in "PZ" or char.isspace():
            kept.append(separator)
    return separator.join(part for part in "".join(kept).split(separator) if part)
