"""A slip on the command line is answered with what was meant, in one breath, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from helploop.cli.main import SUMMARIES, helploop, run

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = ("new", "entry", "--type", "new", "--title", "A")
#: What was typed, and what the answer has to hold.
SLIPS = {
    "a command": (("chek",), "there is no command `chek`\n  fix: did you mean `check`?"),
    "a command of a group": (("new", "artcle"), "there is no command `artcle`\n  fix: did you mean `article`?"),
    "an option": (("check", "--formt", "json"), "No such option '--formt'"),
    "a form": (("check", "--format", "jsn"), "  fix: did you mean `json`?"),
    "a type": (("new", "entry", "--type", "fixd", "--title", "A"), "  fix: did you mean `fixed`?"),
    "a day": (
        (*ENTRY, "--date", "2026-02-30"),
        "`--date` is `2026-02-30`, which is no day\n  fix: write it like 2026-11-22",
    ),
    "an item": ((*ENTRY, "--ships", "aa"), "`--ships` names `aa`, which is not there\n  fix: did you mean `a`?"),
    "an article": (
        (*ENTRY, "--article", "articles/good.md"),
        "`--article` names `articles/good.md`, which is not there\n  fix: did you mean `good`?",
    ),
    "a language": (("search", "x", "--lang", "fr"), "the site has no language `fr`\n  fix: use one of en, de"),
    "a configuration": (("check", "-f", "mkdoc.yml"), "there is no `mkdoc.yml` here\n  fix: run `helploop new site .`"),
    "a folder": (("check", "-f", "articles"), "there is no `mkdocs.yml` here"),
    "no built site": (("mcp",), "there is no built site with an API in `site/`\n  fix: run `helploop build` first"),
    "no query": (("search",), "Missing argument 'WORDS...'"),
}


@pytest.fixture
def root(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_answered_with_what_was_meant(slip: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, answer = SLIPS[slip]
    before = sorted(root.rglob("*.md"))
    assert run(list(arguments)) == 2
    printed = capsys.readouterr()
    assert answer in printed.err
    assert printed.out == ""
    assert str(root) not in printed.err
    assert sorted(root.rglob("*.md")) == before


def test_a_folder_stands_for_its_configuration(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-f", str(root)]) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings\n"


def test_a_new_article_says_what_its_folders_are_called(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "article", "money/pay/by-card"]) == 0
    assert capsys.readouterr().out == (
        "wrote articles/money/pay/by-card.md\n"
        "Readers see its folder as “Money”: articles/money/index.md gives it a title.\n"
        "Readers see its folder as “Pay”: articles/money/pay/index.md gives it a title.\n"
    )
    assert run(["check", "--strict"]) == 1  # the text of the template is not an article yet
    assert capsys.readouterr().out.count("warning[placeholder]") == 4


def test_the_list_of_commands_says_what_each_one_says_of_itself() -> None:
    context = click.Context(helploop)
    commands = {name: helploop.get_command(context, name) for name in helploop.list_commands(context)}
    assert {name: command and command.get_short_help_str(500) for name, command in commands.items()} == SUMMARIES
    assert list(commands) == list(SUMMARIES)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("mkdocs.yml", "`mkdocs.yml` is a symbolic link that leads to itself\n  fix: put the file itself there"),
        ("away.yml", "`mkdocs.yml` is a symbolic link to `away.yml`, which is not there\n  fix: repair the link"),
    ],
)
def test_a_configuration_that_is_a_broken_link_is_named(
    target: str, said: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "mkdocs.yml").unlink()
    (root / "mkdocs.yml").symlink_to(target)
    assert run(["check", "-f", "mkdocs.yml"]) == 2
    assert said in capsys.readouterr().err


def test_examples_of_a_command_keep_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "github-issues", "--help"]) == 0
    assert "\n  helploop import github-issues issues.json --dry-run\n" in capsys.readouterr().out


def test_a_translation_that_is_there_is_not_written_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in (0, 1):
        assert run(["new", "entry", "--of", "2026-01-02-start", "--language", "de"]) == code
    assert capsys.readouterr().err == (
        "helploop: `changelog/2026-01-02-start.de.md` exists already\n"
        "  fix: edit it, or name another language; nothing was written\n"
    )
