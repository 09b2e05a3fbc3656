"""Where private things may stand: ledger and messages outside the repository, requests outside what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.model.settings import Settings


def repository_of(root: Path) -> Path:
    """The top of the repository the project stands in, or the project's own folder."""
    here = root.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)


def check_outside(path: Path, root: Path, what: str) -> None:
    """Make sure that a file with addresses is not in the project or its repository.

    Raises:
        RefusedError: it is.
    """
    real = path.resolve()
    for folder in (repository_of(root), root.resolve()):
        if real.is_relative_to(folder):
            hint = "keep it outside, for example in /var/lib/helploop/"
            raise RefusedError(f"{what} stands inside the site's repository ({folder.name}/)", hint)


def check_unpublished(path: Path, root: Path, settings: Settings) -> None:
    """Make sure that a requests file is in no folder that is published.

    Raises:
        RefusedError: it is.
    """
    real, top = path.resolve(), root.resolve()
    changelog = settings.changelog.dir if settings.changelog else "changelog"
    for name in (settings.docs_dir, settings.site_dir, settings.articles_dir, changelog):
        if real.is_relative_to((top / name).resolve()):
            hint = "keep requests outside the repository; only notify reads them"
            raise RefusedError(f"the requests stand in `{name}/`, which is published", hint)


def is_in_repository(path: Path, root: Path) -> bool:
    """Whether a file stands in the site's repository."""
    return path.resolve().is_relative_to(repository_of(root))
