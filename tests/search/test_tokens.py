"""Words are the same in Python and in the browser, for all scripts."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.analysis import analyse
from helploop.search.tokens import fold, gram_term, surface_of, tokenize
from search.node import needs_node, run_client

CASES = json.loads((Path(__file__).parent / "cases" / "tokenize.json").read_text("utf-8"))
SCRIPTS = "aZéßİıΣςёйאָבةأَ١۷हिन्ทีย漢字カｶな한국😀👍🏽.-_#+' \t\n0½①ﬁ\u200d\u0301\U00010330"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_python_cuts_words_as_the_case_says(case):
    tokens = tokenize(case["text"])
    assert [token.term for token in tokens] == case["terms"]
    if "surfaces" in case:
        assert [token.surface for token in tokens] == case["surfaces"]


@needs_node
def test_the_client_cuts_words_as_the_cases_say(tmp_path):
    texts = [case["text"] for case in CASES]
    found = run_client(tmp_path, "return data.map((t) => client.tokenize(t));", texts, exports="tokenize")
    assert [[token["term"] for token in tokens] for tokens in found] == [case["terms"] for case in CASES]
    for case, tokens in zip(CASES, found, strict=True):
        if "surfaces" in case:
            assert [token["surface"] for token in tokens] == case["surfaces"]


@needs_node
def test_both_sides_agree_on_random_text(tmp_path):
    from random import Random

    random = Random(7)
    texts = ["".join(random.choices(SCRIPTS, k=random.randint(1, 24))) for _ in range(3000)]
    found = run_client(
        tmp_path,
        "return data.map((t) => client.tokenize(t).map((x) => [x.term, x.surface, x.joined]));",
        texts,
        exports="tokenize",
    )
    expected = [[[t.term, t.surface, t.is_joined] for t in tokenize(text)] for text in texts]
    assert [pair for pair in zip(texts, found, expected, strict=True) if pair[1] != pair[2]] == []


@given(st.text(alphabet=SCRIPTS, max_size=40))
def test_no_token_reaches_beyond_a_space(text):
    apart = [token for word in text.split() for token in tokenize(word)]
    assert [token[:2] for token in apart] == [token[:2] for token in tokenize(text)]


@given(st.text(max_size=40))
def test_places_point_at_the_word(text):
    for token in tokenize(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.term


@given(st.text("aZ9éß.-_#+'(*\"!,>", max_size=12))
def test_a_word_between_any_marks_is_counted_as_it_is_cut(word):
    document = SearchDocument(id="a", url="a/", title="", language="en", sections=(Section("", "", word),))
    counted = [(term, surface) for term, surface, _ in analyse(document, "en").terms]
    assert counted == list(dict.fromkeys((token.term, token.surface) for token in tokenize(word)))


def test_a_piece_of_a_run_is_looked_up_folded_like_any_word():
    letters = [chr(code) for code in range(0x3000, 0xD7B0)]
    pieces = [*letters, *map("".join, pairwise(letters))]
    assert [gram_term(piece) for piece in pieces] == [fold(surface_of(piece)) for piece in pieces]
