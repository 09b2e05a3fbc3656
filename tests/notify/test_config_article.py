"""The article on notify names every key of its configuration, and what holds where nobody sets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel

from conftest import ROOT
from helploop.notify.config_file import WrittenConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = sorted((ROOT / "articles" / "announce").glob("tell-people*.md"))


def keys(table: type[BaseModel], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every key with its default, those of a table within by their path."""
    for name, field in table.model_fields.items():
        kinds = (field.annotation, *get_args(field.annotation))
        inner = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        path = above + (field.alias or name)
        if inner:
            yield from keys(inner[0], f"{path}.")
        else:
            yield path, field.default


def told(text: str) -> dict[str, str]:
    """The keys in the article's last table, with the cell that says their default."""
    rows = re.findall(r"^\| (`.*?`) \|.*\| (.*?) \|$", text.partition("{#keys}")[2], re.MULTILINE)
    return {key: default for names, default in rows for key in re.findall("`(.*?)`", names)}


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_article_names_every_key_and_its_default(path) -> None:
    found = told(path.read_text("utf-8"))
    assert found.keys() == dict(keys(WrittenConfig)).keys()
    for key, default in keys(WrittenConfig):
        if isinstance(default, bool | int | float):
            assert found[key] == f"`{str(default).lower()}`", key
        elif isinstance(default, str) and default:
            assert found[key] == f"`{default}`", key


def test_the_article_is_there_in_every_language() -> None:
    assert [path.name for path in ARTICLES] == [f"tell-people{tag}.md" for tag in (".ar", ".de", ".ja", "")]
