"""All questions of one language to its report: grouped, held against the index, and ranked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helploop.model.gaps import Answering, Gap, LanguageGaps, Planned
from helploop.model.question import Origin
from helploop.model.search_document import DocumentKind
from helploop.search.chapters import place_of
from helploop.search.gaps.coverage import ANSWERS, PLANS, PLANS_WELL, Coverage
from helploop.search.gaps.groups import group_bags, rarities
from helploop.search.gaps.missing_topics import join_by_missing_word
from helploop.search.gaps.missing_words import find_missing_words
from helploop.search.gaps.views import view_questions
from helploop.search.gaps.words import bags_of
from helploop.search.parts import parse_part
from helploop.search.tokens import is_gram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.model.question import Question
    from helploop.search.gaps.asked import Asked
    from helploop.search.gaps.coverage import Held
    from helploop.search.gaps.evidence import Evidences
    from helploop.search.gaps.groups import Group
    from helploop.search.parts import Part

ALSO = 4
REASONS = 3
WORDS = 8
#: From this share on an article is named as the nearest.
NEAR = 0.3
LONGEST = 140
#: Below this nobody knows yet whether those who asked found enough in an article that has all their words by the way.
FEWEST_DOUBTS = 3
#: In a log of many questions, one asked once is nobody else's.
FEWEST, MANY = 2, 100


@dataclass(frozen=True, slots=True)
class Judged:
    """A group with the article that has most of it, the item that would answer, and whether it is answered."""

    group: Group
    article: int
    share: float
    item: int
    has_all: bool
    """Whether the article has all words of it, be it by the way."""

    @property
    def is_answered(self) -> bool:
        """Whether an article answers it."""
        return self.share >= ANSWERS or (self.has_all and self.group.asked < FEWEST_DOUBTS)

    @property
    def is_near(self) -> bool:
        """Whether an article has so much of it that somebody may want to look there."""
        return self.article >= 0 and (self.share >= NEAR or self.has_all)


def find_gaps(asked: Asked, index: Evidences, limit: int = 20) -> LanguageGaps:
    """The report of a language; each of its lists has at most `limit` rows."""
    views = view_questions(asked.questions, asked.language, asked.synonyms)
    texts = [view.shown for view in views]
    times = [question.times for question in asked.questions]
    known = {key[2] or key[0] for key in index.merged}
    bags, lexicon = bags_of(
        [(view.text, count) for view, count in zip(views, times, strict=True)], asked.language, known, asked.synonyms
    )
    coverage = Coverage(index, lexicon, rarities(bags, times))
    groups = join_by_missing_word(group_bags(bags, times, coverage.weights()), coverage)
    judged = [_judge(group, coverage) for group in groups]
    fewest = FEWEST if sum(times) >= MANY else 1
    open_ = sorted(
        (each for each in judged if not each.is_answered and each.group.asked >= fewest),
        key=lambda each: (-each.group.asked * (1 - each.share) ** 2, each.group.members),
    )
    return LanguageGaps(
        language=asked.language,
        asked=sum(times),
        answered=sum(each.group.asked for each in judged if each.is_answered),
        gaps=tuple(_gap(each, asked, texts, coverage) for each in open_[:limit]),
        answers=_answers(judged, asked, index)[:limit],
        words=find_missing_words(asked, list(zip(texts, bags, strict=True)), groups, coverage)[:limit],
        planned=_planned(judged, index)[:limit],
    )


def _judge(group: Group, coverage: Coverage) -> Judged:
    core = group.core()
    article, held = coverage.best(core)
    return Judged(group, article, held.covered, _item(core, held, coverage), held.has_all)


def _item(core: Mapping[str, float], held: Held, coverage: Coverage) -> int:
    """The planned item that a question is about, by most of its words or by the item's whole title; else -1."""
    item, planned = coverage.best(core, DocumentKind.ITEM)
    if planned.share >= PLANS and planned.score >= PLANS_WELL and planned.covered > held.covered:
        return item
    return coverage.named(core) if held.covered < ANSWERS else -1


def _gap(judged: Judged, asked: Asked, texts: Sequence[str], coverage: Coverage) -> Gap:
    group, index = judged.group, coverage.index
    questions = [asked.questions[number] for number in group.members]
    by_origin: Counter[Origin] = Counter()
    for question in questions:
        by_origin[question.origin] += question.times
    wordings = _wordings(questions, [texts[number] for number in group.members])
    core = sorted(group.core().items(), key=lambda item: (-item[1], item[0]))
    words = [coverage.lexicon.shown(word) for word, _ in core if not is_gram(word)]
    return Gap(
        language=asked.language,
        question=wordings[0],
        asked=group.asked,
        searches=by_origin[Origin.SEARCH],
        tickets=by_origin[Origin.TICKET],
        also=tuple(wordings[1 : 1 + ALSO]),
        words=tuple(words[:WORDS]),
        nearest=index.documents[judged.article].id if judged.is_near else "",
        covered=round(judged.share, 2),
        in_passing=judged.has_all,
        item=index.documents[judged.item].id.removeprefix("roadmap/") if judged.item >= 0 else "",
    )


def _wordings(questions: Sequence[Question], texts: Sequence[str]) -> list[str]:
    """How a question was put, the most usual way first; a search is shorter than a message, so it goes first."""
    counted: Counter[tuple[bool, str]] = Counter()
    shown: dict[str, str] = {}
    for question, said in zip(questions, texts, strict=True):
        text = " ".join(said.split()).rstrip(" ?？؟!.。…")
        text = text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
        shown.setdefault(text.casefold(), text)
        counted[question.origin is Origin.TICKET, text.casefold()] += question.times
    usual = Counter(word for _, text in counted for word in set(text.split()))
    rarest = {text: min((usual[word] for word in text.split()), default=0) for _, text in counted}
    order = sorted(
        counted,  # of two equally usual ways the one without a slip in it
        key=lambda key: (-counted[key] * (1 if key[0] else 2), -rarest[key[1]], len(key[1]), key[1]),
    )
    return list(dict.fromkeys(shown[text] for _, text in order))


def _answers(judged: Sequence[Judged], asked: Asked, index: Evidences) -> tuple[Answering, ...]:
    answered: Counter[str] = Counter()
    for each in judged:
        if each.is_answered:
            answered[index.documents[each.article].id] += each.group.asked
    opened = Counter(name for each in asked.openings if (name := asked.names.get(each.article)))
    yes, no = Counter[str](), Counter[str]()
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for vote in asked.votes:
        if name := asked.names.get(vote.article):
            (yes if vote.helpful else no)[name] += vote.is_counted
            if not vote.helpful and vote.reason:
                reasons[name].append(vote.reason[:LONGEST])
    rows = []
    for number, document in index.documents.items():
        if number != place_of(index.runs, number)[0]:
            continue
        counts = (answered[document.id], opened[document.id], yes[document.id], no[document.id])
        if document.kind == DocumentKind.ARTICLE and any(counts):
            page = parse_part(document.parts[0])
            why = tuple(reason for reason, _ in Counter(reasons[document.id]).most_common(REASONS))
            rows.append(_answering(document.id, page, counts, why))
    return tuple(sorted(rows, key=lambda row: (-(row.asked + row.opened), -(row.helpful + row.unhelpful), row.id)))


def _answering(name: str, page: Part, counts: tuple[int, int, int, int], why: tuple[str, ...]) -> Answering:
    answered, opened, yes, no = counts
    return Answering(
        id=name,
        title=page.title,
        url=page.url,
        asked=answered,
        opened=opened,
        helpful=yes,
        unhelpful=no,
        reasons=why,
    )


def _planned(judged: Sequence[Judged], index: Evidences) -> tuple[Planned, ...]:
    asked: Counter[int] = Counter()
    for each in judged:
        if each.item >= 0:
            asked[place_of(index.runs, each.item)[0]] += each.group.asked
    rows = []
    for number, count in asked.items():
        page = parse_part(index.documents[number].parts[0])
        name = index.documents[number].id.removeprefix("roadmap/")
        rows.append(Planned(id=name, title=page.title, url=page.url, stage=page.stage, asked=count))
    return tuple(sorted(rows, key=lambda row: (-row.asked, row.id)))
