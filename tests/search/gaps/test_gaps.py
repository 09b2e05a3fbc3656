"""Every planted gap is among the first rows, the words that are missing are found, and nothing private is printed."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from built import Page
from conftest import ROOT
from gap_logs import make_log
from helploop.imports.heard import parse_heard
from helploop.model.question import Heard, Origin, Question, join_heard
from helploop.outputs.gaps import render_gaps_json, render_gaps_text
from helploop.outputs.pages.gaps import render_gaps_page
from helploop.pipeline.gaps import find_site_gaps
from helploop.pipeline.search import search_analyses
from helploop.pipeline.tools import open_tools
from helploop.search import chapters, parts
from helploop.search.gaps.evidence import Evidences
from helploop.search.gaps.words import find_typos
from helploop.search.reference import Reference, Word
from helploop.search.tokens import Token
from machine_sites import machines_of

if TYPE_CHECKING:
    from helploop.model.gaps import GapReport, LanguageGaps
    from helploop.pipeline.checked import Checked


@pytest.fixture(scope="module")
def checked() -> Checked:
    return machines_of(ROOT).checked


def report_of(checked: Checked, heard: Heard, limit: int = 20) -> GapReport:
    with open_tools(ROOT, use_cache=False) as tools:
        return find_site_gaps(checked, heard, tools, limit)


@pytest.fixture(scope="module")
def log(checked: Checked):
    answered = {
        tag: [
            words
            for (_, language), article in checked.site.articles.items()
            if language == tag
            for words in (article.title, *article.keywords)
        ]
        for tag in checked.site.settings.tags
    }
    return make_log(answered)


@pytest.fixture(scope="module")
def report(checked: Checked, log) -> GapReport:
    heard = join_heard(
        [parse_heard(log.signals.encode(), "signals.jsonl"), parse_heard(log.tickets.encode(), "tickets.jsonl")]
    )
    assert len(heard.questions) + heard.skipped["without words"] == 7000
    assert heard.problems == ()
    return report_of(checked, heard)


def test_every_planted_gap_is_in_the_first_twenty_rows(report: GapReport, log) -> None:
    for language in report.languages:
        shown = [{text.casefold() for text in (gap.question, *gap.also)} for gap in language.gaps]
        missed = [
            wordings[0] for wordings in log.gaps[language.language] if not any(set(wordings) & texts for texts in shown)
        ]
        assert missed == [], language.language


def test_what_articles_answer_is_no_gap(report: GapReport, checked: Checked) -> None:
    titles = {article.title.casefold() for article in checked.site.articles.values()}
    assert [
        gap.question for language in report.languages for gap in language.gaps if gap.question.casefold() in titles
    ] == []
    english = report.languages[0]
    assert english.answered > 0.6 * english.asked
    assert english.answers[0].asked > english.answers[-1].asked


def test_no_address_and_no_number_is_in_any_output(report: GapReport, checked: Checked) -> None:
    page = render_gaps_page(report, checked.site.settings)
    body = re.sub(r"<style>.*?</style>|<meta[^>]*>|max=\"\d+\" value=\"\d+\"", "", page, flags=re.DOTALL)
    for text in (render_gaps_text(report), render_gaps_json(report), body):
        assert "@" not in text
        assert "customer.example" not in text
        assert "Lopez" not in text
        assert not re.search(r"(?<![\d.])\d[\d ()./-]{6,}\d", text)
        assert not re.search(r"token|IBAN|DE89|7788|A-0", text)


def test_the_same_log_gives_the_same_report_in_any_order(report: GapReport, checked: Checked, log) -> None:
    lines = log.signals.splitlines()
    some = [
        parse_heard("\n".join(part).encode(), "s") for part in (lines[:300], random.Random(1).sample(lines[:300], 300))
    ]
    first, second = (report_of(checked, heard) for heard in some)
    assert [(gap.asked, gap.covered) for gap in first.languages[0].gaps] == [
        (gap.asked, gap.covered) for gap in second.languages[0].gaps
    ]


def asked(*texts: str, times: int = 1) -> Heard:
    return Heard(questions=tuple(Question(title=text, times=times) for text in texts))


def english(checked: Checked, heard: Heard) -> LanguageGaps:
    return next(each for each in report_of(checked, heard).languages if each.language == "en")


def test_paraphrases_forms_and_typos_are_one_question(checked: Checked) -> None:
    found = english(
        checked,
        asked(
            "student discount",
            "student discounts",
            "discount for students",
            "is there a student discount",
            "student dicsount",
            "gift voucher",
        ),
    )
    assert [(gap.asked, gap.question) for gap in found.gaps] == [(5, "student discount"), (1, "gift voucher")]


def test_swapped_letters_make_no_word_of_a_short_one_and_another_letter_does() -> None:
    assert find_typos({"gift": 4, "gfit": 1, "lift": 1, "gifts": 1}, set()) == {"gfit": "gift", "gifts": "gift"}


def test_a_word_no_article_has_is_proposed_for_the_article_that_answers_the_rest(checked: Checked) -> None:
    heard = asked(
        "forwardings after you rename an article",
        "forwardings from old addresses",
        "rename or move a file forwardings",
        "forwardings when addresses change",
        times=3,
    )
    words = {word.word: word.article for word in english(checked, heard).words}
    assert words.get("forwardings") == "write/rename-and-redirect"


def test_a_search_that_broke_off_in_a_word_is_answered_by_what_it_began(checked: Checked) -> None:
    assert english(checked, asked("rename or move an artic", "keep translations curre")).answered == 2


def test_small_talk_is_no_missing_word(checked: Checked) -> None:
    titles = [article.title for (_, language), article in checked.site.articles.items() if language == "en"]
    heard = asked(*(f"gentlemen {title}" for title in titles))
    assert [word.word for word in english(checked, heard).words] == []


def test_a_planned_item_is_named_where_it_would_answer(checked: Checked) -> None:
    found = english(checked, asked("no input breaks it", "what if an input breaks it"))
    assert [row.id for row in found.planned] == ["bad-inputs"]
    assert found.planned[0].asked == 2


def test_a_subject_that_says_nothing_gives_way_to_the_message(checked: Checked) -> None:
    topics = [
        "gift voucher",
        "student discount",
        "gift voucher",
        "kubernetes helm chart",
        "gift voucher",
        "fingerprint login",
    ]
    heard = Heard(
        questions=tuple(
            Question(title="Question", text=f"do you have {topic}?", origin=Origin.TICKET) for topic in topics
        )
    )
    found = english(checked, heard)
    assert (found.gaps[0].question, found.gaps[0].tickets) == ("do you have gift voucher", 3)


def test_a_question_without_a_language_is_told_by_its_words(checked: Checked) -> None:
    heard = asked(
        "wie löse ich einen geschenkgutschein ein",
        "ギフト券はありますか",
        "هل توجد قسيمة هدية",
        "is there a gift voucher",
    )
    assert {
        gap.language: gap.question for language in report_of(checked, heard).languages for gap in language.gaps
    } == {
        "de": "wie löse ich einen geschenkgutschein ein",
        "ja": "ギフト券はありますか",
        "ar": "هل توجد قسيمة هدية",
        "en": "is there a gift voucher",
    }


def test_a_word_the_site_lacks_is_in_the_language_others_asked_it_in(checked: Checked) -> None:
    known = Question(title="geschenkgutschein kaufen", language="de-AT")
    heard = Heard(questions=(known, Question(title="Geschenkgutschein")))
    assert [(language.language, language.asked) for language in report_of(checked, heard).languages] == [("de", 2)]


def test_queries_without_a_language_are_told_apart_by_those_that_say_more(checked: Checked) -> None:
    texts = [
        "Geschenkgutschein",
        "wie löse ich einen Geschenkgutschein ein",
        "gift voucher",
        "how do I use a gift voucher",
    ]
    heard = Heard(questions=tuple(Question(title=text) for text in texts))
    assert [(language.language, language.asked) for language in report_of(checked, heard).languages] == [
        ("en", 2),
        ("de", 2),
    ]


def test_votes_and_openings_are_counted_by_id_and_by_address(checked: Checked) -> None:
    signals = (
        '{"signal":"vote","language":"en","article":"write/keywords","helpful":true}\n'
        '{"signal":"vote","language":"en","article":"write/keywords","helpful":false,"reason":"call 555 123 4567"}\n'
        '{"signal":"open","language":"en","page":"/articles/write/keywords/","query":"synonyms"}\n'
    )
    late = '{"signal":"reason","language":"en","article":"write/keywords","reason":"too long"}\n'
    heard = parse_heard((signals + late + late.replace("too long", "")).encode(), "s")
    row = english(checked, heard).answers[0]
    assert (row.unhelpful, row.reasons) == (1, ("call …", "too long"))
    row = english(checked, parse_heard(signals.encode(), "s")).answers[0]
    assert (row.id, row.opened, row.helpful, row.unhelpful, row.reasons) == ("write/keywords", 1, 1, 1, ("call …",))


def test_a_long_article_is_one_row(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chapters, "CHAPTER", 2)
    monkeypatch.setattr(parts, "PART_BYTES", 200)
    vote = '{"signal":"vote","language":"en","article":"write/keywords","helpful":true}\n'
    with open_tools(ROOT, use_cache=False) as tools:
        index = Evidences(search_analyses(checked, "en", tools), "en")
    assert sum(document.id == "write/keywords" for document in index.documents.values()) > 1
    (row,) = english(checked, parse_heard(vote.encode(), "s")).answers
    assert (row.id, row.helpful) == ("write/keywords", 1)


def test_narrow_lists_find_what_the_whole_index_finds(checked: Checked) -> None:
    with open_tools(ROOT, use_cache=False) as tools:
        analyses = {tag: search_analyses(checked, tag, tools) for tag in ("en", "de", "ja")}
    chance = random.Random(5)
    for tag, documents in analyses.items():
        plain, quick = Reference(documents, tag), Evidences(documents, tag)
        known = sorted({key[:2] for key in plain.merged})
        for term, surface in chance.sample(known, 12):
            place = chance.randrange(len(term))
            for asked_term in (term, term[:place] + term[place + 1 :], term + "s", term[:3]):
                if not asked_term:
                    continue
                word = Word(Token(asked_term, surface if asked_term == term else asked_term, 0, len(asked_term)))
                match = plain.match(word)
                evidence = quick.of(asked_term, word.token.surface)
                assert evidence.rarity == match.rarity, asked_term
                assert {number: best for number, (_, best, _) in evidence.documents.items()} == {
                    number: best for number, (_, best, _) in plain._hits(match.weights).items()
                }


def test_the_page_works_from_a_file_and_shows_texts_as_text(checked: Checked) -> None:
    heard = asked("<script>alert(1)</script> gift voucher", "<script>alert(1)</script> gift voucher")
    page = render_gaps_page(report_of(checked, heard), replace(checked.site.settings, site_url=""))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    policy = Page(page).all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_a_planned_item_is_named_though_the_question_says_more(checked: Checked) -> None:
    query = "at home on windows and macos with arm"
    heard = Heard(questions=(Question(title=query, origin=Origin.SEARCH, language="en"),))
    (found,) = report_of(checked, heard).languages
    assert [item.id for item in found.planned] == ["other-systems"]
