"""The words of the widget in a reader's language, by their English text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.outputs.strings import N_

if TYPE_CHECKING:
    from helploop.outputs.strings import Strings

WIDGET_STRINGS = (
    N_("Help"),
    N_("How can we help?"),
    N_("Home"),
    N_("What’s new"),
    N_("Roadmap"),
    N_("Back"),
    N_("Close"),
    N_("Search the help center"),
    N_("For this page"),
    N_("Good to start with"),
    N_("Browse all articles"),
    N_("Ask a person"),
    N_("Write to us, a person answers."),
    N_("Open in the help center"),
    N_("All updates"),
    N_("Nothing has been announced yet."),
    N_("Nothing is planned in public yet."),
    N_("Unread"),
    N_("New: {n}"),
    N_("Loading"),
    N_("Help is not available right now."),
    N_("Search is not available right now."),
    N_("Try again"),
    N_("1 result"),
    N_("{n} results"),
    N_("No results"),
    N_("Nothing found for “{query}”."),
    N_("Did you mean"),
    N_("Not there yet, but on the roadmap"),
    N_("In {language}"),
    N_("Target: {target}"),
    N_("This text is not available in your language yet. You are reading the original."),
    N_("The original of this text has changed since it was translated."),
    N_("Was this helpful?"),
    N_("Yes"),
    N_("No"),
    N_("What should we know? Please leave out personal data."),
    N_("Send"),
    N_("Thank you. It helps us write better answers."),
)


def widget_strings(strings: Strings) -> dict[str, str]:
    """The words by their English text; one that is the same in English is left out."""
    words = {msgid: strings.text(msgid) for msgid in WIDGET_STRINGS}
    return {msgid: word for msgid, word in words.items() if word != msgid}
