"""Names, devices and encodings that a system has: said in one plain line, and the site and the project stay whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.processes import helploop

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")
LONG = "a" * 300


@pytest.mark.parametrize("command", [["build", "-d", LONG], ["check", "-f", LONG], ["new", "site", LONG]])
def test_a_name_that_no_disk_takes_is_a_mistake_of_usage(root: Path, command: list[str]) -> None:
    done = helploop(root, *command)
    assert done.stderr == (f"helploop: `{'a' * 100}…` can't be used: File name too long\n  fix: give a shorter name\n")
    assert done.returncode == 2


def test_the_top_of_the_disk_is_named_as_a_site(root: Path) -> None:
    done = helploop(root, "build", "-d", "/")
    assert done.stderr.startswith("helploop: `/` holds the project's own files, or stands among them\n")
    assert done.returncode == 2


def test_a_device_in_the_place_of_a_file_is_never_read(root: Path) -> None:
    (root / "roadmap.yaml").unlink()
    os.mkfifo(root / "roadmap.yaml")
    said = "roadmap.yaml: error[unreadable]: the file can't be read: it is a pipe, a socket or a device\n"
    (root / "synonyms.yaml").symlink_to("/dev/zero")
    linked = "synonyms.yaml: error[symlink-outside]: a symbolic link to another place of this computer, outside the project\n"
    for command in ("check", "build"):
        done = helploop(root, command)
        assert said in done.stdout + done.stderr
        assert linked in done.stdout + done.stderr
        assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["C", "POSIX"])
def test_names_and_texts_are_utf_8_whatever_the_system_is_set_to(root: Path, encoding: str) -> None:
    (root / "articles/größe.md").write_text("# Größe\n\n日本語\n", encoding="utf-8")
    told = {**os.environ, "LC_ALL": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = helploop(root, "build", env=told)
    assert (done.returncode, (root / "site/articles/größe/index.html").is_file()) == (0, True), done.stderr
    done = helploop(root, "new", "article", "日本", "--title", "Straße", env=told)
    assert (done.returncode, done.stdout) == (0, "wrote articles/日本.md\n")
