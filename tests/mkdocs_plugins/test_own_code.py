"""A mistake in a project's own template or hook is named with its line, and is never called a bug of ours."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """site_name: Acme
site_url: https://help.example.com/
theme:
  name: helploop
  custom_dir: overrides
hooks: [hook.py]
plugins:
  - helploop/articles
"""


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("overrides/main.html", "a\n{% if x %}\n", "overrides/main.html:"),
        ("overrides/main.html", "a\n{{ 1 / 0 }}\n", "overrides/main.html:2:"),
        ("overrides/main.html", "{% extends 'nope.html' %}\n", "overrides/main.html:1:"),
        ("overrides/main.html", "\n{% extends 'main.html' %}\n", "overrides/main.html:2:"),
        ("hook.py", "def on_config(config):\n    raise ValueError\n", "hook.py:2:"),
        ("hook.py", "def (:\n", "hook.py:1:"),
    ],
)
def test_a_mistake_in_own_code_is_named_with_its_place(tmp_path: Path, file: str, text: str, place: str) -> None:
    files = {
        "mkdocs.yml": CONFIG,
        "hook.py": "",
        "articles/index.md": "---\ntitle: Help\n---\n",
        "docs/privacy.md": "# Privacy\n\nNo cookies.\n",
        "overrides/x.txt": "",
        file: text,
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "helploop", "build", "--keep-going"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert f"{place}" in ran.stderr
    assert "error[own-code]" in ran.stderr
    assert "fix:" in ran.stderr
    assert "bug in helploop" not in ran.stderr
    assert not (tmp_path / "site").exists()
