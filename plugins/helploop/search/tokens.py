"""Words of a text as the index knows them: the same rules, for all scripts, as `browser/search/client.js`.

A token has a `term` (folded: what is looked up), a `surface` (the same with its accents) and a place in the text.
The rules are written down in `browser/FORMAT.md`; `tests/search/cases/tokenize.json` holds both sides to them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GRAM = r"\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}々〆ー"
SYLLABLE = r"\p{sc=Hangul}"
CLUSTER = r"\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}"
JOINERS = frozenset("-._‐‑")
MOST_JOINED = 5
LONGEST_WORD = 40
"""A longer run of letters (a key, a hash, an attack) is known by its first letters only."""

_LETTER = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]")
_WORD = regex.compile(_LETTER.pattern + r"+|\p{Extended_Pictographic}")
_RUN = regex.compile(rf"([{GRAM}]+)|([{SYLLABLE}]+)|([{CLUSTER}]+)|[^{GRAM}{SYLLABLE}{CLUSTER}]+")
_GRAM_TERM = regex.compile(rf"[{GRAM}{SYLLABLE}{CLUSTER}]")
_SIZES = (0, 2, 2, 3)
_FOLDED = regex.compile(r"[ぁ-ゖァ-ヺ一-鿿가-힣]+")
"""Kana, unified ideographs and syllables of Hangul, nearly all that is cut in pieces: folding leaves them alone."""
_JOINING = regex.compile(r"[-._‐‑#+]")
_SYMBOLS = regex.compile(r"[#+]{1,3}(?![\p{L}\p{M}\p{N}])")
_DROPPED = regex.compile(r"[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u093c\ufe0f]")
_NASAL = regex.compile(r"(?:[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])|\u0901)")
_ARTICLE = regex.compile(r"^[\u0648\u0641\u0628\u0643]?(?:\u0627\u0644|\u0644\u0644)(?=[\u0621-\u064a]{3})")
_ACCENT = regex.compile(r"[\u0300-\u036f]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
"""Of Arabic and of Persian: a number is the same, whichever keyboard wrote it."""
_PLAIN = str.maketrans(
    dict(zip("ıςøłđðґأإآٱىیکة", "iσolddгااااييكه", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


class Token(NamedTuple):
    """One word or gram: what is looked up, how it was written, where it stands, and whether it joins others."""

    term: str
    surface: str
    start: int
    end: int
    is_joined: bool = False


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order; a joined word (`e-mail`, `node.js`, `C#`) follows its parts."""
    tokens: list[Token] = []
    chain: list[tuple[str, int]] = []
    end = -1
    for match in _WORD.finditer(text):
        start = match.start()
        if chain and not (start == end + 1 and text[end] in JOINERS):
            tokens += _joined(text, chain, end)
            chain = []
        end = match.end()
        tokens += [Token(term, surface, start + left, start + right) for term, surface, left, right in pieces(match[0])]
        chain.append((match[0], start))
    if chain:
        tokens += _joined(text, chain, end)
    return tokens


def _joined(text: str, chain: Sequence[tuple[str, int]], end: int) -> Iterator[Token]:
    """The word a chain of parts makes, if it makes one: `e-mail` is `email`, `1.2` stays `1.2`, `C#`, `.NET`."""
    start = chain[0][1]
    parts = [pieces(word) for word, _ in chain]
    if any(len(part) != 1 for part in parts) or len(parts) > MOST_JOINED:
        return
    glue = "." if all(part[0][0][0].isdigit() for part in parts) else ""
    if symbols := _SYMBOLS.match(text, end):
        tail, after = symbols[0], symbols.end()
    else:
        tail, after = "", end
    is_dotted = start > 0 and text[start - 1] == "." and (start == 1 or not _is_word(text[start - 2]))
    head = "." if is_dotted and parts[0][0][0][0].isalpha() else ""
    if len(parts) > 1 or head or tail:
        term = head + glue.join(part[0][0] for part in parts) + tail
        surface = head + glue.join(part[0][1] for part in parts) + tail
        yield Token(term[:LONGEST_WORD], surface[:LONGEST_WORD], start - len(head), after, is_joined=True)


def _is_word(character: str) -> bool:
    """Whether a dot behind it belongs to it; not of what JavaScript writes with two units, which are hardly letters."""
    return character <= "\uffff" and _LETTER.match(character) is not None


@lru_cache(maxsize=200_000)
def is_gram(term: str) -> bool:
    """Whether a term is a piece of a script written without spaces, where parts of a word are terms already."""
    return _GRAM_TERM.match(term) is not None


@lru_cache(maxsize=20_000)
def pieces(word: str) -> tuple[tuple[str, str, int, int], ...]:
    """A run of letters cut by script: (term, surface, start, end) of each word or gram in it."""
    found: list[tuple[str, str, int, int]] = []
    for run, start, size in _runs(word):
        if size:
            for left, gram in enumerate(grams(run, size), start):
                if term := gram_term(gram):
                    found.append((term, term, left, left + len(gram)))
        elif term := fold(surface := surface_of(run)[:LONGEST_WORD]):
            found.append((term, surface, start, start + len(run)))
    return tuple(found)


def runs(text: str) -> Iterator[tuple[str, int]]:
    """The runs of letters of one script in a text in which nothing joins, and how long their grams are."""
    for word in _WORD.findall(text):
        for run, _, size in _runs(word):
            yield run, size


def _runs(word: str) -> list[tuple[str, int, int]]:
    """Each run of a word, where it begins, and how long its grams are: 0 where it is one word."""
    first = _RUN.match(word)
    if first and first.end() == len(word):  # nearly all words are in one script
        return [(word, 0, _SIZES[first.lastindex or 0])]
    return [(run[0], run.start(), _SIZES[run.lastindex or 0]) for run in _RUN.finditer(word)]


def gram_runs(text: str) -> Iterator[tuple[int, str, int]]:
    """The runs of a text that are cut in pieces: where each begins, the run, and how long its pieces are."""
    for word in _WORD.finditer(text):
        for run, start, size in _runs(word[0]):
            if size:
                yield word.start() + start, run, size


def has_grams(text: str) -> bool:
    """Whether there is anything in a text that is cut in pieces."""
    return not text.isascii() and _GRAM_TERM.search(text) is not None


def may_join(text: str) -> bool:
    """Whether a text has a sign that can make one more token of the words around it."""
    return _JOINING.search(text) is not None


def grams(run: str, size: int) -> list[str]:
    """Overlapping pieces of a run in a script that writes without spaces; a short run is one piece."""
    return [run[left : left + size] for left in range(max(1, len(run) - size + 1))]


@lru_cache(maxsize=100_000)
def gram_term(gram: str) -> str:
    """What a gram is looked up by."""
    return gram if _FOLDED.fullmatch(gram) else fold(surface_of(gram))


def surface_of(word: str) -> str:
    """A word in lower case and one Unicode form, with accents, without the marks a writer may leave out."""
    if word.isascii():
        return word.lower()
    lowered = unicodedata.normalize("NFKC", word).lower().replace("i̇", "i").translate(_DIGITS)
    return unicodedata.normalize("NFC", _DROPPED.sub("", lowered))


def fold(surface: str) -> str:
    """The form a word is looked up by: no accents, no ligatures, one form of each Arabic and Hindi letter."""
    if surface.isascii():
        return surface
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", surface).translate(_PLAIN))
    plain = unicodedata.normalize("NFC", bare).translate(_PLAIN)
    return str(_ARTICLE.sub("", _NASAL.sub("\u0902", plain)))
