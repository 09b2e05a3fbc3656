"""Stems, at build time only: the shards carry them, so the client needs no stemmer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import Stemmer

from helploop.search.endings import ENDINGS, without_endings
from helploop.search.tokens import fold
from helploop.search.ukrainian import stem_ukrainian

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
OTHER_SCRIPTS = frozenset(
    "am ar be bg bn el fa gu he hi hy ja ka km kn ko lo mk ml mr my ne pa ru ta te th uk ur yi zh".split()
)
"""Languages not written in Latin letters: a Latin word in their texts is an English one (`streams`, `dependencies`)."""


@cache
def stemmer(language: str) -> Callable[[str], str] | None:
    """What an index brings forms of a word together by, or `None` where nothing is known of a language."""
    tag = language.partition("-")[0]
    strict = strict_stemmer(language)
    if strict is None or tag not in ENDINGS:
        return strict
    known: dict[str, str] = {}

    def stem(surface: str) -> str:
        if surface not in known:
            known[surface] = without_endings(strict(surface), tag)
        return known[surface]

    return stem


@cache
def strict_stemmer(language: str) -> Callable[[str], str] | None:
    """The folded stem of a surface form in a language, or `None` where there is no stemmer for it."""
    tag = language.partition("-")[0]
    own = stem_ukrainian if tag == "uk" else _snowball(ALGORITHMS.get(tag, ""))
    english = _snowball("english") if tag in OTHER_SCRIPTS else None
    if own is None and english is None:
        return None
    known: dict[str, str] = {}

    def stem(surface: str) -> str:
        if surface not in known:
            stem_word = english if english and surface.isascii() else own
            known[surface] = fold(stem_word(surface)) if stem_word and surface.isalpha() else ""
        return known[surface]

    return stem


def _snowball(algorithm: str) -> Callable[[str], str] | None:
    if algorithm not in Stemmer.algorithms():
        return None
    stem_word: Callable[[str], str] = Stemmer.Stemmer(algorithm).stemWord
    return stem_word
