"""What is wrong is said after an edit as a whole build says it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helploop.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

from cli.edit.edited_site import Site, heard, heard_cold, more, problems_in, put

WRONG: dict[str, tuple[str, Callable[[str], str]]] = {
    "a broken link": ("articles/start.md", lambda text: f"{text}\n[Gone](gone.md)\n"),
    "a heading that others link to": ("articles/team/roles.md", lambda text: text.replace("## Where", "## There")),
    "front matter": ("articles/start.md", lambda text: text.replace("title:", "title: [")),
    "an address": ("articles/start.md", lambda text: f"{text}\nWrite to ann@customer-mail.com.\n"),
    "a template's words": ("articles/start.md", lambda text: text.replace("title: Title 6", "titel: Title 6")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_as_always(site: Site, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    path, change = WRONG[name]
    before = site.contents()
    site.edit(path, change)
    capfd.readouterr()
    code, said = site.build("--strict"), capfd.readouterr()
    assert site.contents() == before
    assert site.cold("--strict")[0] == code != 0
    assert capfd.readouterr().err == said.err
    assert "error[" in said.err or "warning[" in said.err


@pytest.fixture
def warned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site in which many a thing is not as it should be, and nothing is an error."""
    monkeypatch.delenv("CI", raising=False)
    found = Site(tmp_path, monkeypatch)
    levels = "languages: [en, de], rules: {missing-image: warning, unknown-related: warning, redirect-twice: warning}"
    found.edit("mkdocs.yml", lambda text: text.replace("languages: [en, de]", levels))
    for key in ("billing/export", "team/roles"):
        path = f"articles/{key}.de.md"
        found.edit(path, lambda text: text.replace("---\n", "---\nsource: 0123456789ab\norder: 7\n", 1))
    front = "review_by: 2020-01-01\nrelated: [nowhere]\nredirect_from: [/old/]"
    found.edit("articles/team/leave.md", lambda text: text.replace("title: Title 5", f"title: Title 5\n{front}"))
    found.edit("articles/start.md", lambda text: text.replace("---\n", "---\nredirect_from: [/old/]\n", 1))
    picture = "![a](gone.png) <b onclick=x>c</b> ![d](https://other.example/e.png)"
    found.edit("articles/team/invite.md", lambda text: f"{text}\n{picture}\n")
    put(tmp_path / "articles/team/empty.md", "---\ntitle: Empty\n---\n")
    put(tmp_path / "articles/odd.exe", "")
    assert found.build() == 0
    found.whole = 0
    return found


WARNED: dict[str, tuple[str, Callable[[str], str]]] = {
    "a sentence elsewhere": ("articles/billing/invoices.md", more),
    "a title elsewhere": ("articles/billing/invoices.md", lambda text: text.replace("Title 1", "Zebra")),
    "a sentence above problems": (
        "articles/team/invite.md",
        lambda text: text.replace("See [roles]", "\n\nSee [roles]"),
    ),
    "a repaired picture": ("articles/team/invite.md", lambda text: text.replace("![a](gone.png)", "a")),
    "one more lost picture": ("articles/billing/refunds.md", lambda text: f"{text}\n![a](gone.png)\n"),
    "a sentence of an outdated original": ("articles/team/roles.md", more),
    "a sentence of an outdated translation": ("articles/team/roles.de.md", more),
    "the title of an outdated translation": (
        "articles/team/roles.de.md",
        lambda text: text.replace("Titel 1", "Ganz anders"),
    ),
    "a translation that was looked at": (
        "articles/team/roles.de.md",
        lambda text: text.replace("0123456789ab", "HASH"),
    ),
    "a sentence below problems": ("articles/team/leave.md", more),
    "facts that only a translation has": (
        "articles/team/roles.de.md",
        lambda text: text.replace("order: 7", "order: 7\npromoted: true"),
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_is_wrong_elsewhere_needs_no_whole_build(
    warned: Site, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path, change = WARNED[name]
    if "looked at" in name:
        run(["translations", "mark", "-f", str(warned.root), str(warned.root / path)])
    else:
        warned.edit(path, change)
    before, strict = warned.contents(), heard(warned, capfd, "--strict")
    assert (strict[0], warned.contents() == before) == (1, True)
    loose = heard(warned, capfd)
    assert warned.whole == 0
    assert "warning[" in loose[1]
    assert strict == heard_cold(warned, capfd, "--strict")
    assert loose == heard_cold(warned, capfd)
    assert warned.others() == []
    assert (heard(warned, capfd), warned.whole) == ((0, problems_in(loose[1])), 0)


MOVED: dict[str, tuple[str, Callable[[str], str]]] = {
    "front matter that others tell of": (
        "articles/start.md",
        lambda text: text.replace("---\n", "---\nsummary: In short\n", 1),
    ),
    "front matter with a problem": (
        "articles/team/leave.md",
        lambda text: text.replace("---\n", "---\nsummary: In short\n", 1),
    ),
    "an empty text": ("articles/team/empty.md", lambda text: f"{text}\nWords.\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MOVED)
def test_what_others_say_of_an_edited_text_is_said_as_always(
    warned: Site, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path, change = MOVED[name]
    warned.edit(path, change)
    assert heard(warned, capfd) == heard_cold(warned, capfd)
    assert warned.others() == []


def test_a_translation_that_is_outdated_by_an_edit_is_told_at_once(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["translations", "mark", "-f", str(site.root), str(site.root / "articles/team/roles.de.md")]) == 0
    assert site.build() == 0
    original = (site.root / "articles/team/roles.md").read_text("utf-8")
    for change in (more, more, lambda _: original):
        site.whole = 0
        site.edit("articles/team/roles.md", change)
        told = heard(site, capfd)
        assert site.whole == 0
        assert told == heard_cold(site, capfd)
        assert ("stale-translation" in told[1]) is (change is more)
        assert site.others() == []
