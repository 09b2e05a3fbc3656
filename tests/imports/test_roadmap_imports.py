from __future__ import annotations

import json

import pytest

from helploop.cli.main import run
from helploop.imports.fider_csv import parse_fider_csv
from helploop.imports.github_issues import parse_github_issues
from helploop.sources.roadmap import load_roadmap
from roadmap_sites import ROADMAP, load, write_site

FIDER = (
    "number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,"
    "response,original_number,original_title,tags\n"
    '1,Dark mode,"Please, with\n  an indented line\nand ""quotes""",2025-01-01,CANARY_Ana,41,3,'
    'planned,,,,,,"ui, theme"\n'
    "2,Größere Schrift,,2025-01-02,CANARY_Bo,7,0,open,,,,,,\n"
    "3,Fax,write to cy@customer.example,2025-01-03,CANARY_Cy,1,0,declined,CANARY_Team,2025-02-01,Nobody has one.,,,\n"
    "4,Night mode,,2025-01-04,CANARY_Di,5,0,duplicate,,,,1,Dark mode,\n"
    "5,ダークモード,,2025-01-05,CANARY_Ed,2,0,open,,,,,,\n"
)


@pytest.fixture
def site(tmp_path):
    (tmp_path / "posts.csv").write_text(FIDER, encoding="utf-8")
    return write_site(tmp_path / "site")


def fider(site, *arguments):
    return run(["import", "fider-csv", str(site.parent / "posts.csv"), "-f", str(site / "mkdocs.yml"), *arguments])


def items_of(site):
    roadmap, problems = load_roadmap(site, load(site).settings)
    assert [problem for problem in problems if problem.is_error] == []
    return roadmap.by_id


def test_a_dry_run_says_all_and_writes_nothing(site, capsys):
    assert fider(site, "--dry-run") == 0
    assert capsys.readouterr().out == (
        "would be added: dark-mode\n"
        "would be added: grossere-schrift\n"
        "would be added: fax-2\n"
        "would be added: fider-5\n"
        "note: fax-2 (fider 3) has this id because `fax` is another's; if both are one wish, move its `requests:` there and"
        " remove it\n"
        "left out: 4: duplicate of 1\n"
        "roadmap.yaml: 4 added, 0 counted anew, 0 as they were (nothing was written: --dry-run)\n"
    )
    assert (site / "roadmap.yaml").read_text() == ROADMAP


def test_posts_become_items_with_their_counts_and_without_people(site):
    assert fider(site, "--public") == 0
    text = (site / "roadmap.yaml").read_text()
    assert text.startswith(ROADMAP)
    assert "CANARY" not in text
    assert "@" not in text
    items = items_of(site)
    dark = items["dark-mode"]
    assert (dark.title, dark.stage, dark.tags, dark.asked) == ("Dark mode", "planned", ("ui", "theme"), 41)
    assert dark.body == 'Please, with\nan indented line\nand "quotes"\n'
    assert (items["fax-2"].stage, items["fax-2"].reason) == ("declined", "Nobody has one.")
    assert items["fider-5"].title == "ダークモード"


def test_imported_items_are_drafts_until_somebody_publishes_them(site):
    assert fider(site) == 0
    assert set(items_of(site)) == {"csv-export", "sso", "fax"}


def test_a_second_import_changes_nothing_and_a_new_count_only_the_count(site, capsys):
    fider(site)
    once = (site / "roadmap.yaml").read_text().replace('title: "Dark mode"', "title: Night and day")
    (site / "roadmap.yaml").write_text(once)
    fider(site)
    assert (site / "roadmap.yaml").read_text() == once
    (site.parent / "posts.csv").write_text(FIDER.replace(",41,", ",43,"))
    capsys.readouterr()
    fider(site)
    assert "counted anew: dark-mode\n" in capsys.readouterr().out
    assert (site / "roadmap.yaml").read_text() == once.replace('"fider 1": 41', '"fider 1": 43')


def test_a_new_project_gets_a_roadmap(site):
    (site / "roadmap.yaml").unlink()
    assert fider(site, "--public") == 0
    assert len(items_of(site)) == 4


@pytest.mark.parametrize(
    "tail",
    [
        "stages:\n  - id: shipped\n  - id: planned\n  - id: exploring\n  - id: declined\n  - id: building\n",
        "# the end\n",
    ],
)
def test_items_stand_in_the_list_whatever_follows_it(site, tail):
    for text in (ROADMAP, ROADMAP.replace("\n  ", "\n")):
        (site / "roadmap.yaml").write_text(text + tail)
        assert fider(site, "--public") == 0
        assert len(items_of(site)) == 7


def test_items_on_one_line_are_refused_with_the_way_out(site, capsys):
    (site / "roadmap.yaml").write_text("items: [{id: a, title: A, stage: planned}]\n")
    assert fider(site) == 1
    assert capsys.readouterr().out.startswith(
        "roadmap.yaml:1: error[list]: the items stand on one line, where nothing can be added\n"
        "  fix: write each item as a block that starts with `- id:`"
    )


def test_a_table_that_is_no_export_is_named():
    problems = parse_fider_csv("number,titel,status\n1,a,open\n", "posts.csv").problems
    assert [str(problem) for problem in problems] == [
        "posts.csv:1: error[missing-column]: there is no column `title`\n  fix: did you mean `titel`?",
        (
            "posts.csv:1: error[missing-column]: there is no column `votes_count`\n"
            "  fix: export the posts from Fider; it writes number, title, status, votes_count"
        ),
    ]
    bad = parse_fider_csv(FIDER.replace(",41,", ",many,"), "posts.csv").problems
    assert str(bad[0]).startswith("posts.csv:4: error[row]: row 1 has no number, no title or no count of votes")


ISSUES = [
    {
        "number": 12,
        "title": "Dark mode",
        "html_url": "https://github.com/acme/app/issues/12",
        "body": "At night.\r\n\r\nCANARY_no @mention ana@customer.example",
        "state": "open",
        "labels": [{"name": "ui"}, {"name": "In progress"}],
        "reactions": {"+1": 9, "total_count": 11},
        "user": {"login": "CANARY_ana"},
        "milestone": {"title": "2027-Q1"},
    },
    {"number": 13, "title": "A patch", "html_url": "https://github.com/acme/app/pull/13", "pull_request": {}},
    {
        "number": 14,
        "title": "Old",
        "url": "https://github.com/acme/app/issues/14",
        "state": "CLOSED",
        "stateReason": "NOT_PLANNED",
    },
    {
        "number": 15,
        "title": "Twice",
        "html_url": "https://github.com/acme/app/issues/15",
        "state": "closed",
        "state_reason": "duplicate",
    },
    {
        "number": 16,
        "title": "Done",
        "url": "https://github.com/acme/app/issues/16",
        "state": "CLOSED",
        "stateReason": "COMPLETED",
        "reactionGroups": [{"content": "THUMBS_UP", "users": {"totalCount": 4}}],
    },
]


def test_issues_become_items():
    found = parse_github_issues(json.dumps([ISSUES[:3], ISSUES[3:]]), "issues.json")
    assert [(item.source, item.stage, item.count, item.tags, item.target) for item in found.items] == [
        ("acme/app#12", "building", 9, ("ui",), "2027-Q1"),
        ("acme/app#14", "declined", 1, (), ""),
        ("acme/app#16", "shipped", 4, (), ""),
    ]
    assert found.left_out == ["acme/app#15: a duplicate"]


def test_issues_are_written_with_their_link_and_without_people(tmp_path, capsys):
    site = write_site(tmp_path / "site")
    (tmp_path / "issues.json").write_text(json.dumps(ISSUES))
    arguments = ["import", "github-issues", str(tmp_path / "issues.json"), "-f", str(site / "mkdocs.yml"), "--json"]
    assert run([*arguments, "--public"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == ["dark-mode", "old", "done"]
    item = items_of(site)["dark-mode"]
    assert item.links == ("https://github.com/acme/app/issues/12",)
    assert "ana" not in (site / "roadmap.yaml").read_text().removeprefix(ROADMAP).replace("canary", "")
    assert run(arguments) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["same"], again["renamed"]) == (["dark-mode", "old", "done"], [])


def test_an_issue_that_needs_another_id_says_whose_id_it_would_have_had(tmp_path, capsys):
    site = write_site(tmp_path / "site")
    file, config = tmp_path / "issues.json", ["-f", str(site / "mkdocs.yml")]
    file.write_text(json.dumps([{**ISSUES[0], "title": "CSV export"}, {**ISSUES[2], "title": "csv export!"}]))
    assert run(["import", "github-issues", str(file), *config, "--json", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["renamed"] == [
        {"id": "csv-export-2", "taken": "csv-export", "source": "acme/app#12"},
        {"id": "csv-export-3", "taken": "csv-export", "source": "acme/app#14"},
    ]
    assert run(["import", "github-issues", str(file), *config]) == 0
    assert "note: csv-export-2 (acme/app#12) has this id because `csv-export` is another's; " in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", "[1]", '[{"title": "x"}]', "null", "[" * 5000])
def test_what_is_no_list_of_issues_is_named(text):
    found = parse_github_issues(text, "issues.json")
    assert found.problems[0].code in {"json", "issue"}
    assert found.items == []


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("[Feature] Night mode", "night-mode"),
        ("[feature request]: Night mode", "night-mode"),
        ("Feature request: Night mode", "night-mode"),
        ("[Feature]", "feature"),
        ("Feature flags", "feature-flags"),
        ("[API] Dark mode", "api-dark-mode"),
    ],
)
def test_a_title_loses_what_a_template_put_before_it(site, title, item):
    row = {"title": title, "html_url": "https://github.com/a/b/issues/1", "body": "Wanted:\n- a\n  - b\n"}
    (site / "issues.json").write_text(json.dumps([row]), encoding="utf-8")
    assert run(["import", "github-issues", str(site / "issues.json"), "-f", str(site / "mkdocs.yml"), "--public"]) == 0
    assert items_of(site)[item].body.strip() == "Wanted:\n\n- a\n    - b"
