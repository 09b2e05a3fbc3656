"""Everything that follows from new words in a few articles, made and nothing else.

Their pages, what shows their titles, the pages of articles that have become more or less like them, the files of the
index that hold their words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.address import article_address, markdown_address
from helploop.outputs.llms import FULL, full_part
from helploop.outputs.pages.outline_part import outline_part
from helploop.pipeline.articles import article_page, with_found
from helploop.pipeline.audit_written import check_written
from helploop.pipeline.bodies import path_of
from helploop.pipeline.edited import load_edited
from helploop.pipeline.jobs import start_pages
from helploop.pipeline.kept_site import KeptSite
from helploop.pipeline.output import Last, Output
from helploop.pipeline.search import edited_search
from helploop.pipeline.similar import similar_again
from helploop.pipeline.themes import theme_of
from helploop.pipeline.trees import machine_trees
from helploop.sources.private_values import load_private_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.checked import Tools
    from helploop.pipeline.edited import Edited, Saves
    from helploop.pipeline.output import Record
    from helploop.pipeline.pages import Found, PlannedPage
    from helploop.pipeline.search import EditedSearch
    from helploop.pipeline.turn import Turn

    Near = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Edit:
    """What was made in the tree, what has to go from it, and the site for the next edit."""

    record: Record
    gone: tuple[str, ...]
    kept: KeptSite


class Standing(NamedTuple):
    """A tree that holds the last site, and what gives the record of that."""

    tree: Path
    record: Callable[[], Record]
    turn: Turn | None = None
    """Set where people see the tree while it is made: what is in it counts file by file, then."""
    replaced: Mapping[str, bytes] = MappingProxyType({})
    """What stood in files of the last site that were made already."""


def check_edit(root: Path, kept: KeptSite, inputs: Saves, tools: Tools) -> Edited | None:
    """The site with its edited articles, and what is wrong with it; None where that is not known."""
    if private_stamp(load_private_values(root)) != kept.told.private:
        return None
    edited = load_edited(root, kept, inputs, tools)
    return None if edited is None or (edited.is_shown and kept.site.settings.cards) else edited


def make_edit(root: Path, kept: KeptSite, edited: Edited, tools: Tools, standing: Standing) -> Edit | None:
    """Make what follows from edited articles in the tree; None where that is not known.

    Nothing in the tree is of use to anyone after that, unless all of it is made again.
    """
    record = standing.record() if edited.is_shown or standing.turn else {}
    output = Output(standing.tree, kept.told.watch, Last(str(standing.tree), record, kept.told.watched), standing.turn)
    if output.watched != kept.told.watched:
        return None
    work = Work(root, kept, edited, tools, output)
    work.replaced = standing.replaced
    gone, private = work.make(), load_private_values(root)
    if gone is None or output.problems or check_written(standing.tree / ".none", output, private):
        return None
    made = {path: written for path, written in output.record.items() if path in output.again}
    return Edit(made, tuple(gone), work.kept_again())


def private_stamp(private: Mapping[str, str]) -> str:
    """A hash of the private values of the machine."""
    return sha256(json.dumps(sorted(private.items())).encode()).hexdigest()


class Work:
    """One edit being made."""

    def __init__(self, root: Path, kept: KeptSite, edited: Edited, tools: Tools, output: Output) -> None:
        self.root = root
        self.kept = kept
        self.edited = edited
        self.checked = edited.checked
        self.tools = tools
        self.output = output
        self.near: Near = kept.near
        self.terms = kept.terms
        self.outlines: Mapping[str, Outline] = {}
        self.replaced: Mapping[str, bytes] = {}
        self.trees = machine_trees(self.checked)

    def make(self) -> list[str] | None:
        """All of it; the files that are no more, or None where the last index is not known."""
        similar = similar_again(self.root, self.checked, self.edited.before, self.kept, self.tools)
        index = edited_search(self.checked, self.edited.alone, self.kept.told.numbers, self.tools, self.output.read)
        if index is None or similar is None:
            return None
        self.near, self.terms = similar
        if self.edited.is_shown:
            from helploop.pipeline.edit_lists import make_lists  # noqa: PLC0415 - most edits change no list

            make_lists(self, index)
        else:
            self._make_alone(index)
        return index.gone

    def _make_alone(self, index: EditedSearch) -> None:
        """What no other page shows."""
        self.outlines = {tag: outline_part(self.checked.site, tag) for tag in self.checked.site.settings.tags}
        before = {file: self._before(file) for tag in self._languages() for _, file in self._mirrors(tag)}
        self.make_pages(self.plan_articles(index.found))
        self.output.add_known(index.files)
        for tag in self._languages():
            path = self.checked.site.settings.prefix(tag) + FULL
            self.output.add_long(path, self._full_text(tag, before, self.output.read(path)))

    def _before(self, file: str) -> bytes:
        return self.replaced[file] if file in self.replaced else self.output.read(file)

    def _languages(self) -> list[str]:
        """The languages that have other words now, if machines read them."""
        return sorted(self.edited.languages & self.trees.keys())

    def _mirrors(self, tag: str) -> Iterator[tuple[str, str]]:
        """The pages that are edited and written in a language, and the files of their Markdown."""
        for key, language in sorted(self.edited.articles):
            if language == tag:
                page = article_address(self.checked.site.settings, key, tag)
                yield page, markdown_address(page)

    def _full_text(self, tag: str, before: Mapping[str, bytes], written: bytes) -> list[bytes]:
        """All texts of a language, with those that are new in the place of the old ones.

        Raises:
            ValueError: nobody knows where the old ones stand.
        """
        settings = self.checked.site.settings
        for page, file in self._mirrors(tag):
            old = full_part(settings, page, before[file])
            if written.count(old) != 1:
                raise ValueError(page)
            written = written.replace(old, full_part(settings, page, self.output.read(file)))
        return [written]

    def make_pages(self, pages: Iterator[PlannedPage]) -> None:
        """Make pages, and what is made with them."""
        theme = theme_of(self.root, self.checked.site.settings)
        for made in start_pages(list(pages), self.checked, theme, self.tools, self.output):
            self.output.made(made)

    def plan_articles(self, found: Mapping[str, Mapping[str, Found]]) -> Iterator[PlannedPage]:
        """The pages of articles that may be other ones; `found` is what search shows of the edited ones."""
        for tag, outline in self.outlines.items():
            for key in sorted(self._affected(outline)):
                article = self.checked.site.article(key, tag)
                if article is not None:
                    near = self.near.get(article.language, {}).get(key, ())
                    page = article_page(self.checked, outline, article, self.trees.get(tag), near)
                    yield with_found(page, found.get(tag, {}).get(key))

    def _affected(self, outline: Outline) -> set[str]:
        """The keys of all articles whose page may be another one in a language."""
        edited, site = set(self.edited.keys), self.checked.site
        found = set(edited)
        for language, near in self.near.items() if self.near is not self.kept.near else ():
            before = self.kept.near.get(language, {})
            found.update(key for key, keys in near.items() if list(keys) != before.get(key))
        if self.edited.is_shown:
            for near in self.near.values():
                found.update(key for key, keys in near.items() if not edited.isdisjoint(keys))
            names = edited | {each.id for each in self.edited.articles.values() if each.id}
            found.update(*(outline.articles.get(key.rpartition("/")[0], ()) for key in edited))
            found.update(key for (key, _), each in site.articles.items() if not names.isdisjoint(each.related))
        return found

    def kept_again(self) -> KeptSite:
        """The site as it is now, for the next edit."""
        kept, facts = self.kept, self.checked.bodies.facts
        stamps = {**kept.stamps, **{each.path: facts[each.path].stamp for each in self.edited.articles.values()}}
        told = kept.told._replace(anchors=_new_anchors(kept, self.edited), problems=self.checked.problems)
        articles = kept.articles.with_others(self.edited.articles)
        near = {tag: {key: list(keys) for key, keys in found.items()} for tag, found in self.near.items()}
        return KeptSite(self.checked.site, told, articles, stamps, near, kept.base, self.terms)


def _new_anchors(kept: KeptSite, edited: Edited) -> dict[str, list[str]]:
    """The anchors that others link to, with those that the edited articles link to now."""
    links = [
        edited.checked.links.target(link.target, path_of(article.path))
        for article in edited.articles.values()
        for link in edited.checked.bodies.facts[article.path].links
    ]
    wanted = [target for target in links if target.anchor and target.kind == "article"]
    found = {path: set(anchors) for path, anchors in kept.told.anchors.items()}
    paths = kept.paths() if wanted else {}
    for target in wanted:
        for path, (key, _) in paths.items():
            if key == target.key:
                found.setdefault(path, set()).add(target.anchor)
    return {path: sorted(anchors) for path, anchors in found.items()}
