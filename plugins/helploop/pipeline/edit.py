"""Everything that follows from new words in a few articles, made and nothing else.

Their pages, what shows their titles, the pages of articles that have become more or less like them, the files of the
index that hold their words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from helploop.outputs.pages.outline import outline_of
from helploop.outputs.texts import full_text
from helploop.pipeline.articles import article_page, plan_lists, with_found
from helploop.pipeline.audit_written import check_written
from helploop.pipeline.build import theme_of
from helploop.pipeline.changelog import changelog_feeds, feed_files, plan_changelog
from helploop.pipeline.edited import load_edited
from helploop.pipeline.jobs import start_pages
from helploop.pipeline.kept_site import KeptSite
from helploop.pipeline.machines import machine_files, machine_trees
from helploop.pipeline.output import Last, Output
from helploop.pipeline.roadmap import plan_roadmap, roadmap_feeds
from helploop.pipeline.search import edited_search, plan_search
from helploop.pipeline.similar import similar_again
from helploop.sources.private_values import load_private_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from helploop.model.feed import Feed
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.check import Tools
    from helploop.pipeline.edited import Edited
    from helploop.pipeline.output import Record
    from helploop.pipeline.pages import Found, PlannedPage

    Near = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Edit:
    """What was made in the tree, what has to go from it, and the site for the next edit."""

    record: Record
    gone: tuple[str, ...]
    kept: KeptSite


class Standing(NamedTuple):
    """A tree, and what stands in it."""

    tree: Path
    record: Record


def make_edit(root: Path, kept: KeptSite, paths: Sequence[str], tools: Tools, standing: Standing) -> Edit | None:
    """Make what follows from edited articles in a tree that holds the last site; None where that is not known.

    Nothing in the tree is of use to anyone after that, unless all of it is made again.
    """
    private = load_private_values(root)
    edited = load_edited(root, kept, paths, tools) if private_stamp(private) == kept.told.private else None
    if edited is None or (edited.is_shown and kept.site.settings.cards):
        return None
    output = Output(standing.tree, kept.told.watch, Last(str(standing.tree), standing.record, kept.told.watched))
    if output.watched != kept.told.watched:
        return None
    work = _Work(root, kept, edited, tools, output)
    gone = work.make()
    if gone is None or output.problems or check_written(standing.tree / ".none", output, private):
        return None
    made = {path: written for path, written in output.record.items() if path in output.again}
    return Edit(made, tuple(gone), work.kept_again())


def private_stamp(private: Mapping[str, str]) -> str:
    """A hash of the private values of the machine."""
    return sha256(json.dumps(sorted(private.items())).encode()).hexdigest()


class _Work:
    """One edit being made."""

    def __init__(self, root: Path, kept: KeptSite, edited: Edited, tools: Tools, output: Output) -> None:
        self.root = root
        self.kept = kept
        self.edited = edited
        self.checked = edited.checked
        self.tools = tools
        self.output = output
        self.near: Near = kept.near
        self.outlines = {tag: outline_of(self.checked.site, tag) for tag in self.checked.site.settings.tags}
        self.trees = machine_trees(self.checked)

    def make(self) -> list[str] | None:
        """All of it; the files that are no more, or None where the last index is not known."""
        self.near = similar_again(self.checked, self.edited.before, self.kept.near, self.tools)
        site = self.checked.site
        index = edited_search(self.checked, self.edited.alone, self.kept.told.numbers, self.tools, self.output.read)
        if index is None:
            return None
        pages = list(self._pages(index.found))
        for made in start_pages(pages, self.checked, theme_of(self.root, site.settings), self.tools, self.output):
            self.output.made(made)
        if self.edited.is_shown:
            self.output.add(machine_files(self.trees, self.outlines, self.root, self.tools.cache))
            self.output.add(feed_files(self.checked, self.feeds, self.tools))
        self.output.add_known(index.files)
        articles = self.edited.articles
        tags = {tag for _, tag in articles} if self.edited.is_shown else self.edited.languages
        for tag in sorted(tags & self.trees.keys()):
            self.output.add_long(*full_text(self.trees[tag], self.outlines[tag], self.output.read))
        return index.gone

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        """Every feed: entries and items name articles by their titles."""
        return (*changelog_feeds(self.checked), *roadmap_feeds(self.checked))

    def kept_again(self) -> KeptSite:
        """The site as it is now, for the next edit."""
        kept, facts = self.kept, self.checked.bodies.facts
        stamps = {**kept.stamps, **{each.path: facts[each.path].stamp for each in self.edited.articles.values()}}
        told = kept.told._replace(anchors=_new_anchors(kept, self.edited))
        articles = kept.articles.with_others(self.edited.articles)
        near = {tag: {key: list(keys) for key, keys in found.items()} for tag, found in self.near.items()}
        return KeptSite(self.checked.site, told, articles, stamps, near)

    def _pages(self, found: Mapping[str, Mapping[str, Found]]) -> Iterator[PlannedPage]:
        """`found` is what search shows of the edited articles."""
        shown = self.edited.is_shown
        for tag, outline in self.outlines.items():
            for key in sorted(self._affected(outline)):
                article = self.checked.site.article(key, tag)
                if article is not None:
                    near = self.near.get(article.language, {}).get(key, ())
                    page = article_page(self.checked, outline, article, self.trees.get(tag), near)
                    yield with_found(page, found.get(tag, {}).get(key))
        if shown:
            yield from plan_lists(self.checked, self.outlines)
            yield from plan_changelog(self.checked, self.outlines, self.feeds)
            yield from plan_roadmap(self.checked, self.outlines)
            yield from plan_search(self.checked, self.outlines)

    def _affected(self, outline: Outline) -> set[str]:
        """The keys of all articles whose page may be another one in a language."""
        edited, site = set(self.edited.keys), self.checked.site
        found = set(edited)
        for language, near in self.near.items():
            before = self.kept.near.get(language, {})
            found.update(key for key, keys in near.items() if list(keys) != before.get(key))
            if self.edited.is_shown:
                found.update(key for key, keys in near.items() if not edited.isdisjoint(keys))
        if self.edited.is_shown:
            names = edited | {each.id for each in self.edited.articles.values() if each.id}
            found.update(*(outline.articles.get(key.rpartition("/")[0], ()) for key in edited))
            found.update(key for (key, _), each in site.articles.items() if not names.isdisjoint(each.related))
        return found


def _new_anchors(kept: KeptSite, edited: Edited) -> dict[str, list[str]]:
    """The anchors that others link to, with those that the edited articles link to now."""
    paths: dict[str, list[str]] = {}
    for path, (key, _) in kept.paths().items():
        paths.setdefault(key, []).append(path)
    found = {path: set(anchors) for path, anchors in kept.told.anchors.items()}
    for article in edited.articles.values():
        for link in edited.checked.bodies.facts[article.path].links:
            target = edited.checked.links.target(link.target, article.path)
            for path in paths.get(target.key, ()) if target.anchor and target.kind == "article" else ():
                found.setdefault(path, set()).add(target.anchor)
    return {path: sorted(anchors) for path, anchors in found.items()}
