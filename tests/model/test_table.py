"""Tables as people save them: rows with their lines, whatever parts cells and ends lines."""

from __future__ import annotations

import pytest

from helploop.model.table import TableError, doubled, parse_cells, surplus


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_with_the_lines_they_begin_on(sign, end):
    text = f'{end}a{sign}b{end}{end}1{sign}"x{end}y"{end}2{sign}z'
    assert [(line, cells[0]) for line, cells in parse_cells(text)] == [(2, "a"), (4, "1"), (6, "2")]


def test_an_open_quotation_mark_is_named_by_the_line_it_is_on():
    with pytest.raises(TableError) as error:
        list(parse_cells('a,b\n1,2\n3,"4\n5,6\n'))
    assert error.value.line == 3


def test_surplus_cells_and_doubled_names():
    assert not surplus(["a", "b"], ["1", "2", "", " "])
    assert surplus(["a", "b"], ["1", "2", "3"]) == "the row has 3 cells, the first line names 2 columns"
    assert doubled(["a", "b", "a", "", ""]) == ["a"]
