"""Where readers can send corrections of a text."""

from __future__ import annotations

import pytest

from helploop.model.settings import Settings
from helploop.model.source_link import source_address

REPOSITORY = "https://github.com/acme/help"
FILE = "articles/billing/plan change.md"


@pytest.mark.parametrize(
    ("repo_url", "edit_uri", "address"),
    [
        (REPOSITORY, "edit/main/docs/", "https://github.com/acme/help/edit/main/articles/billing/plan%20change.md"),
        (f"{REPOSITORY}/", "edit/main", "https://github.com/acme/help/edit/main/articles/billing/plan%20change.md"),
        (REPOSITORY, "/edit/main/site/docs/", f"{REPOSITORY}/edit/main/site/articles/billing/plan%20change.md"),
        (REPOSITORY, "?file=", f"{REPOSITORY}?file=articles/billing/plan%20change.md"),
        ("", "https://git.example/e/main/", "https://git.example/e/main/articles/billing/plan%20change.md"),
        ("", "edit/main/", ""),
        (REPOSITORY, "", ""),
        (REPOSITORY, "javascript:alert(1)", f"{REPOSITORY}/javascript:alert(1)/articles/billing/plan%20change.md"),
    ],
)
def test_a_text_is_changed_where_its_file_stands(repo_url: str, edit_uri: str, address: str) -> None:
    settings = Settings(site_name="S", repo_url=repo_url, edit_uri=edit_uri)
    assert source_address(settings, FILE) == address
