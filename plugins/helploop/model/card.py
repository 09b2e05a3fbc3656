"""The picture that stands for a page elsewhere: what is on it, and where it stands in the site."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from hashlib import sha256

#: Changes with the look of cards, so that nobody shows an old one under the address of a new one.
LOOK = 1
FOLDER = "assets/cards/"
#: The kinds of pages that have a card: those people pass on.
KINDS = frozenset({"home", "collection", "article", "changelog", "entry", "roadmap", "item"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A title and the name of its site, in a language and its direction."""

    title: str
    site_name: str
    language: str
    direction: str = "ltr"


def card_address(card: Card) -> str:
    """Where a card stands. The same words have one card, on however many pages."""
    return f"{FOLDER}{sha256(repr((LOOK, astuple(card))).encode('utf-8', 'replace')).hexdigest()[:16]}.png"
