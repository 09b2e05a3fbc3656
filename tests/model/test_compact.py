"""Values are written as JSON without blanks, the same with the quick library and without it."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import pydantic_core
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.model.article import ArticleKind
from helploop.model.compact import from_json, to_json

TEXT = st.text() | st.text('\x00\x1f\x7f\ud800\udfff\u2028"\\/<&é😀')
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | TEXT | st.sampled_from(ArticleKind) | st.dates(),
    lambda inside: st.lists(inside) | st.lists(inside).map(tuple) | st.dictionaries(TEXT, inside),
)


@given(VALUES)
def test_both_ways_give_the_same_bytes_and_values(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    expected = text.encode("utf-8", "surrogatepass")
    assert "pydantic_core" in sys.modules
    assert to_json(value) == expected
    assert from_json(expected) == json.loads(expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(sys.modules, pydantic_core.__name__)
        assert to_json(value) == expected
        assert from_json(expected) == json.loads(expected)


def test_half_a_pair_can_be_replaced() -> None:
    assert to_json(["\ud800"], "replace") == b'["?"]'
