"""The requests text as programs save it: UTF-8 and UTF-16 are read, anything else is named with its line."""

from __future__ import annotations

import codecs

import pytest

from helploop.model.errors import UsageError
from helploop.notify.load import load_requests_text

TEXT = "item,contact,consent\ncsv,jörg@example.com,yes\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["plain", "with a mark", "16 little", "16 big"],
)
def test_what_a_spreadsheet_calls_unicode_is_read(data, tmp_path):
    (tmp_path / "people.csv").write_bytes(data)
    assert load_requests_text(str(tmp_path / "people.csv")) == (TEXT, "people.csv")


def test_another_encoding_is_named_with_its_line(tmp_path):
    (tmp_path / "people.csv").write_bytes(TEXT.encode("cp1252"))
    with pytest.raises(UsageError) as error:
        load_requests_text(str(tmp_path / "people.csv"))
    assert str(error.value) == (
        "people.csv:2: the file is no UTF-8 text from here on\n"
        "  fix: save it as UTF-8: in a spreadsheet, choose `CSV UTF-8`"
    )
