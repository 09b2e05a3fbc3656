"""A system that lacks what POSIX has builds the same site: here those parts are taken away from this one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helploop.sources.file_lock import has_flock
from helploop.sources.git import NO_REPOSITORY
from trees import read_tree

pytestmark = pytest.mark.slow

#: Stands where Windows has `msvcrt`, with the lock this system knows for a byte of a file.
WITHOUT_POSIX = """
import asyncio, fcntl, multiprocessing.spawn, os, shutil, signal, subprocess, sys, tempfile, types

def locking(handle, mode, count):
    fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, count, os.lseek(handle, 0, os.SEEK_CUR))

sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_NBLCK=2)
for name in ("fcntl", "grp", "pwd", "resource", "syslog", "termios"):
    sys.modules[name] = None
for name in ("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "fdatasync", "fork", "geteuid", "getuid", "mkfifo", "sched_getaffinity"):
    delattr(os, name)
for name in ("SIGHUP", "SIGPROF", "alarm", "setitimer"):
    delattr(signal, name)
multiprocessing.get_all_start_methods = lambda: ["spawn"]

import ctypes
ctypes.CDLL = lambda name, **_: (_ for _ in ()).throw(TypeError("a name is needed"))

if __name__ == "__main__":
    from helploop.cli.main import main
    main()
"""

FILES = {
    "mkdocs.yml": "site_name: Acme\nsite_url: https://help.acme.example/\nplugins:\n"
    "- helploop/articles\n- helploop/roadmap\n- helploop/changelog: {tag_authority: acme.example}\n",
    "articles/plan.md": "---\ntitle: Plans\nsummary: What each plan holds.\n---\nOne plan.\n",
    "roadmap.yaml": "items:\n- {id: dark, title: Dark mode, stage: planned, reviewed: 2026-11-20}\n",
    "changelog/2026-11-20-first.md": "---\ntitle: First\ndate: 2026-11-20\ntype: new\n---\nIt is there.\n",
}


def run(root, *arguments, program=""):
    start = [program] if program else ["-m", "helploop"]
    return subprocess.run(
        [sys.executable, *start, *arguments], cwd=root, check=False, capture_output=True, text=True, timeout=300, env=os.environ | {"PYTHONWARNDEFAULTENCODING": ""},
    )  # fmt: skip


def test_the_site_is_built_twice_and_the_same_as_elsewhere(project, tmp_path):
    assert has_flock(), "this test takes POSIX away, so it needs a system that has it"
    program = tmp_path / "other.py"
    program.write_text(WITHOUT_POSIX)
    here, there = project(FILES, "here"), project(FILES, "there")
    expected = run(here, "build", "--strict")
    assert (expected.returncode, expected.stderr) == (0, f"{NO_REPOSITORY}\n")
    for said in (expected.stderr, ""):  # the second time nothing has changed
        found = run(there, "build", "--strict", program=str(program))
        assert (found.returncode, found.stderr) == (0, said)
    assert read_tree(there / "site") == read_tree(here / "site")


def test_a_second_build_at_the_same_time_is_refused(project, tmp_path):
    program = tmp_path / "other.py"
    program.write_text(WITHOUT_POSIX)
    root = project(FILES)
    assert run(root, "build", program=str(program)).returncode == 0
    held = next(root.rglob("site.lock"))
    code = (
        f"{WITHOUT_POSIX.partition('if __name__')[0]}\n"
        "import subprocess\nfrom helploop.sources.file_lock import try_lock\n"
        f"handle = os.open({str(held)!r}, os.O_RDWR)\nassert try_lock(handle)\n"
        f"raise SystemExit(subprocess.run([sys.executable, {str(program)!r}, 'build']).returncode)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=root, check=False, capture_output=True, text=True, timeout=300
    )
    assert found.returncode == 5
    assert "another build of `site/` is running" in found.stderr


def test_sending_is_refused_where_no_lock_is_safe_enough(tmp_path):
    code = (
        f"{WITHOUT_POSIX.partition('if __name__')[0]}\n"
        "from pathlib import Path\nimport helploop.cli.notify\nfrom helploop.notify.lock import runner_lock\n"
        f"with runner_lock(Path({str(tmp_path / 'ledger.sqlite')!r})): print('sent')\n"
    )
    found = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=300)
    assert found.stdout == ""
    assert "this system has no locks that are safe enough to send with" in found.stderr
