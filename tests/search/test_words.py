"""What stands between two spaces is counted as its tokens, however quickly it was read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.search.analysis import _words
from helploop.search.stems import stemmer
from helploop.search.tokens import is_gram, tokenize

SIGNS = "abXY09.-_#+'\"()[]<>*,;:!?äÖßéñИжظ٤۷كاก語カ한\u0301İªº½々\u200d“”…–€😀"


@pytest.mark.parametrize("language", ["en", "de", "uk", "ar", "ja"])
@settings(max_examples=200, deadline=None)
@given(word=st.text(SIGNS, min_size=1, max_size=8) | st.text("aBä", min_size=38, max_size=44))
def test_a_word_is_counted_as_its_tokens(language: str, word: str) -> None:
    stem = stemmer(language)
    expected = [
        f"{token.term}\t{token.surface}\t{stem(token.surface) if stem and not is_gram(token.term) else ''}"
        for token in tokenize(word)
    ]
    assert list(_words(language)[word]) == expected
