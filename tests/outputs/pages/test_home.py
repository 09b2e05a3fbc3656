from __future__ import annotations

from helploop.outputs.pages.home import MAX_PROMOTED, home_view, render_home
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from page_sites import article, check_golden, collection, entry, site_of, small_site


def test_a_small_front_page_is_the_reviewed_one():
    check_golden("home-de.html", render_home(home_view(outline_of(small_site(), "de")), Theme()))


def test_collections_stand_in_order_with_the_number_of_articles_below_them():
    site = site_of(
        collection("b", order=1), collection("a"), article("a/x"), article("b/y"), article("b/deep/z"), article("c/w")
    )
    cards = home_view(outline_of(site, "en")).collections
    assert [(card.title, card.count) for card in cards] == [("Collection b", 2), ("C", 1), ("Collection a", 1)]


def test_promoted_articles_are_shown_up_to_a_bound():
    site = site_of(*(article(f"a/{n:02}", promoted=True, order=n) for n in range(20)), article("a/z"))
    shown = home_view(outline_of(site, "en")).promoted
    assert [each.title for each in shown] == [f"Title of a/{n:02}" for n in range(MAX_PROMOTED)]


def test_what_is_new_is_the_newest_first_and_absent_without_a_changelog():
    site = small_site()
    entries = [
        entry("2026-11-18-plans"),
        entry("2026-11-20-later", title="Later"),
        entry("2026-01-01-old", title="Old"),
    ]
    more = site_of(*site.articles.values(), *entries)
    assert [each.title for each in home_view(outline_of(more, "en")).news] == ["Later", "More plans", "Old"]
    assert home_view(outline_of(small_site(changelog=None), "en")).news == ()


def test_the_team_greets_with_its_own_words_in_the_languages_it_wrote_them():
    site = site_of(collection("", title="Ask us", summary="Anything."), article("a"))
    assert home_view(outline_of(site, "en")).heading == "Ask us"
    assert home_view(outline_of(site, "de")).heading == "Wie können wir helfen?"


def test_an_empty_site_has_a_front_page_that_says_so():
    assert "There are no articles yet." in render_home(home_view(outline_of(site_of(), "en")), Theme())


def test_a_site_brings_its_own_stylesheet_by_a_small_template():
    theme = Theme((("parts/brand.html", '<link rel="stylesheet" href="{{ shell.root }}brand.css">'),))
    html = render_home(home_view(outline_of(small_site(), "de")), theme)
    assert '<link rel="stylesheet" href="../brand.css">' in html
