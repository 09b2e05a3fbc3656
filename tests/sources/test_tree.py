"""What a content folder may hold beside content."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from helploop.notify.announced import FILE_NAME, Announced, save_announced
from helploop.sources.text import load_text
from helploop.sources.tree import load_tree

if TYPE_CHECKING:
    from pathlib import Path


def test_the_witness_of_notify_is_passed_over_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "changelog").mkdir()
    save_announced(tmp_path / "changelog" / FILE_NAME, Announced("help.example.com", 1))
    tree = load_tree(tmp_path, "changelog")
    assert tree.problems == []
    assert tree.files == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_named_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    os.mkfifo(tmp_path / "articles/a.md")
    said = "error[unreadable]: {}\n  fix: {}"
    assert [str(problem) for problem in load_tree(tmp_path, "articles").problems] == [
        "articles/a.md: " + said.format("it is no file but a pipe, a socket or a device", "remove it")
    ]
    assert [str(problem) for problem in load_text(tmp_path / "articles/a.md", "roadmap.yaml")[1]] == [
        "roadmap.yaml: " + said.format("the file can't be read: it is a pipe, a socket or a device", "put a file there")
    ]
