"""What `redirect_from` means: the addresses that a text had, here or in another tool, and in whose language it answers.

`billing/export` is an old path of ours. `/old/page` counts from the start of the site, in a translation from the start
of its language, unless the address names a language itself, as other tools write it: `/fr/docs/x`, `/hc/fr/articles/1`.
`https://help.acme.example/old/page` is that address and no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from helploop.model.address import article_address, changelog_address
from helploop.model.language import canonical_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings

_WEB = ("http://", "https://")
#: Our own trees: what stands below them says nothing of languages.
_OURS = frozenset({"articles", "changelog", "roadmap", "search"})


class OldAddress(NamedTuple):
    """An old address, and the language of the page that answers there.

    One that `is_exact` was written down whole; others were made for a language.
    """

    source: str
    language: str
    is_exact: bool = False


def old_addresses(settings: Settings, written: str, language: str, *, is_entry: bool = False) -> list[OldAddress]:
    """What one line of `redirect_from` means in a text of this language; nothing where it is no address of the site."""
    text = _plain(written)
    if text.startswith(_WEB):
        return list(_whole(settings, text, language))
    if not text.strip("/ "):
        return []
    tags = settings.tags if language == settings.default_language else (language,)
    if not text.startswith("/"):
        below = changelog_address if is_entry else article_address_of
        return [OldAddress(below(settings, tag, _without_folder(text, is_entry=is_entry)), tag) for tag in tags]
    return list(_of_site(settings, text.strip("/"), tags, is_entry=is_entry))


def article_address_of(settings: Settings, language: str, key: str) -> str:
    """The address of an article, its arguments in the order of the others."""
    return article_address(settings, key, language)


def _without_folder(text: str, *, is_entry: bool) -> str:
    plain = text.strip("/")
    return plain.removeprefix("changelog/") if is_entry else plain.removesuffix(".md")


def _of_site(settings: Settings, inner: str, tags: tuple[str, ...], *, is_entry: bool) -> Iterator[OldAddress]:
    """An address with a slash before it."""
    first, _, rest = inner.partition("/")
    own = {tag.casefold(): tag for tag in settings.tags[1:]}
    is_original = tags == settings.tags
    if (tag := own.get(first.casefold())) is not None or (not is_original and _names_language(settings, first)):
        yield OldAddress(with_slash(inner), tag if is_original and tag else tags[0], is_exact=True)
        return
    if not is_original and first not in _OURS and _names_language(settings, rest.partition("/")[0]):
        yield OldAddress(with_slash(inner), tags[0], is_exact=True)
    for tag in tags:
        yield OldAddress(settings.prefix(tag) + with_slash(inner), tag)
        if is_entry and "/" not in inner:  # what was read as a name before
            yield OldAddress(changelog_address(settings, tag, inner), tag)


def _whole(settings: Settings, text: str, language: str) -> Iterator[OldAddress]:
    """An address as a browser shows it, where it is one of this site."""
    try:
        here, there = urlsplit(settings.site_url), urlsplit(text)
        is_here = bool(here.hostname) and (here.hostname, here.port) == (there.hostname, there.port)
    except ValueError:  # a port that is none
        return
    inner = there.path.removeprefix(settings.base_path).strip("/")
    if is_here and there.path.startswith(settings.base_path) and inner and not there.query and not there.fragment:
        own = {tag.casefold(): tag for tag in settings.tags[1:]}
        tag = (
            own.get(inner.partition("/")[0].casefold(), language) if language == settings.default_language else language
        )
        yield OldAddress(with_slash(inner), tag, is_exact=True)


def with_slash(inner: str) -> str:
    """An address as our pages have it: with a slash at the end, unless it is that of a file."""
    return inner if "." in inner.rpartition("/")[2] else f"{inner}/"


def _plain(written: str) -> str:
    """What a browser shows as `%C3%A9` is a letter."""
    if "%" not in written:
        return written
    try:
        return unquote(written, errors="strict")
    except UnicodeDecodeError:
        return written


def _names_language(settings: Settings, part: str) -> bool:
    """Whether a part of an address is a language of the site, in any region: `fr`, `pt-br`, `en-us`."""
    tag = canonical_tag(part)
    return tag is not None and tag.partition("-")[0] in {each.partition("-")[0] for each in settings.tags}
