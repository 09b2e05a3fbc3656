from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from helploop.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """site_name: Example
site_url: https://help.example.com/
plugins:
  - helploop/articles:
      languages: [en, de]
  - helploop/changelog:
      tag_authority: example.com
      labels: [api, billing]
"""
ENTRY = "---\ntitle: Export\ndate: 2026-11-20\ntype: new\nversion: 1.2.0\n---\nYou can [export](../articles/a.md).\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # 2026-11-18
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("---\ntitle: A\n---\nText.\n")
    (tmp_path / "changelog").mkdir()
    return tmp_path


def files(project: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((project / "changelog").glob("*.md"))}


def test_a_new_entry_has_its_front_matter(project: Path) -> None:
    code = run(["new", "entry", "--title", 'Export "all"', "--type", "new", "--label", "api", "--ships", "csv"])
    assert code == 0
    ((name, text),) = files(project).items()
    assert name.endswith("-export-all.md")
    day = name[:10]
    assert text == (
        f'---\ntitle: "Export \\"all\\""\ndate: {day}\ntype: new\nid: "{name[:-3]}"\nlabels: ["api"]\nships: ["csv"]\n'
        "---\n\nSay what customers can do now, and why it matters to them.\n"
    )


def test_a_dry_run_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "entry", "--title", "A", "--type", "fixed", "--dry-run"]) == 0
    assert "would write changelog/" in capsys.readouterr().out
    assert files(project) == {}


def test_what_is_missing_is_named_when_nobody_can_be_asked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "entry", "--title", "A"]) == 2
    assert "`--type` is missing, and nobody is there to ask\n  fix: add --type" in capsys.readouterr().err
    assert run(["new", "entry", "--title", "A", "--type", "new", "--label", "bilings"]) == 2
    assert "did you mean `billing`?" in capsys.readouterr().err


def test_a_text_is_proposed_from_the_commits_since_the_last_entry(project: Path) -> None:
    def git(*arguments: str) -> None:
        names = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
        subprocess.run(["git", *names, *arguments], cwd=project, check=True, capture_output=True)

    git("init", "-q")
    (project / "changelog" / "old.md").write_text(ENTRY)
    git("add", ".")
    git("commit", "-qm", "Old work")
    for subject in ("Export as CSV", "Mend the crash"):
        git("commit", "-q", "--allow-empty", "-m", subject)
        (project / "articles" / "a.md").write_text(f"---\ntitle: A\n---\n{subject}.\n")
        git("commit", "-qam", subject)
    assert run(["new", "entry", "--title", "B", "--type", "new", "--from-commits"]) == 0
    text = next(text for name, text in files(project).items() if name.endswith("-b.md"))
    assert "- Export as CSV\n- Mend the crash\n" in text
    assert "Old work" not in text


def test_a_translation_starts_from_its_original(project: Path) -> None:
    (project / "changelog" / "a.md").write_text(ENTRY)
    assert run(["new", "entry", "--of", "a", "--language", "de", "--title", "Ausfuhr"]) == 0
    assert files(project)["a.de.md"] == '---\ntitle: "Ausfuhr"\n---\n\nYou can [export](../articles/a.md).\n'


def test_the_changelog_is_written_in_every_form(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    (project / "changelog" / "a.md").write_text(ENTRY)
    (project / "changelog" / "draft.md").write_text(ENTRY.replace("Export", "CANARY") + "")
    (project / "changelog" / "draft.md").write_text(
        ENTRY.replace("Export", "CANARY").replace("type: new", "type: new\ndraft: true")
    )
    outputs = []
    for form in ("keep-a-changelog", "github-release", "text"):
        assert run(["changelog", "--format", form]) == 0
        outputs.append(capsys.readouterr().out)
    assert "## [1.2.0] - 2026-11-20" in outputs[0]
    assert all("https://help.example.com/articles/a/" in text for text in outputs)
    assert all("CANARY" not in text for text in outputs)
    assert run(["changelog", "--release", "1.2"]) == 2
    assert "did you mean `1.2.0`?" in capsys.readouterr().err


def test_an_import_is_shown_first_and_changes_nothing_the_second_time(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "C.md").write_text("# Log\n\n## 1.1.0 - 2026-01-02\n\n- b\n\n## 1.0.0 - 2026-01-01\n\n- a\n")
    assert run(["import", "keep-a-changelog", "C.md", "--dry-run"]) == 0
    assert files(project) == {}
    assert run(["import", "keep-a-changelog", "C.md"]) == 0
    written = files(project)
    assert list(written) == ["2026-01-01-1-0-0.md", "2026-01-02-1-1-0.md"]
    capsys.readouterr()
    assert run(["import", "keep-a-changelog", "C.md", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [file["act"] for file in report["files"]] == ["same", "same"]
    assert files(project) == written


def test_a_broken_changelog_is_not_imported_at_all(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "C.md").write_text("## 1.1.0 - 2026-02-30\n\n- b\n\n## 1.0.0 - 2026-01-01\n\n- a\n")
    assert run(["import", "keep-a-changelog", "C.md"]) == 1
    assert "C.md:1:12: error[date]" in capsys.readouterr().out
    assert files(project) == {}
