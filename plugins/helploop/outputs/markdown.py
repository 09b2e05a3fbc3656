"""Markdown to a `Body`: converted by Python-Markdown, sanitised, cut into sections, with its links and headings.

A body depends on nothing but its text and the Markdown settings: addresses in it stay as written, so that it can be
kept as long as the text does not change.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.model.body import Body, Link
from helploop.model.characters import visible
from helploop.model.errors import UsageError
from helploop.model.problem import Problem
from helploop.model.python_names import resolved
from helploop.model.slug import slugify
from helploop.outputs.leftovers import open_comment, without_marks
from helploop.outputs.markdown_faults import check_markdown
from helploop.outputs.markdown_plain import Plain, plain_html
from helploop.outputs.markdown_sections import read_content
from helploop.outputs.markdown_signs import Signs, signs_of
from helploop.outputs.patience import OutOfPatienceError, Patience, limit
from helploop.outputs.places import Places, dropped_problems
from helploop.outputs.sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    "pymdownx.highlight": {
        "anchor_linenums": False,
        "linenums_style": "pymdownx-inline",
        "pygments_lang_class": True,
    },
    "pymdownx.details": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": False},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.blocks.admonition": {},
    "pymdownx.blocks.details": {},
    "pymdownx.blocks.tab": {"alternate_style": True},
}
MAX_QUOTES = 60
MAX_BRACKETS = 400

_QUOTED = re.compile(rf"^[ \t]*(?:>[ \t]?){{{MAX_QUOTES}}}", re.MULTILINE)
_BRACKETS = re.compile(rf"\[{{{MAX_BRACKETS}}}|(?:<!\[?){{{MAX_BRACKETS}}}|(?:\*[ \t]?){{2000}}|_{{2000}}")
#: A pattern is searched only in a text that has enough of its signs: counting is far cheaper.
_LIMITS = ((_QUOTED, ">", MAX_QUOTES), (_BRACKETS, "[<*_", MAX_BRACKETS))


class Written(NamedTuple):
    """A Markdown text that starts on line `first_line` of the file `path`."""

    text: str
    first_line: int
    path: str


def convert(text: str, first_line: int, path: str, settings: Settings) -> tuple[Body, list[Problem]]:
    """The body of a text that starts on line `first_line` of the file `path`. A body too complex to read is empty."""
    return convert_all([Written(text, first_line, path)], settings)[0]


def convert_all(written: Iterable[Written], settings: Settings) -> list[tuple[Body, list[Problem]]]:
    """The bodies of many texts. Each step is taken for all of them, which saves a quarter of the time."""
    texts = [_Text(each, settings) for each in written]
    with limit():
        for step in (_Text.make_html, _Text.look_for_faults, _Text.read):
            for text in texts:
                text.take(step)
    return [(text.body or Body(html=""), text.problems) for text in texts]


class _Text:
    """One text on its way, which ends with its `body`."""

    def __init__(self, written: Written, settings: Settings) -> None:
        self.body: Body | None = None
        self.problems: list[Problem] = []
        self._written = written
        self._settings = settings
        self._patience = Patience()
        if problem := _too_complex(*written) or open_comment(*written):
            self._end_with(problem)
            return
        self._places = Places(written.text, written.first_line)

    def take(self, step: Callable[[_Text], None]) -> None:
        """Take a step, if there is still one to take."""
        if self.body is not None:
            return
        try:
            self._patience.take(partial(step, self))
        except RecursionError:
            self._give_up("the text is nested too deeply to be read", "flatten quotes, lists and brackets")
        except OutOfPatienceError:
            _converter.cache_clear()  # it was stopped in the middle: nobody knows what it holds
            found = "the text takes too long to convert: it has too many brackets, signs or headings that never end"
            self._give_up(found, "split it, or put code in a code block")

    def _give_up(self, found: str, hint: str) -> None:
        self._end_with(Problem(self._written.path, self._written.first_line, "too-complex", found, hint))

    def _end_with(self, problem: Problem) -> None:
        self.body, self.problems = Body(html=""), [problem]

    def make_html(self) -> None:
        """Its HTML as visitors may get it, and what was lost on the way."""
        text, _, path = self._written
        made = _html(text, self._settings)
        self._html = made.html
        if made.is_clean:
            return
        html, self.problems = without_marks(made.html, text, self._places.first_line, path)
        html, dropped = sanitise(html, self._settings.allowed_html)
        self.problems.extend(dropped_problems(dropped, self._places, path))
        self._html = visible(html)  # a reference such as `&#1;` makes characters that no file may hold

    def look_for_faults(self) -> None:
        """What its author meant in another way."""
        text, first_line, path = self._written
        self.problems.extend(check_markdown(text, self._places.text, first_line, path))

    def read(self) -> None:
        """What its HTML says and leads to."""
        content, places = read_content(self._html), self._places
        links = tuple(_link(target, places, kind) for target, kind in content.links)
        headings, sections = tuple(content.headings), tuple(content.sections)
        self.body = Body(self._html, headings, sections, links, frozenset(content.anchors))


def _html(text: str, settings: Settings) -> Plain:
    """A text's HTML as the converter makes it; of a plain text without it."""
    names, options = settings.markdown_extensions, settings.markdown_options
    signs = _signs(names, options)
    if signs is not None and not (signs.whole and re.search(signs.whole, text)):
        pieces = re.compile(signs.pieces) if signs.pieces else None
        plain = plain_html(text, partial(_converter, names, options), pieces)
        if plain is not None:
            return plain
    converter = _converter(names, options)
    converter.reset()
    return Plain(converter.convert(text), is_clean=False)


@lru_cache(maxsize=4)
def _signs(names: tuple[str, ...], options: tuple[tuple[str, str], ...]) -> Signs | None:
    return signs_of(names, options, DEFAULTS)


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
        configs.setdefault(name, {}).update(resolved(json.loads(written), import_module) or {})
    for name in names:
        configs.setdefault(name, {})
    configs["toc"].update(slugify=slugify, permalink=False)
    from helploop.outputs.markdown_quick import quick_converter  # noqa: PLC0415 - plain texts need no library

    try:
        return quick_converter(configs)
    except Exception as error:  # extensions are other people's code: each refuses wrong options in its own way
        message = f"the Markdown extensions can't be set up: {type(error).__name__}: {error}"
        raise UsageError(message, "correct the options in `markdown_extensions:`") from error


def _link(target: str, places: Places, kind: str) -> Link:
    line, column = places.of(target)
    return Link(target, line, kind != "link", column, kind == "frame")
