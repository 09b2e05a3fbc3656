"""A collection: a folder of articles, described by its `index.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A folder below `articles/` in one language.

    `key` is the folder's path below `articles/` (`billing/invoices`; empty for `articles/` itself).
    `language` is the language of this title and summary, which is the default one where no translation exists.
    """

    key: str
    language: str
    path: str
    title: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    icon: str = ""
    order: int | None = None
    body: str = ""
    body_line: int = 1
    draft: bool = False
    redirect_from: tuple[str, ...] = ()
    source: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    def line_of(self, field: str) -> int:
        """The file line on which a front matter key stands, 1 when it is absent."""
        return dict(self.lines).get(field, 1)

    @property
    def publish(self) -> None:
        """Collections have no date of publication."""
        return

    @property
    def unpublish(self) -> None:
        """Collections are never unpublished by date."""
        return

    @property
    def parent(self) -> str | None:
        """The key of the folder above, None for the top."""
        return self.key.rpartition("/")[0] if self.key else None
