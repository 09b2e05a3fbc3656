from __future__ import annotations

import gzip
import pickle
import re
from dataclasses import replace

import pytest

from helploop.model.article import source_hash
from helploop.outputs.pages.article import MAX_SIBLINGS, render_article
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from page_sites import BODY, SETTINGS, article, article_view, check_golden, collection, entry, site_of, small_site

THEME = Theme()


def page(site, key="billing/plan", language="en", body=BODY, **options):
    return render_article(article_view(outline_of(site, language), key, body, **options), THEME)


@pytest.mark.parametrize(
    ("language", "key"), [("en", "billing/plan"), ("de", "billing/refund"), ("ar", "billing/plan")]
)
def test_a_small_article_is_the_reviewed_page(language, key):
    check_golden(f"article-{language}.html", page(small_site(), key, language))


def test_breadcrumbs_lead_from_the_front_page_down():
    view = article_view(outline_of(small_site(), "de"), "billing/plan", BODY)
    assert [(crumb.title, crumb.href) for crumb in view.crumbs] == [
        ("Hilfecenter", "de/"),
        ("Abrechnung", "de/articles/billing/"),
    ]


def test_the_updated_date_comes_from_git_and_is_left_out_when_unknown():
    assert '<time datetime="2026-11-04">4. November 2026</time>' in page(small_site(), language="de")
    unknown = replace(small_site(), history=type(small_site().history)())
    assert "Updated" not in page(unknown)


def test_a_missing_translation_shows_the_original_marked_and_not_indexed():
    html = page(small_site(), "billing/refund", "de")
    assert '<html lang="de" dir="ltr">' in html
    assert '<article lang="en" dir="ltr">' in html
    assert "Diesen Artikel gibt es noch nicht in Ihrer Sprache" in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="https://help.example.com/docs/articles/billing/refund/">' in html
    assert 'hreflang="x-default"' not in html


def test_a_right_to_left_page_says_so_and_its_english_text_does_not():
    html = page(small_site(), "billing/plan", "ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<article lang="en" dir="ltr">' in html


def test_an_outdated_translation_says_so_and_links_the_original():
    original = article("a", body="new")
    site = site_of(original, article("a", "de", source="0" * 12))
    html = page(site, "a", "de")
    assert "Das Original dieses Artikels wurde seit der Übersetzung geändert." in html
    assert 'href="../../../articles/a/" hreflang="en">Aktuelles Original lesen' in html


@pytest.mark.parametrize("recorded", ["", "right"])
def test_a_current_or_unmarked_translation_has_no_banner(recorded):
    original = article("a", body="new")
    source = source_hash(original) if recorded else ""
    assert "hl-notice" not in page(site_of(original, article("a", "de", source=source)), "a", "de")


def test_hreflang_names_the_written_languages_absolutely_with_a_default():
    html = page(small_site())
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)
    root = "https://help.example.com/docs/"
    assert sorted(found) == [
        ("de", f"{root}de/articles/billing/plan/"),
        ("en", f"{root}articles/billing/plan/"),
        ("x-default", f"{root}articles/billing/plan/"),
    ]


def test_the_language_switch_leads_to_the_same_article_in_every_language():
    menu = re.search(r'<details class="hl-menu".*?</details>', page(small_site()), re.DOTALL).group()
    assert re.findall(r'href="([^"]+)" lang="(\w+)"', menu) == [
        ("../../../articles/billing/plan/", "en"),
        ("../../../de/articles/billing/plan/", "de"),
        ("../../../ar/articles/billing/plan/", "ar"),
    ]


def test_an_article_without_original_leads_other_languages_home():
    html = page(site_of(article("nur", "de"), article("b")), "nur", "de")
    menu = re.search(r'<details class="hl-menu".*?</details>', html, re.DOTALL).group()
    assert 'href="../../../" lang="en"' in menu


def test_curated_articles_win_over_suggested_ones_and_may_be_named_by_id():
    site = site_of(article("a", related=("old-id", "gone")), article("b", id="old-id"), article("c"))
    outline = outline_of(site, "en")
    assert [each.title for each in article_view(outline, "a", BODY, suggested=("c",)).related] == ["Title of b"]
    assert [each.title for each in article_view(outline, "b", BODY, suggested=("c", "b")).related] == ["Title of c"]


def test_previous_and_next_follow_the_order_of_the_collection():
    site = site_of(article("x/b", order=1), article("x/a", order=2), article("x/c"))
    view = article_view(outline_of(site, "en"), "x/a", BODY)
    assert (view.previous.title, view.next.title) == ("Title of x/b", "Title of x/c")


def test_what_changed_lists_the_entries_that_name_the_article():
    html = page(small_site())
    assert "What changed" in html
    assert 'href="../../../changelog/2026-11-18-plans/"' in html
    assert "What changed" not in page(small_site(changelog=None))


def test_contents_show_two_levels_and_need_two_headings():
    view = article_view(outline_of(small_site(), "en"), "billing/plan", BODY)
    assert [(line.title, line.is_deep) for line in view.contents] == [("How", False), ("Then", True)]
    one = replace(BODY, headings=BODY.headings[:1])
    assert article_view(outline_of(small_site(), "en"), "billing/plan", one).contents == ()


def test_without_an_endpoint_nothing_asks_for_an_answer_and_a_person_can_be_reached():
    html = page(small_site())
    assert "data-feedback" not in html
    assert 'href="mailto:help@example.com"' in html
    assert 'action="https://api.example.com/f"' in page(small_site(feedback_endpoint="https://api.example.com/f"))


def test_everything_people_write_is_text():
    evil = '"><script>alert(1)</script>{{ 999*999 }}'
    site = site_of(
        collection("x", title=evil, summary=evil),
        article("x/a", title=evil, summary=evil, id=evil),
        article("x/b", title=evil),
        entry("2026-01-01-e", title=evil, articles=("x/a",)),
        settings=replace(SETTINGS, site_name=evil, copyright=evil, feedback_endpoint="https://a.example/"),
    )
    html = page(site, "x/a", suggested=("x/b",))
    assert "<script>alert" not in html
    assert "998001" not in html


def test_nothing_in_a_page_needs_an_exception_from_a_strict_policy():
    html = page(small_site(feedback_endpoint="https://api.example.com/f"))
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", html)
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", html)
    assert inline == [' type="application/ld+json"']
    assert not re.search(r'(?:src|srcset)="(?:https?:)?//', html)
    assert set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)).isdisjoint({"http"})


def test_the_weight_of_a_page_does_not_grow_with_the_site():
    def weight(count):
        site = site_of(*(article(f"c{n % 7}/a{n:05}", title=f"Number {n:05}") for n in range(count)))
        return len(gzip.compress(page(site, "c3/a00052").encode(), mtime=0))

    small, large = weight(100), weight(1000)
    assert abs(large - small) / small < 0.02


def test_of_many_neighbours_a_bounded_number_is_shown_with_the_article_among_them():
    site = site_of(*(article(f"c/a{n:03}") for n in range(300)))
    for n in (0, 3, 150, 299):
        view = article_view(outline_of(site, "en"), f"c/a{n:03}", BODY)
        assert len(view.siblings) == MAX_SIBLINGS
        assert f"Title of c/a{n:03}" in [each.title for each in view.siblings]


def test_a_view_survives_the_way_to_a_worker_process():
    view = article_view(outline_of(small_site(), "ar"), "billing/plan", BODY)
    again = pickle.loads(pickle.dumps(view))  # noqa: S301 - our own
    assert again == view
    assert render_article(again, Theme()) == render_article(view, THEME)


def test_wide_tables_code_and_task_lists_can_be_reached_and_named():
    html = page(
        small_site(),
        body=replace(BODY, html='<table><tr><td>1</td></tr></table><pre>x</pre><input type="checkbox" disabled="">'),
    )
    assert '<div class="hl-table" role="group" aria-label="Table" tabindex="0"><table>' in html
    assert '<pre tabindex="0">' in html
    assert '<input type="checkbox" disabled="" aria-label="To do">' in html
