"""What all documents of the API are described with: ids, languages, addresses, moments, and pages of lists."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

Id = Annotated[str, Field(min_length=1, description="Permanent: the same in pages, feeds, search and every language.")]
Tag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$", description="A language tag (BCP 47).")]
Url = Annotated[str, Field(pattern=r"^https?://", description="An absolute address.")]
Uri = Annotated[str, Field(pattern=r"^tag:", description="The id in the site's feeds (RFC 4151).")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", description="A day.")]
Shown = Annotated[Day, Field(description="The day that readers see, the author's own: in UTC it may be another one.")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", description="A moment (RFC 3339).")]
Html = Annotated[str, Field(description="Sanitised HTML; every address in it is absolute.")]
Language = Annotated[
    Tag, Field(description="The language of the text: not the document's where no translation exists.")
]
Outdated = Annotated[bool, Field(description="The original has changed since this translation was made.")]
Own = Annotated[Url, Field(description="This thing as a document of its own, with its whole text.")]
Markdown = Annotated[Url, Field(description="The page as Markdown.")]
Names = Annotated[list[str], Field(description="What these are called in the document's language, in the same order.")]
Version = Annotated[Literal[1], Field(description="The version of the API.")]


class Reference(TypedDict):
    """Another thing of the site."""

    id: Id
    title: str
    url: Url


class Page(TypedDict):
    """What every list says of itself: it goes on at `next` until that is null."""

    version: Version
    language: Tag
    page: Annotated[int, Field(ge=1)]
    pages: Annotated[int, Field(ge=1)]
    total: Annotated[int, Field(ge=0)]
    previous: Url | None
    next: Url | None
