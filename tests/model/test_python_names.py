"""Python names in options stand for what they name, and nothing of other packages is loaded."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from helploop.model.python_names import names_in, resolved

OPTIONS = {
    "toc": {"slugify": "python/name:pymdownx.slugs.slugify", "depth": 3},
    "fences": [{"format": "python/name:os.system"}, "plain text"],
}


def test_names_in_options_stand_for_what_they_name_and_other_packages_are_not_loaded() -> None:
    loaded = []

    def load(module: str) -> SimpleNamespace:
        loaded.append(module)
        return SimpleNamespace(slugify="found")

    assert resolved(OPTIONS, load) == {
        "toc": {"slugify": "found", "depth": 3},
        "fences": [{"format": None}, "plain text"],
    }
    assert loaded == ["pymdownx.slugs"]


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError):
        resolved("python/name:markdown.nothing", lambda _: SimpleNamespace())


def test_all_names_in_options_are_listed() -> None:
    assert names_in(OPTIONS) == ["pymdownx.slugs.slugify", "os.system"]
