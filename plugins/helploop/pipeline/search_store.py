"""What a language's index was made of, in one SQLite file: each word's postings, each document's words, each shard.

It is read by its keys, never as a whole, so that the next build pays for what changed. Safe to delete: it is a copy of
what a build without it would find out again. Damaged rows are errors of the database, as they are to SQLite itself.
"""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.pipeline.search_sealed import leave_look, looks_as_left, seal, unseal
from helploop.search.budget import Measure
from helploop.search.compounds import SHORTEST_PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from helploop.search.analysis import Key
    from helploop.search.merge import Postings

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE documents (
  number INTEGER PRIMARY KEY, key TEXT, chapter INTEGER, length INTEGER, size INTEGER, hashes BLOB, words BLOB);
CREATE TABLE words (id INTEGER PRIMARY KEY, term TEXT, surface TEXT, stem TEXT, back TEXT, postings BLOB);
CREATE TABLE compounds (term TEXT PRIMARY KEY, head TEXT, tail TEXT) WITHOUT ROWID;
CREATE TABLE shards
  (kind TEXT, start TEXT, first TEXT, last TEXT, size INTEGER, hash BLOB, content BLOB, PRIMARY KEY (kind, start));
"""
_INDEXES = """
CREATE UNIQUE INDEX words_key ON words (term, surface, stem);
CREATE INDEX words_stem ON words (stem) WHERE stem != '';
CREATE INDEX words_back ON words (back) WHERE back != '';
CREATE INDEX compounds_head ON compounds (head);
CREATE INDEX compounds_tail ON compounds (tail);
"""
#: The place of an index that nobody will need again.
NOWHERE = ":memory:"
_NAMES = ("meta", "documents", "words", "compounds", "shards")
#: Bytes read and written at once: a new index is filled as a whole.
_PAGE = 16_384
#: Seconds for another build to finish.
WAIT = 10.0
_LAST = chr(0x10FFFF)
_WORD = "id, term, surface, stem, postings"


class HeldDocument(NamedTuple):
    """A chapter of a document as it was counted.

    The key of the document's analysis, which of its chapters this is, its words, the bytes of its text, a hash of each
    part.
    """

    key: str
    chapter: int
    length: int
    size: int
    hashes: tuple[str, ...]

    def measure(self) -> Measure:
        """How long it is."""
        return Measure(self.length, self.size, len(self.hashes))


class HeldShard(NamedTuple):
    """A shard that was made: where it begins, its first and last key, its size before compression, its hash."""

    start: str
    first: str
    last: str
    size: int
    hash: str


class Store:
    """One language's index as the last build left it. Nothing is kept of a build that fails."""

    def __init__(self, file: Path | str) -> None:
        self._file = file
        self._db = sqlite3.connect(file, timeout=WAIT, isolation_level=None)
        self._db.execute(f"PRAGMA page_size = {_PAGE}")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self, *, keep: bool) -> None:
        """Keep what was changed, or forget it."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("COMMIT" if keep else "ROLLBACK")
        self._db.close()
        if self._file != NOWHERE:
            leave_look(self._file)

    def check(self) -> None:
        """Look through the whole file, which takes as long as reading all of it.

        Raises:
            sqlite3.DatabaseError: its pages, or its tables and their indexes, do not fit together.
        """
        if self._db.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            raise sqlite3.DatabaseError("the search store is damaged")

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        """A row that is there, unless it is damaged."""
        row: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        if row is None:
            raise sqlite3.DatabaseError("a row of the search store has gone")
        return row

    def is_of(self, stamp: str) -> bool:
        """Whether the last build was made by the same program for the same settings."""
        has_any = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchall()
        query = "SELECT value FROM meta WHERE name = 'stamp'"
        return bool(has_any) and self._db.execute(query).fetchall() == [(stamp,)]

    def clear(self, stamp: str) -> None:
        """Begin anew."""
        for name in _NAMES:
            self._db.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        self._db.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp,))

    def finish(self) -> None:
        """Make what was filled in bulk quick to search."""
        for statement in _INDEXES.split(";"):
            self._db.execute(statement)

    def documents(self) -> Mapping[int, HeldDocument]:
        """All documents."""
        rows = self._db.execute("SELECT number, key, chapter, length, size, hashes FROM documents")
        return {
            number: HeldDocument._make((*known, tuple(unseal(hashes, number, *known).decode().split())))
            for number, *known, hashes in rows
        }

    def words_of(self, number: int) -> array[int]:
        """The words of a document."""
        (words,) = self._one("SELECT words FROM documents WHERE number = ?", number)
        return array("I", unseal(words, number))

    def put_documents(self, rows: Iterable[tuple[int, HeldDocument, Iterable[int]]]) -> None:
        """Documents and their words, new or changed."""
        written = (
            (number, *known, seal(" ".join(hashes).encode(), number, *known), seal(array("I", words).tobytes(), number))
            for number, (*known, hashes), words in rows
        )
        self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", written)

    def drop_documents(self, numbers: Iterable[int]) -> None:
        """Documents that are gone."""
        self._db.executemany("DELETE FROM documents WHERE number = ?", ((number,) for number in numbers))

    def words(self, numbers: Iterable[int]) -> Iterator[tuple[int, Key, Postings]]:
        """Words by their ids."""
        for number in numbers:
            yield from self._words("id = ?", number)

    def word(self, key: Key) -> tuple[int, Key, Postings] | None:
        """A word by its key."""
        return next(self._words("term = ? AND surface = ? AND stem = ?", *key), None)

    def words_with_term(self, term: str) -> Iterator[tuple[int, Key, Postings]]:
        """All words written with these letters."""
        return self._words("term = ?", term)

    def words_with_stem(self, stem: str) -> Iterator[tuple[int, Key, Postings]]:
        """All forms of a word."""
        return self._words("stem = ? AND stem != ''", stem)

    def has_term(self, term: str) -> bool:
        """Whether any word is written with these letters."""
        return bool(self._db.execute("SELECT 1 FROM words WHERE term = ? LIMIT 1", (term,)).fetchall())

    def terms_around(self, term: str) -> set[str]:
        """Terms that begin or end with a term, where it is long enough for a part."""
        if len(term) < SHORTEST_PART:
            return set()
        back = term[::-1]
        found = self._db.execute("SELECT term FROM words WHERE term >= ? AND term < ?", (term, term + _LAST)).fetchall()
        query = "SELECT term FROM words WHERE back != '' AND back >= ? AND back < ?"
        return {row[0] for row in [*found, *self._db.execute(query, (back, back + _LAST))]}

    def _words(self, where: str, *values: object) -> Iterator[tuple[int, Key, Postings]]:
        query = f"SELECT {_WORD} FROM words WHERE {where} ORDER BY term, surface, stem"  # noqa: S608 - from above only
        for number, term, surface, stem, postings in self._db.execute(query, values).fetchall():
            yield number, (term, surface, stem), array("Q", unseal(postings, term, surface, stem))

    def add_words(self, rows: Iterable[tuple[int | None, Key, Postings]], *, backwards: bool) -> None:
        """New words; `backwards` when they are looked for by their ends."""
        written = ((n, *key, key[0][::-1] if backwards else "", seal(found.tobytes(), *key)) for n, key, found in rows)
        self._db.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?, ?)", written)

    def add_word(self, key: Key, postings: Postings, *, backwards: bool) -> int:
        """One new word, and its id."""
        row = (*key, key[0][::-1] if backwards else "", seal(postings.tobytes(), *key))
        query = "INSERT INTO words (term, surface, stem, back, postings) VALUES (?, ?, ?, ?, ?)"
        return int(self._db.execute(query, row).lastrowid or 0)

    def change_word(self, number: int, key: Key, postings: Postings) -> None:
        """A word's postings; without any it is gone."""
        if postings:
            row = (seal(postings.tobytes(), *key), number)
            self._db.execute("UPDATE words SET postings = ? WHERE id = ?", row)
        else:
            self._db.execute("DELETE FROM words WHERE id = ?", (number,))

    def compound(self, term: str) -> tuple[str, ...]:
        """The parts of a compound."""
        row = self._db.execute("SELECT head, tail FROM compounds WHERE term = ?", (term,)).fetchone()
        return tuple(row or ())

    def compounds_with(self, part: str) -> list[str]:
        """Compounds a term is a part of."""
        query = "SELECT term FROM compounds WHERE head = ? OR tail = ? ORDER BY term"
        return [row[0] for row in self._db.execute(query, (part, part))]

    def put_compounds(self, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """The parts of compounds; what has none is none."""
        for term, parts in rows:
            if parts:
                self._db.execute("INSERT OR REPLACE INTO compounds VALUES (?, ?, ?)", (term, *parts))
            else:
                self._db.execute("DELETE FROM compounds WHERE term = ?", (term,))

    def shards(self, kind: str) -> list[HeldShard]:
        """All shards of a kind, in no order."""
        query = "SELECT start, first, last, size, hash FROM shards WHERE kind = ?"
        rows = self._db.execute(query, (kind,))
        return [
            HeldShard(start, first, last, size, unseal(hashed, kind, start, first, last, size).decode())
            for start, first, last, size, hashed in rows
        ]

    def shard(self, kind: str, start: str) -> bytes:
        """The content of a shard."""
        query = "SELECT content FROM shards WHERE kind = ? AND start = ?"
        return unseal(self._one(query, kind, start)[0], kind, start)

    def put_shards(self, kind: str, shards: Iterable[tuple[HeldShard, bytes]], gone: Iterable[str]) -> None:
        """Shards that were made, and the beginnings of those that are no more."""
        self._db.executemany("DELETE FROM shards WHERE kind = ? AND start = ?", ((kind, start) for start in gone))
        rows = (
            (kind, *shard[:-1], seal(shard.hash.encode(), kind, *shard[:-1]), seal(content, kind, shard.start))
            for shard, content in shards
        )
        self._db.executemany("INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def open_store(place: Path | str) -> Store:
    """What the last build left of an index; an empty one where that is damaged, in use or can't be written."""
    store = None
    try:
        store = Store(place)
        if not looks_as_left(place):
            store.check()
    except sqlite3.Error as error:
        if store is not None:
            store.close(keep=False)
        if not isinstance(error, sqlite3.OperationalError):
            drop_store(place)
        return Store(NOWHERE)
    return store


def drop_store(place: Path | str) -> None:
    """Forget a damaged one."""
    if place != NOWHERE:
        with contextlib.suppress(OSError):
            Path(place).unlink()
