from __future__ import annotations

import shutil
from datetime import UTC, datetime

from helploop.model.history import History
from helploop.sources.history import load_history
from repositories import Repository, cpu_seconds, fast_import

TEXT = "".join(f"line {number} of an article about exporting data\n" for number in range(20))


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


def test_first_and_last_change_come_from_the_authors_dates(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-03-01", {"articles/a.md": "one"})
    repository.commit("2026-01-05", {"articles/a.md": "two"}, author="Björn")
    repository.commit("2026-04-01", {"other.md": "elsewhere"})
    found = load_history(tmp_path, ["articles"]).of("articles/a.md")
    assert found is not None
    assert (found.created, found.updated) == (day("2026-01-05"), day("2026-03-01"))
    assert found.authors == ("Ana", "Björn")


def test_only_the_folders_asked_for_are_looked_at(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-03-01", {"articles/a.md": "one", "docs/b.md": "two", "roadmap.yaml": "items: []"})
    assert set(load_history(tmp_path, ["articles", "roadmap.yaml", "missing"]).files) == {
        "articles/a.md",
        "roadmap.yaml",
    }


def test_a_renamed_file_keeps_its_past_and_the_old_name_leads_to_it(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {"articles/a.md": TEXT})
    repository.move("articles/a.md", "articles/sub/b.md")
    repository.commit("2026-01-02")
    repository.move("articles/sub/b.md", "articles/sub/c.md")
    repository.commit("2026-01-03", {"articles/sub/c.md": TEXT + "and more\n"})
    history = load_history(tmp_path, ["articles"])
    found = history.of("articles/sub/c.md")
    assert found is not None
    assert (found.created, found.updated) == (day("2026-01-01"), day("2026-01-03"))
    assert found.former == ("articles/sub/b.md", "articles/a.md")
    assert history.vanished == {
        "articles/a.md": "articles/sub/c.md",
        "articles/sub/b.md": "articles/sub/c.md",
    }


def test_a_rename_on_a_branch_keeps_edits_made_under_the_old_name_on_the_other(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {"articles/a.md": TEXT})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2026-01-05", {"articles/a.md": TEXT.replace("line 3", "line three")}, author="Chen")
    repository.git("checkout", "-q", "main")
    repository.move("articles/a.md", "articles/b.md")
    repository.commit("2026-01-03")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", date="2026-01-06T12:00:00+00:00")
    found = load_history(tmp_path, ["articles"]).of("articles/b.md")
    assert found is not None
    assert found.created == day("2026-01-01")
    assert found.updated >= day("2026-01-05")
    assert "Chen" in found.authors
    assert found.former == ("articles/a.md",)


def test_a_new_file_under_an_old_name_starts_its_own_past(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {"articles/a.md": TEXT})
    repository.move("articles/a.md", "articles/b.md")
    repository.commit("2026-01-02")
    repository.commit("2026-01-03", {"articles/a.md": "something else entirely\n"})
    history = load_history(tmp_path, ["articles"])
    assert history.files["articles/a.md"].created == day("2026-01-03")
    assert history.files["articles/a.md"].former == ()
    assert history.files["articles/b.md"].former == ("articles/a.md",)
    assert history.vanished == {}


def test_a_deleted_file_has_vanished_and_comes_back_with_its_past(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {"articles/a.md": TEXT, "articles/z.md": "z"})
    (tmp_path / "articles/a.md").unlink()
    repository.commit("2026-01-02")
    assert load_history(tmp_path, ["articles"]).vanished == {"articles/a.md": None}
    repository.commit("2026-01-03", {"articles/a.md": TEXT})
    history = load_history(tmp_path, ["articles"])
    assert history.vanished == {}
    assert history.files["articles/a.md"].created == day("2026-01-01")


def test_names_in_every_script_and_with_blanks_are_read(tmp_path):
    repository = Repository.create(tmp_path)
    names = {
        "articles/日本語.md",
        "articles/ü b.md",
        'articles/"q".md',
        "articles/tab\there.md",
        "articles/new\nline.md",
    }
    repository.commit("2026-01-01", dict.fromkeys(names, "x"))
    assert set(load_history(tmp_path, ["articles"]).files) == names


def test_a_folder_without_git_has_no_past(tmp_path):
    assert load_history(tmp_path, ["articles"]) == History()
    assert load_history(tmp_path / "missing", ["articles"]) == History()


def test_without_the_git_program_there_is_no_past_and_it_is_said(tmp_path, monkeypatch):
    Repository.create(tmp_path).commit("2026-01-01", {"articles/a.md": "x"})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert load_history(tmp_path, ["articles"]) == History(unread="git is not installed")


def test_a_repository_without_commits_has_no_past(tmp_path):
    repository = Repository.create(tmp_path)
    repository.write("articles/a.md", "x")
    assert load_history(tmp_path, ["articles"]) == History()


def test_a_detached_head_is_read_like_any_other(tmp_path):
    repository = Repository.create(tmp_path)
    first = repository.commit("2026-01-01", {"articles/a.md": "x"})
    repository.commit("2026-01-02", {"articles/a.md": "y"})
    repository.git("checkout", "-q", "--detach", first)
    history = load_history(tmp_path, ["articles"])
    assert history.head == first
    assert history.files["articles/a.md"].updated == day("2026-01-01")


def test_a_shallow_clone_says_so_and_guesses_nothing(tmp_path):
    repository = Repository.create(tmp_path / "full")
    for number in range(3):
        repository.commit(f"2026-01-0{number + 1}", {"articles/a.md": str(number)})
    Repository(tmp_path).git("clone", "-q", "--depth", "1", f"file://{tmp_path}/full", "shallow")
    history = load_history(tmp_path / "shallow", ["articles"])
    assert history.is_shallow
    assert history.is_known
    assert history.of("articles/a.md") is None


def test_a_project_in_a_folder_of_the_repository_sees_its_own_paths(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {"help/articles/a.md": "x", "articles/b.md": "y"})
    assert set(load_history(tmp_path / "help", ["articles"]).files) == {"articles/a.md"}


def test_no_address_of_an_author_is_kept(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {"articles/a.md": "x"}, author="Eve")
    assert "example.com" not in repr(load_history(tmp_path, ["articles"]))


def test_a_git_hooks_environment_does_not_lead_to_another_repository(tmp_path, monkeypatch):
    Repository.create(tmp_path / "other").commit("2026-01-01", {"articles/other.md": "x"})
    Repository.create(tmp_path / "own").commit("2026-01-01", {"articles/own.md": "x"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert set(load_history(tmp_path / "own", ["articles"]).files) == {"articles/own.md"}


def test_a_zone_that_cannot_be_is_read_as_utc(tmp_path):
    repository = Repository.create(tmp_path)
    stream = (
        "commit refs/heads/main\ncommitter Ana <ana@example.com> 1767225600 +9959\ndata 1\nx\n"
        "M 100644 inline a.md\ndata 1\nx\n"
    )
    repository.git("fast-import", "--quiet", "--date-format=raw-permissive", stdin=stream)
    repository.git("reset", "-q", "--hard")
    assert load_history(tmp_path, ["."]).files["a.md"].created == datetime(2026, 1, 1, tzinfo=UTC)


def test_two_thousand_commits_take_well_under_a_second(tmp_path):
    repository = Repository.create(tmp_path)
    start = 1_700_000_000
    fast_import(repository, [(start + n * 60, {f"articles/a{n % 200}.md": f"{TEXT}{n}"}) for n in range(2000)])
    begun = cpu_seconds()
    history = load_history(tmp_path, ["articles"])
    took = cpu_seconds() - begun
    assert len(history.files) == 200
    assert history.files["articles/a7.md"].created == datetime.fromtimestamp(start + 7 * 60, tz=UTC)
    assert history.files["articles/a7.md"].updated == datetime.fromtimestamp(start + 1807 * 60, tz=UTC)
    assert took < 1.0, f"{took:.2f} s"
    shutil.rmtree(tmp_path / ".git")
