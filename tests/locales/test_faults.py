"""D09: a broken catalog is named with its line, and never read half."""

from __future__ import annotations

import pytest

from helploop.locales.catalogs import catalog_paths
from helploop.locales.faults import check_catalog

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def found(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in check_catalog(data, "de/LC_MESSAGES/helploop.po")]


def test_a_text_that_stands_twice_is_named_with_both_lines() -> None:
    text = HEAD + 'msgid "Search"\nmsgstr "Suche"\n\nmsgid "Search"\nmsgstr "Suchen"\n'
    assert found(text) == [
        'de/LC_MESSAGES/helploop.po:8: error[dup-key]: the text "Search" is here a second time (first on line 5)\n'
        "  fix: remove one of the two"
    ]


def test_bytes_that_are_not_utf_8_are_named_with_their_line() -> None:
    data = HEAD.encode() + b'msgid "Search"\nmsgstr "S\xfcche"\n'
    assert found(data)[0].startswith("de/LC_MESSAGES/helploop.po:6: error[encoding]: byte 0xfc at offset")


@pytest.mark.parametrize("line", ["msgstr Suche", 'mgstr "Suche"', "Suche"])
def test_what_is_no_entry_is_named_with_its_line(line: str) -> None:
    said = found(HEAD + f'msgid "Search"\n{line}\n')
    assert len(said) == 1
    assert said[0].startswith("de/LC_MESSAGES/helploop.po:6: error[catalog]: this is not valid PO")
    assert "fix: write `msgid" in said[0]


@pytest.mark.parametrize("path", catalog_paths(), ids=lambda path: path.parent.parent.name)
def test_our_own_catalogs_have_no_fault(path) -> None:
    assert check_catalog(path.read_bytes(), path.name) == []
