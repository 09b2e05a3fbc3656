"""A slug is an address for any title: readable, stable, and never a way out of its folder."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from helploop.model.address import quoted
from helploop.model.slug import slugify

TITLES = st.text(max_size=80) | st.sampled_from(
    [
        "../../etc/passwd",
        "C# & .NET",
        "100% faster, we're live",
        "日本語",
        "مرحبا",
        "İstanbul",
        "ﬀ ligature",
        "é",
        "a\u0301",
        "..",
        "/",
        "CON",
    ]
)


@given(TITLES)
def test_a_slug_holds_letters_marks_digits_and_single_hyphens_only(title: str) -> None:
    slug = slugify(title)
    assert all(char == "-" or unicodedata.category(char)[0] in "LMN" for char in slug)
    assert "--" not in slug
    assert slug == slug.strip("-")


@given(TITLES)
def test_a_slug_of_a_slug_is_the_slug(title: str) -> None:
    slug = slugify(title)
    assert slugify(slug) == slug


@given(TITLES)
def test_a_title_has_one_slug_however_its_letters_are_composed(title: str) -> None:
    forms = {slugify(unicodedata.normalize(form, title)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@given(TITLES)
def test_a_slug_in_an_address_comes_back_as_it_was(title: str) -> None:
    slug = slugify(title)
    assert quoted(slug).isascii()
    assert unquote(quoted(slug)) == slug


@given(TITLES, st.sampled_from("Aa1日ب"))
def test_a_title_with_a_letter_has_a_slug(title: str, letter: str) -> None:
    assert slugify(title + letter)


@given(st.text(st.characters(codec="ascii"), max_size=40), st.sampled_from("-_"))
def test_english_titles_take_a_short_way_to_the_same_slug(title: str, separator: str) -> None:
    assert slugify(f"{title} é", separator) == separator.join(filter(None, (slugify(title, separator), "é")))
