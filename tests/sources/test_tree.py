"""What a content folder may hold beside content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.notify.announced import FILE_NAME, Announced, save_announced
from helploop.sources.tree import load_tree

if TYPE_CHECKING:
    from pathlib import Path


def test_the_witness_of_notify_is_passed_over_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "changelog").mkdir()
    save_announced(tmp_path / "changelog" / FILE_NAME, Announced("help.example.com", 1))
    tree = load_tree(tmp_path, "changelog")
    assert tree.problems == []
    assert tree.files == []
