"""What an index promises: same bytes, every kind of page in its place, compounds and synonyms found, assets small."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.search import index
from helploop.search.analysis import analyse
from helploop.search.assets import search_assets
from helploop.search.borders import borders, is_plain, order, ranked, shared
from helploop.search.compounds import compound_parts
from helploop.search.index import index_files
from helploop.search.ranking import rank
from helploop.search.reference import Reference


def page(key, title, text="", **extra):
    return SearchDocument(
        id=key,
        url=f"{key}/",
        title=title,
        language=extra.pop("language", "de"),
        sections=(Section("", "", text),),
        **extra,
    )


def first(documents, query, language="de", synonyms=()):
    _, hits = rank(Reference([analyse(d, language) for d in documents], language, synonyms), query)
    return [hit.url.rstrip("/") for hit in hits]


def test_same_documents_make_the_same_bytes_in_any_order():
    documents = [page(f"d{n}", f"Titel {n}", "Wort " * n) for n in range(30)]
    shuffled = Random(1).sample(documents, len(documents))
    assert index_files(documents, "de") == index_files(shuffled, "de")


def test_articles_stand_above_items_entries_and_untranslated_pages():
    documents = [
        page("a", "Export", "Export von Daten"),
        page("b", "Export", "Export von Daten", kind=DocumentKind.ENTRY),
        page("c", "Export", "Export von Daten", kind=DocumentKind.ITEM, stage="Geplant"),
        page("d", "Export", "Export von Daten", language="en"),
    ]
    assert first(documents, "export") == ["a", "c", "b", "d"]


def test_a_compound_is_found_by_its_parts_and_parts_by_the_compound():
    documents = [page("a", "Der Datenexport"), page("b", "Daten und Export"), page("c", "Anderes")]
    assert set(first(documents, "export")) == {"a", "b"}
    assert first([page("b", "Rechnung"), page("c", "Anderes")], "rechnungsadresse") == ["b"]


def test_compounds_need_words_of_the_site_on_both_sides():
    words = {"daten", "export", "rechnung", "adresse"}
    assert compound_parts("datenexport", "de", words) == ("daten", "export")
    assert compound_parts("rechnungsadresse", "de", words) == ("rechnung", "adresse")
    assert compound_parts("datenträger", "de", words) == ()
    assert compound_parts("datenexport", "en", words) == ()


def test_synonyms_find_the_page_below_the_one_with_the_word_itself():
    documents = [page("a", "Log in", "Log in here", language="en"), page("b", "Bills", language="en")]
    groups = [["log in", "signon"], ["invoice", "bills"]]
    assert first(documents, "signon", "en", groups) == ["a"]
    assert first(documents, "invoice", "en", groups) == ["b"]
    documents.append(page("c", "Invoice", language="en"))
    assert first(documents, "invoice", "en", groups) == ["c", "b"]


@pytest.mark.parametrize(
    ("language", "asked", "written"),
    [
        ("fr", "passons", "passez"),
        ("fr", "excluent", "exclure"),
        ("es", "borramos", "borrarlos"),
        ("ca", "desactiveu", "desactivant"),
        ("pt", "guardamos", "guardando"),
        ("nl", "bestandsindelingen", "bestandsindeling"),
        ("pl", "klawiaturach", "klawiatura"),
        ("tr", "tablolarda", "tabloya"),
        ("uk", "визначимо", "визначили"),
    ],
)
def test_a_form_that_no_page_has_beside_it_finds_the_page_with_another_form(language, asked, written):
    documents = [
        page("a", "A", f"nginx {written}", language=language),
        page("b", "B", f"{asked} {'x ' * 9}", language=language),
    ]
    assert first(documents, f"{asked} nginx", language) == ["a", "b"]


def test_a_short_query_finds_a_word_by_four_letters_of_a_longer_one():
    documents = [page("a", "A", "nginx pages", language="en"), page("b", "B", f"pageup {'x ' * 9}", language="en")]
    assert first(documents, "nginx pageup", "en") == ["a", "b"]
    far = [page("a", "A", "pages", language="en"), page("b", "B", "nginx", language="en")]
    assert first(far, "pageup", "en") == ["a"]
    assert first(far, "where the nginx pageup", "en") == ["b"]


def test_a_page_with_all_words_one_of_them_in_another_form_comes_before_a_page_with_one_of_them():
    documents = [page("a", "A", "nginx gestió", language="lv"), page("b", "B", "gestionant", language="lv")]
    assert first(documents, "gestionant nginx", "lv") == ["a", "b"]


def test_the_accents_of_an_unfinished_word_decide_what_it_becomes():
    documents = [
        page("a", "A", "liệu dùng dùng", language="vi"),
        page("b", "B", f"liệu đựng {'x ' * 9}", language="vi"),
    ]
    assert first(documents, "liệu đự", "vi") == ["b", "a"]
    assert first(documents, "lieu du", "vi") == ["a", "b"]


def test_of_two_forms_the_one_with_more_letters_in_common_stands_first():
    documents = [page("a", "A", "certaines", language="fr"), page("b", "B", "certainements", language="fr")]
    assert first(documents, "certainement", "fr")[0] == "b"


def test_keywords_find_what_the_text_does_not_say():
    assert first([page("a", "Kündigen", keywords=("austreten",)), page("b", "Anderes")], "austreten") == ["a"]


def test_a_hit_in_a_long_document_costs_a_small_file():
    """As much as one in a short document, up to some 30 kB: whoever searches reads no long text to see a line of it."""
    words = Random(2).choices("alpha beta gamma delta epsilon zeta eta theta".split(), k=5_000)
    sections = tuple(Section(f"s{n}", f"Step {n}", " ".join(words[n * 100 : n * 100 + 100])) for n in range(50))
    long = SearchDocument(id="a", url="a/", title="All steps", language="en", sections=sections)
    files = index_files([long], "en")
    texts = [len(content) for path, content in files.items() if path.startswith("t/")]
    assert sum(texts) > 30_000
    assert max(texts) < 2_000


@pytest.mark.parametrize(
    ("language", "asks"),
    [("en", "how do i {}"), ("fr", "comment puis-je {}"), ("ru", "как мне {}"), ("es", "¿cómo puedo {}?")],
)
def test_words_that_only_ask_do_not_decide(language, asks):
    """Nor where few pages hold them, as of a help center that speaks to its readers."""
    wanted = page("wanted", "Languages", "File beside file. Translate the invoice. Save it.", language=language)
    asking = page("asking", "Invoice", f"{asks.format('')} More. {asks.format('')}", language=language)
    others = [page(f"d{n}", f"Page {n}", "The invoice is here.", language=language) for n in range(20)]
    assert first([wanted, asking, *others], asks.format("translate invoice"), language)[0] == "wanted"


def test_a_form_is_found_where_very_many_words_begin_like_it(monkeypatch):
    """More than are fetched: those that stand beside it come along anyway."""
    monkeypatch.setattr(index, "shard_size", lambda *_: 400)
    names = [" ".join(f"organiz{n}x{m}" for m in range(40)) for n in range(100, 120)]
    documents = [page(f"d{n}", "Names", text, language="en") for n, text in enumerate(names)]
    assert first([*documents, page("a", "A", "organizer", language="en")], "organizing.", "en")[0] == "a"


def test_of_two_words_the_one_with_a_capital_decides():
    """It is a name more often than not; all in capitals, none stands out."""
    documents = [page("a", "A", "our bridge", language="en"), page("b", "B", "your relay", language="en")]
    assert first(documents, "which Relay bridge", "en") == ["b", "a"]
    assert first(documents, "which relay Bridge", "en") == ["a", "b"]
    assert first(documents, "WHICH RELAY BRIDGE", "en") == first(documents, "which relay bridge", "en")


@pytest.mark.parametrize(
    ("asked", "written"), [("خطأ ٤٠٤", "خطأ 404"), ("خطأ 404", "خطأ ٤٠٤"), ("خطای ۴۰۴", "خطای 404")]
)
def test_a_number_is_found_whichever_digits_it_is_written_in(asked, written):
    documents = [page("a", "A", f"{written} هنا", language="ar"), page("b", "B", "خطأ 500 هنا", language="ar")]
    assert first(documents, asked, "ar")[0] == "a"
    assert first(documents, asked.split()[1], "ar") == ["a"]


def test_a_text_that_has_an_unfinished_piece_of_a_run_more_often_comes_first():
    """Where both pages have it as often, but one only far from the other word."""
    far, word = "文書。" * 200, "静的なドキュメント。"
    documents = [
        page("a", "A", f"{word}容器。{far}容器。容器。", language="ja"),
        page("b", "B", f"{word}容器。容器。容器。{far}", language="ja"),
    ]
    assert first(documents, "静的 容", "ja") == ["b", "a"]


def test_an_index_of_nothing_is_an_index():
    header = json.loads(index_files([], "de")["index.json"])
    assert header["documents"] == 0


def test_client_and_box_stay_below_twelve_kilobytes():
    assert sum(len(gzip.compress(search_assets()[name], 9)) for name in ("client.js", "box.js")) <= 12_000


def test_a_synonym_meets_every_form_of_a_word_and_a_word_of_no_page_harms_nothing():
    documents = [page("a", "Export invoices", language="en"), page("b", "Sign in", language="en")]
    assert first(documents, "facture", "en", [["invoice", "facture"]]) == ["a"]
    assert "index.json" in index_files(documents, "en", synonyms=[["unheard", "unseen"], ["x", "y"]])


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=3), max_size=8))
def test_where_python_is_asked_to_order_keys_it_orders_them_as_javascript_does(keys: list[str]) -> None:
    assert not is_plain(keys) or sorted(keys) == sorted(keys, key=order)


@given(st.lists(st.text("ab\U0001f600\ue000", max_size=9), max_size=8))
def test_the_rank_of_a_border_knows_how_many_letters_are_shared(keys: list[str]) -> None:
    for left, right in pairwise(keys):
        assert ranked(left, right)[0] == min(6, shared(left, right))


def _kept(keys: list[str], sizes: list[int], size: int) -> list[int]:
    """As it is written down: each border with more than `size` between its better neighbours."""
    ranks = {at: ranked(keys[at - 1], keys[at]) for at in range(1, len(keys))}
    found = []
    for at, own in ranks.items():
        left = max((n for n in ranks if n < at and ranks[n] <= own), default=0)
        right = min((n for n in ranks if n > at and ranks[n] < own), default=len(keys))
        if sum(sizes[left:right]) > size:
            found.append(at)
    return found


@given(st.sets(st.text("abc\u8a9e\U0001f600", max_size=9), max_size=40), st.integers(0, 30), st.data())
def test_keys_part_where_the_best_borders_are(keys: set[str], size: int, data: st.DataObject) -> None:
    ordered = sorted(keys, key=order)
    sizes = data.draw(st.lists(st.integers(1, 9), min_size=len(keys), max_size=len(keys)))
    expected = _kept(ordered, sizes, size)
    assert borders(ordered, ordered, sizes, size) == expected
    twice = [key for key in ordered for _ in range(2)]
    assert borders(twice, twice, [each for one in sizes for each in (one, 0)], size) == [2 * at for at in expected]
