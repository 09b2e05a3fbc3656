"""The rules of changelog entries: ids, dates, images, and what they name."""

from __future__ import annotations

import posixpath
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from helploop.model.entry import entry_hash, is_id, permanent_id
from helploop.model.feed import authority
from helploop.model.problem import Problem, Severity
from helploop.model.rules.rule import Rule
from helploop.model.spelling import did_you_mean, did_you_mean_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.entry import Entry
    from helploop.model.site import Site

#: Addresses below `/changelog/` that are ours.
RESERVED = frozenset({"type", "label", "breaking", "digest", "subscribe", "archive", "feeds", "page"})
_YEAR = re.compile(r"^\d{4}$")
#: Feed readers take an older date for a mistake.
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


def original_entries(site: Site) -> Iterator[Entry]:
    """The entries in the site's own language, hidden ones too, in the order of their names."""
    default = site.settings.default_language
    everything = {**site.hidden_entries, **site.entries}
    return (entry for (_, language), entry in sorted(everything.items()) if language == default)


def _all(site: Site) -> Iterator[Entry]:
    return (entry for _, entry in sorted({**site.hidden_entries, **site.entries}.items()))


def check_ids(site: Site) -> Iterator[Problem]:
    """An id is one entry's for ever: readers and the people we told know the entry by it."""
    owner: dict[str, Entry] = {}
    for entry in original_entries(site):
        name = permanent_id(entry, site.history)
        first = owner.setdefault(name.casefold(), entry)
        if first is not entry:
            message = f"the id `{name}` is also that of {first.path}:{first.line_of('id')}"
            hint = "give the newer one of the two another `id:`, and keep it for ever"
            yield Problem(entry.path, entry.line_of("id"), "", message, hint)


def check_id_shape(site: Site) -> Iterator[Problem]:
    """An id is one word, so that it can stand in addresses, headers and ledgers."""
    for entry in original_entries(site):
        if entry.id and not is_id(entry.id):
            message = f"`id` is `{entry.id[:60]}`, one word of letters, digits, `-`, `_` and `.` was expected"
            yield Problem(entry.path, entry.line_of("id"), "", message, "write it like `csv-export`")


def check_renamed(site: Site) -> Iterator[Problem]:
    """A renamed file keeps its id through git; written down, it keeps it for ever."""
    for entry in original_entries(site):
        first = permanent_id(entry, site.history)
        if not entry.id and first != entry.key:
            message = f"the file was `{first}.md` before; its feed id stays `{first}` as long as git remembers"
            hint = f"add `id: {first}` and `redirect_from: [{first}]`"
            yield Problem(entry.path, 1, "", message, hint)


def check_shallow(site: Site) -> Iterator[Problem]:
    """In a clone of the last commits nobody knows which files were renamed."""
    unnamed = [entry for entry in original_entries(site) if not entry.id]
    if site.history.is_shallow and unnamed:
        message = f"this clone holds only the last commits: a renamed entry without `id:` ({len(unnamed)} have none)"
        hint = "fetch the whole history (`fetch-depth: 0` in GitHub Actions), or write `id:` into the entries"
        yield Problem(unnamed[0].path, 1, "", f"{message} would be announced again", hint)


def check_reserved(site: Site) -> Iterator[Problem]:
    """An entry's address is not one of the changelog's own."""
    for entry in original_entries(site):
        if entry.key.casefold() in RESERVED or _YEAR.match(entry.key):
            message = f"`/changelog/{entry.key}/` is an address of the changelog itself"
            yield Problem(entry.path, 1, "", message, f"rename the file, for example to `{entry.day}-{entry.key}.md`")


def check_dates(site: Site) -> Iterator[Problem]:
    """`updated` is not before `date`."""
    for entry in original_entries(site):
        if entry.updated and entry.updated < entry.date:
            message = f"`updated` ({entry.updated.date()}) is before `date` ({entry.date.date()})"
            yield Problem(entry.path, entry.line_of("updated"), "", message, "swap or correct the dates")


def check_old_dates(site: Site) -> Iterator[Problem]:
    """Feed readers take a date before 1990 for a mistake."""
    for entry in original_entries(site):
        if entry.date < _OLDEST:
            message = f"`date` is {entry.date.date()}, before there was a web to publish on"
            yield Problem(entry.path, entry.line_of("date"), "", message, "correct the year")


def _is_remote(image: str) -> bool:
    return "://" in image or image.startswith("//")


def _is_outside(entry: Entry) -> bool:
    return image_path(entry).startswith("..") or entry.image.startswith("/")


def check_remote_images(site: Site) -> Iterator[Problem]:
    """An image on another site would tell that site who reads ours."""
    for entry in _all(site):
        if _is_remote(entry.image):
            message = f"`image` is on another site: `{entry.image[:80]}`"
            hint = "put the file beside the entry and write its name"
            yield Problem(entry.path, entry.line_of("image"), "", message, hint)


def check_outside_images(site: Site) -> Iterator[Problem]:
    """An image stands in the project."""
    for entry in _all(site):
        if entry.image and not _is_remote(entry.image) and _is_outside(entry):
            message = f"`image` leaves the project: `{entry.image[:80]}`"
            hint = "put the file beside the entry and write its name"
            yield Problem(entry.path, entry.line_of("image"), "", message, hint)


def check_images(site: Site) -> Iterator[Problem]:
    """An entry's image exists."""
    names = {posixpath.basename(path): path for path in site.files}
    for entry in _all(site):
        if not entry.image or _is_remote(entry.image) or _is_outside(entry):
            continue
        path = image_path(entry)
        if path not in site.files:
            hint = did_you_mean(posixpath.basename(entry.image), names, f"put the file at {path}")
            yield Problem(entry.path, entry.line_of("image"), "", f"there is no image {path}", hint)


def check_image_words(site: Site) -> Iterator[Problem]:
    """An image says in words what it shows."""
    for entry in _all(site):
        if entry.image and not entry.image_alt:
            hint = "add `image_alt:` with what the image shows"
            yield Problem(
                entry.path,
                entry.line_of("image"),
                "",
                "the image has no text for people who can't see it",
                hint,
            )


def check_articles(site: Site) -> Iterator[Problem]:
    """`articles` names articles that exist."""
    known = set(site.articles_by_id)
    hidden = {key for key, _ in site.hidden_articles}
    for entry in original_entries(site):
        for name in entry.articles:
            if name not in known and name not in hidden:
                hint = did_you_mean_path(name, known, "write the article's path below articles/, without `.md`")
                message = f"`articles` names no article `{name}`"
                yield Problem(entry.path, entry.line_of("articles"), "", message, hint)


def check_ships(site: Site) -> Iterator[Problem]:
    """`ships` names roadmap items that exist."""
    if site.roadmap is None:
        return
    known = {item.id for item in site.roadmap.items} | set(site.hidden_items)
    known |= {old for item in site.roadmap.items for old in item.merged}
    for entry in original_entries(site):
        for name in entry.ships:
            if name not in known:
                hint = did_you_mean(name, known, f"add the item to {site.roadmap.path}")
                message = f"`ships` names no roadmap item `{name}`"
                yield Problem(entry.path, entry.line_of("ships"), "", message, hint)


def check_outdated(site: Site) -> Iterator[Problem]:
    """A translation says which text it was made from; that text has changed since."""
    everything = {**site.hidden_entries, **site.entries}
    for (key, language), entry in sorted(everything.items()):
        original = everything.get((key, site.settings.default_language))
        if language == site.settings.default_language or original is None or not entry.source:
            continue
        if entry.source != entry_hash(original):
            message = f"the translation was made from an older text of {original.path}"
            hint = f"review it, then run `helploop translations mark {entry.path}`"
            yield Problem(entry.path, entry.line_of("source"), "", message, hint)


def check_site_url(site: Site) -> Iterator[Problem]:
    """Feeds are read away from the site: every address in them is a full one."""
    if site.settings.changelog and site.entries and not site.settings.site_url:
        hint = "write `site_url: https://help.example.com/`"
        line = site.settings.line_of("site_url", "helploop/changelog")
        yield Problem(site.settings.config, line, "", "feeds can't be written without `site_url`", hint)


def check_authority(site: Site) -> Iterator[Problem]:
    """Ids that begin with a name from the settings survive a move to another domain."""
    settings = site.settings
    if settings.changelog and site.entries and settings.site_url and not settings.changelog.tag_authority:
        message = "the ids in the feeds begin with the site's host: a new domain would announce every entry again"
        hint = f"add `tag_authority: {authority(settings)}` to helploop/changelog and never change it"
        yield Problem(settings.config, settings.line_of("tag_authority", "helploop/changelog"), "", message, hint)


def image_path(entry: Entry) -> str:
    """Where an entry's image stands, relative to the project."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.image))


def missing_announced(site: Site) -> tuple[str, ...]:
    """The ids people have been told about and no entry has: each is one safe part of an address."""
    entries = (*site.entries.values(), *site.hidden_entries.values())
    known = {name for entry in entries for name in (permanent_id(entry, site.history), entry.id, entry.key)}
    return tuple(name for name in site.announced if name not in known and re.fullmatch(r"\w[\w.~-]*", name))


def check_announced(site: Site) -> Iterator[Problem]:
    """What people have been told about stays: they may still follow the link."""
    folder = site.settings.changelog.dir if site.settings.changelog else ""
    for name in missing_announced(site):
        message = f"people have been told about the entry `{name}`, which is no longer there"
        hint = f"bring it back from git: {folder}/{name}.md; until then its address says that it is gone"
        yield Problem(f"{folder}/.announced.json", 0, "", message, hint)


RULES = (
    Rule("notified-entry-missing", check_announced, Severity.WARNING, "An entry people were told about is gone."),
    Rule("dup-id", check_ids, Severity.ERROR, "Two entries share an id."),
    Rule("bad-id", check_id_shape, Severity.ERROR, "An entry's id is not one word."),
    Rule("renamed-entry", check_renamed, Severity.WARNING, "A renamed entry relies on git for its id."),
    Rule("shallow-ids", check_shallow, Severity.WARNING, "A shallow clone can't tell the ids of renamed entries."),
    Rule("reserved-slug", check_reserved, Severity.ERROR, "An entry has an address of the changelog itself."),
    Rule("updated-order", check_dates, Severity.ERROR, "An entry was updated before it was published."),
    Rule("old-date", check_old_dates, Severity.WARNING, "An entry's date is before 1990."),
    Rule("image-remote", check_remote_images, Severity.ERROR, "An entry's image is on another site."),
    Rule("image-outside", check_outside_images, Severity.ERROR, "An entry's image is outside the project."),
    Rule("missing-image", check_images, Severity.ERROR, "An entry's image does not exist."),
    Rule("image-alt", check_image_words, Severity.WARNING, "An entry's image has no alternative text."),
    Rule("unknown-article", check_articles, Severity.ERROR, "`articles` names an article that does not exist."),
    Rule("unknown-item", check_ships, Severity.ERROR, "`ships` names a roadmap item that does not exist."),
    Rule("stale-translation", check_outdated, Severity.WARNING, "A translation is older than its original."),
    Rule("feeds-site-url", check_site_url, Severity.ERROR, "Feeds need the site's address."),
    Rule("tag-authority", check_authority, Severity.WARNING, "Feed ids depend on the site's domain."),
)
