"""Python-Markdown with the same output in half the time: what can't match a text is not tried on it.

The library tries every pattern on every piece of text and every processor on every block. Nearly all of them need a
character that most texts do not have. Patterns and processors which are not listed here are tried as always.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pymdownx.details
import pymdownx.quotes
import pymdownx.superfences
import pymdownx.tabbed
from markdown import Markdown, blockparser, blockprocessors, inlinepatterns, treeprocessors, util
from markdown.extensions import abbr, admonition, def_list, footnotes, md_in_html, sane_lists, tables, toc
from pygments.style import Style
from pymdownx.highlight import Highlight, HighlightExtension

from helploop.outputs.code_colours import lexer_class

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self
    from xml.etree.ElementTree import Element

#: A pattern, and what a text must hold for it to match. Patterns are known by what they search for, not by their name.
_NEEDED = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.AUTOLINK_RE: "://",
    inlinepatterns.AUTOMAIL_RE: "@",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
    r"\[\^([^\]]*)\]": "[^",
    r"\*": "*",
    r"_": "_",
}

#: Processors whose blocks have a line that starts with neither a letter, a digit nor `#`.
_NEVER_PLAIN = frozenset(
    {
        md_in_html.MarkdownInHtmlProcessor,
        admonition.AdmonitionProcessor,
        pymdownx.details.DetailsProcessor,
        pymdownx.tabbed.TabbedProcessor,
        pymdownx.quotes.QuotesProcessor,
        pymdownx.superfences.SuperFencesCodeBlockProcessor,
        blockprocessors.EmptyBlockProcessor,
        blockprocessors.ListIndentProcessor,
        blockprocessors.SetextHeaderProcessor,
        blockprocessors.HRProcessor,
        blockprocessors.UListProcessor,
        blockprocessors.BlockQuoteProcessor,
        blockprocessors.ReferenceProcessor,
        def_list.DefListIndentProcessor,
        def_list.DefListProcessor,
        tables.TableProcessor,
        sane_lists.SaneUListProcessor,
        footnotes.FootnoteBlockProcessor,
        abbr.AbbrBlockprocessor,
    }
)
_UNPLAIN_LINE = re.compile(r"^(?![^\W_]|#)", re.MULTILINE)


def quick_converter(configs: dict[str, dict[str, Any]]) -> Markdown:
    """A converter with these extensions, each with its options."""
    colours = configs.get("pymdownx.highlight", {})
    if not colours.get("noclasses"):
        colours = {**colours, "pygments_style": _NoStyle}  # unused with classes, yet worked out for every block
    quick = {"toc": QuickTocExtension, "pymdownx.highlight": QuickHighlightExtension}
    options = {**configs, "pymdownx.highlight": colours}
    extensions = [quick[name](**options[name]) if name in quick else name for name in configs]
    others = {name: values for name, values in options.items() if name not in quick}
    return QuickMarkdown(extensions=extensions, extension_configs=others, output_format="html")


class QuickMarkdown(Markdown):
    """A converter that skips idle work. Everything else, extensions included, is the library's."""

    def build_parser(self) -> Self:
        """The library's parts, two of them replaced."""
        super().build_parser()
        self.parser.__class__ = QuickBlocks
        self.treeprocessors.register(QuickInline(self), "inline", 20)
        return self


class QuickBlocks(blockparser.BlockParser):
    """Asks about a block of plain lines only those who may want it."""

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - the library's name
        """Give each block to the first processor that takes it."""
        everyone = list(self.blockprocessors)
        some = [one for one in everyone if type(one) not in _NEVER_PLAIN or getattr(one, "current_sibling", None)]
        while blocks:
            asked = everyone if _UNPLAIN_LINE.search(blocks[0]) else some
            for processor in asked:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class QuickInline(treeprocessors.InlineProcessor):
    """Tries on a text only the patterns that can match it."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """All texts of a tree."""
        self.plan = [(pattern, _needed(pattern)) for pattern in self.inlinePatterns]
        self.any = _any_of(tuple(needed or _searched(pattern) for pattern, needed in self.plan))
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, place: int = 0) -> str:  # noqa: N802 - the name it has
        if isinstance(data, util.AtomicString) or not self.any.search(data):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        start = 0
        while place < len(self.plan):
            pattern, needed = self.plan[place]
            matched = False
            if needed in data:
                data, matched, start = apply(pattern, data, place, start)
            if not matched:
                place += 1
                start = 0
        return data


def _needed(pattern: Any) -> str:
    """A text without which a pattern can't match; empty when we know of none."""
    is_known = isinstance(pattern, inlinepatterns.InlineProcessor) and isinstance(pattern.pattern, str)
    return _NEEDED.get(pattern.pattern, "") if is_known else ""


def _searched(pattern: Any) -> re.Pattern[str] | None:
    """What the processor of `*`, `_` and their like looks for; None for patterns we don't know."""
    return pattern.compiled_re if type(pattern) is getattr(inlinepatterns, "DelimiterProcessor", None) else None


@lru_cache(maxsize=8)
def _any_of(wanted: tuple[str | re.Pattern[str] | None, ...]) -> re.Pattern[str]:
    """Finds whether any pattern can match at all."""
    if None in wanted:
        return re.compile("")
    return re.compile("|".join(one.pattern if isinstance(one, re.Pattern) else re.escape(one or "") for one in wanted))


class QuickToc(toc.TocTreeprocessor):
    """Gives headings their anchors; makes a list of contents only where `[TOC]` asks for it."""

    def run(self, doc: Element) -> None:
        """All headings of a tree."""
        self.wanted = bool(self.marker) and any(one.text and self.marker in one.text for one in doc.iter())
        super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """The list of contents, empty when nobody sees it."""
        return super().build_toc_div(toc_list if self.wanted else [])

    def replace_marker(self, root: Element, elem: Element) -> None:
        """The list in the place of its marker."""
        if self.wanted:
            super().replace_marker(root, elem)


class QuickTocExtension(toc.TocExtension):
    """`toc`, with our processor."""

    TreeProcessorClass = QuickToc


class _Nothing(type(Style)):  # type: ignore[misc]
    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class _NoStyle(Style, metaclass=_Nothing):
    """No colours: with classes they stand in the stylesheet."""


class QuickHighlight(Highlight):  # type: ignore[misc]
    """Looks a language up once."""

    def get_lexer(self, src: str, language: str, inline: Any, stripnl: bool) -> tuple[Any, str]:  # noqa: FBT001
        """The lexer of a language, and the name it is shown by."""
        found, options = self.get_extended_language(language) if language else (self.default_lang or "text", {})
        kind = lexer_class(found)
        if kind is None or (not language and self.guess_lang):
            lexer, name = super().get_lexer(src, language, inline, stripnl)
            return lexer, str(name)
        return kind(**{"stripnl": stripnl, **options}), language or kind.aliases[0]


class QuickHighlightExtension(HighlightExtension):  # type: ignore[misc]
    """`pymdownx.highlight`, with our look-up."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        """What superfences works with."""
        return QuickHighlight
