from __future__ import annotations

import datetime as dt
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import quote

import feedparser
import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.feed import Alternate, Category, Feed, FeedFormat, FeedItem, tag_uri
from helploop.outputs.feeds.content import MAX_BYTES, feed_html
from helploop.outputs.feeds.documents import render_feed
from helploop.outputs.feeds.text import feed_title
from outputs.feeds.feed_check import check_feed, check_html
from outputs.feeds.sites import CONFIG, entry_text, feed_at, feeds_of, site_of, write_project
from outputs.feeds.whole_feed import render_documents

NASTY = Path(__file__).parents[2] / "sites" / "nasty_entries"
XML = (FeedFormat.RSS, FeedFormat.ATOM)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The nasty entries, and one of 600 KB."""
    root = tmp_path_factory.mktemp("nasty") / "site"
    shutil.copytree(NASTY, root)
    words = "A long text about <b>export</b> & more, with a [link](../articles/export.md).\n\n" * 8000
    (root / "changelog" / "huge.md").write_text(entry_text(title="Huge", body=words), "utf-8")
    return root


@pytest.fixture(scope="module")
def nasty_feeds(nasty: Path) -> tuple[Feed, ...]:
    return feeds_of(site_of(nasty))


def _base(feed: Feed) -> str:
    return feed.site_url


def test_every_feed_of_nasty_entries_passes_the_rules_in_every_format(nasty_feeds: tuple[Feed, ...]) -> None:
    found = {}
    for feed in nasty_feeds:
        for file, document in render_documents(feed):
            if problems := check_feed(document, _base(feed) + quote(file)):
                found[file] = problems
    assert found == {}


def test_no_nasty_entry_is_lost_and_none_that_is_hidden_appears(nasty_feeds: tuple[Feed, ...]) -> None:
    main = nasty_feeds[0]
    assert len(main.items) == 21
    for feed in nasty_feeds:
        for _, document in render_documents(feed):
            assert b"CANARY" not in document
            assert b"ana@example.com" not in document


@pytest.mark.parametrize("form", XML)
def test_a_feed_reader_reads_back_what_the_entries_say(nasty_feeds: tuple[Feed, ...], form: FeedFormat) -> None:
    for feed in nasty_feeds:
        read = feedparser.parse(render_feed(feed, form))
        assert not read.bozo
        assert [entry.id for entry in read.entries] == [item.id for item in feed.items]
        assert [_title(entry) for entry in read.entries] == [feed_title(item.title) for item in feed.items]
        assert [entry.link for entry in read.entries] == [item.url for item in feed.items]
        published = [item.published.astimezone(dt.UTC).timetuple()[:6] for item in feed.items]
        assert [tuple(entry.published_parsed)[:6] for entry in read.entries] == published


def test_every_feed_of_our_own_changelog_passes_the_rules() -> None:
    found = {}
    for feed in feeds_of(site_of(NASTY.parents[2])):
        for file, document in render_documents(feed):
            if problems := check_feed(document, feed.site_url + quote(file)):
                found[file] = problems
    assert found == {}


def test_two_builds_give_the_same_bytes(nasty: Path) -> None:
    first, second = ([dict(render_documents(feed)) for feed in feeds_of(site_of(nasty))] for _ in range(2))
    assert first == second


def test_an_entry_of_600_kb_is_cut_at_a_block_with_a_link_to_the_rest(nasty: Path) -> None:
    feed = feed_at(site_of(nasty), "changelog/")
    huge = next(item for item in feed.items if item.title == "Huge")
    assert MAX_BYTES - 500 < len(huge.html.encode()) < MAX_BYTES + 500
    assert huge.html.endswith(f'<p><a href="{huge.url}">Read the rest</a></p>')
    assert check_html(huge.html) == []


def test_every_address_in_content_is_absolute(nasty: Path) -> None:
    html = next(i for i in feed_at(site_of(nasty), "de/changelog/").items if i.title == "Relative addresses").html
    base = "https://help.example.com/base/"
    for expected in (
        f'href="{base}de/articles/export/#how"',
        f'href="{base}de/changelog/relative/#here"',
        f'srcset="{base}changelog/shot.png 1x, {base}changelog/big.png 2x"',
        f'poster="{base}changelog/shot.png"',
        f'cite="{base}de/articles/export/"',
    ):
        assert expected in html


#: What a page shows by its style and its scripts: none of it reaches a reader.
STYLED = """\
=== "Linux"

    === "Debian"

        Use apt.

=== "macOS"

    Use brew.

!!! warning "This can't be undone"

    Gone is gone.

<iframe src="https://films.example/1" title="How to export"></iframe>

```sh title="run.sh"
apt install acme
```
"""


def test_what_a_page_shows_by_its_style_is_said_in_words(tmp_path: Path) -> None:
    config = CONFIG.replace("languages: [en, de]", "languages: [en, de]\n      allowed_html: [iframe]")
    site = site_of(write_project(tmp_path, {"a.md": entry_text(body=STYLED)}, config))
    html = feed_at(site, "changelog/").items[0].html
    assert check_html(html) == []
    words = " ".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())
    assert " ".join(words.split()) == (
        "Linux Debian Use apt. macOS Use brew. This can't be undone Gone is gone. ▶ How to export run.sh apt install acme"
    )
    assert "<p><strong>Debian</strong></p>\n<p>Use apt.</p>" in html
    assert "<p><strong>This can't be undone</strong></p>" in html


def test_a_text_says_its_direction_where_a_reader_could_not_know_it(tmp_path: Path) -> None:
    entries = {
        "a.md": entry_text(title="Export", body="Use `--lang ar`."),
        "a.ar.md": "---\ntitle: تصدير\n---\nاكتب `--lang ar` هنا.\n",
        "b.md": entry_text(title="Later", date="2026-11-19", body="No translation."),
    }
    site = site_of(write_project(tmp_path, entries, CONFIG.replace("[en, de]", "[en, ar]")))
    assert [item.html for item in feed_at(site, "changelog/").items] == [
        "<p>Use <code>--lang ar</code>.</p>",
        "<p>No translation.</p>",
    ]
    assert [item.html for item in feed_at(site, "ar/changelog/").items] == [
        '<div dir="rtl"><p>اكتب <code dir="ltr">--lang ar</code> هنا.</p></div>',
        '<div dir="ltr"><p>No translation.</p></div>',
    ]
    assert feed_at(site, "ar/changelog/digest/").items[0].html.startswith('<div dir="rtl"><h3>')


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("https://hilfe.müller.example/über/", "https://hilfe.xn--mller-kva.example/%C3%BCber/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://例え.example:8443/ヘルプ", "https://xn--r8jz45g.example:8443/%E3%83%98%E3%83%AB%E3%83%97/"),
    ],
)
def test_a_site_at_an_address_of_any_script_has_feeds_of_plain_addresses(
    tmp_path: Path, written: str, plain: str
) -> None:
    config = CONFIG.replace("https://help.example.com/", written).replace("      tag_authority: example.com\n", "")
    config = config.replace("helploop/changelog:", "helploop/changelog")
    body = f"See [it]({written.rstrip('/')}/articles/) and [a file](shot.png)."
    site = site_of(write_project(tmp_path, {"größe.md": entry_text(body=body)}, config))
    assert site.settings.site_url == plain
    for feed in feeds_of(site):
        for file, document in render_documents(feed):
            assert check_feed(document, plain + quote(file)) == []
    assert f'href="{plain}articles/"' in feed_at(site, "changelog/").items[0].html


def _title(entry: feedparser.FeedParserDict) -> str:
    """What a title says to a reader, which takes some for HTML."""
    return unescape(entry.title) if entry.title_detail.type == "text/html" else entry.title


TEXT = st.text(alphabet=st.characters(), max_size=60) | st.sampled_from(
    [
        "</b>",
        "<b>x</b>",
        "&lt;",
        "&amp;amp;",
        "]]>",
        "<![CDATA[",
        "\x00\x08",
        "\ud800",
        "&#x41;",
        "<svg onload=x>",
        "𝕏\u202e\u200f",
    ]
)
MARKUP = st.lists(
    TEXT
    | st.sampled_from(["<p>", "</p>", "<div>", "<a href='x'>", "<table>", "<tr>", "<li>", "<b>", "</i>", "<i>", "<h1>"])
).map("".join)
DAYS = st.dates(dt.date(1991, 1, 1), dt.date(2026, 1, 1)).map(
    lambda day: dt.datetime(day.year, day.month, day.day, 9, 30, tzinfo=dt.UTC)
)


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    page = "https://example.com/changelog/"
    items = []
    for number in range(draw(st.integers(0, 4))):
        html = feed_html(draw(MARKUP), page) or "<p>x</p>"
        day = draw(DAYS)
        items.append(
            FeedItem(
                id=tag_uri("example.com", 2026, f"changelog/{number}/{draw(TEXT.filter(lambda t: t.isprintable()))}"),
                url=f"{page}{number}/",
                title=draw(TEXT),
                summary=draw(TEXT),
                html=html,
                author=draw(TEXT),
                published=day,
                updated=day + dt.timedelta(days=30 * 365 * number),
                categories=(Category("a", draw(TEXT)),),
            )
        )
    name = tag_uri("example.com", 2026, "feed")
    title, words, author = draw(TEXT), draw(TEXT), draw(TEXT)
    return Feed(
        id=name, title=title, description=words, author=author, language="en", site_url="https://example.com/",
        folder="changelog/", page=page, items=tuple(items),
    )  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(feeds())
def test_arbitrary_text_in_every_field_gives_right_feeds(feed: Feed) -> None:
    for form in FeedFormat:
        document = render_feed(feed, form)
        assert check_feed(document, feed.url(form)) == []
        if form in XML:
            read = feedparser.parse(document)
            assert not read.bozo
            assert [entry.id for entry in read.entries] == [item.id for item in feed.items]


@settings(deadline=None, max_examples=60)
@given(MARKUP)
def test_arbitrary_html_becomes_html_a_validator_accepts(html: str) -> None:
    clean = feed_html(html, "https://example.com/a/")
    assert clean == "" or check_html(clean) == []


def test_a_feed_with_a_hub_archives_and_other_languages_passes_the_rules() -> None:
    page = "https://example.com/changelog/"
    items = tuple(
        FeedItem(
            id=tag_uri("example.com", 2026, f"changelog/{number}/en"),
            url=f"{page}{number}/",
            title=f"Entry {number}",
            html="<p>Text</p>",
            language="en" if number % 2 else "",
            published=dt.datetime(2026, 1, 31 - number, tzinfo=dt.UTC),
            updated=dt.datetime(2026, 1, 31 - number, tzinfo=dt.UTC),
            alternates=(Alternate("de", f"https://example.com/de/changelog/{number}/"),),
        )
        for number in range(7)
    )
    feed = Feed(
        id="tag:example.com,2026:feed", title="T", description="D", author="A", language="zh-Hans", items=items,
        site_url="https://example.com/", folder="changelog/", page=page, hub="https://hub.example.com/",
        alternates=(Alternate("de", "https://example.com/de/changelog/"),),
    )  # fmt: skip
    documents = dict(render_documents(feed, 3))
    assert len(documents) == 9
    for file, document in documents.items():
        assert check_feed(document, feed.site_url + file) == []
    read = feedparser.parse(documents["changelog/atom.xml"])
    links = {link.rel: link.href for link in read.feed.links if link.rel != "alternate"}
    assert links == {
        "self": "https://example.com/changelog/atom.xml",
        "hub": "https://hub.example.com/",
        "current": "https://example.com/changelog/atom.xml",
        "prev-archive": "https://example.com/changelog/archive/2/atom.xml",
    }
    assert b'"hubs"' in documents["changelog/feed.json"]
