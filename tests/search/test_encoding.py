"""The strongest postings are those that sorting by level would put first."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from helploop.search.encoding import level_of, posting, strongest

POSTINGS = st.dictionaries(
    st.integers(0, 90), st.tuples(st.integers(-12, 30), st.integers(1, 4095) | st.integers(1, 2**30 - 1)), min_size=1
)


@given(POSTINGS, st.data())
def test_the_strongest_postings_are_the_first_by_level_and_document(
    written: dict[int, tuple[int, int]], data: st.DataObject
) -> None:
    found = array("Q", sorted(posting(document, *what) for document, what in written.items()))
    most = data.draw(st.integers(1, len(found)))
    slowly = sorted(sorted(found, key=lambda one: (-level_of(one), one))[:most])
    assert strongest(found, most) == slowly
