"""`helploop new` makes things that are right at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from built import BuiltSite, build
from helploop.cli import written
from helploop.cli.main import run
from helploop.sources.settings import load_settings
from own_addresses import give_addresses


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert run(["new", "site", str(tmp_path / "my-help"), "--name", "My Help"]) == 0
    return tmp_path / "my-help"


def test_a_new_site_builds_without_a_single_warning(site: Path, tmp_path: Path) -> None:
    code, printed = build(site, tmp_path / "built")
    assert (code, printed) == (0, "")
    pages = BuiltSite(tmp_path / "built")
    assert "My Help" in pages.page("").text
    assert pages.page("de/").all("html") == [{"lang": "de", "dir": "ltr"}]
    assert "articles/account/export-data/index.html" in pages.files
    assert "de/articles/account/export-data/index.html" in pages.files


def test_a_new_site_checks_without_a_problem(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["check", "--strict"]) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings\n"


def test_the_translations_of_a_new_site_are_current(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["translations", "-f", str(site / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == "de: 4 of 4 translated (100%), 0 outdated (0%)\n"


def test_a_second_new_site_in_the_same_folder_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "mkdocs.yml").write_text("site_name: Mine\n")
    assert run(["new", "site", str(site)]) == 1
    assert "already holds" in capsys.readouterr().err
    assert (site / "mkdocs.yml").read_text() == "site_name: Mine\n"


def test_a_file_where_a_folder_was_expected_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine\n")
    for folder, said in (
        ("notes.txt", "is a file\n  fix: choose a folder"),
        ("notes.txt/help", "`notes.txt` is a file"),
    ):
        assert run(["new", "site", str(tmp_path / folder)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err
    assert (tmp_path / "notes.txt").read_text() == "mine\n"


@pytest.mark.parametrize("name", ['Acme "Best" Help: #1', "C:\\help", "Größe & <b>", "日本"])
def test_a_new_site_has_the_name_it_was_given(tmp_path: Path, name: str) -> None:
    assert run(["new", "site", str(tmp_path / "named"), "--name", name]) == 0
    settings, problems = load_settings(tmp_path / "named/mkdocs.yml")
    assert problems == ()
    assert settings is not None
    assert settings.site_name == name


def test_a_new_site_is_not_made_without_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "site", str(tmp_path / "named"), "--name", " "]) == 2
    assert capsys.readouterr().err == (
        "helploop: `--name` is empty\n  fix: give the site a name, or leave `--name` out; nothing was written\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (["site", "other", "--name", "a\udcff"], "line 1 of `mkdocs.yml`"),
        (["article", "team/invite", "--title", "a\udcff"], "line 2 of `invite.md`"),
        (["entry", "--type", "new", "--title", "a\udcff", "--date", "2026-11-20"], "line 2 of `2026-11-20-a.md`"),
    ],
)
def test_what_is_typed_in_another_encoding_is_refused(
    command: list[str], place: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    before = sorted(site.rglob("*"))
    capsys.readouterr()
    assert run(["new", *command]) == 2
    assert capsys.readouterr().err == (
        f"helploop: {place} would not be UTF-8: a word of the command is not\n"
        "  fix: type it in a terminal that is set to UTF-8; nothing was written\n"
    )
    assert sorted(site.rglob("*")) == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert run(["new", "site", str(tmp_path / "dry"), "--dry-run"]) == 0
    assert not (tmp_path / "dry").exists()


def test_a_new_article_is_valid_and_where_it_was_asked_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", "billing/refund a payment", "--title", "Refund a payment"]) == 0
    file = site / "articles" / "billing" / "refund-a-payment.md"
    assert 'title: "Refund a payment"' in file.read_text()
    assert run(["check"]) == 0


def test_a_new_article_never_replaces_one(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    before = (site / "articles/account/export-data.md").read_bytes()
    assert run(["new", "article", "account/export-data"]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (site / "articles/account/export-data.md").read_bytes() == before


@pytest.mark.parametrize(
    "case",
    [
        (["article", "team/invite"], "articles/team/invite.md", "another path"),
        (
            ["entry", "--type", "new", "--title", "Invite", "--date", "2026-11-20"],
            "changelog/2026-11-20-invite.md",
            "another title",
        ),
    ],
    ids=["article", "entry"],
)
def test_what_somebody_else_writes_at_the_same_moment_is_kept(
    case: tuple[list[str], str, str], site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command, path, choose = case

    def later(*given: object) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text("theirs")
        written.write_new(*given)

    monkeypatch.chdir(site)
    monkeypatch.setattr(f"helploop.cli.{command[0]}.write_new", later)
    assert run(["new", *command]) == 1
    said = f"helploop: `{path}` exists already\n  fix: choose {choose}; nothing was written\n"
    assert capsys.readouterr().err == said
    assert (site / path).read_text() == "theirs"


def test_a_new_article_is_not_written_through_a_link(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    (site / "articles/team.md").symlink_to(site.parent / "outside.md")
    assert run(["new", "article", "team"]) == 1
    assert "`articles/team.md` exists already" in capsys.readouterr().err
    assert not (site.parent / "outside.md").exists()


def test_a_translation_needs_a_language_of_the_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", "account/export-data", "--language", "fr"]) == 1
    assert "`fr` is no other language of the site" in capsys.readouterr().err


def test_a_new_translation_starts_with_the_text_of_its_original(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_addresses(site)
    monkeypatch.chdir(site)
    original = site / "articles/account/delete-account.md"
    original.write_text(
        '---\ntitle: "Delete: everything"\nsummary: All of it.\nkeywords: [close, "a, b"]\norder: 3\n---\nChoose **Delete**.\n'
    )
    assert run(["new", "article", "account/delete-account", "--lang", "de"]) == 0
    text = (site / "articles/account/delete-account.de.md").read_text()
    assert text == (
        '---\ntitle: "Delete: everything"\nsummary: "All of it."\nkeywords: ["close", "a, b"]\n---\n\nChoose **Delete**.\n'
    )
    assert run(["check", "--strict"]) == 0


def test_a_collection_is_translated_from_its_title_page(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_addresses(site)
    monkeypatch.chdir(site)
    (site / "articles/account/index.de.md").unlink()
    assert run(["new", "article", "account/index", "--language", "de", "--title", "Konto"]) == 0
    assert 'title: "Konto"' in (site / "articles/account/index.de.md").read_text()
    assert run(["check", "--strict"]) == 0


def test_a_translation_without_an_original_is_refused_with_the_nearest(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", "account/exprt-data", "--language", "de"]) == 2
    assert capsys.readouterr().err == (
        "helploop: there is no original articles/account/exprt-data.md to translate\n"
        "  fix: did you mean `account/export-data`?\n"
    )
    assert not (site / "articles/account/exprt-data.de.md").exists()


def test_a_new_title_page_of_a_folder_is_one_that_a_collection_can_have(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", "billing/refund", "--title", "Refunds"]) == 0
    assert "articles/billing/index.md gives it a title" in capsys.readouterr().out
    assert run(["new", "article", "billing/index"]) == 0
    text = (site / "articles/billing/index.md").read_text()
    assert text.startswith('---\ntitle: "Billing"\nsummary: ')
    capsys.readouterr()
    assert run(["check"]) == 0
    assert "articles/billing/index.md:3: warning[placeholder]" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["search", "gaps"])
def test_the_examples_of_a_command_stand_one_a_line(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    printed = capsys.readouterr().out
    assert "\\b" not in printed
    assert all(line.count(f"helploop {command} ") <= 1 for line in printed.splitlines())
    assert printed.count(f"\n  helploop {command} ") >= 2


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("CON", "`articles/con.md`: the file can't be published: `con` is a device on Windows"),
        ("a:b/c", "`articles/a:b/c.md`: the file can't be published: `:` is not allowed in a name"),
        (f"a/{300 * 'x'}", f"`articles/a/{106 * 'x'}…`: the file can't be published: the name has more than 200 bytes"),
    ],
)
def test_a_new_article_has_a_name_that_can_be_published(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str, said: str
) -> None:
    monkeypatch.chdir(site)
    before = sorted(site.rglob("*"))
    capsys.readouterr()
    assert run(["new", "article", path]) == 1
    assert capsys.readouterr().err == f"helploop: {said}\n  fix: rename it with letters, digits, `-` and `_`\n"
    assert sorted(site.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("account/pay.de.md", "names a translation\n  fix: helploop new article account/pay --language de"),
        ("account/pay.de", "names a translation\n  fix: helploop new article account/pay --language de"),
        (
            "pay.en.md",
            "has the tag of the default language, whose files have plain names\n  fix: helploop new article pay",
        ),
    ],
)
def test_a_new_article_with_a_language_in_its_name_is_answered_with_the_option(
    path: str, said: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    assert run(["new", "article", path]) == 2
    assert capsys.readouterr().err == f"helploop: `{path}` {said}\n"
    assert not list(site.glob("articles/**/pay*"))
