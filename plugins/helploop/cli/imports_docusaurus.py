"""The files of a Docusaurus site: pages, translations and pictures, and in words what of it stays behind."""

from __future__ import annotations

import filecmp
import json
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helploop.cli.imports_folder import OldFolder, load_folder
from helploop.imports.docusaurus import Docusaurus, doc_ids, parse_settings
from helploop.imports.docusaurus_sidebars import generated_pages, sidebar_entries
from helploop.imports.old_indexes import parse_labels
from helploop.imports.old_links import STATIC
from helploop.imports.old_nav import ENDINGS, parse_nav
from helploop.imports.old_pages import OldSite
from helploop.model.errors import UsageError
from helploop.model.language import canonical_tag
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SETTINGS = tuple(f"docusaurus.config.{ending}" for ending in ("js", "ts", "mjs", "cjs", "mts"))
_SIDEBARS = ("sidebars.js", "sidebars.ts", "sidebars.json", "sidebars.mjs", "sidebars.cjs")
_MOST_FOLDERS_UP = 3


@dataclass(frozen=True, slots=True)
class DocusaurusFolder:
    """A Docusaurus project: the folder with its settings, the folder of pages to take, and what the settings say."""

    root: Path
    docs: Path
    settings: Docusaurus


def docusaurus_folder(folder: Path) -> DocusaurusFolder | None:
    """The project that a folder is, or is the pages of; None if it is no folder of Docusaurus."""
    if folder.is_file() or (folder / "mkdocs.yml").is_file():
        return None
    here = folder.resolve()
    for root in (here, *here.parents[:_MOST_FOLDERS_UP]):
        config = next((root / name for name in SETTINGS if (root / name).is_file()), None)
        if config:
            text, _ = load_text(config, config.name)
            named = "" if root == here else here.relative_to(root).as_posix()
            settings = parse_settings(text or "", config.name, named)
            versions = _versions(root / settings.beside("versions.json"))
            settings = parse_settings(text or "", config.name, named, versions)
            docs = root / settings.path if root == here else folder
            if not docs.is_dir():
                raise UsageError(f"`{docs}` is no folder", f"name the folder of the pages, not that of {config.name}")
            return DocusaurusFolder(root, docs, settings)
    return None


def _versions(file: Path) -> list[str]:
    """The released versions, the newest first."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [str(version) for version in found] if isinstance(found, list) else []


def load_docusaurus(
    project: DocusaurusFolder, tags: Sequence[str], left_out: list[str]
) -> tuple[OldSite, dict[str, Path]]:
    """The site, and its files by the paths it has for them.

    Raises:
        UsageError: its originals are in another language than those of this site.
    """
    settings, root = project.settings, project.root
    _check_language(settings, tags)
    originals = load_folder(project.docs, left_out)
    pages, parts = _apart(originals)
    left_out += settings.left_out
    files = dict(originals.files)
    site = OldSite(
        pages=pages,
        files=(),
        nav=parse_nav(None),
        categories=originals.categories,
        base=settings.base,
        docusaurus=settings,
        redirects=settings.redirects,
        parts=parts,
    )
    site = _with_translations(site, project, tags, files, left_out)
    static = root / "static"
    if static.is_dir():
        stays: list[str] = []
        files |= {f"{STATIC}{path}": file for path, file in load_folder(static, stays, _no_picture).files.items()}
        left_out += [f"static/{what}" for what in stays]
    left_out += _versions_left(project)
    if (root / "blog").is_dir():
        left_out.append("blog/: posts of a blog; see `helploop new entry`")
    if (root / "src/pages").is_dir():
        left_out.append("src/pages/: pages outside the documentation")
    return _with_sidebars(replace(site, files=list(files)), project), files


def _check_language(settings: Docusaurus, tags: Sequence[str]) -> None:
    language = canonical_tag(settings.language) or ""
    if language and language.partition("-")[0] != tags[0].partition("-")[0]:
        found = f"the pages of the old site are in `{settings.language}`, those of this site begin with `{tags[0]}`"
        raise UsageError(found, f"write `languages: [{language}, …]` in mkdocs.yml, then run it again")


def _apart(found: OldFolder) -> tuple[dict[str, str], dict[str, str]]:
    """The pages, and the texts of which Docusaurus makes none: their names or folders begin with an underscore."""
    parts = {path: text for path, text in found.pages.items() if f"/{path}".count("/_")}
    return {path: text for path, text in found.pages.items() if path not in parts}, parts


def _no_picture(path: str) -> str:
    return "no picture" if path.endswith(ENDINGS) else ""


def _with_translations(
    site: OldSite, project: DocusaurusFolder, tags: Sequence[str], files: dict[str, Path], left_out: list[str]
) -> OldSite:
    """The site with the pages and pictures of its translations; names of languages and files that stay behind."""
    settings, top = project.settings, project.root / project.settings.i18n
    pages, categories, parts = dict(site.pages), dict(site.categories), dict(site.parts)
    translations: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    version = project.docs.name if project.docs.parent.name.endswith("versioned_docs") else "current"
    for locale in sorted(path for path in top.glob("*") if path.is_dir()):
        shown = locale.relative_to(project.root).as_posix()
        left_out += _others_left(locale, shown, settings.plugin)
        folder = locale / settings.plugin / version
        tag = canonical_tag(locale.name)
        if not folder.is_dir() or tag == tags[0]:
            continue
        if tag is None or tag not in tags:
            add = (
                f"add `{tag}` to `languages:` in mkdocs.yml, then run this again"
                if tag
                else "no language has this name"
            )
            left_out.append(f"{shown}/: {_count(folder)}, because this site has no `{locale.name}` ({add})")
            continue
        if tag != locale.name:
            left_out.append(f"{shown}/: its addresses began with /{locale.name}/; they don't lead on to /{tag}/")
        prefix = folder.relative_to(project.root).as_posix()
        translations[prefix] = tag
        own: list[str] = []
        found = load_folder(folder, own)
        its_pages, its_parts = _apart(found)
        left_out += [f"{prefix}/{line}" for line in own]
        pages |= {f"{prefix}/{path}": page for path, page in its_pages.items()}
        parts |= {f"{prefix}/{path}": part for path, part in its_parts.items()}
        categories |= {f"{prefix}/{path}": category for path, category in found.categories.items()}
        files |= {f"{prefix}/{path}": file for path, file in _own_files(found, project.docs).items()}
        text, _ = load_text(folder.parent / f"{version}.json", f"{version}.json")
        labels[tag] = parse_labels(text or "")
    whole = replace(site, pages=pages, categories=categories, parts=parts)
    return replace(whole, translations=translations, labels=labels)


def _own_files(found: OldFolder, docs: Path) -> dict[str, Path]:
    """The files of a translation that are others than those of the originals."""
    return {
        path: file
        for path, file in found.files.items()
        if not (docs / path).is_file() or not filecmp.cmp(file, docs / path, shallow=False)
    }


def _others_left(locale: Path, shown: str, plugin: str) -> list[str]:
    """What a folder of a language holds besides the pages."""
    said = {"code.json": "words of the old theme's pages"}
    return [
        f"{shown}/{name}: {said.get(name, 'what is no page of the documentation')}"
        for name in sorted(os.listdir(locale))
        if name != plugin and not name.startswith(".")
    ]


def _count(folder: Path) -> str:
    pages = sum(1 for file in folder.rglob("*") if file.suffix in ENDINGS)
    return f"{pages} page{'s' * (pages != 1)}"


def _versions_left(project: DocusaurusFolder) -> list[str]:
    """What is said of other versions of the pages."""
    settings = project.settings
    folder = project.root / settings.beside("versioned_docs")
    names = sorted(
        path.name.removeprefix("version-") for path in folder.glob("version-*") if path != project.docs.resolve()
    )
    if not names:
        return []
    lead = f"`{settings.base}/…`" + (f" and `{settings.base}/{settings.current}/…`" if settings.current else "")
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    said = f"other versions of the pages ({shown}), which a help center has not"
    return [f"{folder.name}/: {said}; {lead} lead to the pages that are taken, addresses with a version lead nowhere"]


def _with_sidebars(site: OldSite, project: DocusaurusFolder) -> OldSite:
    """The site with the order that its sidebars name page by page."""
    names = (project.settings.sidebars, *_SIDEBARS) if project.settings.sidebars else _SIDEBARS
    file = next((file for name in names if name and (file := project.root / name).is_file()), None)
    if file is None:
        return site
    text, _ = load_text(file, file.name)
    ids = doc_ids(site.pages, project.settings, [*site.translations])
    nav = parse_nav(sidebar_entries(text or "", file.name, ids))
    made = {
        label: f"{site.bases[0]}/{slug.strip('/')}/" for label, slug in generated_pages(text or "", file.name).items()
    }
    return replace(site, nav=nav, generated=made)
