"""Whatever is written in front matter and in the roadmap is read as it stands, or refused with a reason."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import front_matter, roadmap
from helploop.sources.article import Place, parse_article
from helploop.sources.roadmap import parse_roadmap

#: What a file may hold: no control characters, no halves of characters, no line ends of other systems.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029\ufeff")
WORDS = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: any(char.isalnum() for char in text))
LINES = st.lists(
    st.sampled_from(
        "title: A|title: 'B|draft: true|draft: yes|draft|  draft: true|- a|? a|a: b: c|# draft: true|'draft': true|---|...|"
        "|\tx: y|key: |-2|a: !!str x|a: &a b|a: *a|date: 2026-11-20|type: new|notes: |-|\u2028draft: true|x: \x85|\ufeff|{a: b}".split("|")
    )
    | st.text(max_size=30),
    max_size=12,
).map("\n".join)  # fmt: skip


def front(**keys: object) -> str:
    return f"---\n{yaml.safe_dump(keys, allow_unicode=True, sort_keys=False)}---\nText.\n"


@settings(deadline=None, max_examples=80)
@given(WORDS, WORDS, st.lists(WORDS, max_size=4), st.integers(-99, 99), st.booleans())
def test_values_of_any_letters_are_read_as_they_were_written(title, summary, keywords, order, draft) -> None:
    text = front(title=title, summary=summary, keywords=keywords, order=order, draft=draft)
    article, problems = parse_article(text, Place("articles/a.md", "a", "en"))
    assert problems == []
    assert article is not None
    assert (article.title, article.summary, article.order, article.draft) == (title.strip(), summary, order, draft)
    assert article.keywords == tuple(word.strip() for word in keywords)


@settings(deadline=None, max_examples=150)
@given(LINES, st.sampled_from(["---\n{}\n---\nText.\n", "{}", "---\n{}", "\ufeff---\r\n{}\r\n---\r\nx"]))
def test_any_lines_are_an_article_or_a_reason_and_no_draft_becomes_public(lines: str, shape: str) -> None:
    front_matter.check(shape.format(lines.replace("{", "{{").replace("}", "}}")).encode("utf-8", "surrogatepass"))


ITEMS = st.lists(
    st.fixed_dictionaries(
        {"id": st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True), "title": WORDS, "stage": st.sampled_from(["planned", "shipped"])},
        optional={
            "summary": WORDS, "body": WORDS, "tags": st.lists(WORDS, max_size=3), "reason": WORDS,
            "draft": st.booleans(), "requests": st.dictionaries(WORDS, st.integers(0, 10_000_000), max_size=3),
            "target": st.sampled_from(["2027-Q1", "2027-03", "2027"]),
        },
    ),
    max_size=5, unique_by=lambda item: item["id"],
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(ITEMS)
def test_items_of_any_words_are_read_as_they_were_written(items) -> None:
    items = [item for item in items if item["id"] not in roadmap.RESERVED_IDS]
    text = yaml.safe_dump({"items": items}, allow_unicode=True, sort_keys=False)
    found, problems = parse_roadmap(text, "roadmap.yaml", roadmap.SETTINGS)
    assert {problem.code for problem in problems} <= {"empty-roadmap", "email-address", "label"}
    assert found is not None
    public = [item for item in items if not item.get("draft")]
    assert [item.id for item in found.items] == [item["id"] for item in public]
    for item, mine in zip(found.items, public, strict=True):
        assert item.title == mine["title"].strip()
        assert item.summary == mine.get("summary", "").strip()
        assert item.asked == sum(mine.get("requests", {}).values())


@settings(deadline=None, max_examples=60)
@given(LINES)
def test_any_lines_are_a_roadmap_or_a_reason(lines: str) -> None:
    roadmap.check(f"items:\n{lines}\n".encode("utf-8", "surrogatepass"))
