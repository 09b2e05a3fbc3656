"""The site of the last build without its texts: enough to plan any page of it when one article was edited.

Articles are rows until someone asks for them. A build with errors keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.model.article import Article, ArticleKind
from helploop.model.history import FileHistory, History
from helploop.model.problem import Problem, Severity
from helploop.model.site import Site
from helploop.pipeline.audit import Watch
from helploop.pipeline.audit_secrets import hidden_names
from helploop.pipeline.bodies import path_of
from helploop.pipeline.cache import FORMAT
from helploop.pipeline.output import key_of
from helploop.pipeline.search import article_numbers
from helploop.pipeline.stamp import engine_stamp
from helploop.pipeline.values import dump_value, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.pipeline.checked import Checked
    from helploop.pipeline.memory import Memory
    from helploop.sources.synonyms import Groups

Place = tuple[str, str]
Row = list[Any]
#: What a row holds of an article, in this order; its text stands in its file.
FIELDS = tuple(name for name in Article.__slots__ if name not in {"key", "language", "body", "body_line"})
_VALUES = attrgetter(*FIELDS)
_DATES = tuple(FIELDS.index(name) for name in ("review_by", "publish", "unpublish"))
_LISTS = tuple(FIELDS.index(name) for name in ("keywords", "related", "contexts", "redirect_from"))
_KIND, _PATH, _LINES = (FIELDS.index(name) for name in ("kind", "path", "lines"))
_PROBLEM = attrgetter(*(each.name for each in fields(Problem)))
#: Parts of a site that are kept as they are.
_PARTS = (
    *("settings", "today", "collections", "entries", "roadmap", "hidden_entries", "hidden_items", "hidden_titles"),
    *("announced", "pages", "docs_files", "files", "uncopied", "image_sizes", "outdated"),
)


class Told(NamedTuple):
    """What a build knows of its texts besides the site.

    `watched` is the hash of `watch`; `names` are titles of what is hidden, and `is_said` is whether one of them
    stands in public text. `anchors` are those that any text links to, by the path of the article. `problems` are all
    that the check has found.
    """

    watch: Watch
    watched: str
    names: tuple[str, ...]
    is_said: bool
    anchors: dict[str, list[str]]
    synonyms: Mapping[str, Groups]
    numbers: dict[str, dict[str, int]]
    """The number of each article in the search index of a language."""
    private: str
    """The hash of the machine's private values."""
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class KeptSite:
    """A site, the stamp of each of its texts, and by language and key the articles like each article."""

    site: Site
    told: Told
    articles: Rows
    stamps: dict[str, str]
    """By the key of a text, of entries and items too."""
    near: dict[str, dict[str, list[str]]]
    base: str
    """What the last whole build is known by."""
    terms: Mapping[str, Mapping[str, int]]
    """The frequent words of articles that were edited since, by path."""

    def paths(self) -> dict[str, Place]:
        """The place of each article by its path."""
        return {row[_PATH]: place for place, row in self.articles.rows.items()}


class Rows(Mapping[Place, Article]):
    """Articles by key and language, made from their rows when they are asked for."""

    def __init__(self, rows: dict[Place, Row]) -> None:
        self.rows = rows
        self._made: dict[Place, Article] = {}

    def __getitem__(self, place: Place) -> Article:
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = _article(place, self.rows[place])
        return found

    def __contains__(self, place: object) -> bool:
        return place in self.rows

    def __iter__(self) -> Iterator[Place]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def know(self, articles: Mapping[Place, Article]) -> None:
        """Take these for the rows of theirs: nobody has to make them again."""
        self._made.update(articles)

    def with_others(self, others: Mapping[Place, Article]) -> Rows:
        """These, with some that are new in the place of old ones."""
        again = Rows({**self.rows, **{place: row_of(article) for place, article in others.items()}})
        again._made = {**self._made, **others}
        return again


class _Past(Mapping[str, FileHistory]):
    """The past of files, made when asked for."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows

    def __getitem__(self, path: str) -> FileHistory:
        found: FileHistory = read_value(self.rows[path])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def row_of(article: Article) -> Row:
    """What is kept of an article."""
    row = list(_VALUES(article))
    for place in _DATES:
        row[place] = row[place].isoformat() if row[place] else None
    return row


def _article(place: Place, row: Row) -> Article:
    values = list(row)
    for at in _DATES:
        values[at] = date.fromisoformat(values[at]) if values[at] else None
    for at in _LISTS:
        values[at] = tuple(values[at])
    values[_LINES] = tuple(map(tuple, values[_LINES]))
    values[_KIND] = ArticleKind(values[_KIND]) if values[_KIND] else None
    return Article(key=place[0], language=place[1], body="", **dict(zip(FIELDS, values, strict=True)))


def dump_site(kept: KeptSite, record: str) -> dict[str, Any]:
    """What is kept, as JSON, of the site that is known by `record`."""
    site, told = kept.site, kept.told
    history = site.history
    past = history.files.rows if isinstance(history.files, _Past) else _dumped(history.files)
    return {
        "stamp": _stamp(),
        "record": record,
        "parts": [dump_value(getattr(site, name)) for name in _PARTS],
        "articles": [[*place, row] for place, row in kept.articles.rows.items()],
        "hidden": [dump_value(article) for article in site.hidden_articles.values()],
        "past": [past, _dumped(history.vanished), history.head, history.is_shallow, history.unread],
        "watch": [[(needle.decode(), what) for needle, what in told.watch.secrets], told.watch.pages, told.watch.told],
        "told": [told.watched, told.names, told.is_said, told.anchors],
        "synonyms": dump_value(told.synonyms),
        "numbers": told.numbers,
        "private": told.private,
        "problems": [_PROBLEM(problem) for problem in told.problems],
        "stamps": kept.stamps,
        "near": kept.near,
        "base": kept.base,
        "terms": kept.terms,
    }


def _dumped(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dump_value(each) for name, each in found.items()}


def read_site(held: Any, record: str) -> KeptSite | None:
    """What was kept of the site that is known by `record`; None of another one, or of what another program has kept."""
    if not isinstance(held, dict) or held.get("stamp") != _stamp() or held["record"] != record:
        return None
    parts = dict(zip(_PARTS, map(read_value, held["parts"]), strict=True))
    hidden: list[Article] = [read_value(each) for each in held["hidden"]]
    past, vanished, *rest = held["past"]
    articles = Rows({(key, language): row for key, language, row in held["articles"]})
    site = Site(
        **parts,
        articles=articles,
        hidden_articles={(each.key, each.language): each for each in hidden},
        history=History(_Past(past), vanished, *rest),
    )
    secrets, pages, said = held["watch"]
    watch = Watch(
        site.settings,
        tuple((needle.encode(), what) for needle, what in secrets),
        tuple((page, source) for page, source in pages),
        tuple(said),
    )
    watched, names, is_said, anchors = held["told"]
    told = Told(
        *(watch, watched, tuple(names), is_said, anchors),
        *(read_value(held["synonyms"]), held["numbers"], held["private"], tuple(map(_problem, held["problems"]))),
    )
    return KeptSite(site, told, articles, held["stamps"], held["near"], held["base"], held["terms"])


def _problem(row: Row) -> Problem:
    path, line, code, message, hint, column, severity = row
    return Problem(path, line, code, message, hint, column, Severity(severity))


def _stamp() -> str:
    return f"{FORMAT} {engine_stamp()}"


def keep_site(checked: Checked, watch: Watch, memory: Memory, private: str, base: str) -> KeptSite:
    """What a whole build without errors leaves for the next one.

    In `memory` is all it has read, pages of `docs/` too; it is known by `base`.
    """
    site = checked.site
    names = tuple(hidden_names(site))
    needles = {needle for needle, _ in watch.secrets}
    is_said = any(name.encode("utf-8", "replace") not in needles for name in names)
    told = Told(
        *(watch, key_of(repr(watch).encode()), names, is_said, linked_anchors(checked, memory)),
        *(checked.synonyms, article_numbers(site), private, checked.problems),
    )
    stamps = {key: facts.stamp for key, facts in checked.bodies.facts.items()}
    rows = Rows({place: row_of(article) for place, article in site.articles.items()})
    nearest = {tag: memory.neighbours[tag].nearest for tag in site.settings.tags}
    near = {tag: {key: list(keys) for key, keys in found.items()} for tag, found in nearest.items()}
    return KeptSite(site, told, rows, stamps, near, base, {})


def linked_anchors(checked: Checked, memory: Memory) -> dict[str, list[str]]:
    """The anchors of each article that some text or item links to, by the article's path."""
    found: dict[str, set[str]] = {}
    paths: dict[str, list[str]] = {}
    for (key, _), article in checked.site.articles.items():
        paths.setdefault(key, []).append(article.path)
    roadmap = checked.site.roadmap
    written = [(link.target, path_of(key)) for key, (_, facts, _) in memory.facts.items() for link in facts.links]
    written += [(link, roadmap.path) for item in roadmap.items for link in item.links] if roadmap else []
    for address, where in written:
        target = checked.links.target(address, where)
        for path in paths.get(target.key, ()) if target.anchor and target.kind == "article" else ():
            found.setdefault(path, set()).add(target.anchor)
    return {path: sorted(anchors) for path, anchors in found.items()}
