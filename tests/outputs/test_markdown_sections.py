"""What a page says is read from its HTML as a slow walk over its tags reads it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.body import Heading, Section
from helploop.model.settings import Settings
from helploop.outputs.markdown import convert
from helploop.outputs.markdown_sections import read_content
from helploop.outputs.sanitise import sanitise

APART = frozenset(
    "h1 h2 h3 h4 h5 h6 p li ul ol dl dt dd td th tr table pre div blockquote br hr details summary figure figcaption "
    "section label".split()
)
PIECES = (
    "<h2 id='a'>", "</h2>", "<h3>", "</h3>", "<p>", "</p>", "<p id=b class=c>", "text", " ", "a &lt; b &amp;lt; c", "&#160;", "<br>", "<hr>",
    "<a href='x&amp;y' title='<b>'>", "<a name=n>", "</a>", "<b>", "</b>", "<span class=k>", "</span>", "<span class=k id=s>", "<ul>", "<li>",
    "</li>", "</ul>", "<img src=i alt='>'>", "<img srcset='a 1x, b 2x'>", "<video poster=p src=v></video>", "<pre>", "</pre>", "\u200b", "<code>",
    "</code>", "<header>", "<th>", "<h1 class=x>", "</h1>", "<label>", "</label>", "<div class=x>", "</div>", "語", "\n",
)  # fmt: skip


class Walk(HTMLParser):
    """Tag by tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self.sections: list[Section] = []
        self.links: list[tuple[str, str]] = []
        self.anchors: list[str] = []
        self.text = self.anchor = self.title = ""
        self.heading: tuple[int, str] | None = None

    def said(self) -> str:
        said, self.text = " ".join(self.text.replace("\u200b", "").split()), ""
        return said

    def end(self) -> None:
        text = self.said()
        if text or self.title:
            self.sections.append(Section(self.anchor, self.title, text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += " " * (tag in APART)
        for name, value in attrs:
            if name == "id" or (name, tag) == ("name", "a"):
                self.anchors.append(value or "")
            if (name, tag) == ("href", "a"):
                self.links.append((value or "", "link"))
            if name in {"src", "poster"}:
                self.links.append((value or "", "image"))
            if name == "srcset":
                self.links += [(one.split()[0], "image") for one in (value or "").split(",")]
        if tag in {"h1", "h2", "h3"}:
            self.end()
            self.heading = int(tag[1]), dict(attrs).get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        self.text += " " * (tag in APART)
        if tag in {"h1", "h2", "h3"} and self.heading:
            level, self.anchor = self.heading
            self.title, self.heading = self.said(), None
            if self.anchor and self.title:
                self.headings.append(Heading(level, self.anchor, self.title))

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_page_is_read_as_a_walk_over_its_tags_reads_it(written: str) -> None:
    html, _ = sanitise(written)
    walk = Walk()
    walk.feed(html)
    walk.close()
    walk.end()
    assert tuple(read_content(html)) == (walk.headings, walk.sections, walk.links, walk.anchors)


def test_tabs_have_their_names_as_words_and_footnotes_leave_none_behind() -> None:
    text = '=== "Linux"\n\n    apt\n\n=== "macOS"\n\n    brew\n\n## A heading[^1]\n\nA word[^1], and more.\n\n[^1]: A note.\n'
    body, _ = convert(text, 1, "a.md", Settings(site_name="S"))
    assert [(section.heading, section.text) for section in body.sections] == [
        ("", "Linux macOS apt brew"),
        ("A heading", "A word, and more. A note."),
    ]


@given(st.text("<>\"'&a=/ ", max_size=20))
def test_cleaning_leaves_no_sign_of_a_tag_in_a_value(value: str) -> None:
    html, _ = sanitise(f"<p title='{value.replace(chr(39), '')}'>x</p>")
    assert html.count("<") == html.count(">") == 2
