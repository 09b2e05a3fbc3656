"""Bad places: links, permissions, full disks, builds at the same time, interrupted ones. The old site stays whole."""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bad_cases import BASE
from test_bad_inputs import call, fingerprint, reported
from trees import write_tree

HELPLOOP = [sys.executable, "-c", "from helploop.cli.main import main; main()"]
NOBODY = 65534


def lay(root: Path, files: dict[str, str] | None = None) -> Path:
    write_tree(root, BASE | (files or {}))
    return root


def old_site(root: Path) -> dict[str, str]:
    """A site from an earlier build, and its fingerprint."""
    site = root / "site"
    (site / "articles").mkdir(parents=True)
    (site / "404.html").write_text("old", encoding="utf-8")
    (site / "articles" / "old.html").write_text("old", encoding="utf-8")
    return fingerprint(site)


def helploop(root: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HELPLOOP, *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


@contextlib.contextmanager
def as_nobody():
    """A project of somebody without rights over everything; root's rights come back afterwards."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    root = Path(tempfile.mkdtemp(prefix="helploop-"))
    try:
        lay(root)
        call(root, ("check",))  # everything is imported now: Python itself may be root's alone
        importlib.import_module("helploop.cli.build")
        for path in (root, *root.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        yield root
    finally:
        os.seteuid(0)
        shutil.rmtree(root)


def test_unreadable_files_and_folders_are_named() -> None:
    with as_nobody() as root:
        (root / "articles/a.md").write_text("# A", encoding="utf-8")
        (root / "articles/a.md").chmod(0)
        (root / "articles/closed").mkdir(mode=0)
        (root / "articles/shot.png").write_bytes(b"\x89PNG")
        (root / "articles/shot.png").chmod(0)
        code, printed = call(root, ("check",))
        (root / "articles/closed").chmod(0o700)
    fix = "\n  fix: check its permissions"
    assert reported(printed) == [
        f"articles/a.md: error[unreadable]: the file can't be read: Permission denied{fix}",
        f"articles/closed: error[unreadable]: the folder can't be read: Permission denied{fix}",
        f"articles/shot.png: error[unreadable]: the file can't be read: Permission denied{fix}",
    ]
    assert code == 1


def test_a_folder_that_an_import_can_not_read_is_named(tmp_path: Path) -> None:
    warm = lay(tmp_path / "warm")
    call(warm, ("import", "mkdocs", str(warm / "docs"), "--dry-run"))  # as above: what it imports may be root's alone
    with as_nobody() as root:
        old = root.parent / f"{root.name}-old"
        (old / "closed").mkdir(parents=True)
        try:
            (old / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
            (old / "closed/b.md").write_text("# B\n", encoding="utf-8")
            (old / "closed").chmod(0)
            code, printed = call(root, ("import", "mkdocs", str(old), "--dry-run"))
        finally:
            (old / "closed").chmod(0o700)
            shutil.rmtree(old)
    said = "left out: closed: the folder can't be read: Permission denied (fix that, then run this again)"
    assert (code, [line for line in printed.splitlines() if "closed" in line]) == (0, [said])


@pytest.mark.parametrize("mistake", ["[x](nope.md)", "---\ntitle: A: b\n---\n", "# A\n\nana@acme.org"])
def test_a_bad_project_leaves_the_old_site(mistake: str, tmp_path: Path) -> None:
    root = lay(tmp_path / "project", {"articles/a.md": mistake})
    before = old_site(root)
    assert helploop(root, "build").returncode == 1
    assert fingerprint(root / "site") == before
    assert [path.name for path in root.iterdir() if ".site" in path.name] == []


@pytest.mark.parametrize("how", [(), ("--keep-going",)])
def test_a_full_disk_leaves_the_old_site(tmp_path: Path, how: tuple[str, ...]) -> None:
    root = lay(tmp_path / "project")
    before = old_site(root)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    done = helploop(root, "build", *how, preexec_fn=limit)
    assert (done.returncode, fingerprint(root / "site")) == (1, before), done.stderr
    assert "error[write-failed]" in done.stderr
    assert "could not be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_takes_nothing_from_a_file_that_a_command_changes(tmp_path: Path) -> None:
    text = "---\ntitle: Gut\nsource: 000000000000\n---\n\n" + "Ein Satz. " * 900
    root = lay(tmp_path / "project", {"articles/good.de.md": text})
    before = fingerprint(root / "articles")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    for command in (("translations", "mark", "articles/good.de.md"), ("new", "article", "x", "--title", "x" * 4000)):
        done = helploop(root, *command, preexec_fn=limit)
        name = "good.de.md" if command[0] == "translations" else "x.md"
        assert done.stderr == (
            f"helploop: error[write-failed]: `{name}` can't be written: File too large\n"
            "  fix: make room, or fix the permissions; it is as it was\n"
        )
        assert (done.returncode, fingerprint(root / "articles")) == (1, before)


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    root = lay(tmp_path)
    assert helploop(root, "build").returncode == 0
    good = fingerprint(root / "site")
    with sqlite3.connect(root / ".cache/helploop/build.sqlite") as kept:
        kept.execute("UPDATE kept SET value = x'9e'")
    kept.close()
    assert call(root, ("check",))[1].startswith("0 errors, 0 warnings\n")
    (root / "articles/good.md").touch()
    (root / ".cache/helploop/unchanged.json").unlink()
    done = helploop(root, "build")
    assert done.returncode == 0
    assert "bug" not in done.stderr
    assert fingerprint(root / "site") == good


def test_no_pipe_is_ever_waited_for(tmp_path: Path) -> None:
    root = lay(tmp_path, {"overrides/notes.txt": "x"})
    for path in (".env", "requests.csv", "articles/a.md", "docs/b.md", "overrides/main.html"):
        os.mkfifo(root / path)
    before = old_site(root)
    done = helploop(root, "build", timeout=60)
    assert done.returncode == 1
    said = "error[unreadable]: the file can't be read: it is a pipe, a socket or a device"
    assert f"overrides/main.html: {said}" in done.stderr
    assert "articles/a.md: error[unreadable]: it is no file but a pipe, a socket or a device" in done.stderr
    assert fingerprint(root / "site") == before


def test_no_right_to_write_leaves_the_old_site() -> None:
    with as_nobody() as root:
        before = old_site(root)
        root.chmod(0o555)
        code, printed = call(root, ("build",))
        root.chmod(0o755)
        assert (code, fingerprint(root / "site")) == (1, before)
    assert "error[write-failed]" in printed
    assert "fix: fix its permissions" in printed or "fix: fix the permissions of its folder" in printed


def test_a_second_build_is_refused(tmp_path: Path) -> None:
    root = lay(tmp_path / "project")
    before = old_site(root)
    lock = root / ".cache/helploop/site.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        code, printed = call(root, ("build",))
    assert (code, fingerprint(root / "site")) == (5, before)
    assert "another build of `site/` is running" in printed


@pytest.mark.slow
def test_two_builds_at_once_never_mix(tmp_path: Path) -> None:
    root = lay(tmp_path / "project")
    builds = [subprocess.Popen([*HELPLOOP, "build"], cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
    codes = sorted(build.wait() for build in builds)
    for build in builds:
        assert build.stderr is not None
        build.stderr.close()
    assert codes in ([0, 0], [0, 5])
    together = fingerprint(root / "site")
    assert helploop(root, "build").returncode == 0
    assert fingerprint(root / "site") == together


@pytest.mark.parametrize("place", ["articles", ".", "..", "articles/out", "private"])
def test_a_folder_that_is_no_site_is_never_replaced(place: str, tmp_path: Path) -> None:
    root = lay(tmp_path / "project", {"private/taxes.txt": "2026"})
    before = fingerprint(tmp_path)
    code, printed = call(root, ("build", "-d", place))
    assert (code, fingerprint(tmp_path)) == (2, before), printed


def test_a_file_of_docs_is_never_overwritten_silently(tmp_path: Path) -> None:
    root = lay(tmp_path / "project", {"docs/robots.txt": "mine", "docs/download.txt": "mine"})
    done = helploop(root, "build")
    assert reported(done.stderr) == [
        (
            "docs/robots.txt: error[reserved-slug]: the file would stand at `/robots.txt`, where the site has a file of its own"
            "\n  fix: rename or remove it"
        )
    ]
    assert done.returncode == 1


@pytest.mark.slow
def test_a_killed_build_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    root = lay(tmp_path / "project")
    assert helploop(root, "build").returncode == 0
    old = fingerprint(root / "site")
    (root / "articles/good.md").write_text("# Good\n\nNew words.", encoding="utf-8")
    kept = tmp_path / "kept"
    shutil.copytree(root / "site", kept)
    start = time.monotonic()
    assert helploop(root, "build").returncode == 0
    takes = time.monotonic() - start
    new = fingerprint(root / "site")
    assert new != old
    moments = random.Random(8)
    for _ in range(10):
        shutil.rmtree(root / "site")
        shutil.copytree(kept, root / "site")
        build = subprocess.Popen([*HELPLOOP, "build"], cwd=root, stderr=subprocess.DEVNULL, start_new_session=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(moments.uniform(0.2, takes * 1.1))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        assert fingerprint(root / "site") in (old, new)
