"""The top of a project: folders that are missing, and files whose names are almost those that are read."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from helploop.model.language import canonical_tag
from helploop.model.problem import Problem, Severity, warning
from helploop.model.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helploop.model.settings import Settings

_ENDINGS = (".yaml", ".yml")


def check_root(root: Path, settings: Settings) -> Iterator[Problem]:
    """What is not there, and what is there and read by nobody."""
    yield from _missing_folders(root, settings)
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _misnamed_folder(root, entry.name, settings)
        elif entry.name.endswith(_ENDINGS):
            yield from _misnamed_file(entry.name, settings)


def _folders(settings: Settings) -> dict[str, str]:
    """Our content folders by the option that names them."""
    found = {"articles_dir": settings.articles_dir, "docs_dir": settings.docs_dir}
    return found | ({"dir": settings.changelog.dir} if settings.changelog else {})


def _missing_folders(root: Path, settings: Settings) -> Iterator[Problem]:
    written = dict(settings.lines)
    for option, folder in _folders(settings).items():
        if (root / folder).is_file():
            message = f"`{folder}` is a file, a folder was expected"
            yield Problem(folder, 0, "folder-missing", message, "give it another name, and make the folder")
            continue
        if (root / folder).is_dir() or (option != "articles_dir" and option not in written):  # not yet is no mistake
            continue
        beside = [entry.name for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith(".")]
        near = nearest(folder, beside)
        plugin = {"articles_dir": "helploop/articles", "dir": "helploop/changelog"}.get(option, "")
        below = f" below `{plugin}`" if plugin else ""
        hint = f"make it, or write `{option}:` with the folder's name{below}"
        hint = f"did you mean `{near}`? Rename it, or write `{option}: {near}`{below}" if near else hint
        severity = Severity.ERROR if option in written or near else Severity.WARNING
        line = settings.line_of(option, plugin)
        yield Problem(
            settings.config, line, "folder-missing", f"there is no folder `{folder}/`", hint, severity=severity
        )


def _misnamed_folder(root: Path, name: str, settings: Settings) -> Iterator[Problem]:
    """A folder beside ours whose name is almost ours."""
    ours = _folders(settings).values()
    if name in {*ours, settings.docs_dir, settings.site_dir}:
        return
    near = nearest(name, ours, 0.8)
    if near and (root / near).is_dir() and any((root / name).glob("*.md")):
        yield warning(
            name, 0, "not-read", f"nothing in `{name}/` is read", f"did you mean `{near}/`? Move its files there"
        )


def _misnamed_file(name: str, settings: Settings) -> Iterator[Problem]:
    """`roadmap.yml` beside `roadmap.yaml`, a translation for a language the site has not, a misspelling."""
    read = {PurePosixPath(settings.roadmap.file).name: settings.tags[1:]} if settings.roadmap else {}
    read |= {"synonyms.yaml": settings.tags} if settings.search else {}
    known = {"queries.yaml", *read}
    for file, tags in read.items():
        stem, ending = os.path.splitext(file)
        known |= {f"{stem}.{tag}{ending}" for tag in tags}
    if name in known or PurePosixPath(settings.config).name == name:
        return
    stem, _, suffix = os.path.splitext(name)[0].partition(".")
    base = nearest(stem, [os.path.splitext(file)[0] for file in ("queries.yaml", *read)], 0.8)
    if base is None:
        return
    tag = canonical_tag(suffix) if suffix else None
    if tag and tag not in settings.tags and base != "queries":
        message, hint = (
            f"the site has no language `{tag}`: nobody reads it",
            f"add `{tag}` to `languages:` of helploop/articles",
        )
        yield warning(name, 0, "not-read", message, hint)
        return
    right = f"{base}.{tag}.yaml" if suffix and tag else f"{base}.yaml"
    yield warning(name, 0, "not-read", f"nobody reads `{name}`", f"did you mean `{right}`?")
