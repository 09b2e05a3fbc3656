"""An article: one answer, in one language, from one Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from helploop.model.collection import Collection


#: The target of a Markdown link.
_TARGET = re.compile(r"\]\([^()\s]*")


class ArticleKind(StrEnum):
    """What an article is for, in the words of the field."""

    HOW_TO = "how-to"
    TROUBLESHOOTING = "troubleshooting"
    REFERENCE = "reference"
    KNOWN_ISSUE = "known-issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it was written.

    `key` is the path below `articles/` without language suffix and ending (`billing/export-data`): the same for
    all translations, and the default `id`. `path` is the source file, relative to the project. `body` is Markdown
    without front matter and starts on line `body_line` of the file. `source` is, on a translation, the short hash of
    the text it was made from. `draft` and the two dates decide whether it is public: see `visibility.py`.
    """

    key: str
    language: str
    path: str
    title: str
    body: str
    body_line: int = 1
    id: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    kind: ArticleKind | None = None
    owner: str = ""
    review_by: date | None = None
    publish: date | None = None
    unpublish: date | None = None
    redirect_from: tuple[str, ...] = ()
    order: int | None = None
    promoted: bool = False
    draft: bool = False
    source: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    """The file line of each front matter key, for messages."""

    @property
    def collection(self) -> str:
        """The key of the folder the article stands in (empty for `articles/` itself)."""
        return self.key.rpartition("/")[0]

    def line_of(self, field: str) -> int:
        """The file line on which a front matter key stands, 1 when it is absent."""
        return dict(self.lines).get(field, 1)


def text_hash(text: str) -> str:
    """The short hash a translation records of its source: 12 hexadecimal digits of SHA-256 over title and body."""
    return sha256(text.encode()).hexdigest()[:12]


def source_hash(article: Article | Collection) -> str:
    """The hash of everything a translator translates: title, summary and body.

    Trailing blanks and the targets of links don't count: a corrected link is no reason to translate again, and a wrong
    one in the translation is found by the check of links.
    """
    body = _TARGET.sub("](", "\n".join(line.rstrip() for line in article.body.strip().splitlines()))
    return text_hash(f"{article.title}\n{article.summary}\n{body}")
