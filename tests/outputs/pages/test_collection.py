from __future__ import annotations

from helploop.outputs.pages.collection import MAX_PREVIEW, collection_view, render_collection
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from page_sites import article, check_golden, collection, site_of, small_site


def test_a_small_collection_is_the_reviewed_page():
    check_golden(
        "collection-ar.html", render_collection(collection_view(outline_of(small_site(), "ar"), "billing"), Theme())
    )


def test_articles_come_first_then_sub_collections_with_the_first_of_theirs():
    site = site_of(collection("a"), article("a/one"), *(article(f"a/sub/{n}") for n in range(9)))
    view = collection_view(outline_of(site, "en"), "a")
    assert [each.title for each in view.articles] == ["Title of a/one"]
    assert [(part.card.title, part.card.count, len(part.articles)) for part in view.parts] == [("Sub", 9, MAX_PREVIEW)]


def test_the_top_lists_every_article():
    site = site_of(article("a"), article("b/c"), article("b/d/e"), article("f/g"))
    view = collection_view(outline_of(site, "en"), "")
    listed = [*view.articles, *(each for part in view.parts for each in part.articles)]
    assert sorted(each.title for each in listed) == [f"Title of {key}" for key in ("a", "b/c", "b/d/e", "f/g")]
    assert view.title == "All articles"


def test_the_body_of_a_collection_stands_above_its_articles():
    html = render_collection(collection_view(outline_of(small_site(), "en"), "billing", "<p>First words</p>"), Theme())
    assert html.index("First words") < html.index("Get a refund")


def test_an_untranslated_collection_is_not_indexed_and_marked():
    html = render_collection(collection_view(outline_of(small_site(), "ar"), "billing"), Theme())
    assert '<meta name="robots" content="noindex">' in html
    assert '<header class="hl-head" lang="en" dir="ltr">' in html


def test_a_collection_without_an_article_in_this_language_is_a_page_that_says_so():
    site = site_of(collection("a"), article("a/nur", "de"), article("b"))
    assert "There are no articles yet." in render_collection(collection_view(outline_of(site, "en"), "a"), Theme())
