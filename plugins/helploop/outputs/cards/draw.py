"""A card as a small PNG: the title as large as it fits, the name of the site, and a bar where lines begin."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from helploop.outputs.cards.fonts import font
from helploop.outputs.cards.lines import cut_off, wrap
from helploop.outputs.cards.text import Style, pieces, without_unknown

if TYPE_CHECKING:
    from helploop.model.card import Card

WIDTH, HEIGHT = 1200, 630
MARGIN, BAR = 88, 20
ROOM = WIDTH - BAR - 2 * MARGIN
SIZES = (84, 76, 68, 60, 54, 48)
LEADING = 1.32
TITLE_TOP, TITLE_HEIGHT = 84, 380
NAME_SIZE, NAME_BASE = 38, 546
#: Levels of grey that the palette turns into our colours: paper, muted and strong ink, and the bar.
PAPER, MUTED, INK, COLOUR = 0, 125, 191, 255
_PAPER_RGB, _INK_RGB, _COLOUR_RGB = (255, 255, 255), (26, 28, 35), (59, 76, 202)


def render_card(card: Card) -> bytes:
    """The picture of a card. Letters no font has are left out of it."""
    is_rtl = card.direction == "rtl"
    image = Image.new("L", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((WIDTH - BAR, 0, WIDTH, HEIGHT) if is_rtl else (0, 0, BAR - 1, HEIGHT), fill=COLOUR)
    name_style = Style(NAME_SIZE, 500, card.language, is_rtl)
    name, _ = without_unknown(card.site_name)
    title, _ = without_unknown(card.title)
    style, lines = _title(title if title != name else "", card.language, is_rtl=is_rtl)
    if not lines and name:
        style, lines, name = *_title(name, card.language, is_rtl=is_rtl), ""
    for number, line in enumerate(lines):
        base = TITLE_TOP + round(style.size * (1 + number * LEADING))
        _write(canvas, line, base, style, INK)
    if name:
        _write(canvas, cut_off(wrap(name, name_style, ROOM), 1, name_style, ROOM)[0], NAME_BASE, name_style, MUTED)
    image.putpalette(_palette())
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _title(text: str, language: str, *, is_rtl: bool) -> tuple[Style, list[str]]:
    """The largest size in which a title fits, and its lines; in the smallest it is cut off."""
    style = Style(SIZES[-1], 700, language, is_rtl)
    lines: list[str] = []
    for size in SIZES:
        style = Style(size, 700, language, is_rtl)
        most = int((TITLE_HEIGHT - size) / (size * LEADING)) + 1
        lines = wrap(text, style, ROOM) if text else []
        if len(lines) <= most:
            return style, lines
        lines = cut_off(lines, most, style, ROOM)
    return style, lines


def _write(canvas: ImageDraw.ImageDraw, text: str, base: int, style: Style, grey: int) -> None:
    """A line on its base, from the side its paragraph begins at."""
    found = pieces(text, is_rtl=style.is_rtl)
    widths = [piece.width(style) for piece in found]
    x = WIDTH - BAR - MARGIN - sum(widths) if style.is_rtl else float(BAR + MARGIN)
    for piece, width in zip(found, widths, strict=True):
        face = font(piece.file, style.size, style.weight, style.language)
        canvas.text((x, base), piece.text, font=face, fill=grey, anchor="ls", direction=piece.direction)
        x += width


def _palette() -> list[int]:
    """Paper to ink in fine steps, then the colour."""
    colours: list[int] = []
    for grey in range(256):
        if grey > INK:
            colours += _COLOUR_RGB
        else:
            colours += (round(p + (i - p) * grey / INK) for p, i in zip(_PAPER_RGB, _INK_RGB, strict=True))
    return colours
