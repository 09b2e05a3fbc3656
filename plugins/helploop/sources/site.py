"""A project's folders to the one `Site` value, and everything that was wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from helploop.model.collection import Collection
from helploop.model.entry import is_label, permanent_id
from helploop.model.language import split_suffix
from helploop.model.problem import Problem, sort_problems
from helploop.model.site import Site
from helploop.model.visibility import is_public
from helploop.sources.announced import load_announced_ids
from helploop.sources.article import Place, parse_article, parse_collection
from helploop.sources.docs import load_docs
from helploop.sources.entry import load_entries
from helploop.sources.history import load_history
from helploop.sources.image_sizes import load_image_sizes
from helploop.sources.images import check_files
from helploop.sources.inherit import check_translated, divided, inherited_articles, inherited_collections
from helploop.sources.kept import Keeps, Kept
from helploop.sources.mend import mend_article, mend_collection, mend_entries
from helploop.sources.moment import build_date, build_moment
from helploop.sources.suffix import check_suffix
from helploop.sources.text import load_text, mend_text
from helploop.sources.tree import load_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from helploop.model.article import Article
    from helploop.model.entry import Entry
    from helploop.model.settings import Settings
    from helploop.sources.tree import Tree


def _is_out(entry: Entry, today: date) -> bool:
    """An entry with a time waits for it on its own day; on every other day the day decides."""
    return is_public(entry, today, build_moment() if today == build_date() else None)


@dataclass(slots=True)
class _Articles:
    """What the articles folder holds, sorted into public and hidden."""

    today: date
    unreadable: set[str] = field(default_factory=set)
    """Keys of originals that could not be read: nobody knows whether they are public."""
    articles: dict[tuple[str, str], Article] = field(default_factory=dict)
    hidden: dict[tuple[str, str], Article] = field(default_factory=dict)
    collections: dict[tuple[str, str], Collection] = field(default_factory=dict)
    broken: dict[tuple[str, str], Article] = field(default_factory=dict)
    """What can be read of articles that can't be published."""
    broken_collections: dict[tuple[str, str], Collection] = field(default_factory=dict)
    hidden_titles: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def sort_in(self, settings: Settings) -> None:
        """Complete translations from their originals, then part what is public from what is not."""
        articles = inherited_articles(self.articles, settings.default_language)
        self.collections = inherited_collections(self.collections, settings.default_language)
        self.articles, self.hidden = divided(articles, self.today)
        for place in [place for place in self.articles if place[0] in self.unreadable]:
            self.hidden[place] = self.articles.pop(place)
        _add_missing_collections(settings, self)
        _hide_closed_collections(settings, self)

    def mended(self) -> _Articles:
        """The same with what can't be published."""
        articles = {**self.articles, **self.broken}
        return _Articles(self.today, articles=articles, collections={**self.collections, **self.broken_collections})


def load_site(
    root: Path, settings: Settings, today: date, kept: Keeps[Page] | None = None
) -> tuple[Site, tuple[Problem, ...]]:
    """Everything a project holds, on one day. Files that can't be published are left out and named.

    A process that loads it again and again keeps what it has read in `kept`.
    """
    tree = load_tree(root, settings.articles_dir)
    found = _load_articles(root, settings, tree, _Articles(today), kept if kept is not None else Kept())
    whole = found.mended()
    found.sort_in(settings)
    parts = {**_load_changelog(root, settings, found), **_load_roadmap(root, settings, found)}
    copied = [*tree.files, *(load_tree(root, settings.changelog.dir).files if settings.changelog else ())]
    files, problems = check_files(root, copied)
    docs = load_docs(root, settings)
    found.problems.extend([*problems, *docs.problems])
    site = Site(
        settings=settings,
        today=today,
        articles=found.articles,
        hidden_articles=found.hidden,
        hidden_titles=tuple(found.hidden_titles),
        collections=found.collections,
        history=load_history(root, _folders(settings)),
        pages=docs.pages,
        docs_files=frozenset(path.removeprefix(f"{settings.docs_dir}/") for path in docs.files),
        files=files,
        uncopied=frozenset(problem.path for problem in found.problems if problem.code == "not-copied"),
        image_sizes=load_image_sizes(root, files),
        **parts,
    )
    good = _good_entries(site)
    if good != site.entries or any(problem.is_error for problem in found.problems):
        mended = replace(site, files=frozenset(copied), pages={**docs.broken, **docs.pages})
        site = replace(site, entries=good, mended=_mended(root, mended, whole, found.problems))
    return site, sort_problems(found.problems)


def _load_articles(root: Path, settings: Settings, tree: Tree, found: _Articles, kept: Keeps[Page]) -> _Articles:
    """Every file of the articles folder that has a place, sorted in."""
    found.problems.extend(tree.problems)
    places = [place for path in tree.pages if (place := _place(path, settings, found))]
    wanted = [(root / place.path, repr(place), partial(load_page, root, place)) for place in places]
    kept.prepare(wanted)
    for each in wanted:
        kept.value(*each).sort_in(settings, found)
    for things in (found.articles, found.collections):
        found.problems.extend(check_translated(things, settings.default_language))
    return found


def _folders(settings: Settings) -> list[str]:
    """Where content stands whose history is shown."""
    folders = [settings.articles_dir, settings.docs_dir]
    folders += [settings.changelog.dir] if settings.changelog is not None else []
    return folders + ([settings.roadmap.file] if settings.roadmap is not None else [])


def _load_roadmap(root: Path, settings: Settings, found: _Articles) -> dict[str, Any]:
    """The roadmap, and its items that are not public."""
    if settings.roadmap is None:
        return {}
    from helploop.sources.roadmap import load_roadmap  # noqa: PLC0415 - its models take longer than a small site

    roadmap, problems = load_roadmap(root, settings)
    found.problems.extend(problems)
    found.hidden_titles += [(title, roadmap.path) for title in roadmap.hidden_titles] if roadmap else []
    return {"roadmap": roadmap, "hidden_items": roadmap.hidden if roadmap else ()}


def _load_changelog(root: Path, settings: Settings, found: _Articles) -> dict[str, Any]:
    """The entries, public and not, and what people have been told."""
    if settings.changelog is None:
        return {}
    entries, problems = load_entries(root, settings)
    found.problems.extend(problems)
    return {
        "entries": {(e.key, e.language): e for e in entries if _is_out(e, found.today)},
        "hidden_entries": {(e.key, e.language): e for e in entries if not _is_out(e, found.today)},
        "announced": load_announced_ids(root / settings.changelog.dir),
    }


def _good_entries(site: Site) -> Mapping[tuple[str, str], Entry]:
    """The entries without labels that can't be an address, and without those whose id is another one's already.

    The rules name both. What is built although there are mistakes is still a site whose feeds can be read.
    """
    owner: dict[str, str] = {}
    default = site.settings.default_language
    for (key, language), entry in sorted(site.entries.items()):
        if language == default:
            owner.setdefault(permanent_id(entry, site.history).casefold(), key)
    keys = set(owner.values())
    found = {place: entry for place, entry in site.entries.items() if place[0] in keys}
    for place, entry in found.items():
        labels = tuple(filter(is_label, entry.labels))
        if labels != entry.labels:
            found[place] = replace(entry, labels=labels)
    return found


def _mended(root: Path, site: Site, whole: _Articles, problems: list[Problem]) -> Site:
    """The site with all that can't be published for a mistake in it, so that every other mistake is found too."""
    settings = site.settings
    parts: dict[str, Any] = {}
    whole.sort_in(settings)
    if settings.changelog is not None:
        good = [*site.entries.values(), *site.hidden_entries.values()]
        entries, found = mend_entries(root, settings, good, site.today)
        problems.extend(found)
        parts["entries"] = {**site.entries, **{place: e for place, e in entries.items() if _is_out(e, site.today)}}
        hidden = {place: e for place, e in entries.items() if not _is_out(e, site.today)}
        parts["hidden_entries"] = {**site.hidden_entries, **hidden}
    if settings.roadmap is not None and any(p.is_error and p.path == settings.roadmap.file for p in problems):
        from helploop.sources.roadmap import mend_roadmap  # noqa: PLC0415 - as above

        roadmap, found = mend_roadmap(root, settings)
        told = {(problem.place, problem.code) for problem in found}  # knowing more items, it says more
        problems[:] = [problem for problem in problems if (problem.place, problem.code) not in told] + found
        parts |= {"roadmap": roadmap, "hidden_items": roadmap.hidden if roadmap else ()}
    return replace(site, articles=whole.articles, hidden_articles=whole.hidden, collections=whole.collections, **parts)


@dataclass(frozen=True, slots=True)
class Page:
    """What one Markdown file holds: an article or a collection, or what can be read of one that can't be published."""

    place: Place
    article: Article | None = None
    collection: Collection | None = None
    broken: Article | None = None
    broken_collection: Collection | None = None
    problems: tuple[Problem, ...] = ()

    def sort_in(self, settings: Settings, found: _Articles) -> None:
        """Put it where it belongs."""
        at = self.place.key, self.place.language
        found.problems.extend(self.problems)
        if self.article is not None:
            found.articles[at] = self.article
        if self.collection is not None:
            found.collections[at] = self.collection
        if self.broken_collection is not None:
            found.broken_collections[at] = self.broken_collection
        if self.broken is not None:
            found.broken[at] = self.broken
            if self.place.language == settings.default_language:
                found.unreadable.add(self.place.key)


def load_page(root: Path, place: Place, data: bytes | None = None) -> Page:
    """One file of the articles folder; `data` is what it holds, where that was read already."""
    text, problems = load_text(root / place.path, place.path, data)
    if place.key == "index" or place.key.endswith("/index"):
        folder = Place(place.path, place.key.removesuffix("index").rstrip("/"), place.language)
        return _load_collection(text, root / place.path, folder, problems)
    article, found = parse_article(text, place) if text is not None else (None, [])
    problems = [*problems, *found]
    if article is not None:
        return Page(place, article, problems=tuple(problems))
    broken, found = mend_article(text or mend_text(root / place.path), place)
    return Page(place, broken=broken, problems=(*problems, *found))


def _load_collection(text: str | None, file: Path, place: Place, problems: list[Problem]) -> Page:
    collection, found = parse_collection(text, place) if text is not None else (None, [])
    problems = [*problems, *found]
    if collection is not None:
        return Page(place, collection=collection, problems=tuple(problems))
    broken, found = mend_collection(text or mend_text(file), place)
    return Page(place, broken_collection=broken, problems=(*problems, *found))


def _place(path: str, settings: Settings, found: _Articles) -> Place | None:
    """Key and language from a file's name; None when its suffix names a language that is not configured."""
    inner = path.removeprefix(f"{settings.articles_dir}/").removesuffix(".md")
    folder, _, stem = inner.rpartition("/")
    plain, tag = split_suffix(stem, settings.tags)
    if tag is None and (problem := check_suffix(path, stem, settings)):
        found.problems.append(problem)
        return None
    if tag == settings.default_language:
        message = f"`.{tag}` is the default language, whose files have plain names"
        found.problems.append(Problem(path, 0, "language-suffix", message, f"rename it to `{plain}.md`"))
        return None
    key = f"{folder}/{plain}" if folder else plain
    return Place(path, key, tag or settings.default_language)


def _add_missing_collections(settings: Settings, found: _Articles) -> None:
    """A folder of public articles without an `index.md` is a collection too, named by its folder."""
    default = settings.default_language
    keys = {key for key, _ in found.articles} | {f"{key}/index" for key, _ in found.collections}
    for key in sorted(keys):
        folder = key.rpartition("/")[0]
        while folder:
            if (folder, default) not in found.collections:
                name = folder.rpartition("/")[2].replace("-", " ").replace("_", " ")
                title = name[:1].upper() + name[1:]
                path = f"{settings.articles_dir}/{folder}"
                found.collections[folder, default] = Collection(key=folder, language=default, path=path, title=title)
            folder = folder.rpartition("/")[0]


def _hide_closed_collections(settings: Settings, found: _Articles) -> None:
    """A draft collection hides everything below it, in every language."""
    default = settings.default_language
    hidden = {place for place, collection in found.collections.items() if not is_public(collection, found.today)}
    closed = {key for key, language in hidden if language == default}
    for place in [place for place in found.collections if place in hidden or _below(place[0], closed)]:
        collection = found.collections.pop(place)
        found.hidden_titles.append((collection.title, collection.path))
    for place in [place for place in found.articles if _below(place[0], closed)]:
        found.hidden[place] = found.articles.pop(place)


def _below(key: str, folders: set[str]) -> bool:
    return any(key == folder or key.startswith(f"{folder}/") or folder == "" for folder in folders)
