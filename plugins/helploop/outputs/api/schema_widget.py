"""What the widget's documents hold: one for the badge, and a panel's beginning and contexts in each language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from helploop.outputs.api.schema_words import (
    Id,
    Language,
    Moment,
    Own,
    Page,
    Reference,
    Shown,
    Tag,
    Url,
    Version,
)


class NewLanguage(TypedDict):
    """A language of the site, with the words of a button that shows how much is new."""

    tag: Tag
    direction: Literal["ltr", "rtl"]
    help: Annotated[str, Field(description="The word for help.")]
    unread: Annotated[str, Field(description="A text with `{n}` for how many entries are unread.")]


class NewItem(TypedDict):
    """An entry that counts as unread until it has been seen."""

    id: Id
    date: Moment
    labels: list[str]


class New(TypedDict):
    """The newest entries that are not quiet, the newest first, for every language at once: at most 4 KB."""

    kind: Literal["new"]
    version: Version
    languages: list[NewLanguage]
    items: list[NewItem]


class Suggestion(Reference):
    """An article to offer."""

    api: Own
    language: Language


class Context(Suggestion):
    """An article and where in the app it helps."""

    contexts: Annotated[list[str], Field(description="Patterns of addresses in the app; `*` stands for anything.")]


class Contexts(Page):
    """A page of a language's articles that belong to pages of the app, by key."""

    kind: Literal["contexts"]
    items: list[Context]


class NewEntry(Reference):
    """A changelog entry as the widget lists it."""

    api: Own
    summary: str
    language: Language
    type: Literal["new", "improved", "fixed", "changed", "deprecated", "removed", "security"]
    type_name: Annotated[str, Field(description="The type in the document's language.")]
    labels: list[str]
    notify: Annotated[bool, Field(description="False for a quiet entry: shown, never counted as unread.")]
    date: Moment
    day: Shown


class Widget(TypedDict):
    """What the widget's panel shows before anything else is asked for."""

    kind: Literal["widget"]
    version: Version
    language: Tag
    direction: Literal["ltr", "rtl"]
    name: str
    site: Url
    home: Url
    articles: Url
    changelog: Url | None
    roadmap: Url | None
    search: Annotated[Url | None, Field(description="The page of search results.")]
    contact_url: str
    contact_email: str
    signals: Annotated[str, Field(description="Where signals go; empty for nowhere.")]
    strings: Annotated[dict[str, str], Field(description="The widget's words by their English text.")]
    new: list[NewEntry]
    suggested: list[Suggestion]
