"""What the documents of `/api/v1/` hold, and the JSON Schema made from the same types.

Within version 1 fields are added and never changed or taken away: readers ignore what they don't know.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from helploop.outputs.api.schema_widget import Contexts, New, Widget
from helploop.outputs.api.schema_words import (
    Day,
    Html,
    Id,
    Language,
    Markdown,
    Moment,
    Names,
    Outdated,
    Own,
    Page,
    Reference,
    Shown,
    Tag,
    Uri,
    Url,
    Version,
)


class Translation(TypedDict):
    """The same page in another language it is written in."""

    language: Tag
    url: Url


class SiteLanguage(TypedDict):
    """A language of the site and where its documents begin."""

    tag: Tag
    name: str
    direction: Literal["ltr", "rtl"]
    url: Url
    llms: Url
    articles: Url
    collections: Url
    changelog: Url | None
    roadmap: Url | None
    search: Annotated[Url | None, Field(description="The folder of the language's search index.")]


class SiteDocument(TypedDict):
    """Where to start: the site, its languages, and their documents."""

    kind: Literal["site"]
    version: Version
    name: str
    description: str
    url: Url
    default_language: Tag
    languages: list[SiteLanguage]
    contact_url: str
    contact_email: str
    schema: Url


class Article(TypedDict):
    """An article as lists show it."""

    id: Id
    key: Annotated[str, Field(description="Its path below `articles/`: changes when the file moves.")]
    url: Url
    api: Own
    markdown: Markdown
    title: str
    summary: str
    language: Language
    outdated: Outdated
    collection: Annotated[str, Field(description="The key of its collection; empty for none.")]
    type: Literal["how-to", "troubleshooting", "reference", "known-issue"] | None
    keywords: list[str]
    contexts: Annotated[list[str], Field(description="Patterns of addresses in the app where it helps.")]
    promoted: bool
    updated: Day | None


class Articles(Page):
    """A page of a language's articles, by key."""

    kind: Literal["articles"]
    items: list[Article]


class ArticleDocument(Article):
    """An article with its text."""

    kind: Literal["article"]
    version: Version
    html: Html
    related: list[Reference]
    translations: list[Translation]


class Collection(TypedDict):
    """A collection: `articles` are the ids of its own articles, in the order readers see them."""

    key: str
    parent: str | None
    url: Url
    title: str
    summary: str
    icon: str
    language: Language
    articles: list[Id]


class Collections(Page):
    """A page of a language's collections, by key; the first is the whole help center."""

    kind: Literal["collections"]
    items: list[Collection]


class Entry(TypedDict):
    """A changelog entry as lists show it."""

    id: Id
    feed_id: Uri
    key: str
    url: Url
    api: Own
    markdown: Markdown
    title: str
    summary: str
    language: Language
    outdated: Outdated
    type: Literal["new", "improved", "fixed", "changed", "deprecated", "removed", "security"]
    labels: list[str]
    label_names: Names
    breaking: bool
    notify: Annotated[bool, Field(description="False for a quiet entry: shown, never counted as unread.")]
    version_name: Annotated[str, Field(description="The version of the product it is part of; empty for none.")]
    date: Moment
    day: Shown
    updated: Moment
    image: Url | None
    ships: Annotated[list[Id], Field(description="Ids of roadmap items.")]
    articles: Annotated[list[Id], Field(description="Ids of the articles that explain it.")]


class Changelog(Page):
    """A page of a language's changelog, the newest first."""

    kind: Literal["changelog"]
    items: list[Entry]


class EntryDocument(Entry):
    """A changelog entry with its text."""

    kind: Literal["entry"]
    version: Version
    html: Html
    translations: list[Translation]


class Stage(TypedDict):
    """A stage of the roadmap, in order."""

    id: Id
    title: str
    color: str


class Item(TypedDict):
    """A roadmap item as lists show it."""

    id: Id
    url: Url
    api: Own
    markdown: Markdown
    title: str
    summary: str
    language: Language
    outdated: Outdated
    stage: Annotated[str, Field(description="The id of a stage.")]
    tags: list[str]
    tag_names: Names
    target: Annotated[str, Field(description="A quarter, half, month, year or words; empty for none.")]
    confidence: Literal["low", "medium", "high"] | None
    asked: Annotated[int, Field(ge=0, description="How many customers asked; 0 when too few did to say so.")]
    shipped: Day | None
    entries: Annotated[list[Id], Field(description="Ids of the changelog entries that shipped it.")]
    articles: Annotated[list[Id], Field(description="Ids of the articles that explain it.")]
    merged: Annotated[list[Id], Field(description="Ids of items that were folded into this one.")]
    reviewed: Day | None


class Roadmap(Page):
    """A page of a language's roadmap, in the order of the file."""

    kind: Literal["roadmap"]
    stages: list[Stage]
    items: list[Item]


class Happening(TypedDict):
    """Something that happened to an item: `feed_id` is its id in the item's feed."""

    feed_id: Uri
    text: str
    date: Moment
    entry: Id | None


class ItemDocument(Item):
    """A roadmap item with its text and its history, the oldest first."""

    kind: Literal["item"]
    version: Version
    html: Html
    reason: str
    history: list[Happening]
    translations: list[Translation]


Document = Annotated[
    SiteDocument
    | Articles
    | ArticleDocument
    | Collections
    | Changelog
    | EntryDocument
    | Roadmap
    | ItemDocument
    | New
    | Widget
    | Contexts,
    Field(discriminator="kind"),
]


def api_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every document of version 1 keeps to."""
    schema = TypeAdapter(Document).json_schema(mode="serialization")
    schema.pop("discriminator", None)  # OpenAPI's word; the `const` of each `kind` says the same
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "helploop API, version 1"}
    return head | schema


def render_schema() -> str:
    """The text of `schemas/api-v1.schema.json` and of `/api/v1/schema.json`."""
    return json.dumps(api_schema(), indent=2, ensure_ascii=False) + "\n"
