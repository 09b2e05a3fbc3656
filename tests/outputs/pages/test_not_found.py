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


def test_every_link_starts_at_the_sites_base_path():
    found = set(re.findall(r'(?:href|src|action)="([^"]+)"', render()))
    assert {each for each in found if not each.startswith(("/docs/", "#", "mailto:"))} == set()


def test_it_is_not_indexed_and_has_no_canonical_address():
    assert '<meta name="robots" content="noindex">' in render()
    assert "canonical" not in render()
