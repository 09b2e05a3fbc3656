"""Scripts written without spaces: where words begin is known at build time, and decides what an unfinished query means."""

from __future__ import annotations

from random import Random

import pytest

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.analysis import analyse
from helploop.search.encoding import level_of
from helploop.search.index import index_files
from helploop.search.parts import parse_part, text_parts
from helploop.search.ranking import rank
from helploop.search.reference import Reference
from helploop.search.segments import borders_in, edges
from helploop.search.tokens import gram_runs, tokenize
from search.node import needs_node, run_client

#: Words as a dictionary has them, with bars between, and the digit of each piece that stands in them: +1 torn, +2 begins.
KNOWN = [
    ("検索|機能|を|使う", "212132"),
    ("執行|順序", "212"),
    ("검색어 기능", "202"),
    ("データ API データ", "200200"),
    ("plain words", ""),
    ("😀 検索|機能", "0212"),
]
ANSWERS = """
const search = await client.open("/", "ja", { get: async (path) => data.files[path.split("?")[0]] });
return (await search.query(data.query)).map(({ url }) => url);
"""


def _page(name: str, text: str) -> SearchDocument:
    return SearchDocument(id=name, url=f"{name}/", title=name, language="ja", sections=(Section("", "", text),))


@pytest.mark.parametrize(("words", "digits"), KNOWN)
def test_what_is_known_of_borders_has_a_digit_for_each_token(words, digits):
    # The last piece of `データ` is only part of it, and zeros at the end say nothing.
    assert edges([words.replace("|", "")]) == digits.rstrip("0")


def _plainly(texts: list[str]) -> str:
    """Token by token: a border lies in it if it lies behind one of its letters but the last."""
    digits = []
    for text in texts:
        begins = {start + place for start, run, _ in gram_runs(text) for place in (0, *borders_in(run))}
        for token in tokenize(text):
            inside = any(place in begins for place in range(token.start + 1, token.end))
            digits.append(str(inside + 2 * (token.start in begins)))
    return "".join(digits).rstrip("0")


@pytest.mark.parametrize("seed", range(60))
def test_digits_fit_the_tokens_of_any_text(seed):
    random = Random(seed)
    pieces = (
        "検索 機能 の を 使う ｶﾅ 资料 ค้นหา ข้อมูล 검색 기능 word é C# .NET node.js 1.2 - _ . # + 😀 \u200d \u0301".split()
    )
    texts = ["".join(random.choices([*pieces, " ", "\n"], k=random.randint(0, 12))) for _ in range(3)]
    assert edges(texts) == _plainly(texts)


def test_digits_go_on_from_text_to_text():
    assert edges(["plain words", "検索機能", "more", "検索"]) == "00" + "212" + "0" + "2"


def test_a_text_says_where_words_begin_and_one_in_other_scripts_says_nothing():
    assert parse_part(text_parts(_page("one", "検索機能"))[0]).edges == "2120".rstrip("0")
    assert parse_part(text_parts(_page("one", "Search"))[0]).edges == ""


def test_a_pair_in_which_a_word_ends_and_another_begins_counts_half():
    terms = {
        key[0]: level_of(posting) for key, posting in analyse(_page("one", "検索機能。検索機能。"), "ja").terms.items()
    }
    assert terms["検索"] == terms["機能"] == 6  # twice
    assert terms["索機"] == 0


@needs_node
def test_an_unfinished_word_means_words_that_begin_so(tmp_path):
    """`機` begins `機能`, and stands in the middle of `有機物`: a pair begins with it in both."""
    pages = [
        _page("inside", "設定の説明。有機物と有機物と有機物について。"),
        _page("begins", "設定の説明。とても便利な機能と機能と機能について。"),
    ]
    reference = Reference((analyse(page, "ja") for page in pages), "ja")
    assert [hit.url for hit in rank(reference, "設定 機")[1]] == ["begins/", "inside/"]
    files = {f"/search/ja/{path}": content.decode() for path, content in index_files(pages, "ja").items()}
    assert run_client(tmp_path, ANSWERS, {"files": files, "query": "設定 機"}) == ["/begins/", "/inside/"]
