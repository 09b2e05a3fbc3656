"""A text without what names or reaches a person: addresses, streets, numbers of phones, cards and orders, tokens.

When in doubt it takes more: a report loses nothing by a number, and a number may be somebody's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What stands in the place of something private.
MARK = "…"
#: Digits from which a chain of them is a phone number, a card or an order, and from which a run of them is.
CHAIN, RUN = 6, 4

#: Invisible characters that would break up an address.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DOT = r"(?:\.|\s\.\s|\s*[(\[{]\s*(?:dot|punkt|punto|point|\.)\s*[)\]}]\s*|\s+(?:dot|punkt|punto)\s+)"
_AT = r"(?:\s*[(\[{<]\s*(?:at|ät|arroba|@)\s*[)\]}>]\s*|\s+(?:at|ät|arroba)\s+|\s*@\s*)"
_STREETS = r"street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|square|terrace"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b[a-z][a-z0-9+.-]{1,20}://\S+|\b(?:mailto|tel|sms|callto|skype):\S+|\bwww\.\S+",
        r"\b(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/\S*|\?\S+)",  # an address without its scheme may hold a token, too
        r'"[^"\n]{1,64}"\s*@\s*\S+',
        rf"[\w.+%'-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+",
        r"[^\s<>()\[\],;:\"]*@[^\s<>()\[\],;:\"]*",  # handles, local addresses, the rest
        r"\b(?:[0-9a-f]{1,4}:){2,7}:?[0-9a-f]{0,4}\b|\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
        r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])",
        r"\b\d{1,2}-\d{3}-[A-Z]{4,8}\b",
        rf"\b\d{{1,5}}[a-z]?,?\s+(?:[\w'-]+\s+){{1,3}}(?:{_STREETS})\b\.?",
        r"\b[\w-]*(?:straße|strasse|str\.|gasse|allee|platz)\s*\d+(?:\s?[a-z])?\b",
        r"\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|calle|via)\s+(?:[\w'-]+\s*){1,3}",
    )
]
_NAMED = re.compile(
    r"(?P<who>\b(?:[Mm]y name is|[Tt]his is|[Mm]ein Name ist|[Ii]ch heiße|[Jj]e m'appelle|[Mm]e llamo|[Mm]i chiamo)\s+)"
    r"(?:[^\W\d_a-z]\w+[ \t-]*){1,3}"
)
_BANK = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?(?:(?=[A-Za-z]*\d)[A-Za-z0-9]{1,4}|[A-Z]{4})){2,10}\b")
_CODE = re.compile(r"[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)*")
_CHAIN = re.compile(r"[+(]*\d(?:[ \t\u00a0\u2009\u202f.,:/()\u00b7*\-\u2010-\u2015\u2212_]{0,3}\d)*")
_NUMBERED = re.compile(
    r"(?:#|№|\b(?:no|nr|num|order|invoice|ticket|case|customer|account|bestellnummer|rechnung|kundennummer)\b[.:#]?)"
    r"\s*(?:(?:no|nr|number|nummer|id)\b[.:#]?\s*)?[:#]?\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
#: What our own scripts put there, before a text left the browser.
_MARKED = re.compile(r"\[(?:link|address|number)\]")
_DOTS = re.compile(r"\.{3,}")
#: Names of standards and programs with many digits in them.
_KNOWN_CODE = re.compile(
    r"(?:iso|rfc|utf|sha|md|http|office|windows|win|ps|x|en|din|cp|ascii)[-_/.]?\d{1,5}", re.IGNORECASE
)
_LONG = 16


def strip_private(text: str, names: Iterable[str] = ()) -> str:
    """The text on one line, with a mark where something private stood; `names` are people's, taken out as well.

    >>> strip_private("Refund for order #123, call +49 (0)30 901820 or ana@example.com")
    'Refund for order …, call … or …'
    """
    plain = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())
    plain = _MARKED.sub(MARK, _DOTS.sub(MARK, plain))
    for pattern in _PATTERNS:
        plain = pattern.sub(MARK, plain)
    plain = _NAMED.sub(rf"\g<who>{MARK}", plain)
    for name in sorted(_parts(names), key=len, reverse=True):
        is_spaced = name.isascii() or name[:1].isupper() or name[:1].islower()
        plain = re.sub(rf"\b{re.escape(name)}\b" if is_spaced else re.escape(name), MARK, plain, flags=re.IGNORECASE)
    for find in (_codes, _numbers):
        plain = _without(plain, find(_western(plain)))
    return re.sub(rf"{MARK}(?:[\s,.;:/#+()-]*{MARK})+", MARK, plain).strip()


def _parts(names: Iterable[str]) -> set[str]:
    """Names and what they are made of, as far as that is long enough to be one."""
    whole = {" ".join(unicodedata.normalize("NFKC", name).split()) for name in names if "@" not in name}
    parts = {part for name in whole for part in name.split()}
    return {name for name in whole | parts if len(name) > (2 if name.isascii() else 1)}


def _western(text: str) -> str:
    """The same text with the digits of every script as 0 to 9, letter for letter."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _codes(text: str) -> Iterator[tuple[int, int]]:
    """Accounts, order numbers, keys: letters with many digits among them, and long words no language has."""
    for match in _BANK.finditer(text):
        if _digits(match.group()) >= 10:
            yield match.span()
    for match in _CODE.finditer(text):
        word = match.group()
        digits = _digits(word)
        is_mixed = any(sign.isalpha() for sign in word)
        is_key = len(word) >= _LONG and (digits >= 2 or not (word.islower() or word.isupper() or word.istitle()))
        if is_mixed and (digits >= RUN or is_key) and not _KNOWN_CODE.fullmatch(word):
            yield match.span()


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Phone numbers, cards, dates and whatever else has many digits; years and small numbers stay."""
    known = [match.span() for match in _CODE.finditer(text) if _KNOWN_CODE.fullmatch(match.group())]
    for match in _CHAIN.finditer(text):
        chain = match.group()
        if any(start < match.start() < end for start, end in known):
            continue
        longest = max(map(len, re.findall(r"\d+", chain)))
        is_counted = _NUMBERED.search(text, 0, match.start()) is not None
        is_long = longest >= RUN and not _YEAR.fullmatch(chain)
        if is_counted or is_long or _digits(chain) >= CHAIN:
            sign = text[: match.start()].rstrip()
            yield match.start() - (sign.endswith("#") and sign == text[: match.start()]), match.end()


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for start, end in sorted(spans):
        if start >= place:
            pieces += [text[place:start], MARK]
            place = end
    return "".join([*pieces, text[place:]])
