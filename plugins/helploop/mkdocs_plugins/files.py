"""Our pages as the host's files: known to its links, built by us. Pages of `docs/` get their language's address."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from helploop.model.address import article_address, changelog_address, docs_address, page_file
from helploop.sources.docs import load_docs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from helploop.mkdocs_plugins.build import HostBuild


#: The host's template of it, which it would copy as it is.
_SITEMAP = "sitemap.xml"


class ForeignFile(File):
    """A page the host may link to and does not build: not a documentation page, and nothing to copy."""

    def is_documentation_page(self) -> bool:
        """Never the host's to convert."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the host's signature
        """Nothing: the pipeline writes it."""


def adopt_files(files: Files, config: MkDocsConfig, build: HostBuild) -> Files:
    """The host's files, without what is ours to build, with addresses by language, and with our pages to link to."""
    root, settings = build.root, build.settings
    ours = [root / settings.articles_dir]
    if settings.changelog is not None:
        ours.append(root / settings.changelog.dir)
    docs, pages = load_docs(root, settings), set(build.site.pages.values())
    for file in list(files):
        if not file.abs_src_path:
            continue
        source = Path(file.abs_src_path)
        inner = posixpath.join(settings.docs_dir, file.src_uri)
        from_docs = source.is_relative_to(root / settings.docs_dir)
        if any(source.is_relative_to(folder) for folder in ours) or (not from_docs and file.src_uri == _SITEMAP):
            files.remove(file)
        elif from_docs and inner not in (pages if file.is_documentation_page() else docs.files):
            files.remove(file)  # it has a problem, which was named, or is not for the public
    for (key, language), path in build.site.pages.items():
        name = posixpath.relpath(path, settings.docs_dir)
        page = files.get_file_from_path(name)
        if page is not None and page.is_documentation_page():
            _move(page, page_file(docs_address(settings, key, language)))
    build.hosted = {
        file.dest_uri: posixpath.join(settings.docs_dir, file.src_uri)
        for file in files
        if file.abs_src_path
        and Path(file.abs_src_path).is_relative_to(root / settings.docs_dir)
        and file.inclusion.is_included()
    }
    # Who could link to our pages? Thousands of files cost the host more than all the rest of a small build.
    for path, address in _ours(build) if build.hosted else ():
        files.append(_foreign(posixpath.relpath(path, settings.docs_dir), page_file(address), config))
    return files


def _move(file: File, destination: str) -> None:
    """Give a file another place in the site; what the host had worked out from the old one is forgotten."""
    for name in ("url", "abs_dest_path"):
        file.__dict__.pop(name, None)
    file.dest_uri = destination


def _ours(build: HostBuild) -> Iterator[tuple[str, str]]:
    """Source path and address of each page of ours that can be linked to from `docs/`."""
    settings, site = build.settings, build.site
    for (key, language), article in sorted(site.articles.items()):
        yield article.path, article_address(settings, key, language)
    for (key, language), collection in sorted(site.collections.items()):
        if collection.path.endswith(".md"):
            yield collection.path, article_address(settings, key, language)
    for (key, language), entry in sorted(site.entries.items()):
        yield entry.path, changelog_address(settings, language, key)


def _foreign(path: str, destination: str, config: MkDocsConfig) -> File:
    return ForeignFile(
        path,
        config.docs_dir,
        config.site_dir,
        config.use_directory_urls,
        dest_uri=destination,
        inclusion=InclusionLevel.INCLUDED,
    )
