"""Who searches waits for at most three answers in a row, whatever was asked and whatever is here already."""

from __future__ import annotations

from random import Random

import pytest

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.search import index, lines
from search.node import needs_node, run_client

ROUNDS = """
let waiting = [];
const get = (path) => new Promise((answer) => waiting.push(() => answer(data.files[path.split("?")[0]])));
const quiet = async () => {
  for (let i = 0; i < 5; i++) await new Promise((done) => setTimeout(done));
};
// How often somebody waits: all that is asked for while nothing arrives comes at once.
async function rounds(work) {
  let done = false;
  work.finally(() => (done = true));
  for (let count = 0; ; ) {
    await quiet();
    if (done) return count;
    if (waiting.length) count++;
    const batch = waiting;
    waiting = [];
    batch.forEach((answer) => answer());
  }
}
const results = [];
for (const texts of data.sessions) {
  const opening = client.open("/", "en", { get });
  await rounds(opening);
  const search = await opening;
  for (const text of texts) results.push(await rounds(search.query(text)));
}
return results;
"""
LETTERS = "abcdefghij"
FETCHED = """
const results = [];
for (const text of data.queries) {
  let bytes = 0;
  const get = async (path) => {
    const name = path.split("?")[0];
    if ("wcdm".includes(name.split("/")[3][0])) bytes += data.files[name].length;
    return data.files[name];
  };
  const search = await client.open("/", "en", { get });
  const found = await search.query(text);
  results.push([bytes, found[0]?.title]);
}
return results;
"""


def _slip(random: Random, word: str) -> str:
    at = random.randrange(len(word))
    return word[:at] + random.choice(["", random.choice(LETTERS), word[at] * 2]) + word[at + 1 :]


@needs_node
@pytest.mark.parametrize("seed", range(3))
def test_no_query_waits_four_times(tmp_path, monkeypatch, seed):
    random = Random(seed)
    monkeypatch.setattr(index, "shard_size", lambda *_: 300)
    monkeypatch.setattr(index, "LARGE", random.choice([0, 2000]))
    monkeypatch.setattr(lines, "COMMON", 12)
    vocabulary = ["".join(random.choices(LETTERS, k=random.randint(2, 11))) for _ in range(300)]
    documents = [
        SearchDocument(
            id=f"d{number}", url=f"d{number}/", title=" ".join(random.choices(vocabulary, k=3)), language="en",
            kind=random.choice(list(DocumentKind)), sections=(Section("", "", " ".join(random.choices(vocabulary, k=60))),),
        )
        for number in range(30)
    ]  # fmt: skip
    files = {f"/search/en/{path}": data.decode() for path, data in index.index_files(documents, "en").items()}
    sessions = []
    for words in range(1, 9):
        asked = [random.choices(vocabulary, k=words) for _ in range(6)]
        known = random.choice([0, 1, 2])
        slipped = [[word if n < known else _slip(random, word) for n, word in enumerate(each)] for each in asked]
        sessions += [[" ".join(random.sample(each, words))] for each in slipped]
        sessions.append([" ".join(each) for each in [*asked, *slipped]])
    found = run_client(tmp_path, ROUNDS, {"files": files, "sessions": sessions})
    assert max(found) == 3


@needs_node
@pytest.mark.parametrize("large", [0, 2000])
def test_a_long_query_costs_no_more_than_a_question(tmp_path, monkeypatch, large):
    random = Random(large)
    monkeypatch.setattr(index, "LARGE", large)
    vocabulary = ["".join(random.choices(LETTERS, k=random.randint(5, 9))) for _ in range(3000)]
    texts = [random.sample(vocabulary, 60) for _ in range(200)]
    documents = [
        SearchDocument(
            id=f"d{number}", url=f"d{number}/", title=f"Page {number}", language="en",
            sections=(Section("", "", " ".join(words)),),
        )
        for number, words in enumerate(texts)
    ]  # fmt: skip
    files = {f"/search/en/{path}": data.decode() for path, data in index.index_files(documents, "en").items()}
    queries = [" ".join(texts[0][:count]) + "." for count in (9, 20, 40)]
    question, sentence, paragraph = run_client(tmp_path, FETCHED, {"files": files, "queries": queries})
    assert {question[1], sentence[1], paragraph[1]} == {"Page 0"}
    assert 0 < max(sentence[0], paragraph[0]) < 1.5 * question[0]


@needs_node
@pytest.mark.parametrize("large", [0, 2000])
def test_many_misspelt_words_ask_the_dictionary_for_two_at_most(tmp_path, monkeypatch, large):
    random = Random(large)
    monkeypatch.setattr(index, "LARGE", large)
    monkeypatch.setattr(index, "shard_size", lambda *_: 400)
    vocabulary = ["".join(random.choices(LETTERS, k=random.randint(5, 11))) for _ in range(600)]
    documents = [
        SearchDocument(
            id=f"d{number}", url=f"d{number}/", title=f"Page {number}", language="en",
            sections=(Section("", "", " ".join(random.sample(vocabulary, 60))),),
        )
        for number in range(100)
    ]  # fmt: skip
    files = {f"/search/en/{path}": data.decode() for path, data in index.index_files(documents, "en").items()}
    asked = [[_slip(random, word) for word in random.sample(vocabulary, 3 + n % 4)] for n in range(40)]
    queries = [" ".join(words) + "." for words in [*asked, *([word] for words in asked for word in words)]]
    costs = iter(run_client(tmp_path, FETCHED.replace("wcdm", "dm"), {"files": files, "queries": queries}))
    together = [next(costs)[0] for _ in asked]
    alone = [sorted(next(costs)[0] for _ in words) for words in asked]
    assert max(together) > 0
    for words, cost, each in zip(asked, together, alone, strict=True):
        assert cost <= sum(each[-2:]), words
