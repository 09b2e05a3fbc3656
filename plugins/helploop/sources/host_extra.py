"""Files that `extra_css` and `extra_javascript` name for other themes than ours: the host links any name unseen."""

from __future__ import annotations

import os.path  # its questions have answers for every name; those of `pathlib` may fail
from typing import TYPE_CHECKING

from helploop.model.problem import warning
from helploop.model.spelling import did_you_mean
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from helploop.model.problem import Problem
    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import Path, YamlDocument

#: Plugins, or the packages before their names, that make no such files. Others may make any.
_CALM = frozenset({"helploop", "material", "search", "tags", "blog", "social", "privacy", "offline", "meta"})


def check_extra_files(document: YamlDocument, root: File, settings: Settings, path: str) -> Iterator[Problem]:
    """Those that are in no folder of the project, unless a hook or a plugin may make them."""
    if _may_be_made(document):
        return
    theme = document.value.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    docs = root / settings.docs_dir
    folders = [docs, *([root / own] if isinstance(own, str) else [])]
    for where, written in _named(document):
        name = written.partition("?")[0].removeprefix("/")
        if "://" in name or name.startswith("/") or any(os.path.isfile(folder / name) for folder in folders):
            continue
        line, column = document.place(where)
        beside = docs.rglob("*" + os.path.splitext(name)[1]) if docs.is_dir() else ()
        hint = f"put the file at {settings.docs_dir}/{name[:80]}, or remove it from `{where[0]}`"
        hint = did_you_mean(name, [file.relative_to(docs).as_posix() for file in beside], hint)
        message = f"`{where[0]}` names `{short(written)}`, which is not there"
        yield warning(path, line, "file-missing", message, hint, column)


def _named(document: YamlDocument) -> Iterator[tuple[Path, str]]:
    for key in ("extra_css", "extra_javascript"):
        listed = document.value.get(key)
        for number, item in enumerate(listed if isinstance(listed, list) else ()):
            written = item.get("path") if isinstance(item, dict) else item
            if isinstance(written, str) and written:
                yield (key, number), written


def _may_be_made(document: YamlDocument) -> bool:
    listed = document.value.get("plugins")
    names = [
        str(next(iter(item), "") if isinstance(item, dict) else item)
        for item in (listed if isinstance(listed, (list, dict)) else ())
    ]
    return bool(document.value.get("hooks")) or any(not {name, name.partition("/")[0]} & _CALM for name in names)
