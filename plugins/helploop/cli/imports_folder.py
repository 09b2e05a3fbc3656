"""The files of another site's folder: its pages as texts, its other files, and what can't be taken, in words."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helploop.imports.old_categories import CATEGORY_FILES
from helploop.imports.old_nav import ENDINGS, parse_nav
from helploop.imports.old_pages import OldSite
from helploop.imports.old_redirects import parse_redirect_maps
from helploop.sources.text import load_text
from helploop.sources.tree import COPIED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from helploop.model.problem import Problem


#: What some hosts read to send visitors on; a site here has one of its own, made of all `redirect_from`.
_REDIRECTS = "_redirects"


@dataclass(slots=True)
class OldFolder:
    """What a folder holds, by the paths files have in it: texts of pages and of categories, and files to copy."""

    pages: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


def load_old_site(docs: Path, values: Mapping[str, Any], left_out: list[str]) -> tuple[OldSite, dict[str, Path]]:
    """The site of a MkDocs project (`values` are its settings) or of a folder, and its files by their paths."""
    found = load_folder(docs, left_out)
    redirects, lost = parse_redirect_maps(values, "mkdocs.yml")
    left_out += lost
    site = OldSite(
        pages=found.pages,
        files=list(found.files),
        categories=found.categories,
        nav=parse_nav(values.get("nav")),
        has_folders=values.get("use_directory_urls") is not False,
        has_slugs=not values,
        redirects=redirects,
    )
    return site, found.files


def load_folder(docs: Path, left_out: list[str], is_other: Callable[[str], str] | None = None) -> OldFolder:
    """The files of a folder. `is_other` says of a path why it is not taken; nothing if it is."""
    found = OldFolder()
    for file in _walked(docs, left_out):
        path = file.relative_to(docs).as_posix()
        if not _is_utf_8(path):
            shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            left_out.append(f"{shown}: its name is not UTF-8 (give it another name, then run this again)")
            continue
        if file.name.startswith("."):
            continue
        if file.is_symlink() or not file.is_file():
            left_out.append(f"{path}: a link to somewhere else, or no file")
        elif path == _REDIRECTS:
            left_out.append(
                f"{path}: redirects of its host; write each old address as `redirect_from` into its article"
            )
        elif is_other and (why := is_other(path)):
            left_out.append(f"{path}: {why}")
        elif file.suffix in ENDINGS or file.name in CATEGORY_FILES:
            text, problems = load_text(file, path)
            left_out += [note(problem, path) for problem in problems if text is None]
            into = found.categories if file.name in CATEGORY_FILES else found.pages
            into |= {path: text} if text is not None else {}
        elif file.suffix.lower() in COPIED:
            found.files[path] = file
        else:
            left_out.append(f"{path}: no page, and no file that a site can show")
    return found


def _walked(docs: Path, left_out: list[str]) -> list[Path]:
    """All files below a folder, and links to folders, sorted. One that can't be read is named, not taken for empty."""

    def unread(error: OSError) -> None:
        path = os.path.relpath(error.filename, docs)
        left_out.append(f"{path}: the folder can't be read: {error.strerror} (fix that, then run this again)")

    found: list[Path] = []
    for folder, folders, names in os.walk(docs, onerror=unread):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        found.extend(Path(folder, name) for name in (*names, *links))
    return sorted(found)


def note(problem: Problem, path: str) -> str:
    """What is wrong with a file of the other site, with its line and how to mend it."""
    place = f"{path}:{problem.line}" if problem.line else path
    return f"{place}: {problem.message} ({problem.hint})" if problem.hint else f"{place}: {problem.message}"


def _is_utf_8(path: str) -> bool:
    """Whether a name can be written down: on most systems one can be any bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
