"""Which tags name a language at all, as far as Unicode's list of names knows."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global


def is_language(tag: str) -> bool:
    """Whether the first part of a tag is a language, under its present or an older code.

    >>> is_language("pt-BR"), is_language("iw"), is_language("xx")
    (True, True, False)
    """
    return tag.partition("-")[0].lower() in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset({*Locale("en").languages, *get_global("language_aliases")})
