"""No cell of a table we write is a formula, and what was written is what is read."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from helploop.model.cells import from_cell, to_cell

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM(A1)")


def test_no_cell_begins_as_a_formula_does() -> None:
    assert [to_cell(text)[0] for text in FORMULAS] == ["'"] * len(FORMULAS)
    assert [to_cell(text) for text in ("csv-export", "O'Brien", "'tis", "", "'", "a=b")] == [
        *("csv-export", "O'Brien", "'tis", "", "'", "a=b"),
    ]


@given(st.text(alphabet="'=+-@a ＝\t"))
@example("''=1")
@example("'=1")
def test_what_was_written_is_what_is_read(text: str) -> None:
    assert from_cell(to_cell(text)) == text
