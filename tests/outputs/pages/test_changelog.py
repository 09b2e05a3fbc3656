from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import html5lib
import pytest

from helploop.model.article import Article
from helploop.model.body import Body, Section
from helploop.model.entry import Entry, EntryType
from helploop.model.feed import Feed
from helploop.model.language import Language
from helploop.model.roadmap import Item, ItemTranslation, Roadmap
from helploop.model.settings import ChangelogSettings, RoadmapSettings, Settings
from helploop.model.site import Site
from helploop.outputs.pages.changelog import (
    NEWEST,
    ChangelogListView,
    ChangelogView,
    EntryView,
    Pages,
    plan_changelog_pages,
    render_changelog,
    render_changelog_list,
    render_entry,
)
from helploop.outputs.pages.changelog_cards import with_own_ids
from helploop.outputs.pages.changelog_subscribe import render_subscribe, subscribe_view
from helploop.outputs.pages.labels import MOST_LABELS
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme

SETTINGS = Settings(
    site_name="Acme <Help>",
    site_url="https://help.example.com/",
    languages=(Language("en", "English"), Language("de", "Deutsch")),
    changelog=ChangelogSettings(tag_authority="example.com"),
    roadmap=RoadmapSettings(),
)
HTML = '<p>Text<sup id="fnref:1"><a href="#fn:1">1</a></sup></p><h2 id="more">More</h2><p id="fn:1">Note</p>'


def entry(number: int, language: str = "en", **values: object) -> Entry:
    day = dt.datetime(2026, 11, 20, tzinfo=dt.UTC) - dt.timedelta(days=20 * number)
    key = f"entry-{number:02}"
    given = {"title": f"Entry {number}", "date": day, "type": EntryType.NEW, "path": f"changelog/{key}.{language}.md"}
    return Entry(key=key, language=language, **(given | values))  # type: ignore[arg-type]


def site_of(*entries: Entry, requests: int = 40) -> Site:
    item = Item(
        id="csv",
        title="CSV export",
        stage="shipped",
        requests=(("zendesk", requests),),
        translations={"de": ItemTranslation(title="CSV-Ausfuhr")},
    )
    return Site(
        settings=SETTINGS,
        today=dt.date(2026, 12, 1),
        entries={(e.key, e.language): e for e in entries},
        articles={
            ("export", "en"): Article(key="export", language="en", path="articles/export.md", title="E", body="")
        },
        roadmap=Roadmap(path="roadmap.yaml", items=(item,)),
        files=frozenset({"changelog/shot.png"}),
    )


def pages_of(site: Site, language: str = "en") -> dict[str, object]:
    body = Body(html=HTML, sections=(Section("", "", "Text. " * 60),))
    pages = Pages(outline_of(site, language), lambda _entry: body, lambda _entry, _page: HTML)
    return dict(plan_changelog_pages(pages))


def html_of(view: object) -> str:
    renderers = {ChangelogView: render_changelog, ChangelogListView: render_changelog_list, EntryView: render_entry}
    return renderers[type(view)](view, Theme())  # type: ignore[operator]


MANY = tuple(
    entry(
        number,
        type=list(EntryType)[number % 7],
        labels=("C# & .NET",) if number % 2 else (),
        breaking=number == 3,
        version=f"1.{number}",
    )
    for number in range(25)
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_is_valid_html_without_scripts_of_its_own_and_no_id_twice(language: str) -> None:
    for address, view in pages_of(site_of(*MANY), language).items():
        html = html_of(view)
        parser = html5lib.HTMLParser()
        tree = parser.parse(html)
        assert [error for error in parser.errors if "unknown" not in str(error)] == [], address
        ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
        assert len(ids) == len(set(ids)), address
        assert "<style" not in html
        assert not re.search(r"<script(?![^>]*src=)", html)


def test_the_first_page_shows_the_newest_entries_in_full_and_leads_to_the_rest() -> None:
    view = pages_of(site_of(*MANY))["changelog/"]
    assert isinstance(view, ChangelogView)
    assert [card.title for card in view.entries] == [f"Entry {number}" for number in range(NEWEST)]
    assert all(card.html for card in view.entries)
    assert view.more == "changelog/2025/"
    assert [choice.text for choice in view.years] == ["2026", "2025"]


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "What’s new in 2026"), ("de", "Neuigkeiten: 2026"), ("ja", "2026年の最新情報")]
)
def test_a_year_is_named_as_the_language_names_years(language: str, heading: str) -> None:
    site = site_of(*MANY)
    languages = (Language("en", "English"), Language("de", "Deutsch"), Language("ja", "日本語"))
    view = pages_of(replace(site, settings=replace(SETTINGS, languages=languages)), language)[
        f"{language}/changelog/2026/".removeprefix("en/")
    ]
    assert isinstance(view, ChangelogListView)
    assert view.heading == heading


def test_a_filter_is_an_address_with_exactly_its_entries() -> None:
    pages = pages_of(site_of(*MANY))

    def titles(address: str) -> list[str]:
        view = pages[address]
        assert isinstance(view, ChangelogListView)
        return [card.title for month in view.months for card in month.entries]

    assert titles("changelog/type/security/") == ["Entry 6", "Entry 13", "Entry 20"]
    assert titles("changelog/label/c-net/") == [f"Entry {number}" for number in range(1, 25, 2)]
    assert titles("changelog/breaking/") == ["Entry 3"]
    assert sorted(titles("changelog/2026/") + titles("changelog/2025/")) == sorted(e.title for e in MANY)
    assert 'aria-current="page">Security' in html_of(pages["changelog/type/security/"])


def test_an_entry_has_its_own_page_between_its_neighbours() -> None:
    view = pages_of(site_of(*MANY))["changelog/entry-03/"]
    assert isinstance(view, EntryView)
    assert (view.previous and view.previous.title, view.next and view.next.title) == ("Entry 4", "Entry 2")
    assert "Breaking" in html_of(view)


def test_an_entry_names_articles_items_and_how_many_asked() -> None:
    shipped = entry(1, ships=("csv",), articles=("export",), image="shot.png", image_alt="A <menu>")
    html = html_of(pages_of(site_of(shipped))["changelog/entry-01/"])
    assert '<a href="../../roadmap/csv/">CSV export</a>' in html
    assert "asked for by 40 customers" in html
    assert '<a href="../../articles/export/">E</a>' in html
    assert 'src="../../changelog/shot.png" alt="A &lt;menu&gt;"' in html
    assert "CSV-Ausfuhr" in html_of(pages_of(site_of(shipped), "de")["de/changelog/entry-01/"])


def test_too_few_who_asked_are_not_counted() -> None:
    html = html_of(pages_of(site_of(entry(1, ships=("csv",)), requests=2))["changelog/entry-01/"])
    assert "asked for" not in html


def test_an_untranslated_entry_says_so_and_is_not_indexed() -> None:
    site = site_of(entry(1), entry(2), entry(2, "de", title="Zwei"))
    pages = pages_of(site, "de")
    untranslated, translated = html_of(pages["de/changelog/entry-01/"]), html_of(pages["de/changelog/entry-02/"])
    assert '<meta name="robots" content="noindex">' in untranslated
    assert '<h1 lang="en" dir="ltr">Entry 1</h1>' in untranslated
    assert "noindex" not in translated
    assert 'hreflang="en" href="https://help.example.com/changelog/entry-02/"' in translated


def test_words_from_people_are_text() -> None:
    bad = '"><svg onload=XSS></title>'
    html = html_of(
        pages_of(site_of(entry(1, title=bad, labels=(bad,), version=bad, author=bad)))["changelog/entry-01/"]
    )
    assert "<svg onload" not in html


def test_a_display_date_is_shown_and_updated_is_another() -> None:
    moment = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    shown = entry(0, display_date=dt.date(2026, 11, 18), updated=moment)
    html = html_of(pages_of(site_of(shown))["changelog/entry-00/"])
    assert "November 18, 2026" in html
    assert 'Updated <time datetime="2026-11-25">' in html


def test_an_empty_changelog_says_so() -> None:
    assert "Nothing has been announced yet." in html_of(pages_of(site_of())["changelog/"])


def test_ids_of_many_entries_do_not_meet() -> None:
    assert with_own_ids('<a href="#x" id="y">id="z"</a>', "2026-a.b") == (
        '<a href="#2026-a-b-x" id="2026-a-b-y">id="z"</a>'
    )


def test_the_page_about_subscribing_names_every_address() -> None:
    outline = outline_of(site_of(entry(1)), "en")
    html = render_subscribe(subscribe_view(outline, ()), Theme())
    assert "https://help.example.com/changelog/atom.xml" in html


def test_the_page_about_subscribing_groups_feeds_and_each_has_a_place_to_link_to() -> None:
    feed = Feed(
        id="tag:a", title="All", description="", language="en", site_url="https://help.example.com/",
        folder="changelog/", page="", author="",
    )  # fmt: skip
    parts = (("changelog/type/new/", "New"), ("changelog/label/größe/", "Größe"), ("roadmap/", ""))
    feeds = (feed, *(replace(feed, folder=folder, label=label) for folder, label in parts))
    view = subscribe_view(outline_of(site_of(entry(1)), "en"), feeds)
    assert [(group.title, [(each.title, each.anchor) for each in group.offers]) for group in view.groups] == [
        ("By kind", [("New", "type-new")]),
        ("By label", [("Größe", "label-größe")]),
        ("Roadmap", [("All", "roadmap")]),
    ]
    assert 'href="../../../changelog/subscribe/#label-api"' in html_of(
        pages_of(site_of(entry(1, labels=("api",))))["changelog/label/api/"]
    )


def test_with_many_labels_a_list_offers_the_usual_ones_and_leads_to_all() -> None:
    entries = [entry(number, labels=(f"label-{number:02}", f"usual-{number % MOST_LABELS:02}")) for number in range(80)]
    pages = pages_of(site_of(*entries))
    usual = [f"usual-{number:02}" for number in range(MOST_LABELS)]

    def offered(address: str) -> list[str]:
        nav = html_of(pages[address]).partition('aria-label="By label"')[2].partition("</nav>")[0]
        return [name.strip() for name in re.findall(r"<li><a[^>]*>([^<]*)", nav)]

    assert offered("changelog/") == [f"label-{number:02}" for number in range(80)] + usual
    assert offered("changelog/label/label-07/") == ["label-07", *usual, "79 more"]
    assert offered("changelog/label/usual-01/") == [*usual, "80 more"]
    assert '<a href="../../../changelog/">79 more</a>' in html_of(pages["changelog/label/label-07/"])
