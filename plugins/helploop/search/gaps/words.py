"""Questions as bags of words that mean the same: forms of a word, its typos and its synonyms count as one.

A word is kept with the form it was most often written in, which is how it is looked up and shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helploop.search.index import function_words
from helploop.search.slips import distance
from helploop.search.stems import strict_stemmer
from helploop.search.tokens import is_gram, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from helploop.search.tokens import Token

#: A word this often written is no typo; one that is this much rarer than its neighbour may be.
COMMON, RARER = 3, 4
SHORTEST_TYPO, SHORTEST_SWAP = 5, 4
"""Letters of a word that may have a slip; two neighbours that are swapped make another word less often."""
LONG_ENOUGH = 6
"""Of shorter words too many are one letter away from one of the site's."""
MOSTLY = 0.5

Form = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Lexicon:
    """The words of a language's questions: what stands for a word, and how it is written most often."""

    language: str
    forms: defaultdict[str, Counter[Form]] = field(default_factory=lambda: defaultdict(Counter))
    same: dict[str, str] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    """How often each word stood at the end, where a search may break off in the middle of one."""
    synonyms: Iterable[Sequence[str]] = ()

    def words_of(self, text: str) -> frozenset[str]:
        """The words of another text, such as a title, as they are in the questions."""
        return frozenset(self.same.get(word, word) for word, _ in _Reader(self.language, self.synonyms).words(text))

    def form(self, word: str) -> Form:
        """Term, surface and other spellings of a word, as most people write it."""
        return min(self.forms[word].items(), key=lambda item: (-item[1], item[0]))[0]

    def is_cut(self, word: str) -> bool:
        """Whether a word may be the beginning of a longer one: most who typed it typed nothing after it."""
        return self.ends[word] >= MOSTLY * sum(self.forms[word].values())

    def shown(self, word: str) -> str:
        """The word as most people write it."""
        return self.form(word)[1]


def bags_of(
    texts: Sequence[tuple[str, int]], language: str, known: Iterable[str], synonyms: Iterable[Sequence[str]] = ()
) -> tuple[list[frozenset[str]], Lexicon]:
    """The bag of each text (given with how often it was asked); `known` are words that are no typos."""
    lexicon = Lexicon(language, synonyms=synonyms)
    counts: Counter[str] = Counter()
    raw: list[set[str]] = []
    reader = _Reader(language, synonyms)
    for text, times in texts:
        bag = set()
        word = ""
        for word, form in reader.words(text):
            lexicon.forms[word][form] += times
            bag.add(word)
        if word and text[-1].isalnum():
            lexicon.ends[word] += times
        counts.update(dict.fromkeys(bag, times))
        raw.append(bag)
    lexicon.same = find_typos(counts, set(known))
    for wrong, right in lexicon.same.items():
        if not lexicon.forms[right]:  # a word of the site that nobody spelt right: the index knows what was meant
            lexicon.forms[right].update(lexicon.forms[wrong])
    return [frozenset(lexicon.same.get(word, word) for word in bag) for bag in raw], lexicon


class _Reader:
    """Texts to words: folded stems, or grams where a script has no spaces; words that only bind are left out."""

    def __init__(self, language: str, synonyms: Iterable[Sequence[str]]) -> None:
        self.function_words = function_words(language)
        stem = strict_stemmer(language)
        self.stem: Callable[[str], str] = stem or (lambda _: "")
        self.synonyms: dict[str, str] = {}
        for group in synonyms:
            words = [found[0] for text in group if len(found := [word for word, _ in self.words(text)]) == 1]
            self.synonyms |= dict.fromkeys(words[1:], words[0]) if words else {}

    def words(self, text: str) -> Iterator[tuple[str, Form]]:
        for token, spellings in _joined_first(tokenize(text)):
            term = token.term
            is_short = len(term) < 2 and term.isascii()
            if term in self.function_words or is_short or (term.isdigit() and len(term) < 3):
                continue
            word = term if is_gram(term) else self.stem(token.surface) or term
            yield self.synonyms.get(word, word), (term, token.surface, spellings)


def _joined_first(tokens: Sequence[Token]) -> Iterator[tuple[Token, tuple[tuple[str, str], ...]]]:
    """Each word once: `e-mail` as `email`, with its parts as other spellings."""
    joined = [token for token in tokens if token.is_joined]
    parts: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    inside = set()
    for number, token in enumerate(tokens):
        around = next((i for i, j in enumerate(joined) if j.start <= token.start and token.end <= j.end), None)
        if around is not None and not token.is_joined:
            parts[around].append((token.term, token.surface))
            inside.add(number)
    for number, token in enumerate(tokens):
        if token.is_joined:
            yield token, tuple(parts[joined.index(token)])
        elif number not in inside:
            yield token, ()


def find_typos(counts: Mapping[str, int], known: set[str]) -> dict[str, str]:
    """Rare words one slip away from a common one, or from one of the site's: what they stand for."""
    right = [word for word in {*counts, *known} if word in known or counts.get(word, 0) >= COMMON]
    near: defaultdict[str, list[str]] = defaultdict(list)
    for word in right:
        for shortened in _shortened(word):
            near[shortened].append(word)
    found = {}
    for word, count in counts.items():
        if word in known or len(word) < SHORTEST_SWAP or is_gram(word) or not word.isalpha():
            continue
        others = {other for shortened in _shortened(word) for other in near.get(shortened, ())} - {word}
        likely = [
            other
            for other in others
            if _is_slip(word, other)
            and _is_likely(counts.get(other, 0), count, is_known=other in known and len(word) >= LONG_ENOUGH)
        ]
        if likely:
            found[word] = min(likely, key=lambda other: (-counts.get(other, 0), other))
    return found


def _is_slip(word: str, other: str) -> bool:
    return (len(word) >= SHORTEST_TYPO or sorted(word) == sorted(other)) and distance(word, other) == 1


def _is_likely(right: int, wrong: int, *, is_known: bool) -> bool:
    """Whether a word written so often was meant for another, written so often: sooner if the site has that one."""
    return right >= RARER * wrong or (is_known and (wrong < COMMON or right >= wrong))


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words one slip apart share one of these."""
    if len(word) < SHORTEST_SWAP:
        return {word}
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
