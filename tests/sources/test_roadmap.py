"""`roadmap.yaml` as it is read: everything that may be written, and each mistake with its place and its repair."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helploop.model.roadmap import DEFAULT_STAGES, Confidence
from helploop.model.settings import Settings
from helploop.sources.roadmap import load_roadmap, parse_roadmap
from helploop.sources.roadmap_schema import render_schema
from sources.whole_roadmap import SETTINGS, WHOLE


def item(text: str, settings: Settings = SETTINGS):
    """The problems of one item of which the stage and the id are right."""
    written = "items:\n  - id: a\n    title: A\n    stage: planned\n" + "".join(
        f"    {line}\n" for line in text.split("\n")
    )
    roadmap, problems = parse_roadmap(written, "roadmap.yaml", settings)
    assert roadmap is not None
    return roadmap, [str(problem) for problem in problems]


def test_everything_that_may_be_written_is_read():
    roadmap, problems = parse_roadmap(WHOLE, "roadmap.yaml", SETTINGS)
    assert problems == []
    assert roadmap is not None
    assert [(stage.id, stage.title, stage.color) for stage in roadmap.stages] == [
        ("idea", "Ideas", "#3366cc"),
        ("shipped", "", ""),
    ]
    found = roadmap.items[0]
    assert (found.id, found.stage, found.asked, found.confidence) == (
        "csv-export",
        "idea",
        40,
        Confidence.LOW,
    )
    assert (found.line, found.line_of("target"), found.body_line) == (8, 15, 13)
    assert found.links == ("https://github.com/acme/app/issues/12", "https://example.com/x")
    assert found.reviewed == date(2026, 11, 1)
    assert roadmap.merged_into == {"csv-download": "csv-export"}


def test_a_draft_is_not_part_of_the_roadmap():
    roadmap, _ = parse_roadmap(WHOLE, "roadmap.yaml", SETTINGS)
    assert roadmap is not None
    assert [found.id for found in roadmap.items] == ["csv-export"]
    assert roadmap.hidden == ("secret",)


def test_the_usual_stages_need_not_be_written():
    roadmap, problems = parse_roadmap("items:\n- {id: a, title: A, stage: building}", "roadmap.yaml", SETTINGS)
    assert roadmap is not None
    assert (roadmap.stages, problems) == (DEFAULT_STAGES, [])


#: What stands below a good item, and the whole text of what is said about it.
MISTAKES = {
    "status: planned": "roadmap.yaml:5:5: error[unknown-key]: the key `status` is not known here\n  fix: did you mean `stage`?",
    "requests: -3": (
        "roadmap.yaml:5:5: error[number]: `requests` is `-3`, a whole number of at least 0 and of at most 10000000"
        " was expected\n  fix: write a plain number without quotes"
    ),
    'requests: {form: "12"}': (
        "roadmap.yaml:5:16: error[number]: `form` is `12`, a whole number was expected\n"
        "  fix: write a plain number without quotes"
    ),
    "requests: 1e3": (
        "roadmap.yaml:5:5: error[number]: `requests` is `1e3`, a whole number of at least 0 and of at most 10000000"
        " was expected\n  fix: write a plain number without quotes"
    ),
    "requests: {form: 99999999999}": (
        "roadmap.yaml:5:16: error[number]: `form` is `99999999999`, a whole number of at most 10000000 was expected\n"
        "  fix: write a plain number without quotes"
    ),
    "target: 2026-Q5": (
        "roadmap.yaml:5:5: error[value]: `target` is `2026-Q5`: a quarter, half, month, year or a word was expected\n"
        "  fix: write `2027-Q1`, `2027-H1`, `2027-03` or `2027`"
    ),
    "confidence: hihg": (
        "roadmap.yaml:5:5: error[choice]: `confidence` is `hihg`, one of low, medium, high was expected\n"
        "  fix: did you mean `high`?"
    ),
    "reviewed: 2026-02-30": (
        "roadmap.yaml:5:5: error[date]: `reviewed` is `2026-02-30`, a date as YYYY-MM-DD was expected\n"
        "  fix: write a day that exists, like 2026-11-22"
    ),
    "draft: yes": (
        "roadmap.yaml:5:5: error[bool]: `draft` is `yes`, `true` or `false` was expected\n"
        "  fix: write `draft: true` or `draft: false`"
    ),
    "links: ['javascript:alert(1)']": (
        "roadmap.yaml:5:13: error[link]: the link `javascript:alert(1)` is no web address and no issue\n"
        "  fix: write `https://…` or `owner/repo#12`; `#12` needs `repo_url` in mkdocs.yml"
    ),
    "summary: asked for by ana@example.com": (
        "roadmap.yaml:5:5: error[email-address]: `summary` holds the e-mail address `a…@e…`: all could read it\n"
        "  fix: remove it, or list a support address in `allowed_addresses`"
    ),
    "merged: [a]": (
        "roadmap.yaml:5:5: error[dup-id]: the id `a` stands here a second time (first in roadmap.yaml:2)\n"
        "  fix: give each item its own id; a merged id is no item's"
    ),
    "merged: [Not An Id]": (
        "roadmap.yaml:5:14: error[value]: `merged` is `Not An Id`: small letters, digits and single hyphens were expected,"
        " at most 80\n  fix: write it like `csv-export`"
    ),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_says_where_what_and_how_to_mend_it(text):
    assert item(text)[1] == [MISTAKES[text]]


@pytest.mark.parametrize("text", ["target: soon", "target: 2027", "target: 2027-H1", "target: 2027-12", "requests: 12"])
def test_targets_in_words_and_a_plain_count_are_taken(text):
    roadmap, problems = item(text)
    assert problems == []
    assert len(roadmap.items) == 1


def test_an_allowed_address_may_stand_in_a_text():
    assert item("summary: write to help@example.com")[1] == []


def test_an_issue_number_needs_the_repository():
    assert len(item("links: ['#12']")[1]) == 1
    with_repo = Settings(site_name="Help", repo_url="https://github.com/acme/app/")
    assert item("links: ['#12', 13]", with_repo)[0].items[0].links == (
        "https://github.com/acme/app/issues/12",
        "https://github.com/acme/app/issues/13",
    )


def test_one_bad_item_does_not_hide_the_others():
    text = "items:\n- {id: a, title: A, stage: planed}\n- {id: b, title: B, stage: planned}\n- {id: b, title: C, stage: planned}\n"
    roadmap, problems = parse_roadmap(text, "roadmap.yaml", SETTINGS)
    assert roadmap is not None
    assert [found.title for found in roadmap.items] == ["B"]
    assert [str(problem) for problem in problems] == [
        "roadmap.yaml:2:21: error[stage-unknown]: there is no stage `planed`; stages: exploring, planned, building, shipped,"
        " declined\n  fix: did you mean `planned`?",
        "roadmap.yaml:4:4: error[dup-id]: the id `b` stands here a second time (first in roadmap.yaml:3)\n"
        "  fix: give each item its own id; a merged id is no item's",
    ]


def test_stages_must_have_the_one_that_entries_move_items_to():
    text = "stages:\n- {id: idea, color: red}\n- id: idea2\nitems:\n- {id: a, title: A, stage: idea2}\n"
    _, problems = parse_roadmap(text, "roadmap.yaml", SETTINGS)
    assert [str(problem) for problem in problems] == [
        "roadmap.yaml:2:14: error[value]: `color` is `red`: a colour was expected\n"
        '  fix: write six hexadecimal digits in quotes, like "#3366cc"',
        "roadmap.yaml:1:1: error[stage-missing]: the stages have no `shipped`, where entries of the changelog move items\n"
        "  fix: add `- id: shipped` as the last one",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "roadmap.yaml:1: warning[empty-roadmap]: the roadmap has no items"),
        ("items:\n", "roadmap.yaml:1:1: warning[empty-roadmap]: the roadmap has no items"),
        (
            "- id: a\n",
            "roadmap.yaml:1:1: error[mapping]: the roadmap is a list, `stages:` and `items:` were expected",
        ),
        ("items: [\n", "roadmap.yaml:2:1: error[yaml]: this is not valid YAML"),
        ("items: 3\n", "roadmap.yaml:1:1: error[list]: `items` is no list"),
        (
            "itmes: []\n",
            "roadmap.yaml:1:1: error[unknown-key]: the key `itmes` is not known here\n  fix: did you mean `items`?",
        ),
    ],
)
def test_a_file_that_is_no_roadmap_is_named(text, said):
    _, problems = parse_roadmap(text, "roadmap.yaml", SETTINGS)
    assert str(problems[0]).startswith(said)


def test_a_reserved_id_is_refused():
    _, problems = parse_roadmap("items:\n- {id: tag, title: A, stage: planned}\n", "roadmap.yaml", SETTINGS)
    assert str(problems[0]) == (
        "roadmap.yaml:2:4: error[reserved-slug]: the id `tag` is an address of our own\n  fix: reserved: atom, feed, list, tag"
    )


def test_a_missing_file_is_named(tmp_path):
    roadmap, problems = load_roadmap(tmp_path, SETTINGS)
    assert roadmap is None
    assert [problem.code for problem in problems] == ["unreadable"]


@pytest.mark.parametrize("folder", ["", "plugins/helploop/sources/starter/files"])
def test_the_schema_for_editors_is_the_one_the_models_make(folder):
    root = Path(__file__).parents[2] / folder
    committed = root / "schemas" / "roadmap.schema.json"
    assert committed.read_text(encoding="utf-8") == render_schema(), f"run `helploop loop --schema > {committed}`"
    first = (root / "roadmap.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schemas/roadmap.schema.json"
