"""The command reads what it is given, reports in three forms, and changes keywords only when it is told to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from helploop.cli.gaps import gaps
from helploop.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SITE = {
    "mkdocs.yml": "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: [en, de]\n  - helploop/search\n",
    "articles/bills.md": "---\ntitle: Download your bills\nkeywords: [receipt]\n---\nEach month a bill for your workspace is ready to download on the billing page.\n",
    "articles/bills.de.md": "---\ntitle: Rechnung laden\nsource: 000000000000\n---\nJeden Monat liegt eine Rechnung bereit.\n",
    "articles/team.md": "---\ntitle: Invite your team\n---\nSend an invitation to a colleague, who then chooses a password.\n",
}
LOG = [
    "statement download of the bill", "statement on the billing page", "monthly bill statement download", "statement for the workspace bill",
    "dark mode", "is there a dark mode", "mail ana@x.example about dark mode", "invite a colleague",
]  # fmt: skip


@pytest.fixture
def root(project, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = project(SITE)
    monkeypatch.chdir(root)
    lines = [json.dumps({"version": 1, "signal": "search", "language": "en", "query": text}) for text in LOG]
    (root.parent / "log.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n", "utf-8")
    return root


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(gaps, ["../log.jsonl", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout, result.stderr


def test_the_report_says_what_was_read_what_is_missing_and_what_was_left_out(root: Path) -> None:
    code, out, err = run()
    assert code == 0
    assert out.startswith("Read: 8 searches, 0 tickets, 0 votes, 0 opened pages. Left out: 1 could not be read.\n")
    assert ". dark mode  [3 asked: 3 searched, 0 wrote]\n" in out
    assert "    4  statement  -> keywords of bills\n" in out
    assert "    1  Invite your team  team\n" in out
    assert "log.jsonl:9: warning[bad-line]: no JSON" in err
    assert "@" not in out + err


def test_a_row_says_why_an_article_that_search_finds_is_no_answer(root: Path) -> None:
    words = " ".join(f"Word{number} stands here once, and so does {number}th." for number in range(200))
    (root / "articles/long.md").write_text(f"---\ntitle: All words\n---\n{words} It is dark in one mode.\n", "utf-8")
    log = [
        json.dumps({"version": 1, "signal": "search", "language": "en", "query": text})
        for text in ["dark mode", "workspace clock"] * 3
    ]
    (root.parent / "log.jsonl").write_text("\n".join(log), "utf-8")
    out = run()[1]
    assert "Questions nobody answers (search may find pages for them that have a part of the words)" in out
    assert "     nearest: long (has all its words, but only in passing)\n" in out
    gaps = {gap["question"]: gap for gap in json.loads(run("--json")[1])["languages"][0]["gaps"]}
    assert [gaps[text]["in_passing"] for text in ("dark mode", "workspace clock")] == [True, False]
    run("--html", "../gaps.html")
    assert "has all its words, but only in passing" in (root.parent / "gaps.html").read_text("utf-8")


def test_json_has_the_same_for_other_tools(root: Path) -> None:
    report = json.loads(run("--json")[1])
    (english,) = report["languages"]
    assert (report["version"], report["searches"], report["skipped"]) == (1, 8, {"could not be read": 1})
    assert "dark mode" in [gap["question"] for gap in english["gaps"]]
    assert english["words"][0]["article"] == "bills"


def test_words_are_written_only_with_apply_and_change_nothing_else(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "articles").iterdir()}
    _, _, shown = run("--apply", "--dry-run")
    assert "-keywords: [receipt]\n+keywords: [receipt, statement]\n" in shown
    assert {path: path.read_bytes() for path in (root / "articles").iterdir()} == before
    run("--apply")
    changed = {path.name: path.read_bytes() for path in before if path.read_bytes() != before[path]}
    assert changed == {"bills.md": before[root / "articles/bills.md"].replace(b"[receipt]", b"[receipt, statement]")}
    assert "keywords of bills" not in run()[1]  # the index has the word now


def test_the_page_is_written_where_it_is_not_published(root: Path) -> None:
    run("--html", "../gaps.html", "--dry-run")
    assert not (root.parent / "gaps.html").exists()
    run("--html", "../gaps.html")
    assert "dark mode" in (root.parent / "gaps.html").read_text("utf-8")
    with pytest.raises(UsageError, match="would be published with the site"):
        run("--html", "docs/gaps.html")


def test_a_file_that_can_not_be_used_is_said_with_exit_code_1(root: Path) -> None:
    (root.parent / "bad.json").write_text('{"a": \n', "utf-8")
    code, out, err = run("../bad.json")
    assert code == 1
    assert "bad.json:" in err
    assert "8 searches" in out
    with pytest.raises(UsageError, match="can't be read"):
        run("../nothing.csv")


def of_searches(root: Path, *queries: str) -> dict[str, Any]:
    """The report in English of a file with these searches."""
    with (root / "articles/team.md").open("a", encoding="utf-8") as file:
        file.write("The invitation says who sends it, to which workspace it leads and how long it can be used. " * 3)
    lines = [json.dumps({"version": 1, "signal": "search", "language": "en", "query": text}) for text in queries]
    (root.parent / "log.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (report,) = json.loads(run("--json")[1])["languages"]
    return report


def test_a_word_in_the_text_of_an_article_is_no_gap_in_a_file_of_two_questions(root: Path) -> None:
    report = of_searches(root, "Password", "refund")
    assert (report["answered"], [gap["question"] for gap in report["gaps"]]) == (1, ["refund"])
    assert [(row["id"], row["asked"]) for row in report["answers"]] == [("team", 1)]


def test_what_many_ask_is_a_gap_where_an_article_only_has_the_word_by_the_way(root: Path) -> None:
    report = of_searches(root, *["password"] * 3, "refund")
    assert ("password", 3, "team") in [(gap["question"], gap["asked"], gap["nearest"]) for gap in report["gaps"]]


ROADMAP = """items:
  - {id: dark-mode, title: Dark mode, stage: planned, summary: A dark theme for the whole app.}
  - {id: offline, title: Work offline on the phone, stage: planned}
  - {id: reports, title: Scheduled reports, stage: exploring, summary: Get a report by mail every Monday.}
"""


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("dark mode", "dark-mode"),
        ("dark mode android", "dark-mode"),
        ("can i switch to dark mode because my eyes hurt", "dark-mode"),
        ("phone offline mode", "offline"),
        ("weekly report by mail", "reports"),
        ("invite a colleague", ""),
        ("password of a colleague", ""),
        ("change the colour of my phone number", ""),
        ("delete my account", ""),
    ],
)
def test_what_search_finds_on_the_roadmap_is_named_and_nothing_else(query: str, item: str, root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"{settings}  - helploop/changelog\n  - helploop/roadmap\n", "utf-8")
    (root / "roadmap.yaml").write_text(ROADMAP, "utf-8")
    (root / "changelog").mkdir()
    signal = {"version": 1, "signal": "search", "language": "en", "query": query}
    (root.parent / "log.jsonl").write_text(json.dumps(signal) + "\n", "utf-8")
    (found,) = json.loads(run("--json")[1])["languages"]
    assert [each["id"] for each in found["planned"]] == ([item] if item else [])
