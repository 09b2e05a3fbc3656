"""The language suffix of a file's name: one that is not the site's is named, never published as an odd page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from helploop.model.language import canonical_tag
from helploop.model.problem import Problem
from helploop.model.spelling import nearest

if TYPE_CHECKING:
    from helploop.model.settings import Settings


def check_suffix(path: str, stem: str, settings: Settings) -> Problem | None:
    """A problem when a file's name ends in a language tag that the site does not have."""
    plain, dot, suffix = stem.rpartition(".")
    tag = canonical_tag(suffix) if dot and plain else None
    if tag is None or (len(suffix) == 3 and suffix.isalpha()):  # three letters are more often an ending than a language
        return None
    known = nearest(suffix, settings.tags)
    folded = {configured.casefold(): configured for configured in settings.tags}
    if tag.casefold() in folded:
        hint = f"did you mean `{plain}.{folded[tag.casefold()]}.md`?"
    elif not _is_language(tag):
        return None
    else:
        similar = f", or rename it to `{plain}.{known}.md`" if known else ""
        hint = f"add `{tag}` to `languages:` of helploop/articles{similar}; until then nothing in the file is checked"
    message = f"`.{suffix}` looks like a language and is not one of the site's ({', '.join(settings.tags)})"
    return Problem(path, 0, "language-unknown", message, hint)


def _is_language(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
