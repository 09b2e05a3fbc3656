"""An index made from what changed is the index made anew, byte for byte, whatever came before."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

import pytest

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.pipeline import search_index, search_store
from helploop.pipeline.output import key_of
from helploop.pipeline.search_counted import count_document, read_counted
from helploop.pipeline.search_edit import edit_index
from helploop.pipeline.search_index import Wanted, index_files, kept_index_files
from helploop.pipeline.search_store import NOWHERE, Store
from helploop.search import chapters, index, lines
from helploop.search.analysis import analyse
from helploop.search.parts import text_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from helploop.pipeline.search_counted import Counted

WORDS = [
    *("use using used user export exported exports running runs ran café cafe naïve naive re-use e-mail".split()),
    *("daten export datenexport rechnung rechnungen adresse rechnungsadresse haus häuser hausboot boot kopf".split()),
    *("ein eine der die das in und kopfhaus bootshaus 3.11 C# .NET 日本語 索引 ภาษาไทย ไทย 한국어 💡 تصدير".split()),
]
SYNONYMS = (("daten export", "sichern"), ("rechnung", "faktura", "unbekanntes wort"))
Documents = dict[str, SearchDocument]


def document(random: Random, name: str) -> SearchDocument:
    vocabulary = [*WORDS, *(f"{random.choice('bdgkm')}{random.choice('aeio')}{n}" for n in range(40))]

    def text(most: int) -> str:
        return " ".join(random.choices(vocabulary, k=random.randint(0, most)))

    return SearchDocument(
        id=name,
        url=f"{name}/",
        title=text(4),
        language=random.choice(["de", "de", "en"]),
        kind=random.choice([DocumentKind.ARTICLE, DocumentKind.ARTICLE, DocumentKind.ENTRY]),
        keywords=tuple(text(2).split()),
        sections=tuple(Section(f"s{n}", text(3), text(random.choice([3, 200]))) for n in range(random.randint(0, 3))),
    )


def change(random: Random, documents: Documents) -> None:
    """Edits, renames, new pages and deletions."""
    for _ in range(random.randint(1, 3)):
        names = sorted(documents)
        act = random.choice(["edit", "edit", "word", "add", "drop", "rename"])
        name = random.choice(names) if names else "first"
        if act == "add" or not names:
            documents[f"n{random.randrange(10**6)}"] = document(random, f"n{random.randrange(10**6)}")
        elif act == "edit":
            documents[name] = document(random, documents[name].id)
        elif act == "word":
            old = documents[name]
            documents[name] = SearchDocument(
                id=old.id, url=old.url, title=f"{old.title} {random.choice(WORDS)}", language=old.language,
                kind=old.kind, keywords=old.keywords, sections=old.sections,
            )  # fmt: skip
        elif act == "drop":
            del documents[name]
        else:
            documents[f"r{random.randrange(10**6)}"] = documents.pop(name)


def wanted(documents: Documents, language: str, synonyms: object = SYNONYMS) -> Wanted:
    by_key = {sha256(repr(each).encode()).hexdigest(): each for each in documents.values()}
    names = {(str(each.kind), each.id, each.language): key for key, each in by_key.items()}

    def load(keys: Sequence[str]) -> Iterator[tuple[str, Sequence[Counted]]]:
        return ((key, read_counted(count_document(by_key[key], language))) for key in keys)

    return Wanted(language, names, synonyms, load, lambda key: text_parts(by_key[key]))


def contents(store: Store, want: Wanted) -> Mapping[str, bytes]:
    files = list(index_files(store, "stamp", want))
    made = {file.path: file.content() for file in files}
    assert {file.path: file.key for file in files} == {path: key_of(content) for path, content in made.items()}
    return made


@pytest.mark.parametrize("language", ["de", "en", "xx"])
@pytest.mark.parametrize("seed", range(4))
def test_a_changed_index_is_the_index_made_anew(monkeypatch: pytest.MonkeyPatch, seed: int, language: str) -> None:
    random = Random(f"{seed} {language}")
    size = random.choice([60, 200, 700])
    monkeypatch.setattr(search_index, "MOST_CHANGED", 9.0)
    monkeypatch.setattr(lines, "MOST_POSTINGS", random.choice([6, 1500]))
    monkeypatch.setattr(lines, "COMMON", random.choice([3, 8, 300]))
    monkeypatch.setattr(index, "WORD_SHARE", size / 60)
    monkeypatch.setattr(index, "DICTIONARY_SHARE", size / 50)
    monkeypatch.setattr(chapters, "CHAPTER", random.choice([1, 30]))
    documents = {f"d{n}": document(random, f"d{n}") for n in range(random.choice([3, 25]))}
    kept = Store(NOWHERE)
    for _ in range(12):
        want = wanted(documents, language)
        anew = contents(Store(NOWHERE), want)
        assert contents(kept, want) == anew
        change(random, documents)


def test_the_index_is_the_one_that_is_described() -> None:
    random = Random(5)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(40)}
    made = dict(contents(Store(NOWHERE), wanted(documents, "de")))
    plain = dict(index.build([analyse(each, "de") for each in documents.values()], "de", synonyms=SYNONYMS))
    headers = [json.loads(files.pop("index.json")) for files in (made, plain)]
    assert made == plain
    assert {**headers[0], "version": ""} == {**headers[1], "version": ""}


def test_an_edited_page_changes_the_shards_of_its_words_only(tmp_path: Path) -> None:
    random = Random(9)
    documents = {f"d{n}": document(random, f"d{n}") for n in range(120)}
    place = tmp_path / "search.sqlite"

    def keys() -> dict[str, str]:
        return {file.path: file.key for file in kept_index_files(place, "stamp", wanted(documents, "en", ()))}

    before = keys()
    old = documents["d7"]
    documents["d7"] = SearchDocument(
        id=old.id, url=old.url, title=f"{old.title} zzyzx", language=old.language, kind=old.kind,
        keywords=old.keywords, sections=old.sections,
    )  # fmt: skip
    after = keys()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.partition("/")[0] for path in changed} == {"w", "d", "m", "t", "index.json"}
    assert sum(path.startswith(("w/", "d/", "m/")) for path in changed) <= 6


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


def plain_page(name: str, text: str) -> SearchDocument:
    return SearchDocument(id=name, url=f"{name}/", title=name, language="de", sections=(Section("", "", text),))


def test_a_synonym_follows_a_word_that_another_page_makes_a_compound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MOST_CHANGED", 9.0)
    documents = {"a": plain_page("a", "Die Rechnungsadresse, unsere Rechnungsadresse."), "b": plain_page("b", "Boot")}
    kept = Store(NOWHERE)
    contents(kept, wanted(documents, "de"))
    documents["b"] = plain_page("b", "Eine Rechnung an die Adresse")
    want = wanted(documents, "de")
    assert contents(kept, want) == contents(Store(NOWHERE), want)


def test_an_edit_of_a_page_with_chapters_is_left_to_a_whole_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chapters, "CHAPTER", 1)
    place = tmp_path / "search.sqlite"
    documents = {name: plain_page(name, "Ein Boot.") for name in "abc"}
    before = documents["b"]
    documents["b"] = long = replace(before, sections=before.sections * 800)
    files = {file.path: file for file in kept_index_files(place, "stamp", wanted(documents, "de", ()))}
    header = files["index.json"].content()
    (number,) = {page for _, _, _, page, _ in json.loads(header)["runs"][1:]}

    def edited(page: SearchDocument) -> object:
        want = wanted({"b": page}, "de", ())
        return edit_index(place, "stamp", want, dict.fromkeys(want.documents.values(), number), header)

    assert edited(before) is None
    assert edited(replace(long, sections=(*long.sections, *long.sections))) is None
    assert edited(long) is not None
