"""Real git repositories for tests: a folder, and commits with an author and a date of one's choice."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Repository:
    root: Path

    @classmethod
    def create(cls, root: Path) -> Repository:
        root.mkdir(parents=True, exist_ok=True)
        repository = cls(root)
        repository.git("init", "-q", "-b", "main")
        repository.git("config", "user.name", "Committer")
        repository.git("config", "user.email", "committer@example.com")
        repository.git("config", "commit.gpgsign", "false")
        repository.git("config", "core.autocrlf", "false")
        return repository

    def git(self, *arguments: str, date: str = "2026-01-01T00:00:00+00:00", stdin: str | None = None) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = kept | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            input=stdin,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")

    def commit(self, date: str, files: dict[str, str] | None = None, *, author: str = "Ana") -> str:
        """Write the files, commit everything there is, and return the commit."""
        for path, text in (files or {}).items():
            self.write(path, text)
        self.git("add", "-A")
        moment = date if "T" in date else f"{date}T12:00:00+00:00"
        self.git(
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "change",
            f"--author={author} <{author.lower()}@example.com>",
            date=moment,
        )
        return self.git("rev-parse", "HEAD").strip()

    def move(self, before: str, after: str) -> None:
        (self.root / after).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", before, after)


def fast_import(repository: Repository, commits: list[tuple[int, dict[str, str]]]) -> None:
    """Thousands of commits at once: seconds since 1970 and the files each one writes."""
    stream = []
    for seconds, files in commits:
        stream.append(f"commit refs/heads/main\ncommitter Ana <ana@example.com> {seconds} +0000\ndata 1\nx\n")
        for path, text in files.items():
            stream.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")
    repository.git("fast-import", "--quiet", stdin="".join(stream))
    repository.git("reset", "-q", "--hard")


def cpu_seconds() -> float:
    """The time this process and its children have worked: unlike the clock's, it does not depend on the neighbours."""
    return sum(os.times()[:4])
