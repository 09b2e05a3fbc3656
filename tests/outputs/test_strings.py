from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest

import helploop.browser
from helploop.locales.catalogs import catalog_paths, find_texts, load_catalog, render_catalog, translation_of
from helploop.outputs.pages.search_strings import SEARCH_STRINGS
from helploop.outputs.strings import catalog_chain, strings_for

PROMISED = ["ar", "de", "es", "fr", "hi", "it", "ja", "ko", "pt_BR", "ru", "th", "zh_Hans", "zh_Hant"]
TEXTS = find_texts()


def names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_promised_language_has_a_catalog():
    assert {path.parent.parent.name for path in catalog_paths()} >= set(PROMISED)


@pytest.mark.parametrize("path", catalog_paths(), ids=lambda path: path.parent.parent.name)
def test_every_text_is_translated_with_its_placeholders_and_all_its_forms(path):
    catalog = load_catalog(path)
    for text in TEXTS:
        forms = translation_of(catalog, text)
        assert all(forms), f"{path.parent.parent.name}: {text.one!r} is not translated: run python -m helploop.locales"
        wanted = names(text.one) | names(text.many)
        for form in forms:
            # "One article" may leave the number out; nothing may be added.
            assert names(form) <= wanted, (text.one, form)
            assert names(form) >= wanted - ({"n"} if text.many else set()), (text.one, form)


@pytest.mark.parametrize("path", catalog_paths(), ids=lambda path: path.parent.parent.name)
def test_a_catalog_stands_as_the_command_writes_it(path):
    assert path.read_text("utf-8") == render_catalog(load_catalog(path), TEXTS), "run python -m helploop.locales"


def test_texts_are_found_in_templates_and_code():
    found = {text.one for text in TEXTS}
    assert {"What’s new", "{n} article", "Help center", "Search", "This page does not exist"} <= found


def test_a_language_reads_the_nearest_catalog_and_else_english():
    assert catalog_chain("pt-PT") == ("pt_BR",)
    assert catalog_chain("zh-CN") == ("zh_Hans",)
    assert catalog_chain("zh-HK") == ("zh_Hant",)
    assert catalog_chain("de-CH") == ("de",)
    assert catalog_chain("en-GB") == catalog_chain("xx") == catalog_chain("sw") == ()
    assert strings_for("sw").text("Send") == "Send"


@pytest.mark.parametrize(
    ("language", "n", "text"),
    [
        ("en", 1, "1 article"),
        ("en", 1234, "1,234 articles"),
        ("ru", 1, "1 статья"),
        ("ru", 3, "3 статьи"),
        ("ru", 11, "11 статей"),
        ("ar", 2, "مقالتان"),
        ("ja", 5, "5件の記事"),
        ("de", 1234, "1.234 Artikel"),
    ],
)
def test_numbers_take_the_form_of_the_language(language, n, text):
    assert strings_for(language).plural("{n} article", "{n} articles", n) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (2, "طلبه عميلان"),
        (3, "طلبه 3 عملاء"),
        (11, "طلبه 11 عميلًا"),
        (99, "طلبه 99 عميلًا"),
        (100, "طلبه 100 عميل"),
        (111, "طلبه 111 عميلًا"),
    ],
)
def test_arabic_counts_from_eleven_in_the_accusative_and_hundreds_in_the_genitive(n, text):
    assert strings_for("ar").plural("asked for by {n} customer", "asked for by {n} customers", n) == text


def test_dates_are_written_the_languages_way():
    day = date(2026, 11, 20)
    assert strings_for("de").date(day) == "20. November 2026"
    assert strings_for("ja").date(day) == "2026年11月20日"
    assert strings_for("en").date(day, "yQQQ") == "Q4 2026"
    assert strings_for("en-GB").date(day) == "20 November 2026"


def test_values_are_put_in_after_the_translation():
    assert strings_for("de").text("{site}: what’s new", site="{x}") == "{x}: Neuigkeiten"


def test_the_search_box_gets_every_word_it_asks_for():
    listed = Path(helploop.browser.__file__).parent / "search" / "STRINGS.md"
    keys = re.findall(r"^\| `([^`]+)` \|", listed.read_text("utf-8"), re.MULTILINE)
    assert sorted(SEARCH_STRINGS) == sorted(keys)
