"""`helploop new article`: an article, its translation with the original's text, or the title page of a collection."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from helploop.cli.project import config_option, open_project
from helploop.cli.written import write_new
from helploop.model.article import Article
from helploop.model.errors import HelploopError, UsageError
from helploop.model.language import split_suffix
from helploop.model.slug import slugify
from helploop.model.spelling import did_you_mean, did_you_mean_path
from helploop.model.templates import ARTICLE_BODY, ARTICLE_SUMMARY, COLLECTION_SUMMARY
from helploop.sources.moment import build_date
from helploop.sources.site import load_site
from helploop.sources.tree import check_name

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.cli.project import Project
    from helploop.model.collection import Collection

INDEX = "index"


@click.command(name="article")
@config_option
@click.argument("path")
@click.option("--title", help="The title (default: made from the path).")
@click.option("--language", "--lang", help="Write a translation, from the original's text.")
@click.option("--dry-run", is_flag=True, help="Show the file without writing it.")
def new_article(config: Path | None, path: str, title: str | None, language: str | None, *, dry_run: bool) -> int:
    """Write a new article with its front matter, at PATH below the articles folder.

    \b
    helploop new article billing/export-data --title "Export your data"
    helploop new article billing/export-data --language de
    helploop new article billing/index --title Billing        the title page of a folder
    """
    project = open_project(config)
    articles = project.settings.articles_dir
    _check_suffix(path, project)
    key = _key(path, articles)
    if language:
        text = _translation(project, key, language, title)
    else:
        named = key.rpartition("/")[0] if _is_index(key) else key
        words = title or named.rpartition("/")[2].replace("-", " ").capitalize() or project.settings.site_name
        text = (_COLLECTION if _is_index(key) else _ARTICLE).format(title=json.dumps(words, ensure_ascii=False))
    name = f"{articles}/{key}.{language}.md" if language else f"{articles}/{key}.md"
    for part in name.split("/"):
        if wrong := check_name(name, part):
            raise HelploopError(f"`{wrong.path}`: {wrong.message}", wrong.hint)
    file = project.root / name
    taken = HelploopError(f"`{name}` exists already", "choose another path; nothing was written")
    if os.path.lexists(file):
        raise taken
    if dry_run:
        click.echo(text)
        return 0
    write_new(file, text, taken)
    click.echo(f"wrote {name}")
    if language:
        click.echo(f"\nNext: translate it, then `helploop translations mark {name}`.")
    for above in () if language else _without_index(project.root / articles, file.parent):
        called, index = above.name.replace("-", " ").capitalize(), above.relative_to(project.root) / f"{INDEX}.md"
        click.echo(f"Readers see its folder as “{called}”: {index.as_posix()} gives it a title.")
    return 0


def _check_suffix(path: str, project: Project) -> None:
    """A name with a language is that of a translation: without the dot, an article of an odd name would come of it."""
    plain, tag = split_suffix(path.removesuffix(".md"), project.settings.tags)
    if tag:
        is_default = tag == project.settings.default_language
        hint = f"helploop new article {plain}" + ("" if is_default else f" --language {tag}")
        what = (
            "has the tag of the default language, whose files have plain names" if is_default else "names a translation"
        )
        raise UsageError(f"`{path}` {what}", hint)


def _key(path: str, articles: str) -> str:
    """The path of an article below the articles folder, without its ending."""
    folder, _, stem = path.strip("/").removeprefix(f"{articles}/").removesuffix(".md").rpartition("/")
    slug = slugify(stem)
    if ".." in folder.split("/"):
        raise HelploopError(f"`{path}` leads out of {articles}/", "write a path like `billing/export-data`")
    if not slug:
        raise HelploopError(f"`{path}` names no file", "write a path like `billing/export-data`")
    return f"{folder}/{slug}" if folder else slug


def _is_index(key: str) -> bool:
    return key.rpartition("/")[2] == INDEX


def _translation(project: Project, key: str, language: str, title: str | None) -> str:
    """The original's title, summary, words and text, for somebody to translate.

    Raises:
        HelploopError: the site has no such language, or there is no original.
    """
    settings = project.settings
    others = settings.tags[1:]
    if language not in others:
        hint = did_you_mean(language, others, f"one of {', '.join(others) or '(none)'}")
        raise HelploopError(f"`{language}` is no other language of the site", hint)
    site, _ = load_site(project.root, settings, build_date())
    written: dict[str, Article | Collection] = {
        (f"{folder}/{INDEX}" if folder else INDEX): page
        for (folder, tag), page in site.collections.items()
        if tag == settings.default_language and page.path
    }
    for (name, tag), article in {**site.articles, **site.hidden_articles}.items():
        if tag == settings.default_language:
            written[name] = article
    if key not in written:
        hint = did_you_mean_path(key, written, f"write {settings.articles_dir}/{key}.md first")
        raise UsageError(f"there is no original {settings.articles_dir}/{key}.md to translate", hint)
    return _copy(written[key], title)


def _copy(original: Article | Collection, title: str | None) -> str:
    lines = [f"title: {json.dumps(title or original.title, ensure_ascii=False)}"]
    if original.summary:
        lines.append(f"summary: {json.dumps(original.summary, ensure_ascii=False)}")
    if isinstance(original, Article) and original.keywords:
        lines.append(f"keywords: {json.dumps(original.keywords, ensure_ascii=False)}")
    front, body = "\n".join(lines), original.body.strip()
    return f"---\n{front}\n---\n\n{body}\n" if body else f"---\n{front}\n---\n"


def _without_index(top: Path, folder: Path) -> list[Path]:
    """The folders above an article that have no title of their own."""
    above = [one for one in (folder, *folder.parents) if one != top and one.is_relative_to(top)]
    return [one for one in reversed(above) if not (one / "index.md").exists()]


_ARTICLE = f"""---
title: {{title}}
summary: {ARTICLE_SUMMARY}
keywords: []
---

{ARTICLE_BODY}"""
_COLLECTION = f"""---
title: {{title}}
summary: {COLLECTION_SUMMARY}
icon: folder
---
"""
