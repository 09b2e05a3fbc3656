"""What follows in an index from chapters that came, went or changed: words, their lines, and the shards of these."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from helploop.pipeline.search_chapters import hold
from helploop.pipeline.search_lines import Lines
from helploop.pipeline.search_shards import cut_changed, put_changed
from helploop.search.analysis import key_of_word
from helploop.search.compounds import compound_parts, is_compounding
from helploop.search.encoding import document_of, first_posting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_index import Wanted
    from helploop.pipeline.search_store import HeldDocument, Store
    from helploop.search.analysis import Key
    from helploop.search.merge import Postings


def count_changed(
    store: Store,
    wanted: Wanted,
    held: Mapping[int, HeldDocument],
    found: Mapping[int, tuple[str, int, Counted]],
    gone: Collection[int],
) -> dict[int, HeldDocument]:
    """What follows from chapters that came, went or changed: what is `found` now, by its number, and what is `gone`."""
    documents = {number: document for number, document in held.items() if number not in gone}
    old = [number for number in (*found, *gone) if number in held]
    new: dict[Key, list[int]] = defaultdict(list)
    counted: list[tuple[int, HeldDocument, list[Key]]] = []
    for number, (key, chapter, one) in found.items():
        documents[number] = hold(key, chapter, one)
        terms = [key_of_word(word) for word in one.words]
        counted.append((number, documents[number], terms))
        for word, posting in zip(terms, one.postings, strict=True):
            new[word].append(first_posting(number) | posting)
    before = {word for number in old for word in store.words_of(number)}
    words = _change_words(store, wanted, before, new, frozenset(old))
    store.drop_documents(gone)
    store.put_documents((number, document, [words.ids[word] for word in terms]) for number, document, terms in counted)
    touched = _change_compounds(store, wanted, words)  # before lines: synonyms follow from compounds
    lines = Lines(store, wanted.language, wanted.synonyms)
    for kind, edits in lines.edits(words.changed, touched).items():
        if kind == "c":
            put_changed(store, edits)
        else:
            cut_changed(store, kind, edits)
    return documents


class _Words(NamedTuple):
    """Words whose postings changed, those of them that came or went, and the ids of words that are written again."""

    changed: set[Key]
    moved: set[str]
    ids: dict[Key, int]


def _change_words(
    store: Store, wanted: Wanted, before: Iterable[int], new: Mapping[Key, list[int]], old: frozenset[int]
) -> _Words:
    """Give words their new postings."""
    words = _Words(set(), set(), {})
    known = {number: (word, found) for number, word, found in store.words(before)}
    for word in new:
        if row := store.word(word):
            known[row[0]] = row[1:]
            words.ids[word] = row[0]
        else:
            found = array("Q", sorted(new[word]))
            words.ids[word] = store.add_word(word, found, backwards=is_compounding(wanted.language))
            words.changed.add(word)
            words.moved.add(word[0])
    for number, (word, found) in known.items():
        now = _changed(found, old, new.get(word, ()))
        if now != found:
            store.change_word(number, word, now)
            words.changed.add(word)
            if not now:
                words.moved.add(word[0])
    return words


def _changed(found: Postings, old: Iterable[int], new: Iterable[int]) -> Postings:
    now = array("Q", found)
    for document in old:
        at = bisect_left(now, first_posting(document))
        if at < len(now) and document_of(now[at]) == document:
            del now[at]
    for one in new:
        insort(now, one)
    return now


def _change_compounds(store: Store, wanted: Wanted, words: _Words) -> set[str]:
    """Cut compounds anew where a word came or went; the terms that have other postings by compounds than before."""
    if not is_compounding(wanted.language):
        return set()
    terms = {word[0] for word in words.changed}
    touched = {part for term in terms for part in store.compound(term)}
    for term in sorted({near for moved in words.moved for near in (moved, *store.terms_around(moved))}):
        known = store.compound(term)
        now = compound_parts(term, wanted.language, _Vocabulary(store)) if store.has_term(term) else ()
        if now != known:
            store.put_compounds([(term, now)])
            touched.update(known, now)
    return touched


class _Vocabulary:
    """The terms of an index, as something that can be asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, term: object) -> bool:
        return self._store.has_term(str(term))
