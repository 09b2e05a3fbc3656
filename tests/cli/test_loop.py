from __future__ import annotations

import json

import pytest
import yaml

from helploop.cli.main import run
from helploop.model.loop_diff import LoopDiff
from helploop.outputs.loop_report import render_loop_markdown
from repositories import Repository
from roadmap_sites import ARTICLE, ENTRY, ROADMAP, write_site

REQUESTS = (
    "item,contact,locale,source,source_id,consent,asked_at\n"
    "csv-export,ana@example.com,en,form,,yes,2026-01-01\n"
    "csv-export,bo@example.com,de,form,,yes,2026-01-02\n"
    "sso,cy@example.com,en,form,,yes,2026-01-03\n"
)
MAIN = {
    "articles/export.md": ARTICLE,
    "articles/old.md": "---\ntitle: Old name\n---\nThis text is long enough to be known again by git.\n",
    "articles/gone.md": "---\ntitle: To be removed\n---\nNobody reads it.\n",
}


@pytest.fixture
def branch(tmp_path):
    """A branch that ships an item, moves another, plans an entry, renames an article and removes one."""
    repository = Repository.create(write_site(tmp_path / "site", MAIN))
    repository.commit("2026-11-01")
    repository.git("checkout", "-q", "-b", "work")
    repository.move("articles/old.md", "articles/new.md")
    (repository.root / "articles/gone.md").unlink()
    roadmap = ROADMAP.replace("stage: exploring", "stage: planned\n    target: 2027-Q2")
    later = ENTRY.replace("2026-11-20", "2026-12-24").replace("csv-export", "sso").replace("CSV export", "SSO")
    files = {"roadmap.yaml": roadmap, "changelog/csv.md": ENTRY, "changelog/sso.md": later}
    repository.commit("2026-11-20", files | {"articles/export.md": ARTICLE + "\nMore.\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-11-21", {"articles/other.md": "---\ntitle: On main only\n---\nx\n"})
    repository.git("checkout", "-q", "work")
    return repository


def report(branch, capsys, *arguments):
    code = run(["loop", "-f", str(branch.root / "mkdocs.yml"), "--against", "main", *arguments])
    assert code == 0
    return capsys.readouterr().out


def test_the_report_says_all_that_merging_does(branch, capsys):
    assert report(branch, capsys) == (
        "Goes live:\n"
        "  CSV export is here (changelog/csv.md): at once, dated 2026-11-20, ships csv-export\n"
        "  SSO is here (changelog/sso.md): on 2026-12-24, ships sso\n"
        "\n"
        "Moves on the roadmap:\n"
        "  Export as CSV (csv-export): building → shipped\n"
        "  Single sign-on (sso): exploring → planned, target none → 2027-Q2\n"
        "\n"
        "Articles:\n"
        "  articles/export.md changed\n"
        "  articles/gone.md removed\n"
        "  articles/new.md added\n"
        "\n"
        "Feeds that gain an item (in each of 3 languages):\n"
        "  /changelog/\n"
        "  /changelog/type/new/\n"
        "  /roadmap/\n"
        "  /roadmap/csv-export/\n"
        "  /roadmap/sso/\n"
        "  /roadmap/tag/api/\n"
        "  /roadmap/tag/data/\n"
        "  /roadmap/tag/security/\n"
        "\n"
        "Addresses that redirect:\n"
        "  /ar/articles/old/ → /ar/articles/new/\n"
        "  /articles/old/ → /articles/new/\n"
        "  /de/articles/old/ → /de/articles/new/\n"
        "\n"
        "Addresses that die:\n"
        "  /ar/articles/gone/\n"
        "  /articles/gone/\n"
        "  /de/articles/gone/\n"
    )


def test_people_are_counted_per_channel_and_never_named(branch, capsys, tmp_path):
    (tmp_path / "people.csv").write_text(REQUESTS)
    said = report(branch, capsys, "--requests", str(tmp_path / "people.csv"), "--format", "json")
    assert json.loads(said)["told"] == {"smtp": 3}
    assert "@" not in said


def test_whoever_asked_is_counted_wherever_they_asked(branch, capsys, tmp_path):
    rows = "csv-export,acme/app#12,,,,yes,\ncsv-export,,,support,4711,yes,\ncsv-export,jörg@example.com,,,,yes,\n"
    (tmp_path / "people.csv").write_text(REQUESTS.partition("\n")[0] + f"\n{rows}", encoding="utf-8")
    said = report(branch, capsys, "--requests", str(tmp_path / "people.csv"), "--format", "json")
    assert json.loads(said)["told"] == {"github": 1, "smtp": 1, "ticket": 1}


def test_requests_that_can_not_be_counted_are_not_said_to_be_nobody(branch, capsys, tmp_path):
    command = ["loop", "-f", str(branch.root / "mkdocs.yml"), "--against", "main", "--requests"]
    (tmp_path / "people.csv").write_text("contact,consent\nana@example.com,yes\n")
    assert run([*command, str(tmp_path / "people.csv")]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert "people.csv:1: error[missing-column]: there is no column `item`" in shown.err
    (tmp_path / "people.csv").write_text(REQUESTS + "csv-export,kim@@example.com,,,,yes,\n")
    assert run([*command, str(tmp_path / "people.csv")]) == 0
    shown = capsys.readouterr()
    assert "smtp: 3" in shown.out
    assert "error[bad-address]" in shown.err
    assert "example.com" not in shown.out + shown.err


def test_a_report_of_a_large_change_still_fits_into_a_comment(branch, capsys):
    notes = {f"changelog/2026-11-{number}.md": ENTRY.replace("CSV", f"{number} " * 50) for number in range(100, 600)}
    branch.commit("2026-11-21", notes)
    said = report(branch, capsys, "--format", "markdown")
    assert len(said) < 65_536
    assert "- … and 477 more\n" in said


def test_the_markdown_report_is_a_comment_that_can_be_found_again(branch, capsys):
    said = report(branch, capsys, "--format", "markdown")
    start = "<!-- helploop loop -->\n### What merging this does\n\n**Goes live**\n\n- CSV export is here"
    assert said.startswith(start)


def test_words_of_the_content_are_plain_in_markdown(branch, capsys):
    text = ENTRY.replace("CSV export is here", "'<img src=x> @everyone [a](http://evil.example) `x`'")
    branch.commit("2026-11-21", {"changelog/csv.md": text})
    said = report(branch, capsys, "--format", "markdown")
    assert "\\<img src=x\\> \\@\u200beveryone \\[a\\](http://evil.example) \\`x\\`" in said


def test_the_json_report_has_the_same(branch, capsys):
    data = json.loads(report(branch, capsys, "--format", "json"))
    assert [(entry["path"], entry["day"], entry["is_later"]) for entry in data["entries"]] == [
        ("changelog/csv.md", "2026-11-20", False),
        ("changelog/sso.md", "2026-12-24", True),
    ]
    assert data["items"][0]["before"] == "building"
    assert data["told"] is None


def test_a_change_readers_do_not_notice_says_so(tmp_path, capsys):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-11-01")
    repository.git("checkout", "-q", "-b", "work")
    repository.commit("2026-11-02", {"README.md": "x"})
    assert report(repository, capsys) == "Merging this changes nothing for readers.\n"


def test_a_change_of_words_alone_is_named(tmp_path, capsys):
    repository = Repository.create(write_site(tmp_path, {"changelog/csv.md": ENTRY}))
    repository.commit("2026-11-21")
    repository.git("checkout", "-q", "-b", "work")
    repository.move("changelog/csv.md", "changelog/export.md")
    texts = {
        "changelog/export.md": ENTRY + "\nOne more sentence.\n",
        "roadmap.yaml": ROADMAP.replace("All of it, in a table.", "All of it, in tables."),
        "roadmap.de.yaml": "items:\n  sso:\n    title: Einmal anmelden\n",
    }
    repository.commit("2026-11-22", texts)
    assert "Texts that change:\n  changelog/export.md\n  roadmap.yaml#csv-export\n  roadmap.yaml#sso\n" in report(
        repository, capsys
    )


def test_a_renamed_entry_does_not_go_live_again(tmp_path, capsys):
    repository = Repository.create(write_site(tmp_path, {"changelog/csv.md": ENTRY}))
    repository.commit("2026-11-20")
    repository.git("checkout", "-q", "-b", "work")
    repository.move("changelog/csv.md", "changelog/export.md")
    repository.commit("2026-11-21")
    assert "Goes live" not in report(repository, capsys)


def test_an_unknown_branch_is_named(branch, capsys):
    assert run(["loop", "-f", str(branch.root / "mkdocs.yml"), "--against", "--upload-pack=x"]) == 2
    assert capsys.readouterr().err == (
        "helploop: git knows no branch or commit `--upload-pack=x` here\n"
        "  fix: fetch it (`git fetch origin`), or name another with --against\n"
    )


def test_without_a_remote_the_main_branch_is_compared_with(branch, capsys):
    assert run(["loop", "-f", str(branch.root / "mkdocs.yml")]) == 0
    printed = capsys.readouterr()
    assert printed.err == "Compared with `main`: there is no `origin` here.\n"
    assert printed.out == report(branch, capsys)


def test_what_to_do_without_a_commit_is_said(tmp_path, capsys):
    repository = Repository.create(write_site(tmp_path / "site", MAIN))
    assert run(["loop", "-f", str(repository.root / "mkdocs.yml")]) == 2
    assert capsys.readouterr().err == (
        "helploop: git has no commit here to compare with\n"
        "  fix: `git init` and commit once; then `helploop loop` compares with what is committed\n"
    )


def test_nothing_is_written_beside_the_cache(branch, capsys):
    report(branch, capsys)
    changed = branch.git("status", "--short").split()
    assert [path for path in changed if not path.startswith(("??", ".cache"))] == []


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_a_ready_job_posts_the_report(host, capsys):
    assert run(["loop", "--ci", host]) == 0
    job = yaml.safe_load(capsys.readouterr().out)
    steps = json.dumps(job)
    assert "helploop loop --against" in steps
    assert "--format markdown > loop.md" in steps


def test_the_ready_job_finds_its_comment_by_the_reports_first_line(capsys):
    run(["loop", "--ci", "github"])
    marker = render_loop_markdown(LoopDiff()).splitlines()[0]
    assert f'startswith("{marker}")' in capsys.readouterr().out


def test_the_schema_for_editors_is_printed(capsys):
    assert run(["loop", "--schema"]) == 0
    assert "items" in json.loads(capsys.readouterr().out)["properties"]
