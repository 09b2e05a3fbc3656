"""Scripts written without spaces: where words begin is known at build time, and decides what an unfinished query means."""

from __future__ import annotations

from random import Random

import pytest

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.analysis import analyse
from helploop.search.encoding import level_of
from helploop.search.index import index_files
from helploop.search.korean import noun_ends
from helploop.search.parts import parse_part, text_parts
from helploop.search.query import parse_query
from helploop.search.ranking import rank
from helploop.search.reference import Reference
from helploop.search.segments import NOTHING, borders_in, edges
from helploop.search.tokens import gram_runs, is_gram, tokenize
from search.node import needs_node, run_client

#: Words as a dictionary has them, with bars between, and what is known of each piece: 2 no word ends within it, 4 one begins
#: and 8 one ends with it, and 1 if nothing that belongs to it goes on.
KNOWN = [
    ("検索|機能|を|使う", [15, 0, 15, 9, 4, 15]),
    ("執行|順序", [15, 0, 15]),
    ("검색어 기능", [6, 11, 15]),
    ("データ API データ", [6, 11, 0, 6, 11]),
    ("plain words", []),
    ("😀 検索|機能", [0, 15, 0, 15]),
    ("설정을 설정하려면 설정파일", [14, 11, 14, 2, 2, 11, 6, 10, 11]),  # a Korean noun ends before what is added to it
    ("사용자에게 프로파일들은", [6, 10, 2, 11, 6, 2, 10, 10, 11]),
]
ANSWERS = """
const search = await client.open("/", "ja", { get: async (path) => data.files[path.split("?")[0]] });
return (await search.query(data.query)).map(({ url }) => url);
"""


def _page(name: str, text: str) -> SearchDocument:
    return SearchDocument(id=name, url=f"{name}/", title=name, language="ja", sections=(Section("", "", text),))


def _read(signs: str) -> list[int]:
    return [ord(sign) - NOTHING for sign in signs]


@pytest.mark.parametrize(("words", "known"), KNOWN)
def test_what_is_known_of_borders_has_a_sign_for_each_token(words, known):
    assert _read(edges([words.replace("|", "")])) == known


def _plainly(texts: list[str]) -> list[int]:
    """Token by token: borders lie before and behind a run, and where words meet in it; Korean nouns end earlier, too."""
    known = []
    for text in texts:
        borders, closings = set[int](), set[int]()
        for start, run, _ in gram_runs(text):
            borders |= {start + place for place in (0, *borders_in(run), len(run))}
            closings |= {start + place for place in noun_ends(run)}
        for token in tokenize(text):
            inside = any(place in borders for place in range(token.start + 1, token.end))
            begins, ends, closes = token.start in borders, token.end in borders, token.end in borders | closings
            all_of_it = 15 if token.is_joined else ends + 2 * (not inside) + 4 * begins + 8 * closes
            known.append(all_of_it * is_gram(token.term))
    while known and not known[-1]:
        known.pop()
    return known


@pytest.mark.parametrize("seed", range(60))
def test_signs_fit_the_tokens_of_any_text(seed):
    random = Random(seed)
    pieces = "検索 機能 の を 使う ｶﾅ 资料 ค้นหา ข้อมูล 검색 기능을 기능하는 word é C# .NET node.js 1.2 - _ . # + 😀 \u200d \u0301".split()
    texts = ["".join(random.choices([*pieces, " ", "\n"], k=random.randint(0, 12))) for _ in range(3)]
    assert _read(edges(texts)) == _plainly(texts)


def test_signs_go_on_from_text_to_text():
    assert _read(edges(["plain words", "検索機能", "more", "検索"])) == [0, 0, 15, 0, 15, 0, 15]


def test_a_text_says_where_words_begin_and_one_in_other_scripts_says_nothing():
    assert parse_part(text_parts(_page("one", "検索機能"))[0]).edges == "?0?"
    assert parse_part(text_parts(_page("one", "Search"))[0]).edges == ""


def test_a_pair_in_which_a_word_ends_and_another_begins_counts_half():
    terms = {
        key[0]: level_of(posting) for key, posting in analyse(_page("one", "検索機能。検索機能。"), "ja").terms.items()
    }
    assert terms["検索"] == terms["機能"] == 6  # twice
    assert terms["索機"] == 0


#: What is asked, the text in which it is a word, and one in which its letters are parts of other words, and more of them.
AS_WORDS = [
    ("파일 설정", "여기서 파일 하나의 설정을 바꿉니다.", "여기서 파일럿 설정과 파일럿 설정을 바꿉니다."),
    ("기능 지원", "이 기능을 지원합니다.", "기능직 지원자."),
    ("大学 案内", "この大学から案内が届きます。", "大学院案内。大学院案内。"),
    ("中国 历史", "这里介绍中国悠久的历史。", "中国人历史。中国人历史。"),
    ("設定 機", "設定の説明。とても便利な機能と機能と機能について。", "設定の説明。有機物と有機物と有機物について。"),
]


@needs_node
@pytest.mark.parametrize(("query", "word", "part"), AS_WORDS)
def test_a_word_is_found_before_its_letters_in_another_word(tmp_path, query, word, part):
    pages = [_page("part", part), _page("word", word)]
    reference = Reference((analyse(page, "ja") for page in pages), "ja")
    assert [hit.url for hit in rank(reference, query)[1]] == ["word/", "part/"]
    files = {f"/search/ja/{path}": content.decode() for path, content in index_files(pages, "ja").items()}
    assert run_client(tmp_path, ANSWERS, {"files": files, "query": query}) == ["/word/", "/part/"]


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("검색", {"검색": 6}),  # it may go on
        ("검색 ", {"검색": 15}),
        ("검색어를", {"검색": 6, "색어": 2, "어를": 2}),
        ("검색어 찾기", {"검색": 6, "색어": 11, "찾기": 6}),
        ("검색 검색어", {"검색": 6, "색어": 2}),  # what all of them ask
        ("search 검색", {"search": 0, "검색": 6}),
    ],
)
def test_a_query_asks_for_the_borders_of_its_own_words(query, ends):
    assert {word.token.term: word.ends for word in parse_query(query)} == ends


@pytest.mark.parametrize(
    "word",
    "파일을 파일들은 파일에서는 파일로부터 파일이라도 파일입니다 파일하다 파일했습니다 파일되면 파일시켜 파일으로써만 파일에게까지도".split(),
)
def test_what_grammar_adds_to_a_korean_noun_stands_behind_its_end(word):
    assert min(noun_ends(word)) == len("파일")


@pytest.mark.parametrize("word", ["파일", "파일럿", "파일명", "파일관리자", "파일" + "이나" * 5000 + "명"])
def test_other_words_behind_a_korean_noun_are_part_of_it(word):
    assert len("파일") not in noun_ends(word)
