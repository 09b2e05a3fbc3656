"""`helploop build`: the old site stays until a new one is whole and good."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.killer import APART, EDITING, INSIDE, OUTSIDE
from cli.processes import HELPLOOP
from helploop.cli.main import run

KILLER = Path(__file__).with_name("killer.py")
#: The stages around the one step that matters; the others take patience.
QUICK = {"half-written", "before-swap", "exchanged"}
TRANSLATION = "articles/getting-started/sign-in"
BAD = "---\ntitle: Fix: broken\n---\n"


def state(site: Path) -> str:
    """One hash over every path and byte of a site."""
    digest = hashlib.sha256()
    for path in sorted(site.rglob("*")):
        digest.update(path.relative_to(site).as_posix().encode() + b"\0")
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


@pytest.fixture
def root(sample: Path) -> Path:
    return sample


def test_a_content_error_leaves_the_old_site_as_it_was(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = state(root / "site")
    (root / "articles" / "bad.md").write_text(BAD)
    assert run(["build"]) == 1
    assert state(root / "site") == before
    printed = capfd.readouterr().err
    assert "articles/bad.md:2:11: error[yaml]" in printed
    assert "the site is as it was" in printed


def test_a_copy_of_a_project_leaves_the_site_of_the_original_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(root / "site")
    for name, leaves_out in {"with-site": None, "without-site": shutil.ignore_patterns("site")}.items():
        copy = root.parent / name
        shutil.copytree(root, copy, ignore=leaves_out)
        monkeypatch.chdir(copy)
        for words in ("Only in the copy.", "And once more."):
            with (copy / "articles/account/export-data.md").open("a", encoding="utf-8") as file:
                file.write(f"\n{words}\n")
            assert run(["build"]) == 0
            assert words in (copy / "site/articles/account/export-data/index.html").read_text("utf-8")
    assert state(root / "site") == before


def test_keep_going_publishes_every_page_that_is_good(root: Path) -> None:
    (root / "articles" / "bad.md").write_text(BAD)
    (root / "articles" / "more.md").write_text("---\ntitle: More\n---\nText.\n")
    assert run(["build", "--keep-going"]) == 1
    assert (root / "site/articles/more/index.html").is_file()
    assert not (root / "site/articles/bad").exists()
    assert (root / "site/articles/account/export-data/index.html").is_file()


def test_a_quiet_build_says_only_what_is_wrong(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert [run(["build", *flags]) for flags in (["--quiet", "--no-cache"], ["--quiet"])] == [0, 0]
    assert capfd.readouterr() == ("", "")
    (root / "articles" / "bad.md").write_text(BAD)
    assert run(["build", "-q"]) == 1
    assert "articles/bad.md:2:11: error[yaml]" in capfd.readouterr().err


def test_a_build_leaves_nothing_beside_the_site(root: Path) -> None:
    names = {path.name for path in root.iterdir()}
    known = {path.name for path in root.iterdir() if not path.name.startswith(".")} | {".gitignore", ".cache"}
    assert names == known


def test_a_removed_article_is_gone_from_the_next_site(root: Path) -> None:
    page = root / "site/articles/more/index.html"
    (root / "articles" / "more.md").write_text("---\ntitle: More\n---\nText.\n")
    assert run(["build"]) == 0
    assert page.is_file()
    (root / "articles" / "more.md").unlink()
    assert run(["build"]) == 0
    assert not page.exists()


def test_a_mistake_in_the_configuration_is_exit_code_2(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "mkdocs.yml").write_text("site_name: A\nplugins:\n  - helploop/articles:\n      langauges: [en]\n")
    assert run(["build"]) == 2
    printed = capfd.readouterr().err
    assert "mkdocs.yml:4:7: error[unknown-key]: the key `langauges` is not known here" in printed
    assert "fix: did you mean `languages`?" in printed


def change(root: Path, text: str) -> None:
    file = root / f"{TRANSLATION}.md"
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")


def add_article(root: Path, name: str = "new") -> None:
    """What needs a whole build: an article comes, and if it is there already, it goes."""
    file = root / f"articles/{name}.md"
    if file.exists():
        file.unlink()
    else:
        file.write_text("# New\n\nText.\n", "utf-8")


def leave_out_docs(root: Path) -> None:
    """What needs no host."""
    shutil.rmtree(root / "docs")
    for file in root.glob("articles/account/*.md"):
        file.write_text(file.read_text("utf-8").replace("../../docs/privacy.md", "index.md"), "utf-8")


def killed_at(stage: str, root: Path) -> None:
    command = [sys.executable, str(KILLER), stage]
    done = subprocess.run(command, cwd=root, check=False, capture_output=True, start_new_session=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def left_beside(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if path.name.startswith(".site.")]


@pytest.mark.parametrize(
    "stage",
    [stage if stage in QUICK else pytest.param(stage, marks=pytest.mark.slow) for stage in (*OUTSIDE, *INSIDE)],
)
def test_a_build_killed_at_a_stage_leaves_the_old_site_or_the_new_one(stage: str, root: Path) -> None:
    old = state(root / "site")
    change(root, "New words.")
    add_article(root)
    killed_at(stage, root)
    now = state(root / "site")
    assert run(["build"]) == 0
    assert now in {old, state(root / "site")}
    assert (now == old) is (stage not in {"exchanged", "recording"})
    assert b"New words." in (root / "site/articles/getting-started/sign-in/index.html").read_bytes()
    assert left_beside(root) == []


@pytest.mark.parametrize("stage", EDITING)
def test_an_edit_killed_at_a_stage_leaves_the_old_site_or_the_new_one(stage: str, root: Path) -> None:
    file, page = root / f"{TRANSLATION}.de.md", root / f"site/de/{TRANSLATION}/index.html"
    old, text = state(root / "site"), file.read_text("utf-8")
    file.write_text(f"{text}\nNew words.\n", "utf-8")
    killed_at(stage, root)
    now = state(root / "site")
    file.write_text(f"{text}\nOther words.\n", "utf-8")
    assert run(["build"]) == 0
    assert b"Other words." in page.read_bytes()
    file.write_text(f"{text}\nNew words.\n", "utf-8")
    assert run(["build"]) == 0
    assert b"New words." in page.read_bytes()
    assert now == (state(root / "site") if stage in {"edit-exchanged", "edit-noting"} else old)
    assert left_beside(root) == []


@pytest.mark.slow
@pytest.mark.parametrize("stage", APART)
def test_where_folders_cannot_be_exchanged_the_next_command_puts_the_site_back(stage: str, root: Path) -> None:
    old = state(root / "site")
    change(root, "New words.")
    add_article(root)
    killed_at(stage, root)
    (root / "articles" / "bad.md").write_text(BAD)
    assert run(["build"]) == 1
    words = (root / "site/articles/getting-started/sign-in/index.html").read_bytes()
    assert (state(root / "site") == old) is (stage == "moved-away")
    assert (b"New words." in words) is (stage == "moved-in")
    assert left_beside(root) == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["with the host", "without the host", "of an edit"])
def test_killing_a_build_at_any_of_fifty_moments_leaves_the_old_site_or_the_new_one(root: Path, way: str) -> None:
    chance, start = random.Random(11), time.monotonic()
    if way == "without the host":
        leave_out_docs(root)
    change(root, "First of all.")
    subprocess.run([*HELPLOOP, "build"], cwd=root, check=True, capture_output=True)
    old, takes = state(root / "site"), time.monotonic() - start
    seen = {"old": 0, "new": 0}
    for number in range(50):
        change(root, f"Round {number}.")
        if way != "of an edit":
            add_article(root, f"round-{number % 3}")
        process = subprocess.Popen(
            [*HELPLOOP, "build"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(chance.uniform(0.0, 1.2) * takes)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        now = state(root / "site")
        if now == old:
            seen["old"] += 1
            takes *= 1.1  # the computer may have become slower
            continue
        start = time.monotonic()
        subprocess.run([*HELPLOOP, "build", "--no-cache"], cwd=root, check=True, capture_output=True)
        takes = time.monotonic() - start
        assert state(root / "site") == now, f"round {number} left a site that is neither the old nor the new one"
        seen["new"] += 1
        old = now
    assert seen["old"] > 0
    assert seen["new"] > 0
