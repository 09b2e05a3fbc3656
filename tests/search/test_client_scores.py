"""Sharding changes nothing: the client's scores are those of a slow and plain reference."""

from __future__ import annotations

from random import Random
from unicodedata import normalize

import pytest

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.search import chapters, index, lines, parts, reference
from helploop.search.analysis import analyse
from helploop.search.index import index_files
from helploop.search.ranking import rank
from helploop.search.reference import Reference
from helploop.search.similar import similar_queries
from search.node import needs_node, run_client

SYLLABLES = [
    "ka",
    "to",
    "mi",
    "ren",
    "stu",
    "al",
    "pro",
    "ing",
    "é",
    "ss",
    "ung",
    "y",
    "s",
    "日本",
    "語",
    "ไทย",
    "한국",
    "😀",
    "-",
    ".",
]
QUERY = """
const results = [];
for (const { files, language, queries } of data) {
  const shards = await client.openShards("", async (path) => files[path.split("?")[0]]);
  for (const text of queries) {
    const words = client.spare(shards, client.parseQuery(text));
    const matches = await Promise.all(words.map((word) => client.matchWord(shards, word)));
    await Promise.all(matches.map(({ seek }) => seek?.()));
    const hits = (await client.scoreDocuments(matches, shards.head, () => {})).sort(client.byScore);
    results.push(hits.map((hit) => [hit.document, hit.score]));
  }
}
return results;
"""
ANSWERS = """
const search = await client.open("/", "de", { get: async (path) => data.files[path.split("?")[0]] });
const results = [];
for (const text of data.queries) {
  const found = await search.query(text, { limit: 50 });
  results.push(found.map((hit) => [hit.url, hit.section, hit.score]));
}
return results;
"""
INNER = "openShards, parseQuery, spare, matchWord, scoreDocuments, byScore"


def _words(random):
    return ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(60)]


def _words_alike(random):
    """Words of which many begin and end alike: a slip leads to more files than are fetched."""
    ends = [*SYLLABLES[:8], "toren", "mistu"]
    return [
        f"{random.choice(['pro', 'stualmi'])}{''.join(random.choices(ends, k=2))}{random.choice(['', 'kaning'])}"
        for _ in range(90)
    ]


def _words_together(random):
    """Sentences without spaces: where words begin in them matters, and a query ends in the middle of one."""
    words = "検索 機能 の を 使う 設定 有機 化合物 執行 順序 资料 缓存 ค้นหา ข้อมูล 검색 기능 ka".split()
    return ["".join(random.choices(words, k=random.randint(1, 5))) for _ in range(60)]


def _corpus(random, vocabulary):
    def text(most):
        return " ".join(random.choices(vocabulary, k=random.randint(0, most)))

    return [
        SearchDocument(
            id=f"d{number:02}",
            url=f"d{number}/",
            title=text(4),
            language=random.choice(["en", "en", "de"]),
            kind=random.choice([DocumentKind.ARTICLE, DocumentKind.ENTRY, DocumentKind.ITEM]),
            keywords=tuple(text(2).split()),
            summary=text(8),
            sections=tuple(Section(f"s{i}", text(3), text(150)) for i in range(random.randint(0, 4))),
        )
        for number in range(random.randint(1, 40))
    ]


def _queries(random, vocabulary):
    queries = []
    for _ in range(25):
        words = random.choices(vocabulary, k=random.randint(1, 5))
        words = [random.choice([word, word, word.title()]) for word in words]
        letters = list(" ".join(words))
        for _ in range(random.randint(0, 2)):
            at = random.randrange(len(letters))
            letters[at : at + random.randint(0, 1)] = random.choice(["", "x", "k", letters[at] * 2])
        queries.append("".join(letters)[: random.randint(2, 60)])
    many = [Random(number).choices(vocabulary, k=random.choice([10, 10, 30])) for number in range(8)]
    return queries + [" ".join(words)[:399] + random.choice(["", "."]) for words in many]


@needs_node
@pytest.mark.parametrize("make", [_words, _words_alike, _words_together])
@pytest.mark.parametrize("seed", range(6))
def test_client_scores_equal_the_reference(tmp_path, monkeypatch, seed, make):
    random = Random(seed)
    size = random.choice([90, 400])
    monkeypatch.setattr(index, "shard_size", lambda *_: size)
    monkeypatch.setattr(lines, "MOST_POSTINGS", random.choice([5, 1500]))
    monkeypatch.setattr(lines, "COMMON", random.choice([4, 12, 300]))
    monkeypatch.setattr(index, "LARGE", random.choice([0, 2000]))
    monkeypatch.setattr(lines, "MOST_FUNCTION_POSTINGS", random.choice([2, 200]))
    monkeypatch.setattr(index, "PRICE_UNIT", random.choice([2, 9, 256]))
    monkeypatch.setattr(parts, "PART_BYTES", random.choice([40, 1200]))
    monkeypatch.setattr(chapters, "CHAPTER", random.choice([2, 30]))
    language = random.choice(["en", "de", "tr", "xx"])
    vocabulary = make(random)
    analyses = [analyse(document, language) for document in _corpus(random, vocabulary)]
    terms = sorted({key[0] for analysis in analyses for key in analysis.terms})
    for module in (index, reference):
        monkeypatch.setattr(
            module, "function_words", lambda _: frozenset(Random(seed).sample(terms, min(3, len(terms))))
        )
    synonyms = [random.sample(vocabulary, 2), [" ".join(random.sample(vocabulary, 2)), random.choice(vocabulary)]]
    queries = _queries(random, vocabulary)
    files = {path: content.decode() for path, content in index.build(analyses, language, synonyms=synonyms).items()}
    found = run_client(tmp_path, QUERY, [{"files": files, "language": language, "queries": queries}], exports=INNER)
    slow = Reference(analyses, language, synonyms)
    for query, hits in zip(queries, found, strict=True):
        expected = {score.document: score.score for score in slow.search(query)}
        assert dict(map(tuple, hits)) == pytest.approx(expected, rel=1e-9), query


@needs_node
@pytest.mark.parametrize("make", [_words, _words_together])
@pytest.mark.parametrize("seed", range(4))
def test_the_order_a_reader_sees_is_that_of_the_reference(tmp_path, monkeypatch, seed, make):
    random = Random(seed)
    monkeypatch.setattr(parts, "PART_BYTES", random.choice([40, 1200]))
    monkeypatch.setattr(chapters, "CHAPTER", random.choice([2, 30]))
    vocabulary = make(random)
    analyses = [analyse(document, "de") for document in _corpus(random, vocabulary)]
    queries = _queries(random, vocabulary)
    files = {f"/search/de/{path}": content.decode() for path, content in index.build(analyses, "de").items()}
    found = run_client(tmp_path, ANSWERS, {"files": files, "queries": queries})
    slow = Reference(analyses, "de")
    for query, answers in zip(queries, found, strict=True):
        expected = {(f"/{hit.address}", hit.section): hit.score for hit in rank(slow, query, 50)[1]}
        assert {(url, section): score for url, section, score in answers} == pytest.approx(expected, rel=1e-9), query


TOGETHER = """
const search = await client.open("/", "de", { get: async (path) => data.files[path.split("?")[0]] });
const alone = [];
for (const text of data.queries) alone.push(await search.query(text));
const other = await client.open("/", "de", { get: async (path) => data.files[path.split("?")[0]] });
const given = data.queries.map((text, i) => {
  const leaving = new AbortController();
  const asked = other.query(text + " x", { signal: leaving.signal }).catch(({ name }) => name);
  if (i % 3) setTimeout(() => leaving.abort(), i % 3);
  else leaving.abort();
  return asked;
});
const together = await Promise.all(data.queries.map((text) => other.query(text)));
return [alone, together, await Promise.all(given)];
"""


@needs_node
def test_searches_at_the_same_time_and_given_up_ones_do_not_disturb_each_other(tmp_path):
    random = Random(11)
    vocabulary = _words(random)
    files = {
        f"/search/de/{path}": content.decode()
        for path, content in index_files(_corpus(random, vocabulary), "de").items()
    }
    alone, together, given = run_client(tmp_path, TOGETHER, {"files": files, "queries": _queries(random, vocabulary)})
    assert together == alone
    assert "AbortError" in given


@needs_node
def test_what_shares_no_letter_with_a_word_is_no_result(tmp_path):
    """The stem of `وatom` is *atom*, but the two begin with no letter alike."""
    pages = [
        SearchDocument(id=name, url=f"{name}/", title=name, language="ar", sections=(Section("", "", text),))
        for name, text in (("one", "atom"), ("two", "وatom"))
    ]
    files = {f"/search/de/{path}": content.decode() for path, content in index_files(pages, "ar").items()}
    found = run_client(tmp_path, ANSWERS, {"files": files, "queries": ["atom"]})
    hits = rank(Reference((analyse(page, "ar") for page in pages), "ar"), "atom")[1]
    assert [url for url, *_ in found[0]] == [f"/{hit.url}" for hit in hits] == ["/one/"]


@needs_node
@pytest.mark.parametrize(
    "text", ["비밀번호", "비밀번호를 재설정", "パスワード", "ガイドブック", "Ångström Überblik", "Überblick"]
)
def test_a_query_in_parts_of_letters_is_the_same_query(tmp_path, text):
    """The names of files are written so on some computers, and are pasted into the field."""
    pages = [
        SearchDocument(id=name, url=f"{name}/", title=name, language="ko", sections=(Section("", "", text),))
        for name, text in (("one", "비밀번호 재설정, パスワード, Überblick"), ("two", "ガイドブック Ångström, 비밀"))
    ]
    files = {f"/search/de/{path}": content.decode() for path, content in index_files(pages, "de").items()}
    queries = [text, normalize("NFD", text)]
    whole, parts_of_letters = run_client(tmp_path, ANSWERS, {"files": files, "queries": queries})
    assert parts_of_letters == whole != []
    slow = Reference((analyse(page, "de") for page in pages), "de")
    first, second = (rank(slow, query) for query in queries)
    assert second[1] == first[1]
    expected = [
        similar_queries(slow, query, matches) for query, (matches, _) in zip(queries, [first, second], strict=True)
    ]
    files = {path.replace("/de/", "/en/"): content for path, content in files.items()}
    assert run_client(tmp_path, SIMILAR, {"files": files, "queries": queries}) == expected
    assert expected[0] == expected[1]


SIMILAR = """
const search = await client.open("/", "en", { get: async (path) => data.files[path.split("?")[0]] });
const results = [];
for (const text of data.queries) results.push(await search.similar(text));
return results;
"""


@needs_node
@pytest.mark.parametrize("seed", range(4))
def test_the_command_line_offers_the_words_that_the_box_offers(tmp_path, seed):
    random = Random(seed)
    letters = "abcdefgh"
    vocabulary = ["".join(random.choices(letters, k=random.randint(3, 10))) for _ in range(80)]
    analyses = [analyse(document, "en") for document in _corpus(random, vocabulary)]
    queries = _queries(random, vocabulary) + ["".join(random.choices(letters, k=6)) for _ in range(20)]
    files = {f"/search/en/{path}": content.decode() for path, content in index.build(analyses, "en").items()}
    found = run_client(tmp_path, SIMILAR, {"files": files, "queries": queries})
    slow = Reference(analyses, "en")
    expected = [similar_queries(slow, query, slow.matches(query)) for query in queries]
    assert found == expected
    assert any(expected)
