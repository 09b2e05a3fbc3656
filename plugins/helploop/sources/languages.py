"""`languages:` of the settings: tags, or a tag with a name; each wrong one is named, and the others count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError

from helploop.model.language import Language, canonical_tag
from helploop.model.spelling import did_you_mean
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    #: Where it stands in the list (number, then a key or nothing), code, message and hint.
    Report = Callable[[tuple[str | int, ...], str, str, str], None]

_KEYS = ("tag", "name")
_WORDS_FOR_TAG = ("code", "locale", "lang")


def parse_languages(listed: Iterable[Any], report: Report) -> tuple[Language, ...]:
    """The languages of a site, the default one first; English when none can be read."""
    languages: dict[str, Language] = {}
    items = list(listed)
    if not items:
        report((), "empty", "`languages` is empty", "write `languages: [en]`")
    for number, item in enumerate(items):
        tag, name = _tag_and_name(item, number, report)
        if tag and tag in languages:
            report((number,), "language-twice", f"the language `{tag}` is listed twice", "keep one of the two")
        elif tag:
            languages[tag] = Language(tag, name or _autonym(tag))
    return tuple(languages.values()) or (Language("en", "English"),)


def _tag_and_name(item: Any, number: int, report: Report) -> tuple[str, str]:
    """What an item says; an empty tag when it says none."""
    if isinstance(item, str):
        return _tag(item, (number,), report), ""
    if not isinstance(item, dict):
        message = f"`languages` names `{short(item)}`, a tag like `de` was expected"
        hint = 'put it in quotes, as in `"no"`' if isinstance(item, bool) else "write `languages: [en, de]`"
        report((number,), "language-tag", message, hint)
        return "", ""
    for key in item:
        if key not in (*_KEYS, *_WORDS_FOR_TAG):
            hint = did_you_mean(key, _KEYS, "remove it; known keys: tag, name")
            report((number, key), "unknown-key", f"the key `{key}` is not known here", hint)
    written = next((item[key] for key in ("tag", *_WORDS_FOR_TAG) if key in item), None)
    if not isinstance(written, str):
        message = f"a language without a tag: `tag` is `{short(written)}`"
        report((number,), "language-tag", message, "write `tag: de`, in quotes if it is `no`, or only `de`")
        return "", ""
    return _tag(written, (number,), report), _name(item.get("name"), number, report)


def _name(written: Any, number: int, report: Report) -> str:
    if written is None or isinstance(written, str):
        return (written or "").strip()
    report((number, "name"), "text", f"`name` is `{short(written)}`, text was expected", "put the value in quotes")
    return ""


def _tag(written: str, where: tuple[int, ...], report: Report) -> str:
    """A tag in its usual case; what is written in another case is named, and meant."""
    tag = canonical_tag(written)
    if tag is None:
        hint = "write a BCP 47 tag like `de` or `pt-BR`"
        report(where, "language-tag", f"`{short(written)}` is no language tag", hint)
    elif tag != written:
        report(where, "language-tag", f"`{written}` is not in its usual case", f"did you mean `{tag}`?")
    return tag or ""


def _autonym(tag: str) -> str:
    """A language's name in itself, capitalised as the language does in a list."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:]
