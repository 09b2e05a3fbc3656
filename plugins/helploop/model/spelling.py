"""The nearest right spelling of a word, for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known word most like this one, or None when nothing is near (`least` of 1 is the same word).

    >>> nearest("tilte", ["title", "summary"])
    'title'
    """
    from difflib import get_close_matches  # noqa: PLC0415 - long to import, and only a mistake needs it

    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=least)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest known word, or `otherwise`."""
    near = nearest(word, known)
    if near and near != word and normalize("NFC", near) == normalize("NFC", word):
        return (
            f"`{near}` has the same letters in another Unicode form, as a Mac writes them: rename it, or copy its name"
        )
    return f"did you mean `{near}`?" if near else otherwise


def did_you_mean_path(written: str, known: Iterable[str], otherwise: str = "") -> str:
    """The same for an article's key, where people also write the path of its file or its address."""
    names = list(known)
    key = written.strip("/").removeprefix("../").removeprefix("articles/").removesuffix(".md")
    last = [name for name in names if name.rpartition("/")[2] == key.rpartition("/")[2]]
    if key in names or len(last) == 1:
        return f"did you mean `{key if key in names else last[0]}`?"
    return did_you_mean(key, names, otherwise)
