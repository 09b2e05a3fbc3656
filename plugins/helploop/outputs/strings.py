"""Our own words in a reader's language: gettext catalogs from `locales/`, dates and numbers by Babel.

`strings_for("pt-BR")` gives the `Strings` of a language; a text without translation falls back to a nearer
catalog (`pt-PT` reads `pt_BR`) and then to English, which is the message id itself.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

import helploop.locales

if TYPE_CHECKING:
    import datetime as dt

#: Where the catalogs stand: `<tag with underscores>/LC_MESSAGES/helploop.po`.
LOCALES = Path(helploop.locales.__file__).parent


@lru_cache(maxsize=1)
def catalog_names() -> tuple[str, ...]:
    """The names of all catalogs we ship (`de`, `pt_BR`, `zh_Hans`), sorted."""
    return tuple(sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/helploop.po")))


@lru_cache(maxsize=256)
def locale_of(tag: str) -> Locale:
    """Babel's locale for a BCP 47 tag: the nearest one it knows, English when it knows none."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def catalog_chain(tag: str) -> tuple[str, ...]:
    """The catalogs a language reads, the nearest first; empty for English and for languages we don't speak.

    >>> catalog_chain("zh-TW"), catalog_chain("pt"), catalog_chain("en-GB")
    (('zh_Hant',), ('pt_BR',), ())
    """
    names, wanted = catalog_names(), tag.replace("-", "_")
    locale = locale_of(tag)
    if locale.language != tag.partition("-")[0] or locale.language == "en":
        return ()
    full = Locale.parse(str(locale), resolve_likely_subtags=True)
    candidates = [
        wanted,
        f"{full.language}_{full.script}",
        f"{full.language}_{full.territory}",
        full.language,
    ]
    near = [name for name in candidates if name in names]
    same_script = [name for name in names if name.partition("_")[0] == full.language and "_Han" not in name]
    return tuple(dict.fromkeys(near or same_script[:1]))


@lru_cache(maxsize=256)
def _translations(name: str) -> NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - long to import, and English has no catalog
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (LOCALES / name / "LC_MESSAGES" / "helploop.po").open("rb") as file:
        catalog = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Strings:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = locale_of(language)
        chain = catalog_chain(language)
        self._catalog = _translations(chain[0]) if chain else NullTranslations()
        self._dates: dict[tuple[dt.date, str], str] = {}

    def text(self, msgid: str, **values: object) -> str:
        """The translation of an English text; `{name}` in it is replaced by the value of that name."""
        found = self._catalog.gettext(msgid)
        return found.format(**values) if values else found

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form a number asks for, with `{n}` written the way the language writes numbers."""
        return self._catalog.ngettext(one, many, n).format(n=self.number(n), **values)

    def date(self, day: dt.date, style: str = "long") -> str:
        """A day in the language's own form: `long`, `medium`, `short`, or parts of it (`yMMMM`, `yQQQ`)."""
        key = (day, style)
        if key not in self._dates:
            self._dates[key] = self._formatted(day, style)
        return self._dates[key]

    def _formatted(self, day: dt.date, style: str) -> str:
        from babel.dates import format_date  # noqa: PLC0415 - long to import, and many pages show no day

        if style in {"full", "long", "medium", "short"}:
            return format_date(day, style, locale=self._locale)
        pattern = self._locale.datetime_skeletons.get(style)
        return pattern.apply(day, self._locale) if pattern else format_date(day, style, locale=self._locale)

    def number(self, n: float) -> str:
        """A number with the language's digits and separators."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - as above

        return str(format_decimal(n, locale=self._locale))


@lru_cache(maxsize=256)
def strings_for(language: str) -> Strings:
    """The words of a language, read once per process."""
    return Strings(language)


def N_(msgid: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Marks a text for the catalogs where it is not translated yet; gives it back unchanged."""
    return msgid
