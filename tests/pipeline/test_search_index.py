"""An index made from what changed is the index made anew, byte for byte, whatever came before."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.pipeline import search_index
from helploop.pipeline.search_edit import edit_index
from helploop.pipeline.search_index import kept_index_files
from helploop.pipeline.search_store import NOWHERE, Store
from helploop.search import chapters, index, lines
from helploop.search.analysis import analyse

if TYPE_CHECKING:
    from pathlib import Path

from pipeline.searched import SYNONYMS, change, contents, document, wanted


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
    documents["d7"] = replace(old, title=f"{old.title} zzyzx")
    after = keys()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.partition("/")[0] for path in changed} == {"w", "d", "m", "t", "index.json"}
    assert sum(path.startswith(("w/", "d/", "m/")) for path in changed) <= 6


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
