"""The cost of an article's page does not grow with the number of articles."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from built import BuiltSite, build
from conftest import ROOT

sys.path.insert(0, str(ROOT))
from benchmarks.corpus import write_corpus

pytestmark = pytest.mark.slow
CONFIG = "site_name: C\nsite_url: https://c.example/\ntheme:\n  name: helploop\nplugins:\n  - helploop/articles\n"
PAGE = "articles/c000/same/index.html"


def _weight(root: Path, count: int) -> int:
    """The bytes of one and the same article's page in a site of `count` articles."""
    write_corpus(root / "articles", count, seed=3)
    text = "---\ntitle: The same article\n---\n\n" + " ".join(
        random.Random(5).choices(["alpha", "beta", "gamma"], k=400)
    )
    (root / "articles" / "c000" / "same.md").write_text(text)
    (root / "mkdocs.yml").write_text(CONFIG)
    build(root, root / "site")
    return len(BuiltSite(root / "site").files[PAGE])


def test_a_page_at_1000_articles_weighs_what_it_weighs_at_100(tmp_path: Path) -> None:
    small, large = _weight(tmp_path / "small", 100), _weight(tmp_path / "large", 1000)
    assert (large - small) / small <= 0.02, (small, large)
