"""A site that asks for cards has one for each page that is passed on; one that does not has none, and needs nothing for it."""

from __future__ import annotations

import sys

import pytest

from built import Page, render_site
from helploop.model.errors import UsageError
from helploop.pipeline.tools import open_tools
from machine_sites import machines_of

PNG = b"\x89PNG\r\n\x1a\n"
SITE = {
    "mkdocs.yml": "site_name: Hilfe\nsite_url: https://s.example/help/\nplugins:\n  - helploop/articles:\n      languages: [en, ar]\n      cards: true\n  - helploop/changelog:\n      tag_authority: s.example\n",
    "articles/index.md": "---\ntitle: All\n---\n",
    "articles/a.md": '---\ntitle: Say "hello" & <bye>\n---\nWords ![a shot](shot.png)\n',
    "articles/a.ar.md": "---\ntitle: قل مرحبا\nsource: 000000000000\n---\nكلمات\n",
    "articles/b.md": "---\ntitle: Same 𓀀\n---\nWords\n",
    "articles/shot.png": PNG,
    "articles/hidden.md": "---\ntitle: CANARY hidden\ndraft: true\n---\n",
    "changelog/2026-11-20-x.md": "---\ntitle: New\ndate: 2026-11-20\ntype: new\nimage: x.png\n---\nText\n",
    "changelog/x.png": PNG,
}


def picture(content: bytes) -> str:
    (found,) = Page(content.decode()).all("meta", property="og:image")
    return found["content"]


def test_each_page_names_a_card_that_is_there(project) -> None:
    made = machines_of(project(SITE)).everything
    cards = {path for path in made if path.startswith("assets/cards/")}
    named = {
        picture(content).removeprefix("https://s.example/help/")
        for path, content in made.items()
        if path.endswith("index.html") and b"og:image" in content
    }
    assert named - {"changelog/x.png"} == cards
    assert all(made[path].startswith(PNG) for path in cards)
    english, arabic = (Page(made[f"{prefix}articles/a/index.html"].decode()) for prefix in ("", "ar/"))
    assert english.all("meta", property="og:image:alt")[0]["content"] == 'Say "hello" & <bye>'
    assert english.all("meta", property="og:image") != arabic.all("meta", property="og:image")
    assert picture(made["changelog/2026-11-20-x/index.html"]) == "https://s.example/help/changelog/x.png"
    # what is not translated shows the original's card
    assert picture(made["ar/articles/b/index.html"]) == picture(made["articles/b/index.html"])


def test_letters_without_a_font_are_named_with_their_page(project) -> None:
    root = project(SITE)
    with open_tools(root, use_cache=False) as tools:
        problems = render_site(root, machines_of(root).checked, tools)[1]
    assert [str(problem).split("\n")[0] for problem in problems] == [
        "articles/b/index.html: warning[card-letters]: its card has no font for `𓀀`, which is left out"
    ]


def test_a_second_build_draws_nothing_and_gives_the_same(project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(SITE)
    with open_tools(root) as tools:
        first = render_site(root, machines_of(root).checked, tools)[0]
    monkeypatch.setattr("helploop.outputs.cards.draw.render_card", lambda _: pytest.fail("drawn again"))
    with open_tools(root) as tools:
        assert render_site(root, machines_of(root).checked, tools)[0] == first


def test_without_cards_an_article_shows_its_own_picture_and_nothing_is_drawn(project) -> None:
    plain = SITE["mkdocs.yml"].replace("      cards: true\n", "")
    made = machines_of(project(SITE | {"mkdocs.yml": plain})).everything
    assert not any(path.startswith("assets/cards/") for path in made)
    assert picture(made["articles/a/index.html"]) == "https://s.example/help/articles/shot.png"
    assert b"og:image" not in made["articles/b/index.html"]


def test_a_missing_extra_is_said_with_the_command_that_brings_it(project, monkeypatch: pytest.MonkeyPatch) -> None:
    machines = machines_of(project(SITE))
    monkeypatch.setitem(sys.modules, "helploop.outputs.cards.fonts", None)
    with pytest.raises(UsageError) as raised:
        _ = machines.everything
    assert str(raised.value) == (
        "`cards: true` needs an extra, which is not installed\n  fix: pip install 'helploop[cards]', or set `cards: false`"
    )
