"""Markdown to a `Body`: converted by Python-Markdown, sanitised, cut into sections, with its links and headings.

A body depends on nothing but its text and the Markdown settings: addresses in it stay as written, so that it can be
kept as long as the text does not change.
"""

from __future__ import annotations

import importlib
import json
import re
from functools import lru_cache, partial
from html import unescape
from typing import TYPE_CHECKING, Any

from helploop.model.body import Body, Heading, Link, Section
from helploop.model.characters import visible
from helploop.model.errors import UsageError
from helploop.model.problem import Problem
from helploop.model.slug import slugify
from helploop.outputs.leftovers import open_comment, without_marks
from helploop.outputs.markdown_faults import check_markdown
from helploop.outputs.markdown_plain import plain_html
from helploop.outputs.patience import OutOfPatienceError, patience
from helploop.outputs.places import Places, dropped_problems
from helploop.outputs.sanitise import sanitise

if TYPE_CHECKING:
    from markdown import Markdown

    from helploop.model.settings import Settings

#: What every site can write, each with the options that keep its output free of inline styles and scripts.
DEFAULTS: dict[str, dict[str, Any]] = {
    "toc": {"slugify": slugify, "permalink": False},
    "tables": {"use_align_attribute": True},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "abbr": {},
    "md_in_html": {},
    "admonition": {},
    "sane_lists": {},
    "pymdownx.superfences": {},
    "pymdownx.highlight": {"anchor_linenums": False, "pygments_lang_class": True},
    "pymdownx.details": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": False},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.blocks.admonition": {},
    "pymdownx.blocks.details": {},
    "pymdownx.blocks.tab": {"alternate_style": True},
}
#: Python names may be given as options only from packages whose purpose is Markdown.
_TRUSTED_PACKAGES = ("pymdownx.", "markdown.", "material.")
#: Options of `toc` as most sites write them. They are ours anyway.
_TOC_OF_OTHERS = frozenset({'{"permalink":true}', '{"permalink": true}'})
MAX_QUOTES = 60
MAX_BRACKETS = 400

_TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>\"]*(?:\"[^\"]*\"[^>\"]*)*)>|([^<]+)"  # its slash, name, attributes; or a text
)
_ONE_CLASS = re.compile(r' class="[^"]*"')
_ATTR = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    "p li ul ol dl dt dd td th tr table pre div blockquote br hr details summary figure figcaption section".split()
)
_QUOTED = re.compile(rf"^[ \t]*(?:>[ \t]?){{{MAX_QUOTES}}}", re.MULTILINE)
_BRACKETS = re.compile(rf"\[{{{MAX_BRACKETS}}}|(?:<!\[?){{{MAX_BRACKETS}}}|(?:\*[ \t]?){{2000}}|_{{2000}}")
#: A pattern is searched only in a text that has enough of its signs: counting is far cheaper.
_LIMITS = ((_QUOTED, ">", MAX_QUOTES), (_BRACKETS, "[<*_", MAX_BRACKETS))


def convert(text: str, first_line: int, path: str, settings: Settings) -> tuple[Body, list[Problem]]:
    """The body of a text that starts on line `first_line` of the file `path`. A body too complex to read is empty."""
    if problem := _too_complex(text, first_line, path) or open_comment(text, first_line, path):
        return Body(html=""), [problem]
    places = Places(text, first_line)
    try:
        with patience():
            html, problems = without_marks(_html(text, settings), text, first_line, path)
            html, dropped = sanitise(html, settings.allowed_html)
            html = visible(html)  # a reference such as `&#1;` makes characters that no file may hold
            problems.extend(dropped_problems(dropped, places, path))
            problems.extend(check_markdown(text, places.text, first_line, path))
            return _body(html, places), problems
    except RecursionError:
        found = "the text is nested too deeply to be read"
        return Body(html=""), [Problem(path, first_line, "too-complex", found, "flatten quotes, lists and brackets")]
    except OutOfPatienceError:
        _converter.cache_clear()  # it was stopped in the middle: nobody knows what it holds
        found = "the text takes too long to convert: it has too many brackets, signs or headings that never end"
        return Body(html=""), [Problem(path, first_line, "too-complex", found, "split it, or put code in a code block")]


def _html(text: str, settings: Settings) -> str:
    """A text's HTML as the converter makes it; of a plain text without it."""
    names, options = settings.markdown_extensions, settings.markdown_options
    if DEFAULTS.keys() >= {*names} and all(name == "toc" and written in _TOC_OF_OTHERS for name, written in options):
        plain = plain_html(text, partial(_converter, names, options))
        if plain is not None:
            return plain
    converter = _converter(names, options)
    converter.reset()
    return converter.convert(text)


def _too_complex(text: str, first_line: int, path: str) -> Problem | None:
    """Inputs on which converters are known to take minutes: found by a look that takes none."""
    for pattern, signs, least in _LIMITS:
        if sum(map(text.count, signs)) >= least and (match := pattern.search(text)):
            line = first_line + text.count("\n", 0, match.start())
            found = f"`{match.group()[:8]}…` is repeated more often than can be read"
            return Problem(path, line, "too-complex", found, "shorten it, or put it in a code block", 1)
    return None


@lru_cache(maxsize=4)
def _converter(names: tuple[str, ...], options: tuple[tuple[str, str], ...]) -> Markdown:
    """One converter a configuration and process: building it costs a fifth of converting a page."""
    configs = {name: dict(values) for name, values in DEFAULTS.items()}
    for name, written in options:
        configs.setdefault(name, {}).update(_resolved(json.loads(written)) or {})
    for name in names:
        configs.setdefault(name, {})
    configs["toc"].update(slugify=slugify, permalink=False)
    from helploop.outputs.markdown_quick import quick_converter  # noqa: PLC0415 - plain texts need no library

    try:
        return quick_converter(configs)
    except Exception as error:  # extensions are other people's code: each refuses wrong options in its own way
        message = f"the Markdown extensions can't be set up: {type(error).__name__}: {error}"
        raise UsageError(message, "correct the options in `markdown_extensions:`") from error


def _resolved(value: Any) -> Any:
    """Options with Python names (`python/name:pymdownx.slugs.slugify`) turned into what they name."""
    if isinstance(value, dict):
        return {key: _resolved(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item) for item in value]
    if isinstance(value, str) and value.startswith("python/") and ":" in value:
        name = value.partition(":")[2]
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute) if name.startswith(_TRUSTED_PACKAGES) else None
    return value


def _body(html: str, places: Places) -> Body:
    reader = _SectionReader()
    reader.read(html)
    links = tuple(_link(target, places, kind) for target, kind in reader.links)
    return Body(html, tuple(reader.headings), reader.finished(), links, frozenset(reader.anchors))


def _link(target: str, places: Places, kind: str) -> Link:
    line, column = places.of(target)
    return Link(target, line, kind != "link", column, kind == "frame")


class _SectionReader:
    """One walk over clean HTML: sections of plain text, headings, links, anchors."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.links: list[tuple[str, str]] = []
        self.anchors: list[str] = []
        self.sections: list[Section] = []
        self.anchor = self.title = ""
        self.words: list[str] = []
        self.heading: tuple[int, str] | None = None

    def read(self, html: str) -> None:
        for close, tag, attributes, text in _TOKEN.findall(html):
            if text:
                self.words.append(text)
                continue
            # Most elements have a class and nothing else: the words in code.
            if attributes and not _ONE_CLASS.fullmatch(attributes):
                self._attributes(tag, attributes)
            if tag in _BLOCKS:
                self.words.append("\n" if tag in {"pre", "p", "li"} else " ")
                if tag in _HEADINGS:
                    self._heading(tag, attributes, closing=bool(close))

    def _attributes(self, tag: str, written: str) -> None:
        for name, value in _ATTR.findall(written):
            if name == "id" or (name == "name" and tag == "a"):
                self.anchors.append(unescape(value))
            elif name == "href" and tag == "a":
                self.links.append((unescape(value), "link"))
            elif name in {"src", "poster"}:
                self.links.append((unescape(value), "frame" if tag == "iframe" else "image"))
            elif name == "srcset":
                found = (candidate.split()[0] for candidate in unescape(value).split(",") if candidate.strip())
                self.links.extend((address, "image") for address in found)

    def _heading(self, tag: str, written: str, *, closing: bool) -> None:
        if not closing:
            self._cut()
            found = dict(_ATTR.findall(written))
            self.heading = (int(tag[1]), unescape(found.get("id", "")))
            return
        if self.heading is None:
            return
        level, anchor = self.heading
        self.title, self.anchor = _plain(self.words), anchor
        self.words = []
        self.heading = None
        if anchor and self.title:
            self.headings.append(Heading(level, anchor, self.title))

    def _cut(self) -> None:
        text = _plain(self.words)
        if text or self.title:
            self.sections.append(Section(self.anchor, self.title, text))
        self.words = []

    def finished(self) -> tuple[Section, ...]:
        self._cut()
        return tuple(self.sections)


def _plain(words: list[str]) -> str:
    return " ".join(unescape("".join(words)).replace("\u200b", "").split())
