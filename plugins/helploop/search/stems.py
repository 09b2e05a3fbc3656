"""Stems, at build time only: the shards carry them, so the client needs no stemmer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import snowballstemmer

from helploop.search.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Callable

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


@cache
def stemmer(language: str) -> Callable[[str], str] | None:
    """The folded stem of a surface form in a language, or `None` where there is no stemmer for it."""
    algorithm = ALGORITHMS.get(language.partition("-")[0])
    if algorithm is None or algorithm not in snowballstemmer.algorithms():
        return None
    known: dict[str, str] = {}
    stem_word = snowballstemmer.stemmer(algorithm).stemWord

    def stem(surface: str) -> str:
        if surface not in known:
            known[surface] = fold(stem_word(surface)) if surface.isalpha() else ""
        return known[surface]

    return stem
