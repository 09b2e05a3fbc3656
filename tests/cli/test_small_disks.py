"""Disks without room: said in one plain line, and what stood there stays whole."""

from __future__ import annotations

import contextlib
import os
import signal
import urllib.request
from pathlib import Path

import pytest

from cli.processes import helploop, started_server
from disks import fill, small_disk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")


@pytest.mark.parametrize("command", [["check"], ["build", "--no-cache"], ["changelog", "--format", "keep-a-changelog"]])
def test_a_full_disk_for_what_is_printed_is_said(root: Path, command: list[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = helploop(root, *command, stdout=full)
    assert done.stderr.endswith(
        "helploop: error[system]: what was to be written or read: No space left on device\n"
        "  fix: make room there, then run it again\n"
    )
    assert (done.returncode, "Exception ignored" in done.stderr) == (1, False)


def limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))


def test_half_a_new_site_stands_in_nobodys_way(tmp_path: Path) -> None:
    done = helploop(tmp_path, "new", "site", "mine", preexec_fn=limited)
    assert done.returncode == 1
    assert "error[write-failed]" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert helploop(tmp_path, "new", "site", "mine").returncode == 0


NO_FILES = "fix: remove some files there: that disk has room, but for no further file (`df -i`)\n"


@pytest.mark.parametrize("arguments", [["build"], ["import", "mkdocs", "../old"]])
def test_a_disk_with_room_but_for_no_file_is_told_from_a_full_one(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.md").write_text("# A\n")
    with small_disk(tmp_path / "disk", 4096, files=60) as disk:
        assert helploop(disk, "new", "site", "mine").returncode == 0
        (disk / "old").symlink_to(tmp_path / "old")
        with contextlib.suppress(OSError):
            for number in range(60):
                (disk / str(number)).touch()
        done = helploop(disk / "mine", *arguments)
        assert (done.returncode, NO_FILES in done.stderr) == (1, True), done.stderr
        assert not (disk / "mine/site").exists()


def test_a_picture_is_brought_over_whole_or_not_at_all(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "a.md").write_text("# A\n\n![p](p.png)\n")
    (old / "p.png").write_bytes(os.urandom(300_000))
    with small_disk(tmp_path / "disk", 400) as disk:
        assert helploop(disk, "new", "site", "mine").returncode == 0
        (disk / "ballast").write_bytes(bytes(100_000))
        done = helploop(disk / "mine", "import", "mkdocs", str(old))
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert [path.name for path in (disk / "mine/articles").iterdir() if "p.png" in path.name] == []
        (disk / "ballast").unlink()
        assert helploop(disk / "mine", "import", "mkdocs", str(old)).returncode == 0
        assert (disk / "mine/articles/p.png").read_bytes() == (old / "p.png").read_bytes()


def test_a_server_goes_on_when_its_project_has_no_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 700) as disk:
        assert helploop(disk, "new", "site", "mine").returncode == 0
        fill(disk)
        server, address = started_server(disk / "mine", signal.SIGTERM)
        with urllib.request.urlopen(f"{address}articles/getting-started/sign-in/", timeout=60) as page:
            assert page.status == 200
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[1]
        assert (server.returncode, "Traceback" in said) == (0, False)
