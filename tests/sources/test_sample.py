"""The sample of a new site can be taken out as the guide says; what somebody wrote keeps its address."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from helploop.cli.main import run
from repositories import Repository
from test_bad_inputs import call

FOLDERS = ("articles/account", "articles/getting-started")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770681600")  # 2026-02-10


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A site that was committed as it was made."""
    repository = Repository.create(tmp_path / "project")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert run(["new", "site", "made"]) == 0
    finally:
        os.chdir(here)
    shutil.copytree(tmp_path / "made", repository.root, dirs_exist_ok=True)
    repository.commit("2026-02-01")
    return repository


def checked(root: Path) -> tuple[int, str]:
    code, printed = call(root, ("check",))
    return code, "\n".join(line for line in printed.splitlines() if "vanished" in line)


@pytest.mark.parametrize("is_committed", [False, True])
def test_german_can_be_taken_out(repository: Repository, is_committed: bool) -> None:
    for file in repository.root.rglob("*.de.*"):
        file.unlink()
    config = repository.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("[en, de]", "[en]"), "utf-8")
    if is_committed:
        repository.commit("2026-02-02")
    assert call(repository.root, ("check",)) == (0, "0 errors, 0 warnings\n")


@pytest.mark.parametrize("is_committed", [False, True])
def test_its_articles_entries_and_items_can_be_replaced(repository: Repository, is_committed: bool) -> None:
    root = repository.root
    for folder in FOLDERS:
        shutil.rmtree(root / folder)
    for file in [*root.glob("changelog/*.md"), root / "roadmap.de.yaml"]:
        file.unlink()
    (root / "articles/mine.md").write_text("# Mine\n\nText.\n", "utf-8")
    (root / "roadmap.yaml").write_text("items:\n  - id: x\n    title: X\n    stage: exploring\n", "utf-8")
    if is_committed:
        repository.commit("2026-02-02")
    code, printed = call(root, ("check",))
    assert (code, printed.splitlines()[0]) == (0, "0 errors, 0 warnings")
    assert "note: mkdocs.yml still has the sample's `site_url`" in printed  # its articles are nobody's sample any more


def test_what_somebody_wrote_into_it_keeps_its_address(repository: Repository) -> None:
    root = repository.root
    (root / "articles/getting-started/sign-in.md").write_text("# Sign in\n\nOur own words.\n", "utf-8")
    shutil.rmtree(root / "articles/account")
    (root / "changelog/2026-01-15-csv-export.md").unlink()
    (root / "changelog/2026-01-15-csv-export.de.md").unlink()
    repository.commit("2026-02-02")
    shutil.rmtree(root / "articles/getting-started")
    repository.commit("2026-02-03")
    code, said = checked(root)
    assert (code, said) == (
        1,
        "articles/getting-started/sign-in.md: error[vanished-address]: the address"
        " `/articles/getting-started/sign-in/` was published and leads nowhere now",
    )


def test_an_item_that_is_only_called_as_one_of_the_sample_is_missed(tmp_path: Path) -> None:
    item = "items:\n  - id: dark-mode\n    title: Dark mode\n    stage: exploring\n"
    repository = Repository.create(tmp_path / "project")
    config = "site_name: A\nsite_url: https://help.example.com/\nplugins: [helploop/articles, helploop/roadmap]\n"
    repository.commit("2026-02-01", {"mkdocs.yml": config, "articles/a.md": "# A\n\nText.\n", "roadmap.yaml": item})
    (repository.root / "roadmap.yaml").write_text(item.replace("dark-mode", "x").replace("Dark", "X"), "utf-8")
    assert checked(repository.root) == (
        1,
        "roadmap.yaml: error[item-vanished]: the item `dark-mode` (“Dark mode”) has vanished; people may follow it",
    )
