"""`changelog/*.md` to entries: one file an entry, a translation beside each, every mistake with its line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from helploop.model.entry import Entry, EntryType
from helploop.model.language import canonical_tag, split_suffix
from helploop.model.problem import Problem, warning
from helploop.model.spelling import nearest
from helploop.sources.article import lines_of
from helploop.sources.entry_dates import check_published_dates
from helploop.sources.front_matter import SourceText, parse_front_matter
from helploop.sources.text import load_text
from helploop.sources.tree import load_tree
from helploop.sources.validate import Date, Moment, Strings, Text, Written, validate

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.settings import Settings

TypeName = Literal["new", "improved", "fixed", "changed", "deprecated", "removed", "security"]
Line = Annotated[Text, Field(min_length=1, max_length=1000)]
#: What a translation takes from its original; it may repeat a fact, and may not contradict it.
FACTS = (
    "date", "type", "labels", "ships", "articles", "breaking", "version", "display_date",
    "notify", "wave", "updated", "id",
)  # fmt: skip


class WrittenTranslation(Written):
    """The front matter of an entry's translation: its words, and facts only as its original has them."""

    other_words: ClassVar[dict[str, str]] = {
        "description": "summary",
        "excerpt": "summary",
        "tags": "labels",
        "categories": "labels",
        "category": "type",
        "kind": "type",
        "publish": "date",
        "published": "date",
        "published_at": "date",
        "lastmod": "updated",
        "authors": "author",
        "cover": "image",
        "alt": "image_alt",
        "aliases": "redirect_from",
        "roadmap": "ships",
        "items": "ships",
        "hidden": "draft",
    }

    title: Line
    summary: Text = ""
    date: Moment | None = None
    type: TypeName | None = None
    display_date: Date | None = None
    labels: Strings = ()
    ships: Strings = ()
    articles: Strings = ()
    breaking: bool = False
    version: Text = ""
    author: Text = ""
    image: Text = ""
    image_alt: Text = ""
    notify: bool = True
    wave: Annotated[int, Field(ge=1, le=99)] = 1
    draft: bool = False
    updated: Moment | None = None
    id: Text = ""
    redirect_from: Strings = ()
    source: Text = ""
    notes: object = None
    """Free text for the team: read by nobody, published nowhere."""


class WrittenEntry(WrittenTranslation):
    """The front matter of an entry, as people write it."""

    date: Moment
    type: TypeName


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """Where an entry's file stands. `original` is None for an entry in the default language."""

    path: str
    key: str
    language: str
    original: Entry | None = None


def parse_entry(text: str, place: EntryPlace) -> tuple[Entry | None, list[Problem]]:
    """The entry in a text. None means that it can't be published, and the problems say why."""
    source, problems = parse_front_matter(text, place.path)
    if source is None:
        return None, problems
    if source.document is None:
        hint = "write it with `helploop new entry`, or start it with `---`, `title: …`, `date: …`, `type: …`"
        message = "the entry has no front matter, which gives it title, date and type"
        return None, [*problems, Problem(place.path, 1, "front-matter-missing", message, hint, 1)]
    model = WrittenTranslation if place.original else WrittenEntry
    written, found = validate(source.document, model, place.path)
    problems.extend(with_file_date(problem, place) for problem in found)
    if written is None:
        return None, problems
    if not source.body.strip():
        hint = "write what changed and whom it helps"
        problems.append(
            warning(place.path, 1, "empty-body", "the entry has no text: feeds will show its title", hint, 1)
        )
    return _entry(written, source, place, problems), problems


def with_file_date(problem: Problem, place: EntryPlace) -> Problem:
    """A missing date is often in the file's name already."""
    day = place.key[:10]
    if problem.code == "missing-key" and "`date`" in problem.message and len(day.split("-")) == 3:
        return replace(problem, hint=f"add `date: {day}`")
    return problem


def _entry(written: WrittenTranslation, source: SourceText, place: EntryPlace, problems: list[Problem]) -> Entry | None:
    assert source.document is not None
    lines = lines_of(source.document)
    values = written.model_dump(exclude={"notes", "type", "date"})
    values |= {"key": place.key, "language": place.language, "path": place.path, "body": source.body}
    values |= {"body_line": source.body_line, "lines": lines, "title": " ".join(written.title.split())}
    if place.original is None and isinstance(written.date, datetime):
        has_time = "T" in str(source.document.value["date"]) or ":" in str(source.document.value["date"])
        return Entry(date=written.date, has_time=has_time, type=EntryType(written.type or "new"), **values)
    original = place.original
    if original is None:
        return None
    given = {name for name in FACTS if name in dict(lines)}
    for name in sorted(given):
        mine, theirs = getattr(written, name), getattr(original, name)
        if mine != theirs and not (name == "id" and mine == original.key):
            problems.append(_contradiction(name, place, dict(lines)[name], original))
            return None
    facts = {name: getattr(original, name) for name in FACTS}
    values |= facts | {"has_time": original.has_time, "draft": written.draft or original.draft}
    values |= {name: getattr(written, name) or getattr(original, name) for name in ("image", "author")}
    return Entry(**values)


def _contradiction(name: str, place: EntryPlace, line: int, original: Entry) -> Problem:
    code = "dup-id" if name in {"type", "id"} else "translation-differs"
    there = f"{original.path}:{original.line_of(name)}"
    message = f"`{name}` is not what {there} says: a translation has the facts of its original"
    return Problem(place.path, line, code, message, f"remove `{name}:` from the translation", 1)


def load_entries(root: Path, settings: Settings) -> tuple[tuple[Entry, ...], list[Problem]]:
    """All entries of a project, whenever they become public: the originals, then their translations."""
    assert settings.changelog is not None
    tree = load_tree(root, settings.changelog.dir)
    problems = list(tree.problems)
    places: list[EntryPlace] = []
    for path in tree.pages:
        place, problem = entry_place(path, settings)
        if problem is not None:
            problems.append(problem)
        if place is not None:
            places.append(place)
    originals: dict[str, Entry] = {}
    loaded: list[Entry] = []
    for place in sorted(places, key=lambda place: (place.language != settings.default_language, place.path)):
        entry, found = _load(root, place, originals, settings)
        problems.extend(found)
        if entry is not None:
            loaded.append(entry)
            if entry.language == settings.default_language:
                originals[entry.key] = entry
    problems.extend(check_published_dates(root, settings.changelog.dir, originals.values()))
    return tuple(loaded), problems


def _load(
    root: Path, place: EntryPlace, originals: dict[str, Entry], settings: Settings
) -> tuple[Entry | None, list[Problem]]:
    if place.language != settings.default_language:
        original = originals.get(place.key)
        if original is None:
            return None, [_orphan(place, originals, root, settings)]
        place = replace(place, original=original)
    text, problems = load_text(root / place.path, place.path)
    if text is None:
        return None, problems
    entry, found = parse_entry(text, place)
    return entry, [*problems, *found]


def _orphan(place: EntryPlace, originals: dict[str, Entry], root: Path, settings: Settings) -> Problem:
    folder = place.path.rpartition("/")[0]
    if (root / folder / f"{place.key}.md").exists():
        message = f"the translation waits for {place.key}.md, which can't be published"
        return warning(place.path, 0, "orphan-translation", message, f"mend {place.key}.md")
    similar = nearest(place.key, originals)
    hint = (
        f"rename it to `{similar}.{place.language}.md`"
        if similar
        else f"write {settings.default_language} first: {place.key}.md"
    )
    return warning(place.path, 0, "orphan-translation", f"the translation has no original {place.key}.md", hint)


def entry_place(path: str, settings: Settings) -> tuple[EntryPlace | None, Problem | None]:
    """Key and language from a file's name; None for a file that is no entry."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if stem.casefold() == "readme":  # for those who write entries
        return None, None
    if stem.partition(".")[0] == "index":
        hint = "make it an entry with a name of its own, or remove it"
        return None, warning(path, 0, "not-read", "the list of all entries is made, and this file is not in it", hint)
    if settings.changelog is not None and folder != settings.changelog.dir:
        hint = f"move it to {settings.changelog.dir}/"
        return None, warning(path, 0, "not-read", "entries stand side by side, not in folders", hint)
    plain, tag = split_suffix(stem, settings.tags)
    if tag is None:
        problem = _check_suffix(path, stem, settings)
        return (None if problem else EntryPlace(path, stem, settings.default_language)), problem
    if tag == settings.default_language:
        message = f"`.{tag}` is the default language, whose files have plain names"
        return None, Problem(path, 0, "language-suffix", message, f"rename it to `{plain}.md`")
    return EntryPlace(path, plain, tag), None


def _check_suffix(path: str, stem: str, settings: Settings) -> Problem | None:
    plain, dot, suffix = stem.rpartition(".")
    if not dot or not plain or suffix.isdigit() or canonical_tag(suffix) is None:
        return None
    message = f"`.{suffix}` looks like a language and is not one of the site's ({', '.join(settings.tags)})"
    near = nearest(suffix, settings.tags)
    hint = (
        f"did you mean `{plain}.{near}.md`?"
        if near
        else "add it to `languages:` of helploop/articles, or rename the file"
    )
    return Problem(path, 0, "language-unknown", message, hint)
