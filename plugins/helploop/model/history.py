"""What git knows of a file: when it was first and last changed, by whom, and under which names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The past of one file. Dates are aware; `former` lists earlier paths, the latest first; authors in order."""

    created: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The past of all files of a project, by path relative to the project.

    `is_shallow` says that the clone holds only the last commits, so that dates can't be known; `head` is the commit.
    `vanished` maps a path that once existed and no longer does to the path it was last seen renamed to, or None.
    `unread` says why a repository that is there can't be read.
    """

    files: Mapping[str, FileHistory] = field(default_factory=dict)
    vanished: Mapping[str, str | None] = field(default_factory=dict)
    head: str = ""
    is_shallow: bool = False
    unread: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a repository with at least one commit."""
        return bool(self.head)

    def of(self, path: str) -> FileHistory | None:
        """The past of one file, None when git does not know it or can't tell."""
        return None if self.is_shallow else self.files.get(path)
