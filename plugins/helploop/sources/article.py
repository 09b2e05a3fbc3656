"""One Markdown file to an `Article` or a `Collection`, or to the problems that keep it from being published."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from helploop.model.article import Article, ArticleKind
from helploop.model.collection import Collection
from helploop.model.problem import Problem, warning
from helploop.model.slug import slugify
from helploop.sources.front_matter import SourceText, parse_front_matter
from helploop.sources.headings import first_heading, is_visible, plain_title, without_heading
from helploop.sources.validate import GivenDate, Strings, Text, Written, WrittenT, validate

if TYPE_CHECKING:
    from helploop.sources.yaml_source import YamlDocument

#: What other tools call our keys.
_OTHER_WORDS = {
    "description": "summary",
    "excerpt": "summary",
    "tags": "keywords",
    "aliases": "redirect_from",
    "redirects": "redirect_from",
    "weight": "order",
    "nav_order": "order",
    "sidebar_position": "order",
    "hidden": "draft",
    "author": "owner",
    "authors": "owner",
}


class WrittenArticle(Written):
    """The front matter of an article, as people write it."""

    other_words: ClassVar[dict[str, str]] = {
        **_OTHER_WORDS,
        "type": "kind",
        "category": "kind",
        "featured": "promoted",
        "pinned": "promoted",
        "publish_date": "publish",
        "published_at": "publish",
        "expires": "unpublish",
        "expiry_date": "unpublish",
        "review": "review_by",
        "see_also": "related",
    }

    title: Annotated[Text, Field(min_length=1)] | None = None
    summary: Text = ""
    id: Text = ""
    keywords: Strings = ()
    related: Strings = ()
    contexts: Strings = ()
    kind: Literal["how-to", "troubleshooting", "reference", "known-issue"] | None = None
    owner: Text = ""
    review_by: GivenDate = None
    publish: GivenDate = None
    unpublish: GivenDate = None
    redirect_from: Strings = ()
    order: int | None = None
    promoted: bool = False
    draft: bool = False
    source: Text = ""
    notes: object = None
    """Free text for the team: read by nobody, published nowhere."""


class WrittenCollection(Written):
    """The front matter of a folder's `index.md`."""

    other_words: ClassVar[dict[str, str]] = _OTHER_WORDS

    title: Annotated[Text, Field(min_length=1)] | None = None
    summary: Text = ""
    icon: Text = ""
    order: int | None = None
    draft: bool = False
    redirect_from: Strings = ()
    keywords: Strings = ()
    source: Text = ""
    notes: object = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands: its path relative to the project, its key and its language."""

    path: str
    key: str
    language: str


def parse_article(text: str, place: Place) -> tuple[Article | None, list[Problem]]:
    """The article in a text. None means that it can't be published, and the problems say why."""
    source, problems = parse_front_matter(text, place.path)
    if source is None:
        return None, problems
    written, found = _validated(source, WrittenArticle, place.path)
    problems.extend(about_slug(problem, source, place) for problem in found)
    if written is None:
        return None, problems
    title, body, found = _title(written.title, source, place)
    problems.extend(found)
    if title is None:
        return None, problems
    if not body.strip():
        problems.append(
            warning(place.path, 1, "empty-body", "the article has no text", "write the answer below the title", 1)
        )
    values = _values(written, _NOT_ARTICLE)
    article = Article(
        key=place.key,
        language=place.language,
        path=place.path,
        title=title,
        body=body,
        body_line=source.body_line,
        kind=ArticleKind(written.kind) if written.kind else None,
        lines=lines_of(source.document),
        **values,
    )
    return article, problems


def parse_collection(text: str, place: Place) -> tuple[Collection | None, list[Problem]]:
    """The collection that an `index.md` describes; `place.key` is the folder's key."""
    source, problems = parse_front_matter(text, place.path)
    if source is None:
        return None, problems
    written, found = _validated(source, WrittenCollection, place.path)
    problems.extend(found)
    if written is None:
        return None, problems
    title, body, found = _title(written.title, source, place, "collection" if place.key else "front page")
    problems.extend(found)
    if title is None:
        return None, problems
    values = _values(written, _NOT_COLLECTION)
    collection = Collection(
        key=place.key,
        language=place.language,
        path=place.path,
        title=title,
        body=body,
        body_line=source.body_line,
        lines=lines_of(source.document),
        **values,
    )
    return collection, problems


def about_slug(problem: Problem, source: SourceText, place: Place) -> Problem:
    """Other generators take address, language and dates from the front matter; here files and git give them."""
    key = problem.message.split("`")[1] if problem.code == "unknown-key" else ""
    if key in {"slug", "permalink", "url"} and source.document is not None:
        wanted = re.sub("['’]", "", str(source.document.value.get(key) or "").strip("/").rpartition("/")[2])
        name = slugify(wanted) or place.key.rpartition("/")[2]
        hint = f"remove it: the file's name is the address; for this one rename the file to `{name}.md`"
        return replace(problem, hint=hint)
    if key in _GIVEN:
        return replace(problem, hint=_GIVEN[key])
    return problem


_LANGUAGE = "remove it: the file's name says the language, as in `name.de.md`"
_DATE = "remove it: git knows when the article was changed; `publish:` is the first day it is public"
#: Keys of other tools whose meaning stands elsewhere here.
_GIVEN = {
    "lang": _LANGUAGE,
    "language": _LANGUAGE,
    "locale": _LANGUAGE,
    "date": _DATE,
    "updated": _DATE,
    "lastmod": _DATE,
    "last_updated": _DATE,
    "published": "remove it; `draft: true` keeps an article from being public",
    "layout": "remove it: every article has the same layout",
    "template": "remove it: every article has the same layout",
    "author": "write `owner:`, which only the team sees",
}


#: Fields of what is written that are made to something else, or are nobody's.
_NOT_ARTICLE = frozenset({"title", "notes", "kind"})
_NOT_COLLECTION = frozenset({"title", "notes"})


def _values(written: Written, without: frozenset[str]) -> dict[str, Any]:
    """The other fields as they are: of words, numbers, days and tuples of words a dump would only make copies."""
    return {name: value for name, value in written if name not in without}


def _validated(source: SourceText, model: type[WrittenT], path: str) -> tuple[WrittenT | None, list[Problem]]:
    return validate(source.document, model, path) if source.document else (model(), [])


def lines_of(document: YamlDocument | None) -> tuple[tuple[str, int], ...]:
    """The file line of each key of a front matter."""
    if document is None:
        return ()
    return tuple((str(key), document.place((key,))[0]) for key in document.value)


def _title(
    written: str | None, source: SourceText, place: Place, what: str = "article"
) -> tuple[str | None, str, list[Problem]]:
    """The title, and the body without the heading that gave it: front matter first, else the first `# Heading`."""
    body = source.body
    heading = first_heading(body)
    if written and is_visible(written):
        same = heading is not None and plain_title(heading["title"]) == written.strip()
        return written.strip(), without_heading(body, heading) if same and heading else body, []
    if written or heading is None or not is_visible(plain_title(heading["title"])):
        line = source.document.places.get(("title",), (1, 1))[0] if source.document else 1
        hint = "add `title: …` between two `---` lines at the top, or a `# Heading`"
        return None, body, [Problem(place.path, line, "missing-title", f"the {what} has no title", hint, 1)]
    return plain_title(heading["title"]), without_heading(body, heading), []
