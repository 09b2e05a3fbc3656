"""The words the search box needs in the page's language, as listed in `browser/search/STRINGS.md`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from helploop.outputs.strings import N_

if TYPE_CHECKING:
    from helploop.outputs.strings import Strings

SEARCH_STRINGS = (
    N_("Search"),
    N_("Close"),
    N_("Articles"),
    N_("Changelog"),
    N_("Roadmap"),
    N_("1 result"),
    N_("{n} results"),
    N_("No results"),
    N_("Nothing found for “{query}”."),
    N_("Did you mean"),
    N_("Not there yet, but on the roadmap"),
    N_("Ask a person"),
    N_("Browse all articles"),
    N_("Show all results"),
    N_("In {language}"),
    N_("{stage}: follow it here"),
    N_("Search is not available right now."),
    N_("Type to search"),
    N_("Loading"),
    N_("Use the arrow keys to choose, Enter to open, Escape to close."),
)


def search_strings(strings: Strings) -> str:
    """The words as JSON, by their English text; a word that is the same in English is left out."""
    words = {msgid: strings.text(msgid) for msgid in SEARCH_STRINGS}
    return json.dumps({msgid: word for msgid, word in words.items() if word != msgid}, ensure_ascii=False)
