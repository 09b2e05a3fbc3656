"""An index of which nothing is known: everything counted, and kept for the builds that follow."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from helploop.pipeline.search_chapters import held_chapters, hold, place_chapters
from helploop.pipeline.search_shards import cut_anew
from helploop.search.analysis import key_of_word
from helploop.search.compounds import is_compounding
from helploop.search.encoding import first_posting
from helploop.search.index import function_words
from helploop.search.lines import shard_lines
from helploop.search.merge import Postings, compounds, derive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from helploop.pipeline.search_chapters import Places
    from helploop.pipeline.search_counted import Counted
    from helploop.pipeline.search_index import Wanted
    from helploop.pipeline.search_store import HeldDocument, Store


class _Seen(dict[str, tuple[int, Postings, Callable[[int], None]]]):
    """Each word by the order in which it was met, with its postings and what adds one more."""

    def __missing__(self, word: str) -> tuple[int, Postings, Callable[[int], None]]:
        postings = array("Q")
        found = self[word] = len(self) + 1, postings, postings.append
        return found


def count_all(store: Store, stamp: str, wanted: Wanted) -> tuple[Mapping[int, HeldDocument], Places]:
    """Everything anew."""
    store.clear(stamp)
    seen = _Seen()
    documents: dict[int, HeldDocument] = {}

    def row(number: int, key: str, chapter: int, found: Counted) -> tuple[int, HeldDocument, Iterable[int]]:
        words = list(map(seen.__getitem__, found.words))
        first = first_posting(number)
        for (_, _, add), one in zip(words, found.postings, strict=True):
            add(first | one)
        documents[number] = hold(key, chapter, found)
        return number, documents[number], [word[0] for word in words]

    def rows() -> Iterator[tuple[int, HeldDocument, Iterable[int]]]:
        """In the order of their numbers: further chapters come after all documents, and few documents have any."""
        long: dict[str, Sequence[Counted]] = {}
        keys = place_chapters(wanted, {}).in_order()
        for (number, key, _), (_, chapters) in zip(keys, wanted.load([key for _, key, _ in keys]), strict=True):
            yield row(number, key, 0, chapters[0])
            if len(chapters) > 1:
                long[key] = chapters
        for number, key, chapter in place_chapters(wanted, long).in_order()[len(keys) :]:
            yield row(number, key, chapter, long[key][chapter])

    store.put_documents(rows())
    merged = {key_of_word(word): postings for word, (_, postings, _) in seen.items()}
    seen.clear()
    rows_of_words = ((number, word, found) for number, (word, found) in enumerate(merged.items(), 1))
    store.add_words(rows_of_words, backwards=is_compounding(wanted.language))
    parts = compounds(merged, wanted.language)
    store.put_compounds(parts.items())
    store.finish()
    derive(merged, parts, wanted.language, wanted.synonyms)
    for kind, lines in shard_lines(merged, function_words(wanted.language)):
        store.put_shards(kind, cut_anew(kind, lines), ())
        del lines  # a large site has many
    return documents, place_chapters(wanted, held_chapters(documents.values()))
