"""Characters that no output can carry, and how they are shown instead: nothing is lost, and it can be seen."""

from __future__ import annotations

import re

#: C0 controls but tab and line feed, DEL, C1 controls, surrogates, non-characters: no XML may hold them (1.0, 2.2).
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(text: str) -> str:
    """The text with each control character as its Unicode picture (U+2400 block), non-characters as `□`."""
    return CONTROL.sub(lambda match: _picture(match.group()), text)


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "□"


def has_control(text: str) -> bool:
    """Whether the text holds a character that no output can carry (NUL included)."""
    return "\x00" in text or CONTROL.search(text) is not None
