"""The Markdown of every page that is written in a language, and what `llms.txt` says of it.

Articles, entries and items are their authors' own text; collections, the home page, the changelog and the roadmap add
what they lead to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.address import article_address, changelog_address, home_address, markdown_address, roadmap_address
from helploop.model.body import Body
from helploop.outputs.changelog_words import entry_summary
from helploop.outputs.links import Viewpoint
from helploop.outputs.llms import FULL, INDEX, render_full, render_llms
from helploop.outputs.mirror import Groups, Pointer, Writing, render_groups, render_list, render_mirror
from helploop.outputs.roadmap_words import item_words, stage_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.entry import Entry
    from helploop.model.settings import Settings
    from helploop.outputs.api.tree import Tree
    from helploop.outputs.pages.outline import Outline

NO_BODY = Body(html="")
#: How many release notes `llms.txt` lists; the changelog's own Markdown lists all.
NEWEST = 30


def text_files(tree: Tree, outline: Outline) -> Iterator[tuple[str, bytes]]:
    """The Markdown files of a language but those of articles, and its `llms.txt`."""
    texts = _Texts(tree, outline)
    for page, text in (*texts.entries(), *texts.items(), *texts.collections(), *texts.overviews()):
        yield markdown_address(page), text.encode("utf-8", "replace")
    yield texts.settings.prefix(tree.language) + INDEX, render_llms(texts.settings, outline.strings, texts.groups())


def full_text(tree: Tree, outline: Outline, read: Callable[[str], bytes]) -> tuple[str, Iterator[bytes]]:
    """The file `llms-full.txt` of a language, in pieces; `read` gives a Markdown file that was made already."""
    texts = _Texts(tree, outline)
    pages = (page for pages in (texts.articles(), texts.entry_pages(), texts.item_pages()) for page in pages)
    written = ((page, read(markdown_address(page))) for page in pages)
    return texts.settings.prefix(tree.language) + FULL, render_full(texts.settings, written)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a language by the addresses of their pages, in reading order."""

    tree: Tree
    outline: Outline

    @property
    def settings(self) -> Settings:
        return self.tree.site.settings

    def own(self, thing: Article | Entry | Collection, page: str) -> str:
        """An author's text, cleaned."""
        writing = Writing(
            title=thing.title,
            summary=thing.summary,
            text=thing.body,
            body=self.tree.public.bodies.get(thing.path, NO_BODY),
            view=self.view(thing.path, page),
            pieces=self.tree.public.pieces(thing.path),
        )
        return render_mirror(writing, self.tree.public.links)

    def view(self, path: str, page: str) -> Viewpoint:
        return Viewpoint(path, page, self.tree.language, self.settings.site_url)

    def articles(self) -> Iterator[str]:
        """The page of every article, collection by collection."""
        for folder in self.folders():
            for key in self.outline.articles.get(folder, ()):
                if (key, self.tree.language) in self.tree.site.articles:
                    yield article_address(self.settings, key, self.tree.language)

    def entry_pages(self) -> Iterator[str]:
        """The page of every entry, the newest first."""
        for key in self.tree.site.entry_keys:
            if (key, self.tree.language) in self.tree.site.entries:
                yield changelog_address(self.settings, self.tree.language, key)

    def item_pages(self) -> Iterator[str]:
        """The page of every item that is written in this language, in the order of the file."""
        roadmap, default = self.tree.site.roadmap, self.settings.default_language
        for item in roadmap.items if roadmap else ():
            if not item_words(item, self.tree.language, default, roadmap.path if roadmap else "").language:
                yield roadmap_address(self.settings, self.tree.language, item.id)

    def entries(self) -> Iterator[tuple[str, str]]:
        """Every entry, the newest first."""
        for key in self.tree.site.entry_keys:
            entry = self.tree.site.entries.get((key, self.tree.language))
            if entry is not None:
                page = changelog_address(self.settings, self.tree.language, key)
                yield page, self.own(entry, page)

    def items(self) -> Iterator[tuple[str, str]]:
        """Every item, in the order of the file."""
        roadmap, public, default = self.tree.site.roadmap, self.tree.public, self.settings.default_language
        for item in roadmap.items if roadmap else ():
            words = item_words(item, self.tree.language, default, roadmap.path if roadmap else "")
            if words.language:
                continue
            page = roadmap_address(self.settings, self.tree.language, item.id)
            writing = Writing(
                title=words.title,
                summary=words.summary,
                text="\n\n".join(part for part in (words.body.strip("\n"), words.reason) if part),
                body=public.item_body(item, self.tree.language),
                view=self.view(words.path, page),
            )
            yield page, render_mirror(writing, public.links)

    def folders(self) -> list[str]:
        """Every collection: the top first, and each before what is below it."""
        found: list[str] = []
        ahead = [""]
        while ahead:
            key = ahead.pop()
            found.append(key)
            ahead.extend(reversed(self.outline.collections.get(key, ())))
        return found

    def collections(self) -> Iterator[tuple[str, str]]:
        """Every collection that is written in this language: its own text, then what is in it and right below it."""
        for key in self.folders():
            page = article_address(self.settings, key, self.tree.language)
            found = self.tree.site.collections.get((key, self.tree.language))
            if not key:
                yield page, render_list(self.outline.strings.text("All articles"), "", self.shelves())
            elif found is not None:
                below = [self.shelf(sub) for sub in self.outline.collections.get(key, ())]
                yield page, self.own(found, page) + render_groups([("", self.shelf(key)[1]), *below])

    def overviews(self) -> Iterator[tuple[str, str]]:
        """The home page, the changelog's first page and the roadmap's board."""
        strings, language = self.outline.strings, self.tree.language
        page = home_address(self.settings, language)
        top = self.tree.site.collections.get(("", language))
        home = self.own(top, page) if top else render_list(self.settings.site_name, self.settings.site_description, [])
        yield page, home + render_groups([("", self.tops())])
        if self.settings.changelog is not None:
            page = changelog_address(self.settings, language)
            yield page, render_list(strings.text("What’s new"), "", [("", self.news())])
        if self.tree.site.roadmap is not None:
            page = roadmap_address(self.settings, language)
            yield page, render_list(strings.text("Roadmap"), "", [("", self.planned())])

    def groups(self) -> Groups:
        """What `llms.txt` lists."""
        strings = self.outline.strings
        news = (strings.text("What’s new"), self.news()[:NEWEST])
        return [*self.shelves(), news, (strings.text("Roadmap"), self.planned())]

    def shelves(self) -> Groups:
        return [self.shelf(key) for key in self.folders()]

    def shelf(self, key: str) -> tuple[str, list[Pointer]]:
        """A collection's title and its own articles."""
        title = self.outline.title_of(key) if key else self.outline.strings.text("All articles")
        return title, [self.pointer(each) for each in self.outline.articles.get(key, ())]

    def pointer(self, key: str) -> Pointer:
        """An article's Markdown, in the language it is written in."""
        teaser = self.outline.teasers[key]
        address = article_address(self.settings, key, teaser.language or self.tree.language)
        return Pointer(teaser.title, self.tree.markdown(address), teaser.summary)

    def tops(self) -> list[Pointer]:
        """The collections readers see first."""
        return [
            Pointer(card.title, self.settings.site_url + card.href, card.summary)
            for card in map(self.outline.card, self.outline.collections.get("", ()))
        ]

    def news(self) -> list[Pointer]:
        """Release notes, the newest first."""
        found = []
        for key in self.tree.site.entry_keys:
            entry = self.tree.site.entry(key, self.tree.language)
            if entry is not None:
                summary = entry_summary(entry, self.tree.public.bodies.get(entry.path, NO_BODY), 160)
                url = self.tree.markdown(changelog_address(self.settings, entry.language, key))
                found.append(Pointer(entry.title, url, f"{entry.day}. {summary}"))
        return found

    def planned(self) -> list[Pointer]:
        """The roadmap's items with their stages."""
        roadmap, default = self.tree.site.roadmap, self.settings.default_language
        found = []
        for item in roadmap.items if roadmap else ():
            path = roadmap.path if roadmap else ""
            words = item_words(item, self.tree.language, default, path)
            stage = (
                stage_word(roadmap.stage(self.tree.public.shipping.stage(item)), self.outline.strings)
                if roadmap
                else ""
            )
            address = roadmap_address(self.settings, words.language or self.tree.language, item.id)
            found.append(Pointer(words.title, self.tree.markdown(address), f"{stage}. {words.summary}"))
        return found
