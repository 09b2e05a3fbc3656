from __future__ import annotations

import re

from helploop.outputs.pages.not_found import not_found_view, render_not_found
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import Theme
from page_sites import check_golden, small_site


def render(language="en", **settings):
    site = small_site(**settings)
    tags = sorted(site.settings.tags, key=lambda tag: tag != language)
    frames = [outline_of(site, tag).frame for tag in tags]
    return render_not_found(not_found_view(site.settings, frames), Theme())


def test_the_page_is_the_reviewed_one():
    check_golden("not-found.html", render())


def test_all_languages_are_in_it_and_the_first_is_shown_without_scripts():
    sections = re.findall(r'<section data-not-found[^>]*lang="(\w+)" dir="(\w+)"( hidden)?', render())
    assert sections == [("en", "ltr", ""), ("de", "ltr", " hidden"), ("ar", "rtl", " hidden")]
    assert "Diese Seite gibt es nicht" in render()


def test_header_and_footer_are_there_in_each_language_once():
    html = render()
    for part, words in (("header", ("Roadmap", "خارطة الطريق")), ("footer", ("Contact us", "تواصل معنا"))):
        pieces = re.findall(
            rf'<div data-spoken lang="(\w+)" dir="\w+"( hidden)?>\s*<{part}(.*?)</{part}>', html, re.DOTALL
        )
        assert [(language, hidden) for language, hidden, _ in pieces] == [
            ("en", ""),
            ("de", " hidden"),
            ("ar", " hidden"),
        ]
        assert words[0] in pieces[0][2]
        assert words[1] in pieces[2][2]


def test_every_link_starts_at_the_sites_base_path():
    found = set(re.findall(r'(?:href|src|action)="([^"]+)"', render()))
    assert {each for each in found if not each.startswith(("/docs/", "#", "mailto:"))} == set()


def test_it_is_not_indexed_and_has_no_canonical_address():
    assert '<meta name="robots" content="noindex">' in render()
    assert "canonical" not in render()
