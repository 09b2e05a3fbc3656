"""Fonts for every script, from packages that ship them: the same letters on every machine, and none from the system.

A cluster of letters is set in the first font that has all of them. What no font has is told, never drawn as a box.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont, features

from helploop.model.errors import UsageError

PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
FIRST = "NotoSans[wght].ttf"
#: Which face of the collection has the forms of a language; Japanese where nothing else is said.
_FACES = {"ja": 0, "ko": 1, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4, "zh": 2}
#: Joiners and selectors: a font need not draw them.
_UNDRAWN = frozenset("\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\u00ad")
_NOT_A_LETTER = "\U000ffffe"
_PROBE = 24


@lru_cache(maxsize=1)
def font_files() -> tuple[Path, ...]:
    """Every font, the one for Latin, Greek and Cyrillic first.

    Raises:
        UsageError: the fonts are not installed, or Pillow can't shape text.
    """
    hint = "pip install 'helploop[cards]', or set `cards: false`"
    if not features.check("raqm"):
        raise UsageError("cards need a Pillow that can shape text (raqm)", hint)
    files: list[Path] = []
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise UsageError(f"cards need fonts, and the package `{package.replace('_', '-')}` is not installed", hint)
        files += sorted(Path(spec.origin).parent.glob("*.tt[fc]"))
    upright = [file for file in files if "Italic" not in file.name]
    return tuple(
        sorted(upright, key=lambda file: (file.name != FIRST, file.suffix == ".ttc", "Emoji" in file.name, file.name))
    )


@lru_cache(maxsize=256)
def font(file: Path, size: int, weight: int, language: str) -> ImageFont.FreeTypeFont:
    """A font in a size and a weight."""
    index = _face(language) if file.suffix == ".ttc" else 0
    made = ImageFont.truetype(str(file), size, index=index, layout_engine=ImageFont.Layout.RAQM)
    made.set_variation_by_axes([weight])
    return made


def _face(language: str) -> int:
    tag = language.lower()
    return next((face for name, face in _FACES.items() if tag == name or tag.startswith(f"{name}-")), 0)


@lru_cache(maxsize=50_000)
def font_for(cluster: str, before: Path | None = None) -> Path | None:
    """The font for a cluster, the one before it if that has it; None when none has."""
    files = font_files()
    is_kept = before is not None and not cluster[0].isalpha() and "Emoji" not in before.name
    order = (before, *files) if before is not None and is_kept else files
    return next((file for file in order if _has_all(file, cluster)), None)


def _has_all(file: Path, cluster: str) -> bool:
    drawn = [sign for sign in unicodedata.normalize("NFC", cluster) if sign not in _UNDRAWN]
    return all(sign.isspace() or _has(file, sign) for sign in drawn)


@lru_cache(maxsize=100_000)
def _has(file: Path, sign: str) -> bool:
    """Whether a font has a letter: it looks other than what stands for a letter the font has not."""
    return _look(file, sign) != _look(file, _NOT_A_LETTER)


@lru_cache(maxsize=2_000)
def _look(file: Path, sign: str) -> bytes:
    mask = font(file, _PROBE, 400, "ja").getmask(sign)
    return repr(mask.size).encode() + bytes(mask)
