"""Whatever helploop brings decides what it makes: its code, and the words and templates beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import helploop
from helploop.pipeline.stamp import engine_stamp

make = engine_stamp.__wrapped__


@pytest.mark.parametrize("name", ["build.py", "words/de.txt", "icons/sun.svg"])
def test_a_changed_file_of_ours_is_another_engine(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    monkeypatch.setattr(helploop, "__file__", str(tmp_path / "__init__.py"))
    file.write_text("der\n", encoding="utf-8")
    before = make()
    file.write_text("der\ndie\n", encoding="utf-8")
    assert make() != before


def test_compiled_code_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helploop, "__file__", str(tmp_path / "__init__.py"))
    before = make()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/build.cpython-311.pyc").write_bytes(b"code")
    assert make() == before
