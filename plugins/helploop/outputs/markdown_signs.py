"""What a site's own choice of Markdown extensions changes: where their signs stand, the library converts.

Most extensions read nothing but what has their signs. Which signs these are is known of those in `SIGNS`; with any
other extension, or an option that says more than ours, every text is for the library.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = {
    "pymdownx.betterem": r"[*_]",
    "pymdownx.caret": r"\^",
    "pymdownx.emoji": r":[\w+-]+:",
    "pymdownx.inlinehilite": r"`(?:#!|:::)",
    "pymdownx.keys": r"\+\+",
    "pymdownx.mark": r"==",
    "pymdownx.smartsymbols": r"\((?:tm|c|r)\)|c/o|\+/-|=/=|<-|->|\d/\d|\d(?:st|nd|rd|th)",
    "pymdownx.tilde": r"~",
}
#: What changes a text as a whole, as far as anybody knows.
_WHOLE = {"pymdownx.critic": r"\{(?:\+\+|--|~~|==|>>)", "pymdownx.snippets": r"-8<-"}
_TASK = r"\[[ xX]\]"
_CODE = r"```|~~~|`(?:#!|:::)"
#: Options that change nothing of what is converted without the library, or nothing at all.
_HARMLESS = {
    "toc": {"permalink", "permalink_title", "slugify", "title", "toc_depth", "toc_class", "title_class"},
    "pymdownx.betterem": {"smart_enable"},
    "pymdownx.emoji": {"emoji_index", "emoji_generator", "options"},
    "pymdownx.snippets": {"base_path", "check_paths"},
}


class Signs(NamedTuple):
    """Patterns of what the library has to convert, and of what gives it the whole text; empty for nothing."""

    pieces: str
    whole: str


def signs_of(
    names: tuple[str, ...], options: tuple[tuple[str, str], ...], ours: Mapping[str, Mapping[str, Any]]
) -> Signs | None:
    """The signs of a site's extensions; None where everything is for the library. `ours` is what every site has."""
    if not {*ours, *SIGNS, *_WHOLE}.issuperset(names):
        return None
    pieces = [SIGNS[name] for name in names if name in SIGNS]
    whole = [_WHOLE[name] for name in names if name in _WHOLE]
    for name, written in options:
        values = json.loads(written) or {}
        if not isinstance(values, dict):
            return None
        same = {
            *_HARMLESS.get(name, ()),
            *(key for key, value in ours.get(name, {}).items() if values.get(key) == value),
        }
        others = values.keys() - same
        if name == "pymdownx.highlight" and others:
            whole.append(_CODE)
        elif name == "pymdownx.tasklist" and others <= {"custom_checkbox", "clickable_checkbox"}:
            pieces += [_TASK] if others else []
        elif name == "pymdownx.superfences" and (fences := _fences(values)) is not None:
            pieces += fences
        elif others:
            return None
    return Signs("|".join(pieces), "|".join(whole))


def _fences(values: dict[str, Any]) -> list[str] | None:
    """Code in these languages is made into something else."""
    listed = values.get("custom_fences") or []
    names = [str(each.get("name", "*")) if isinstance(each, dict) else "*" for each in listed]
    if values.keys() - {"custom_fences"} or "*" in names:
        return None
    return [rf"(?:```|~~~)[^\n]*{re.escape(name)}" for name in names]
