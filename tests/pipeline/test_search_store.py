"""A store that is damaged, busy or half written costs time and nothing else."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from helploop.pipeline import search_store
from helploop.pipeline.search_edit import edit_index
from helploop.pipeline.search_index import kept_index_files
from helploop.pipeline.search_store import NOWHERE, Store

if TYPE_CHECKING:
    from pathlib import Path

from pipeline.searched import change, contents, document, wanted


@pytest.mark.parametrize("damage", ["garbage", "half", "locked", "other stamp", "missing table"])
def test_a_damaged_or_busy_store_costs_time_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(search_store, "WAIT", 0.0)
    random = Random(3)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(20)}
    place = tmp_path / "search.sqlite"
    want = wanted(documents, "en")
    first = {file.path: file.content() for file in kept_index_files(place, "stamp", want)}
    other = sqlite3.connect(place, isolation_level=None)
    if damage == "garbage":
        place.write_bytes(b"no database" * 900)
    elif damage == "half":
        place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])
    elif damage == "locked":
        other.execute("BEGIN IMMEDIATE")
    elif damage == "missing table":
        other.execute("DROP TABLE words")
    stamp = "another" if damage == "other stamp" else "stamp"
    assert {file.path: file.content() for file in kept_index_files(place, stamp, want)} == first
    other.close()


def test_a_build_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    random = Random(4)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(20)}
    place = tmp_path / "search.sqlite"
    list(kept_index_files(place, "stamp", wanted(documents, "en")))
    change(random, documents)
    broken = kept_index_files(place, "stamp", wanted(documents, "en"))
    next(broken)
    broken.close()
    again = {file.path: file.content() for file in kept_index_files(place, "stamp", wanted(documents, "en"))}
    assert again == contents(Store(NOWHERE), wanted(documents, "en"))


COLUMNS = [
    ("documents", "hashes"),
    ("documents", "words"),
    ("words", "postings"),
    ("shards", "hash"),
    ("shards", "content"),
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@pytest.mark.parametrize("edits", [0, 1])
def test_one_damaged_byte_is_noticed_and_all_is_counted_anew(
    tmp_path: Path, table: str, column: str, edits: int
) -> None:
    random = Random(11)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(60)}
    place = tmp_path / "search.sqlite"
    list(kept_index_files(place, "stamp", wanted(documents, "de")))
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as damaged:
        for row, value in damaged.execute(f"SELECT rowid, {column} FROM {table}").fetchall():  # noqa: S608
            at = len(value) // 2
            spoilt = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
            damaged.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (spoilt, row))  # noqa: S608
    for _ in range(edits):
        change(random, documents)
    want = wanted(documents, "de")
    expected = contents(Store(NOWHERE), want)
    assert {file.path: file.content() for file in kept_index_files(place, "stamp", want)} == expected
    assert {file.path: file.content() for file in kept_index_files(place, "stamp", want)} == expected


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_byte_anywhere_in_the_file_is_noticed_or_does_no_harm(tmp_path: Path, seed: int) -> None:
    random = Random(f"flip {seed}")
    first = {f"d{n}": document(random, f"d{n}") for n in range(30)}
    place = tmp_path / "search.sqlite"
    list(kept_index_files(place, "stamp", wanted(first, "de")))
    whole = place.read_bytes()
    for _ in range(3):
        documents = dict(first)
        at = random.randrange(len(whole))
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << random.randrange(8)]) + whole[at + 1 :])
        for _ in range(2):
            change(random, documents)
            want = wanted(documents, "de")
            made = {file.path: file.content() for file in kept_index_files(place, "stamp", want)}
            assert made == contents(Store(NOWHERE), want)


@pytest.mark.parametrize("query", ["DELETE FROM compounds", "UPDATE compounds SET head = tail, tail = head"])
def test_an_index_that_does_not_fit_its_table_is_noticed(tmp_path: Path, query: str) -> None:
    """What a flipped bit in a page does, without the luck of finding one: an index still knows what its table lost."""
    random = Random(13)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(40)}
    place = tmp_path / "search.sqlite"
    list(kept_index_files(place, "stamp", wanted(documents, "de")))
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as damaged:
        damaged.execute("PRAGMA writable_schema = ON")
        held = damaged.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
        damaged.execute("DELETE FROM sqlite_master WHERE name LIKE 'compounds_%'")
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as damaged:
        assert damaged.execute("SELECT count(*) FROM compounds").fetchone()[0] > 0
        damaged.execute(query)
        damaged.execute("PRAGMA writable_schema = ON")
        rows = [row for row in held if row[1].startswith("compounds_")]
        damaged.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", rows)
    change(random, documents)
    want = wanted(documents, "de")
    expected = contents(Store(NOWHERE), want)
    assert {file.path: file.content() for file in kept_index_files(place, "stamp", want)} == expected


def test_an_edit_of_a_damaged_store_is_left_to_a_whole_build(tmp_path: Path) -> None:
    random = Random(12)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(60)}
    place = tmp_path / "search.sqlite"
    files = {file.path: file for file in kept_index_files(place, "stamp", wanted(documents, "en", ()))}
    header = files["index.json"].content()
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as damaged:
        damaged.execute("UPDATE words SET postings = zeroblob(length(postings))")
    old = documents["d7"]
    edited = wanted({"d7": replace(old, title=f"{old.title} zzyzx")}, "en", ())
    assert edit_index(place, "stamp", edited, dict.fromkeys(edited.documents.values(), 7), header) is None
    assert not place.exists()
