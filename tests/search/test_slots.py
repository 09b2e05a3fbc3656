"""Numbers of documents: each its own, in its class, and the same whatever else a site has."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helploop.search.slots import assign_slots

CLASSES = st.lists(st.dictionaries(st.text(max_size=4), st.integers(1, 5), max_size=30), max_size=3)


@given(CLASSES, st.integers(0, 50))
def test_no_number_is_given_twice_and_each_is_in_its_class(classes: list[dict[str, int]], first: int) -> None:
    named = [{f"{at} {name}": size for name, size in found.items()} for at, found in enumerate(classes)]
    slots, starts = assign_slots(named, first)
    assert starts[0] == first
    taken: set[int] = set()
    for found, (begin, end) in zip(named, pairwise(starts), strict=True):
        for name, size in found.items():
            own = range(slots[name], slots[name] + size)
            assert begin <= own.start < own.stop <= end
            assert taken.isdisjoint(own)
            taken.update(own)


def test_most_documents_keep_their_numbers_when_one_comes() -> None:
    names = dict.fromkeys((f"page {n}" for n in range(500)), 1)
    before, _ = assign_slots([names])
    after, _ = assign_slots([{**names, "new": 1}])
    assert sum(before[name] == after[name] for name in names) > 450
