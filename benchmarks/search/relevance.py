"""Success at 1: the share of queries whose first hit is right, by set, kind and language, for each engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.search.engines import Engine
    from benchmarks.search.sets import Corpus

CJK = frozenset("ja ko th zh zh-Hans zh-Hant".split())


class Figures(NamedTuple):
    """Shares by group (a set and a kind of query) and language, and how many queries found nothing."""

    shares: dict[str, dict[str, float]]
    empty: dict[str, int]


def measure(engine: Engine, corpora: Sequence[Corpus], most: int) -> Figures:
    shares: defaultdict[str, dict[str, float]] = defaultdict(dict)
    empty: defaultdict[str, int] = defaultdict(int)
    for corpus in corpora:
        by_kind = defaultdict(list)
        for query in corpus.queries:
            by_kind[query.kind].append(query)
        asked = [query for queries in by_kind.values() for query in queries[:most]]
        right = defaultdict(list)
        for query, ids in zip(asked, engine.ask(corpus, [query.text for query in asked]), strict=True):
            right[query.kind].append(bool(ids) and ids[0] in query.relevant)
            empty[corpus.name] += not ids
        for kind, hits in right.items():
            shares[group(corpus, kind)][corpus.language] = sum(hits) / len(hits)
    return Figures(dict(shares), dict(empty))


def group(corpus: Corpus, kind: str) -> str:
    unspaced = kind != "question" and corpus.language in CJK
    return f"{corpus.name} {kind}" + (" (CJK)" if unspaced else "")


def mean(shares: dict[str, float]) -> float:
    return sum(shares.values()) / len(shares)
