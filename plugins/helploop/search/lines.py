"""The lines of an index, from the postings of its words: of words, of common words, and what finds a misspelt one.

What each line says is written in `browser/FORMAT.md`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from helploop.search.borders import is_plain, order
from helploop.search.encoding import at_levels, number, postings, strongest
from helploop.search.shards import Line
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from helploop.search.analysis import Key
    from helploop.search.merge import Merged, Postings

MOST_POSTINGS, MOST_FUNCTION_POSTINGS, MOST_LIKE = 1500, 200, 300
"""A word on more pages keeps those where it counts most: nobody finds a page by it alone. Where it is only like what
was asked for, it keeps fewer: without a bound, the files of rare words that are forms of it were the largest of all."""
COMMON = 300
"""A word on more pages stands for itself: it has a file of its own, and no other forms are looked for. Its level says
whether it is strong; where it is only like what was asked for, it counts on some of the pages where it is."""
WHOLE = "*"
"""What follows the stem in the key of a common word that was asked for itself."""
STRONG, STRONG_FROM = 12, 9
BY_LENGTH = ((2, range(4, 8)), (3, range(6, 10)))
"""How many first letters of a short word stand before the sign of its length, and the lengths that are listed so."""
LONGEST_LISTED = 9
LENGTH_SIGN = 60
"""The code of the sign for no letters; those of short words are capitals, which no term has."""
WORD_LETTERS = 4
"""Words from this length are in the dictionary that typos are looked up in."""


def is_common(pages: int) -> bool:
    """Whether a word on so many pages stands for itself."""
    return pages > COMMON


def reach(term: str, *, is_short: bool = False) -> str | None:
    """The beginning a term shares with the words that are fetched with it; `None` when it is fetched alone.

    A short query can afford to ask for all words with the same four letters.
    """
    if len(term) < WORD_LETTERS or is_gram(term):
        return None
    return term[:5] if len(term) > 5 and not is_short else term[:4]


def shard_lines(merged: Merged, function: frozenset[str]) -> Iterator[tuple[str, list[Line]]]:
    """The sorted lines of each kind of shard. Who lets go of one before the next is made needs the memory of one."""
    yield "w", word_lines(merged, function)
    yield from zip("dm", dictionary_lines(merged), strict=True)
    yield "c", common_lines(merged, function)


def common_lines(merged: Mapping[Key, Postings], function: frozenset[str]) -> list[Line]:
    """All that is said of terms with a word on many pages."""
    terms = {key[0] for key, found in merged.items() if is_common(len(found))}
    keys = _in_order([key for key in merged if key[0] in terms])
    return [Line(key[0], word_rest(key, merged[key], function, is_whole=True)) for key in keys]


def _in_order(keys: Collection[Key]) -> list[Key]:
    is_known = is_plain(key[0] for key in keys) and is_plain(key[1] for key in keys)
    return sorted(keys) if is_known else sorted(keys, key=_place)


def _place(key: Key) -> tuple[bytes, bytes, str]:
    return order(key[0]), order(key[1]), key[2]


def word_lines(merged: Mapping[Key, Postings], function: frozenset[str]) -> list[Line]:
    """A term, its postings, stem and accents, and its relatives from elsewhere."""
    all_forms: defaultdict[str, list[Key]] = defaultdict(list)
    for key in merged:
        all_forms[key[2]].append(key)
    forms = {stem: keys for stem, keys in all_forms.items() if stem and len(keys) > 1}
    rest = {key: word_rest(key, found, function) for key, found in merged.items()}
    return [
        Line(key[0], rest[key], attached(key, forms[key[2]], rest))
        if key[2] in forms and not is_common(len(merged[key]))
        else Line(key[0], rest[key])
        for key in _in_order(merged)
    ]


def attached(key: Key, forms: Iterable[Key], rest: Mapping[Key, str]) -> tuple[str, ...]:
    """Lines of a word's other forms that are not fetched with it."""
    away = [form for form in forms if form is not key and is_away(key[0], form[0])]
    if len(away) < 2:
        return tuple([f"^{form[0]}{rest[form]}" for form in away])
    return tuple(f"^{form[0]}{rest[form]}" for form in sorted(away, key=lambda form: order(form[0] + form[1])))


def is_away(term: str, form: str) -> bool:
    """Whether a form of a word is not fetched with it."""
    beginning = reach(term)
    return form != term and not (beginning and form.startswith(beginning))


def word_rest(key: Key, found: Postings, function: frozenset[str], *, is_whole: bool = False) -> str:
    """What follows the term in its line: the fields, as far as there is something in them."""
    term, surface, stem = key
    shown_stem = ""
    if stem:
        cut_off = 0
        while not stem.startswith(term[: len(term) - cut_off]):
            cut_off += 1
        shown_stem = number(cut_off) + stem[len(term) - cut_off :]
    kept, total = prune(term, found, function, is_whole=is_whole)
    unlisted = str(total) if total != len(kept) else ""
    return f"\t{postings(kept)}\t{shown_stem}\t{surface if surface != term else ''}\t{unlisted}".rstrip("\t")


def prune(term: str, found: Postings, function: frozenset[str], *, is_whole: bool = False) -> tuple[Sequence[int], int]:
    """The postings of a term worth keeping, and how many there were."""
    kept: Sequence[int] = found
    if is_common(len(found)):
        most = MOST_FUNCTION_POSTINGS if term in function else MOST_POSTINGS if is_whole else MOST_LIKE
        if len(found) > most:
            kept = strongest(found, most)
        kept = at_levels(kept, STRONG_FROM, STRONG, 0 if is_whole else None)
    return kept, len(found)


def dictionary_lines(merged: Mapping[Key, Postings]) -> tuple[list[Line], list[Line]]:
    """Every longer word with how common it is, sorted by its letters and by its letters from the end."""
    counts: dict[str, int] = {}
    for (term, _, _), found in merged.items():
        counts[term] = counts.get(term, 0) + len(found)
    rests = _Rests()
    listed = [(term, rests[count]) for term, count in counts.items() if is_listed(term)]
    is_known = is_plain(map(itemgetter(0), listed))
    return _dictionary(listed, is_known=is_known), _dictionary(
        [(term[::-1], rest) for term, rest in listed], is_known=is_known
    )


class _Rests(dict[int, str]):
    """What follows a word in the dictionary, made when first met."""

    def __missing__(self, documents: int) -> str:
        found = self[documents] = dictionary_rest(documents)
        return found


def _dictionary(listed: Iterable[tuple[str, str]], *, is_known: bool) -> list[Line]:
    lines = [Line(key, rest) for letters, rest in listed for key in dictionary_keys(letters)]
    lines.sort(key=itemgetter(0) if is_known else _key_order)
    return lines


def _key_order(line: Line) -> bytes:
    return order(line.key)


def dictionary_keys(letters: str) -> list[str]:
    """Where a word is found in a dictionary: by its first letters; a short one also by fewer and how many it has."""
    count = len(letters)
    if count > LONGEST_LISTED:
        return [letters]
    sign = chr(LENGTH_SIGN + count)
    return [letters, *(letters[:kept] + sign + letters[kept:] for kept, lengths in BY_LENGTH if count in lengths)]


def is_listed(term: str) -> bool:
    """Whether a word is in the dictionary."""
    return len(term) >= WORD_LETTERS and not is_gram(term)


def dictionary_rest(documents: int) -> str:
    """What follows a word in the dictionary: how common it is."""
    return "\t" + number(min(46, round(2 * math.log2(documents))))
