"""Git as a subprocess: the one place that runs it. Read-only, offline, deaf to a user's output settings."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: What git sets for its hooks; inherited, it would point our commands at another repository or index.
_LOCAL_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_WORK_TREE",
)
#: No lock for a refreshed index, no question at a terminal, no missing object fetched, messages in English.
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
#: `core.fsmonitor` could start a program of the repository's choice, `log.showSignature` adds lines to a log.
_CONFIGURATION = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false")

#: Blobs asked for at a time: 64 requests of 41 bytes are far below the smallest pipe.
_UNDER_WAY = 64


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that is checked out, and whether the clone holds only the last commits."""

    commit: str
    is_shallow: bool


def run_git(root: Path, *arguments: str, stdin: bytes | None = None) -> bytes | None:
    """What git prints, or None when there is no git, no repository, or the command fails."""
    try:
        done = subprocess.run(
            ["git", *_CONFIGURATION, *arguments],
            cwd=root,
            env=_environment(),
            input=stdin,
            capture_output=True,
            check=False,
        )
    except OSError:  # git is not installed, or the folder is gone
        return None
    return done.stdout if done.returncode == 0 else None


def load_head(root: Path) -> Head | None:
    """The commit that is checked out, None without a repository or before its first commit."""
    printed = run_git(root, "rev-parse", "--is-shallow-repository", "--verify", "HEAD^{commit}")
    words = printed.decode("ascii", "replace").split() if printed else []
    return Head(words[1], words[0] == "true") if len(words) == 2 else None


def is_repository(root: Path) -> bool:
    """Whether a folder looks like one that git keeps, or stands in one."""
    return any((folder / ".git").exists() for folder in (root, *root.resolve().parents))


NO_REPOSITORY = "note: this is no git repository: days come from the texts alone, and a renamed file is a new one"


def why_unreadable(root: Path) -> str:
    """Why the history of a folder can't be read; empty where there is none, or none yet."""
    if not is_repository(root):
        return ""
    try:
        done = subprocess.run(
            ["git", *_CONFIGURATION, "log", "-1", "--format=%H"],
            cwd=root,
            env=_environment(),
            capture_output=True,
            check=False,
        )
    except OSError:
        return "git is not installed"
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode == 0:
        return "a commit in it is damaged"
    if "dubious ownership" in said:
        return "its folder belongs to another user, which git does not trust"
    if "does not have any commits yet" in said:
        return ""
    first = next((line for line in said.splitlines() if line.startswith(("fatal: ", "error: "))), "git fails")
    return f"git says `{first.partition(': ')[2].replace(str(root.resolve()), '.')}`"


def read_blobs(root: Path, blobs: Sequence[str]) -> Iterator[bytes]:
    """The contents of blobs, in their order, from one process; ends early when git can't give the next one.

    A few requests are always under way, so that git unpacks while we read; they fit the pipe, so neither
    side waits
    for the other.
    """
    try:
        process = subprocess.Popen(
            ["git", *_CONFIGURATION, "cat-file", "--batch"],
            cwd=root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return
    with process:
        asked, answers = process.stdin, process.stdout
        if asked is None or answers is None:  # never: both are pipes
            return
        for number in range(len(blobs)):
            if number % _UNDER_WAY == 0:
                ahead = blobs[: 2 * _UNDER_WAY] if number == 0 else blobs[number + _UNDER_WAY : number + 2 * _UNDER_WAY]
                asked.write("".join(f"{blob}\n" for blob in ahead).encode())
                asked.flush()
            header = answers.readline().split()
            if len(header) != 3:
                process.kill()
                return
            yield answers.read(int(header[2]) + 1)[:-1]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL_VARIABLES}
    return kept | _ENVIRONMENT


def merge_base(root: Path, ref: str) -> str | None:
    """The last commit that HEAD and a branch share; the branch's own commit where they share none."""
    commit = run_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit is None:
        return None
    printed = run_git(root, "merge-base", "HEAD", commit.decode().strip()) or commit
    return printed.decode().split()[0]


def export_commit(root: Path, commit: str, into: Path, paths: Sequence[str]) -> None:
    """Write the files below some paths, as a commit holds them, into an empty folder."""
    printed = run_git(root, "--literal-pathspecs", "ls-tree", "-r", "-z", commit, "--", *paths) or b""
    files = []
    for line in printed.split(b"\x00"):
        head, _, name = line.partition(b"\t")
        mode, _, blob = head.partition(b" ")
        if mode in {b"100644", b"100755"}:
            files.append((os.fsdecode(name), blob.rpartition(b" ")[2].decode("ascii")))
    for (path, _), content in zip(files, read_blobs(root, [blob for _, blob in files]), strict=False):
        file = into / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def uncommitted(root: Path, folder: str) -> frozenset[str] | None:
    """The files below a folder, relative to `root`, that no commit holds as they are; None without a repository."""
    others = run_git(root, "ls-files", "-z", "--others", "--", folder)
    if others is None:
        return None
    changed = run_git(root, "diff", "--name-only", "--relative", "-z", "HEAD", "--", folder)
    if changed is None:  # no commit yet
        changed = run_git(root, "ls-files", "-z", "--", folder) or b""
    return frozenset(os.fsdecode(name) for name in (others + changed).split(b"\0") if name)
