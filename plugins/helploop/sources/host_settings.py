"""The host's own part of `mkdocs.yml`: keys, theme, plugins, navigation and logo that lead nowhere are named here too.

The host would say so when it builds, one after another and without a line.
"""

from __future__ import annotations

import os.path  # its questions have answers for every name; those of `pathlib` may fail
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem, warning
from helploop.model.spelling import did_you_mean, nearest
from helploop.sources.host_extra import check_extra_files
from helploop.sources.host_values import check_host_values
from helploop.sources.plugin_names import is_ours, meant_plugin
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import Path, YamlDocument

#: MkDocs 1.6.
KEYS = frozenset(
    "INHERIT site_name site_url site_description site_author repo_url repo_name edit_uri edit_uri_template copyright "
    "docs_dir site_dir theme nav exclude_docs draft_docs not_in_nav validation extra extra_css extra_javascript "
    "extra_templates markdown_extensions mdx_configs plugins hooks strict use_directory_urls dev_addr watch "
    "remote_branch remote_name".split()
)
#: What older versions read, and what stands for it now.
REMOVED = {
    "pages": "rename it to `nav:`",
    "google_analytics": "remove it; scripts of others don't run under the site's policy",
    "theme_dir": "write `theme: {name: helploop, custom_dir: …}`",
    "site_favicon": "write `theme: {favicon: …}`",
    "include_search": "remove it, and add `- helploop/search` to `plugins:`",
    "include_next_prev": "remove it",
}
#: What the theme `helploop` has instead.
_UNREAD = {
    "extra_css": "link its files in overrides/parts/brand.html",
    "extra_javascript": "load its files in overrides/parts/brand.html",
}


def check_host(document: YamlDocument, root: File, settings: Settings, path: str) -> Iterator[Problem]:
    """What the host will not understand, or not find."""
    yield from _check_keys(document, path)
    yield from check_host_values(document, root, path)
    yield from _check_addresses(document, path)
    yield from _check_theme(document, path)
    yield from _check_plugins(document, settings, path)
    yield from _check_nav(document, root / settings.docs_dir, path)
    yield from _check_logo(document, root, settings, path)
    yield from _check_unread(document, settings, path)
    if settings.theme != "helploop":
        yield from check_extra_files(document, root, settings, path)


def _check_keys(document: YamlDocument, path: str) -> Iterator[Problem]:
    for key in document.value:
        line, column = document.place((key,))
        if key in REMOVED:
            yield Problem(path, line, "removed-key", f"`{key}` was removed from MkDocs", REMOVED[key], column)
        elif key not in KEYS:
            hint = did_you_mean(key, KEYS, "remove it; what is your own goes below `extra:`")
            yield warning(path, line, "unknown-key", f"the key `{key}` is not known here", hint, column)


def _check_unread(document: YamlDocument, settings: Settings, path: str) -> Iterator[Problem]:
    """Keys that themes of the host read and ours does not: what they name would be missed only by readers."""
    for key, hint in _UNREAD.items():
        if settings.theme == "helploop" and document.value.get(key) and isinstance(document.value[key], list):
            line, column = document.place((key,))
            yield warning(path, line, "unread-key", f"`{key}` is not read by the theme `helploop`", hint, column)


def _check_addresses(document: YamlDocument, path: str) -> Iterator[Problem]:
    """Every page of ours is a folder, and so are those of the host."""
    if document.value.get("use_directory_urls") is False:
        line, column = document.place(("use_directory_urls",))
        message = "`use_directory_urls: false` gives the pages of docs/ other addresses than links to them have"
        yield Problem(path, line, "directory-urls", message, "remove it", column)


def _check_theme(document: YamlDocument, path: str) -> Iterator[Problem]:
    theme = document.value.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    if isinstance(theme, dict) and name is not None and not isinstance(name, str):
        line, column = document.place(("theme", "name"))
        found = f"`name` is `{short(name)}`, the name of a theme was expected"
        yield Problem(path, line, "text", found, "write `theme: {name: helploop}`", column)
    if isinstance(name, str) and name != "helploop" and name not in (known := _installed("mkdocs.themes")):
        line, column = document.place(("theme", "name"))
        hint = did_you_mean(name, known, f"one of {', '.join(sorted(known))}, or install the theme's package")
        yield Problem(path, line, "theme-unknown", f"there is no theme `{name}` here", hint, column)
    elif theme is not None and not isinstance(theme, (str, dict)):
        line, column = document.place(("theme",))
        message = f"`theme` is `{short(theme)}`, a name or keys with values were expected"
        yield Problem(path, line, "theme-unknown", message, "write `theme: {name: helploop}`", column)


def _check_plugins(document: YamlDocument, settings: Settings, path: str) -> Iterator[Problem]:
    """Plugins of others. Ours are read in `settings`."""
    listed = document.value.get("plugins")
    for number, item in enumerate(listed if isinstance(listed, (list, dict)) else []):
        for name in [str(item)] if not isinstance(item, dict) else map(str, item):
            if is_ours(name):
                continue
            known = _installed("mkdocs.plugins")
            if name in known or f"{settings.theme}/{name}" in known:
                continue
            line, column = document.place(("plugins", number if isinstance(listed, list) else name))
            near = meant_plugin(name) or nearest(name, known)
            hint = f"did you mean `{near}`?" if near else "correct the name, or install its package"
            if isinstance(item, dict) and name != (first := str(next(iter(item)))):  # on one level with its plugin
                hint = f"if it is an option of `{first}`, indent it four spaces further than the `-`"
            yield Problem(path, line, "plugin-unknown", f"there is no plugin `{name}`", hint, column)


def is_plugin(name: str) -> bool:
    """Whether a package offers a plugin of that name."""
    return name in _installed("mkdocs.plugins")


@lru_cache(maxsize=2)
def _installed(group: str) -> frozenset[str]:
    """What packages offer under a name. To find out, every package's list is read: only where it has to be known."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - long to import, for few sites

    return frozenset(point.name for point in entry_points(group=group))


def _check_nav(document: YamlDocument, docs: File, path: str) -> Iterator[Problem]:
    """Files the navigation names; addresses and folders of the site are not files."""
    pages = [file.relative_to(docs).as_posix() for file in docs.rglob("*.md")] if docs.is_dir() else []
    for where, target in _leaves(document.value.get("nav"), ("nav",)):
        if target.endswith(".md") and "://" not in target and target.lstrip("/") not in pages:
            line, column = document.place(where)
            hint = did_you_mean(target, pages, "write the path of a page below docs/")
            yield warning(path, line, "broken-link", f"`nav` names `{target}`, which is no page of docs/", hint, column)


def _leaves(value: Any, where: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*where, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*where, key))


def _check_logo(document: YamlDocument, root: File, settings: Settings, path: str) -> Iterator[Problem]:
    """The logo of our own theme: a file of the site."""
    logo = settings.logo
    if not logo or settings.theme != "helploop":
        return
    line, column = document.place(("theme", "logo"))
    if "://" in logo or logo.startswith("//"):
        message = f"`logo` is on another site: `{logo[:80]}`; it would learn who reads yours"
        hint = f"put the file into {settings.docs_dir}/ and write its path"
        yield Problem(path, line, "image-remote", message, hint, column)
        return
    folder = root / settings.docs_dir
    name = logo.removeprefix("/")
    if ".." in name.split("/") or not any(os.path.isfile(place / name) for place in (folder, root)):
        files = [file.relative_to(folder).as_posix() for file in folder.rglob("*.*")] if folder.is_dir() else []
        images = [file for file in files if not file.endswith(".md")]
        hint = did_you_mean(name, images, f"put the file at {settings.docs_dir}/{name[:80]}")
        yield Problem(path, line, "missing-image", f"`logo` names `{logo[:80]}`, which is no file", hint, column)
