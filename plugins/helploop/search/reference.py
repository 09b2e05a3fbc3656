"""The scores of a query, computed slowly and plainly over all words of all documents, without shards.

What `browser/FORMAT.md` says under "Scores", up to the reading of texts. Tests hold the client to it; the command
`helploop search --explain` shows its sums.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from helploop.search.analysis import STEPS, Key
from helploop.search.borders import order
from helploop.search.chapters import place_of, run_of
from helploop.search.encoding import document_of, level_of, parts_of, postings
from helploop.search.index import cut_lines, function_words, is_large, place, render_header
from helploop.search.lines import WHOLE, dictionary_keys, is_away, is_common, is_listed, prune, reach, shard_lines
from helploop.search.merge import average_length, length_steps, merge
from helploop.search.query import Word, parse_query, units
from helploop.search.ranges import is_single, read_layout
from helploop.search.slips import distance, may_mean, shared_start
from helploop.search.spare import MEANT, checked, spare
from helploop.search.tokens import Token, is_gram

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from helploop.search.analysis import Analysis
    from helploop.search.ranges import Range

MOST_COMPLETIONS = 40
SPARED = math.log(10)
"""How rare a word is taken for that is not looked up."""
FUNCTION = 0.05
"""What a word counts that asks or binds, beside what is asked for."""
MOST_LATE = 1
"""Lost words that may wait for the others."""
MOST_CANDIDATES, MOST_CANDIDATES_OF_MANY = 4, 2
"""Words that a misspelt one may mean, here and in a large index, where each is in a large file."""


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the query with the index's words that answer it."""

    word: Word
    weights: Mapping[Key, float]
    rarity: float
    is_lost: bool = False
    """Whether nothing is known of it: it may be misspelt."""
    is_function: bool = False
    """Whether it asks or binds, rather than say what is looked for."""


@dataclass(frozen=True, slots=True)
class Score:
    """A document and what it scored, by the words of the query."""

    document: int
    score: float
    by_word: Mapping[str, float]
    coverage: float
    part: int


class Reference:
    """An index held in memory, whole."""

    def __init__(self, analyses: Iterable[Analysis], language: str, synonyms: Iterable[Sequence[str]] = ()) -> None:
        self.language = language
        placed = place(analyses, language)
        self.documents = placed.documents
        self.runs = placed.runs
        measures = placed.measures()
        average = average_length([measure.length for measure in measures.values()])
        self.steps = {document: length_steps(measure.length, average) for document, measure in measures.items()}
        self.merged = merge(sorted(placed.documents.items()), language, synonyms)
        self.function_words = function_words(language)
        self.pruned = {key: prune(key[0], found, self.function_words) for key, found in self.merged.items()}
        self.common = frozenset(key[0] for key, found in self.merged.items() if is_common(len(found)))
        for key, found in self.merged.items():
            if key[0] in self.common:
                self.pruned[whole(key)] = prune(key[0], found, self.function_words, is_whole=True)
        cuts = {kind: cut_lines(kind, found) for kind, found in shard_lines(self.merged, self.function_words)}
        self.read_header(json.loads(render_header(language, self.runs, measures, cuts, "")))
        self.count = len(self.documents)
        self.read_terms()

    def read_header(self, header: Mapping[str, Any]) -> None:
        """Take from the header what a query may spend, and where the shards begin."""
        self.layout = read_layout(header)
        self.whole, self.room, *_ = header["budget"]

    def read_terms(self) -> None:
        """Find the words of each term."""
        self.by_term: defaultdict[str, list[Key]] = defaultdict(list)
        for key in self.merged:
            self.by_term[key[0]].append(key)

    def search(self, text: str) -> list[Score]:
        """Every document that answers a query, the best first."""
        return self.score(self.matches(text))

    def matches(self, text: str) -> list[Match]:
        """The words of a query, matched."""
        words = parse_query(normalize("NFC", text)[:400])  # pieces of a run are of whole letters
        spare(words, self.function_words, self.layout, self.whole, self.room)
        return [self.match(word) for word in words]

    def match(self, word: Word, *, is_sought: bool = True) -> Match:
        """A word of a query with the words that answer it; one that is lost may be sought by what it may mean."""
        weights, is_lost = self._weights(word, is_sought=is_sought)
        if word.is_spared:
            weights, is_lost = {(word.token.term, word.token.surface, ""): 1.0}, False
        seldom = SPARED if word.is_spared else math.log((self.count + 1) / (self._count(weights) + 0.5))
        rarity = max(0.01, seldom) ** 0.8
        is_function = word.token.term in self.function_words
        if is_function:
            rarity *= FUNCTION
        return Match(word, weights, rarity * word.share, is_lost, is_function)

    def late(self, matches: Sequence[Match]) -> list[Match]:
        """Lost words of a longer query, which only change the order of the documents that its other words find."""
        usual = self.function_words | self.common
        at_once = checked([match.word for match in matches], usual, is_large=is_large(self.count))
        return [match for match in matches if match.is_lost and all(match.word is not word for word in at_once)]

    def settled(self, matches: Sequence[Match]) -> list[Match]:
        """The same, but of lost words that wait only the longest is taken for another."""
        late = sorted(self.late(matches), key=lambda match: -units(match.word.token.term))
        lost = [each for at, each in enumerate(late) if at >= MOST_LATE or each.word.is_spent]
        return [self.match(each.word, is_sought=False) if each in lost else each for each in matches]

    def score(self, matches: Sequence[Match], only: Collection[int] | None = None) -> list[Score]:
        """Documents by what the matches sum up to, a long one by its best chapter; `only` names those wanted."""
        matches = [match for match in matches if not match.word.is_spared]
        asked = sum(match.rarity for match in matches)
        gained: defaultdict[int, dict[str, float]] = defaultdict(dict)
        covered: defaultdict[int, float] = defaultdict(float)
        together: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        for match in matches:
            for document, (total, best, parts) in self._hits(match.weights).items():
                gained[document][match.word.token.term] = match.rarity * total * 2 / (total + 1)
                covered[document] += match.rarity * math.sqrt(best)
                for part, weight in parts.items():
                    together[document][part] += match.rarity * math.sqrt(weight)
        scores = []
        for document, by_word in gained.items():
            if only is not None and document not in only:
                continue
            part = 0
            for number in sorted(together[document]):
                if together[document][number] > together[document].get(part, 0.0) + 1e-9:
                    part = number
            held = together[document].get(part, 0.0)
            near = 1 + 2 * (held / asked) ** 2
            share = covered[document] / asked
            whole = share * (1 + 0.3 * share**30)
            value = sum(by_word.values()) * whole * near * self._factor(document)
            scores.append(Score(document, value, by_word, share, part))
        pages: dict[int, Score] = {}
        for score in sorted(scores, key=lambda score: (-score.score, score.document)):
            page, _ = place_of(self.runs, score.document)
            pages.setdefault(page, score)
        return list(pages.values())

    def _factor(self, document: int) -> float:
        return run_of(self.runs, document).factor

    def _hits(self, weights: Mapping[Key, float]) -> dict[int, tuple[float, float, dict[int, float]]]:
        hits: dict[int, tuple[float, float, dict[int, float]]] = {}
        for key, weight in weights.items():
            for one in self.pruned[key][0]:
                document, level, parts = document_of(one), level_of(one), parts_of(one)
                total, best, held = hits.get(document, (0.0, 0.0, {}))
                for part in range(parts.bit_length()):
                    if parts >> part & 1:
                        held[part] = max(held.get(part, 0.0), weight)
                x = 2 ** ((level - self.steps[document]) / STEPS)
                hits[document] = (total + weight * x, max(best, weight), held)
        return hits

    def _count(self, weights: Mapping[Key, float]) -> float:
        unlisted = sum((self.pruned[key][1] - len(self.pruned[key][0])) * weight for key, weight in weights.items())
        return unlisted + sum(best for _, best, _ in self._hits(weights).values())

    def _weights(self, word: Word, *, is_sought: bool) -> tuple[dict[Key, float], bool]:
        weights: dict[Key, float] = {}
        near, is_known = self._related(word, weights)
        for term, surface in word.spellings:
            self._related(Word(Token(term, surface, 0, 0), accents=word.accents), weights)
        is_checked = len(word.token.term) >= 4 and not is_gram(word.token.term)
        is_lost = not is_known and is_checked and word.token.term not in self.function_words
        if is_lost and is_sought:
            self._misspelt(word.token.term, near, weights)
        known = {key[0] for key in weights if key[2].endswith(WHOLE)}
        kept = {key: weight for key, weight in weights.items() if key[2].endswith(WHOLE) or key[0] not in known}
        return kept, is_lost

    def own(self, term: str) -> list[Key]:
        """The words of a term that is meant itself."""
        keys = self.by_term.get(term, [])
        return [whole(key) for key in keys] if term in self.common else keys

    def _related(self, word: Word, weights: dict[Key, float]) -> tuple[list[Key], bool]:
        term, surface = word.token.term, word.token.surface
        asked = self.layout.word_ranges(word)
        exact = self.own(term)
        near = [] if asked.is_common else [key for key in self.merged if self.layout.holds(asked.alike, key[0])]
        for key in exact:
            _raise(weights, key, 1 if key[1] == surface else word.accents)
        for key in () if asked.is_common else exact:
            forms = [other for other in self.merged if other[2] == key[2] and other[0] != term] if key[2] else []
            for other in forms:
                if is_away(term, other[0]) or self.layout.holds(asked.alike, other[0]):
                    _raise(weights, other, 0.8 * shared_start(term, other[0]) * weights[key])
        first = [key for key in self.merged if self.layout.holds(asked.first, key[0])]
        begun = [key for key in first if key[0] != term] if asked.is_open else []
        for key in self._completions(begun, asked.becomes):
            spelt = 1 if key[1].startswith(surface) else word.accents
            pair = min(1.0, 0.6 * (((self._listed(begun[0]) if begun else 0) + 1) / (self._listed(key) + 1)) ** 0.1)
            _raise(weights, key, pair if is_single(term) else (units(term) / units(key[0])) ** 0.25 * spelt)
        power = (2 if exact else 2.5) if word.is_short else 3
        for key in near if reach(term) else ():
            _raise(weights, key, 0.8 * shared_start(term, key[0]) ** power)
        return near, bool(exact or (word.is_last and first))

    def _completions(self, begun: list[Key], becomes: Iterable[Range]) -> list[Key]:
        begun.sort(key=lambda key: (-self._listed(key), order(key[0]), order(key[1]), key[2]))
        meant = (key for other in becomes for key in self.own(other.begin))
        return [*begun[:MOST_COMPLETIONS], *meant]

    def _listed(self, key: Key) -> int:
        return len(postings(self.pruned[key][0]))

    def _misspelt(self, term: str, near: Sequence[Key], weights: dict[Key, float]) -> None:
        begun = (key[0] for key in near if key[0].startswith(reach(term) or term))
        close = [(other, 0.6) for other in sorted(set(begun), key=order) if distance(term, other) == 1]
        left = MEANT
        for other, weight in close or self.candidates(term):
            left -= self.layout.common.get(other, 0)
            for key in self.own(other) if left >= 0 else self.by_term[other]:
                _raise(weights, key, weight)

    def candidates(self, term: str) -> list[tuple[str, float]]:
        """Words that a misspelt or unknown one may mean, with their weights, the best first."""
        most = 1 if len(term) < 8 else 2
        found = []
        ranges = list(self.layout.slip_ranges(term))
        for other, keys in self.by_term.items():
            if not is_listed(other) or other == term or not may_mean(term, other) or not self._is_near(other, ranges):
                continue
            slips = distance(term, other)
            weight = 0.6 / slips if slips <= most else 0.0
            if term.startswith(other) or term.endswith(other) or other.endswith(term):
                share = min(len(term), len(other)) / max(len(term), len(other))
                weight = max(weight, 0.5 * share)
            common = min(46, round(2 * math.log2(sum(self.pruned[key][1] for key in keys))))
            if weight:
                found.append((-weight, other[0] != term[0], -common, other))
        nearest = MOST_CANDIDATES_OF_MANY if is_large(self.count) else MOST_CANDIDATES
        return [(other, -weight) for weight, _, _, other in sorted(found)[:nearest]]

    def _is_near(self, other: str, ranges: Iterable[Range]) -> bool:
        keys = {letter: dictionary_keys(letters) for letter, letters in (("d", other), ("m", other[::-1]))}
        return any(self.layout.holds(asked, key) for asked in ranges for key in keys[asked.letter])


def _raise(weights: dict[Key, float], key: Key, weight: float) -> None:
    if weight > weights.get(key, 0.0):
        weights[key] = weight


def whole(key: Key) -> Key:
    """A common word that is meant itself, with all its pages."""
    return key[0], key[1], key[2] + WHOLE
