"""Any bytes as the body of an article: HTML that acts in no browser, links at lines there are, and problems.

The quick way of a plain text is compared with the library's.

The same bytes are also cleaned as HTML, because Markdown hides much of what hostile HTML consists of.
"""

from __future__ import annotations

from fuzz.markup import check_quiet
from fuzz.problems import check_problems
from helploop.model.characters import has_control, visible
from helploop.model.settings import Settings
from helploop.outputs.feeds.content import feed_html
from helploop.outputs.markdown import _converter, convert
from helploop.outputs.markdown_plain import plain_html
from helploop.outputs.sanitise import sanitise
from helploop.sources.text import parse_text
from outputs.feeds.feed_check import check_html

SETTINGS = Settings(site_name="Acme", site_url="https://help.example.com/")
PAGE = "https://help.example.com/articles/a/"
FIRST_LINE = 5


def check(data: bytes) -> None:
    """Convert the bytes as Markdown, and clean them as HTML."""
    text, _ = parse_text(data, "articles/a.md")
    if text is None:
        return
    body, problems = convert(text, FIRST_LINE, "articles/a.md", SETTINGS)
    check_problems(problems, "\n" * (FIRST_LINE - 1) + text)
    check_clean(body.html)
    if any(problem.is_error for problem in problems):
        assert body.html == ""
        return
    check_plain(text)
    last = FIRST_LINE + text.count("\n")
    for link in body.links:
        assert FIRST_LINE <= link.line <= last, link
    for heading in body.headings:
        assert heading.anchor in body.anchors, heading
    for section in body.sections:
        assert not has_control(section.text + section.heading)
    check_clean(sanitise(text)[0])
    if html := feed_html(body.html, PAGE):
        check_quiet(html)
        assert check_html(html) == []


def check_plain(text: str) -> None:
    """What is converted without the library is what the library makes of it, character for character."""
    library = _converter((), ())
    if (plain := plain_html(text, lambda: library)) is not None:
        library.reset()
        assert plain.html == library.convert(text)
        if plain.is_clean:
            assert sanitise(plain.html) == (plain.html, [])
            assert visible(plain.html) == plain.html


def check_clean(html: str) -> None:
    """It acts nowhere, and cleaning it again changes nothing and reports nothing."""
    check_quiet(html)
    again, dropped = sanitise(html)
    assert again == html
    assert dropped == []
