"""What a query fetches has a bound, and the dearest query that a site can be asked keeps it."""

from __future__ import annotations

import gzip
import json
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search import index
from helploop.search.assets import search_assets
from helploop.search.budget import (
    COLD,
    COLD_IN_PIECES,
    FURTHER,
    TEXTS,
    UNIT,
    Measure,
    budget,
    cold,
    doublings,
    part_size,
)
from search.node import needs_node, run_client

BEGINNINGS = "con inter trans sqlite counter auto".split()
MIDDLES = ["".join(pair) for pair in product("bdfglmnprtv", "aeio", "dklmnrst")]
ENDS = "ation ating us use ed er ers ing".split()
PAGES = 200
FETCHED = """
const results = [];
for (const text of data.queries) {
  const names = [];
  const get = async (path) => {
    const name = path.split("?")[0].split("/").slice(3).join("/");
    names.push(name);
    return data.files[name];
  };
  const search = await client.open("/", "en", { get });
  await search.query(text, { limit: 8 });
  results.push(names);
}
return results;
"""


def _slip(random: Random, word: str) -> str:
    at = random.randrange(1, len(word) - 1)
    return random.choice([word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]])


def _queries(random: Random, vocabulary: list[str]) -> list[str]:
    """Long and short ones, all misspelt, some or none; the last word often unfinished, down to its first letters."""
    queries = []
    for number in range(160):
        words = random.sample(vocabulary, 1 + number % 12)
        slips = random.choice([0, 1, 3, len(words)])
        words = [_slip(random, word) if at < slips else word for at, word in enumerate(words)]
        words[-1] = words[-1][: random.choice([2, 3, 4, 5, 99])]
        queries.append(" ".join(words))
    return queries


@needs_node
@pytest.mark.parametrize("large", [0, 2000])
def test_the_dearest_query_keeps_within_its_budget(tmp_path, monkeypatch, large):
    random = Random(7)
    monkeypatch.setattr(index, "LARGE", large)
    vocabulary = ["".join(parts) for parts in product(BEGINNINGS, random.sample(MIDDLES, 120), ENDS)]
    documents = [
        SearchDocument(
            id=f"d{number}", url=f"d{number}/", title=f"Page {number}", language="en",
            sections=(Section("", "", " ".join(random.sample(vocabulary, 300))),),
        )
        for number in range(PAGES)
    ]  # fmt: skip
    files = index.index_files(documents, "en")
    packed = {path: len(gzip.compress(content, 9)) for path, content in files.items()}
    whole, _, word, _ = json.loads(files["index.json"])["budget"]
    texts = {path: content.decode() for path, content in files.items()}
    queries = _queries(random, vocabulary)
    asked = run_client(tmp_path, FETCHED, {"files": texts, "queries": queries})
    looked_up = [sum(packed[name] for name in names if name[0] in "cwdm") for names in asked]
    dearest = max(looked_up)
    meant = 2 * (2 if large == 0 else 4) * word  # two words of a query are taken for others
    assert dearest <= (whole + meant) * UNIT, queries[looked_up.index(dearest)]
    assert dearest > whole * UNIT / 2  # there are queries that have to be told to stop
    code = sum(len(gzip.compress(content, 9)) for content in search_assets().values())
    assert code + max(sum(packed[name] for name in names) for names in asked) <= dict(COLD)[PAGES]


def test_a_budget_leaves_what_the_header_takes():
    shards = {kind: [SimpleNamespace(start="", size=size) for size in (200, 300, 1600)] for kind in "cwdm"}
    pages = [Measure(200, 1_200, 1)] * 200
    small, large = (budget(pages, shards, header, "en", is_large=False) for header in (9_000, 14_000))
    assert (small.whole - large.whole) * UNIT == pytest.approx(0.38 * 5_000, abs=2 * UNIT)
    assert doublings(shards["w"]) == [0, 0, 1]


def test_a_budget_leaves_what_eight_texts_take():
    """Most words stand in long documents, and lead to their large parts."""
    short, long = Measure(100, 1_000, 1), Measure(6_000, 60_000, 30)
    assert part_size([short] * 60) == 1_000
    assert part_size([long]) == 2_000
    assert part_size([short] * 60 + [long]) == 1_500
    assert part_size([]) == part_size([Measure(0, 0, 1)]) == 0
    shards = {kind: [SimpleNamespace(start="", size=500)] for kind in "cwdm"}
    few, many = (budget([each] * 200, shards, 5_000, "en", is_large=False) for each in (short, long))
    assert (few.whole - many.whole) * UNIT == pytest.approx(TEXTS * 1_000, abs=2 * UNIT)


def test_a_small_index_in_pieces_may_spend_more():
    """A word of Japanese or Thai is several pieces, and 60 kB are promised there at 200 documents."""
    shards = {kind: [SimpleNamespace(start="", size=500)] for kind in "cwdm"}
    pages = [Measure(200, 1_200, 1)] * 200
    spaced, *others = (
        budget(pages, shards, 20_000, language, is_large=False) for language in ("en", "ja", "zh-Hant", "ko", "th")
    )
    for pieces in others:
        assert (pieces.whole - spaced.whole) * UNIT == pytest.approx(10_000, abs=2 * UNIT)
        assert pieces.room > spaced.room
    assert cold(200, COLD_IN_PIECES) + 12_000 < 60_000
    assert [cold(pages, COLD_IN_PIECES) for pages in (1_000, 10_000)] == [cold(1_000), cold(10_000)]


def test_the_bound_of_a_first_query_grows_between_the_sizes_that_are_promised():
    assert [round(cold(pages)) for pages in (0, 1, 200, 1_000, 10_000, 50_000)] == [30_000] * 3 + [45_000] + [
        80_000
    ] * 2
    assert cold(200) < cold(450) < cold(1_000) < cold(3_000) < cold(10_000)
    assert min(bound for _, bound in COLD) > FURTHER
