"""Values of the host's own keys that it refuses: of the wrong type, or naming files that are not there.

The host says so when it builds, without a line and with the folders of this computer.
"""

from __future__ import annotations

import os.path  # its questions have answers for every name; those of `pathlib` may fail
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem, warning
from helploop.model.spelling import did_you_mean
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from helploop.sources.yaml_source import Path, YamlDocument

#: Code, what was expected, hint.
_TEXT = ("text", "text was expected", "put the value in quotes")
_LIST = ("list", "a list was expected", "write one `- …` a line below it")
_MAPPING = ("mapping", "keys with values were expected", "indent `key: value` lines below it")
_BOOL = ("bool", "`true` or `false` was expected", "write `true` or `false`")
_TEXTS = (
    "site_name site_description site_author copyright repo_url repo_name edit_uri edit_uri_template docs_dir site_dir "
    "exclude_docs draft_docs not_in_nav remote_branch remote_name dev_addr site_url"
).split()
_LISTS = "extra_css extra_javascript extra_templates hooks watch nav".split()
_EXPECTED = (
    dict.fromkeys(_TEXTS, (str, _TEXT))
    | dict.fromkeys(_LISTS, (list, _LIST))
    | dict.fromkeys(("extra", "validation", "mdx_configs"), (dict, _MAPPING))
    | dict.fromkeys(("strict", "use_directory_urls"), (bool, _BOOL))
)
_NAV_CHECKS = frozenset({"omitted_files", "not_found", "absolute_links"})
_LINK_CHECKS = frozenset({"not_found", "absolute_links", "unrecognized_links", "anchors"})
_ADDRESS = re.compile(r"^[^\s/]+:\d{1,5}$")


def check_host_values(document: YamlDocument, root: File, path: str) -> Iterator[Problem]:
    """What the host will refuse in its own keys, each at its line."""
    yield from _check_name(document, path)
    yield from _check_types(document, path)
    yield from _check_address(document, path)
    yield from _check_nav(document.value.get("nav"), ("nav",), document, path)
    yield from _check_files(document, root, path)
    yield from _check_validation(document, path)


def _problem(document: YamlDocument, where: Path, path: str, words: tuple[str, str, str]) -> Problem:
    line, column = document.place(where)
    return Problem(path, line, *words, column)


def _check_name(document: YamlDocument, path: str) -> Iterator[Problem]:
    """The one key the host can't do without."""
    value = document.value.get("site_name")
    if value is None and not document.mended:
        yield _problem(
            document, ("site_name",), path, ("missing-key", "the key `site_name` is missing", "add `site_name: …`")
        )
    elif isinstance(value, str) and not value.strip():
        yield _problem(
            document, ("site_name",), path, ("empty", "`site_name` is empty", "write a text after `site_name:`")
        )


def _check_types(document: YamlDocument, path: str) -> Iterator[Problem]:
    for key, (kind, (code, expected, hint)) in _EXPECTED.items():
        value = document.value.get(key)
        if value is not None and not isinstance(value, kind):
            yield _problem(document, (key,), path, (code, f"`{key}` is `{short(value)}`, {expected}", hint))
    for key in ("extra_css", "extra_javascript", "extra_templates", "hooks", "watch"):
        for number, item in enumerate(_list_at(document, key)):
            has_path = key == "extra_javascript" and isinstance(item, dict) and isinstance(item.get("path"), str)
            if not isinstance(item, str) and not has_path:
                message = f"`{key}` holds `{short(item)}`, the path of a file was expected"
                yield _problem(document, (key, number), path, ("text", message, "write a path, as text"))


def _list_at(document: YamlDocument, key: str) -> list[Any]:
    value = document.value.get(key)
    return value if isinstance(value, list) else []


def _check_address(document: YamlDocument, path: str) -> Iterator[Problem]:
    value = document.value.get("dev_addr")
    if isinstance(value, str) and not _ADDRESS.match(value):
        message = f"`dev_addr` is `{short(value)}`, a host and a port were expected"
        yield _problem(document, ("dev_addr",), path, ("value", message, "write `dev_addr: 127.0.0.1:8000`"))


def _check_nav(value: Any, where: Path, document: YamlDocument, path: str) -> Iterator[Problem]:
    """Of a navigation: each entry is a page, a title with a page, or a title with a list of entries."""
    if not isinstance(value, list):
        return
    for number, item in enumerate(value):
        here = (*where, number)
        if isinstance(item, dict) and len(item) == 1:
            title, inner = next(iter(item.items()))
            if isinstance(inner, list):
                yield from _check_nav(inner, (*here, title), document, path)
                continue
            wrong = None if isinstance(inner, str) or inner is None else inner
        else:
            wrong = None if isinstance(item, str) else item
        if wrong is not None or item is None:
            message = f"an entry of `nav` is `{short(wrong)}`, a page or one title with its pages was expected"
            hint = "write `- privacy.md`, `- Privacy: privacy.md`, or a title with a list below it"
            yield _problem(document, here, path, ("nav", message, hint))


def _check_files(document: YamlDocument, root: File, path: str) -> Iterator[Problem]:
    """Hooks, watched folders and the folder of own templates."""
    for number, name in enumerate(_list_at(document, "hooks")):
        if isinstance(name, str) and not os.path.isfile(root / name):
            yield _missing(document, ("hooks", number), path, name, root)
    for number, name in enumerate(_list_at(document, "watch")):
        if isinstance(name, str) and not os.path.exists(root / name):
            yield _missing(document, ("watch", number), path, name, root)
    theme = document.value.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    if folder is None:
        return
    where = ("theme", "custom_dir")
    if not isinstance(folder, str):
        message = f"`custom_dir` is `{short(folder)}`, a folder was expected"
        yield _problem(document, where, path, ("text", message, "write the folder's path, as text"))
    elif not os.path.isdir(root / folder):
        yield _missing(document, where, path, folder, root)


def _check_validation(document: YamlDocument, path: str) -> Iterator[Problem]:
    """The host's own checks: their names, each of which may stand at the top or in its group."""
    groups = {"nav": _NAV_CHECKS, "links": _LINK_CHECKS}
    places: list[tuple[Path, frozenset[str]]] = [(("validation",), frozenset(groups) | _NAV_CHECKS | _LINK_CHECKS)]
    places += [(("validation", name), checks) for name, checks in groups.items()]
    for where, known in places:
        value = document.value
        for part in where:
            value = value.get(part) if isinstance(value, dict) else None
        for key in value if isinstance(value, dict) else ():
            if key not in known:
                hint = did_you_mean(str(key), known, f"remove it; known keys: {', '.join(sorted(known))}")
                message = f"the key `{short(key)}` is not known here"
                line, column = document.place((*where, key))
                yield warning(path, line, "unknown-key", message, hint, column)


def _missing(document: YamlDocument, where: Path, path: str, name: str, root: File) -> Problem:
    key = next(part for part in reversed(where) if isinstance(part, str))
    shown = PurePosixPath(name)
    written = shown.name if shown.is_absolute() else name
    beside = (root / shown.parent) if not shown.is_absolute() else root
    names = [entry.name for entry in beside.iterdir()] if os.path.isdir(beside) else []
    near = [(shown.parent / each).as_posix() for each in names if not each.startswith(".")]
    hint = did_you_mean(written, near, f"make it, or remove it from `{key}`")
    return _problem(document, where, path, ("file-missing", f"`{key}` names `{written}`, which is not there", hint))
