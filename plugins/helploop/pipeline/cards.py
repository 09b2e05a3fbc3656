"""The cards of all pages: each drawn once, kept by its words, on all cores when there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.card import Card, card_address
from helploop.model.errors import UsageError
from helploop.model.problem import Problem, warning
from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.stamp import engine_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helploop.pipeline.checked import Tools
    from helploop.pipeline.pages import PlannedPage


def card_files(pages: Iterable[PlannedPage], tools: Tools) -> tuple[Mapping[str, bytes], list[Problem]]:
    """The pictures by their path in the site, and what could not be drawn in them.

    Raises:
        UsageError: the site wants cards, and what draws them is not installed.
    """
    cards: dict[Card, str] = {}
    for page in pages:
        card = page.view.shell.card
        if card is not None:
            cards.setdefault(card, page.file)
    if not cards:
        return {}, []
    _check_installed()
    stamp = f"{FORMAT} {engine_stamp()}"
    keys = {content_key(stamp, repr(card)): card for card in cards}
    known = tools.cache.get_many("card", keys)
    missing = [key for key in keys if key not in known]
    fresh = dict(zip(missing, tools.workers.map(_draw, [keys[key] for key in missing]), strict=True))
    tools.cache.put_many("card", fresh)
    files, problems = {}, []
    for key, card in keys.items():
        left, _, picture = (known.get(key) or fresh[key]).partition(b"\0")
        files[card_address(card)] = picture
        if left:
            found = f"its card has no font for `{left.decode()}`, which is left out"
            problems.append(warning(cards[card], 0, "card-letters", found, "see whether a newer font package has it"))
    return files, problems


def _check_installed() -> None:
    try:
        from helploop.outputs.cards import lines  # noqa: F401, PLC0415 - an extra
        from helploop.outputs.cards.fonts import font_files  # noqa: PLC0415
    except ImportError as error:
        hint = "pip install 'helploop[cards]', or set `cards: false`"
        raise UsageError("`cards: true` needs an extra, which is not installed", hint) from error
    font_files()


def _draw(card: Card) -> bytes:
    """In a worker: the letters of the title that no font has, a zero byte, and the picture."""
    from helploop.outputs.cards.draw import render_card  # noqa: PLC0415 - an extra
    from helploop.outputs.cards.text import without_unknown  # noqa: PLC0415

    _, unknown = without_unknown(card.title)
    letters = "".join(sign for sign in unknown if sign.isalpha())
    return letters.encode("utf-8", "replace") + b"\0" + render_card(card)
