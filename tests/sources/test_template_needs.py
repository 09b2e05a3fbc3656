"""What a site's own templates need that the strict policy refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from helploop.model.settings import Settings
from helploop.sources.template_needs import load_need
from trees import write_tree

SETTINGS = Settings(site_name="S")


def need(root: Path, files: dict[str, str], settings: Settings = SETTINGS) -> str:
    write_tree(root, files)
    found = load_need(root, settings)
    return f"{found.path}:{found.line} {found.what}" if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        '<link rel="stylesheet" href="{{ shell.root }}brand.css">',
        '<link rel="icon" href="/icon.svg"><meta name="theme-color" content="#fff">',
        '<link rel="me" href="https://social.acme.example/@acme">',
        '<a href="https://acme.example/">Acme</a>',
        "{# <script>old()</script> #}<!-- <style>a{}</style> -->",
        '<script src="{{ shell.root }}{{ asset("site.js") }}" type="module"></script>',
        '<script type="application/ld+json">{"@type": "WebSite"}</script>',
        "{% extends frame.layout %}{% block content %}<p class='x'>{{ t('Roadmap') }}</p>{% endblock %}",
    ],
)
def test_a_template_that_works_under_the_policy_needs_nothing(text: str, tmp_path: Path) -> None:
    assert need(tmp_path, {"overrides/parts/brand.html": text}) == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>count()</script>", "has a script of its own"),
        ('<script src="{{ shell.root }}brand.js" defer></script>', "has a script of its own"),
        ('<script src="https://cdn.acme.example/x.js"></script>', "has a script of its own"),
        ("<style>a { color: red }</style>", "has a `<style>`"),
        ('<iframe src="/x"></iframe>', "has a `<iframe>`"),
        ('<p style="color: red">', "has styles or scripts in its tags"),
        ('<body onload="go()">', "has styles or scripts in its tags"),
        ('<a href="javascript:go()">', "has styles or scripts in its tags"),
        ('<link rel="stylesheet" href="//fonts.acme.example/a.css">', "loads from elsewhere"),
        ('<img alt="a > b" src="https://acme.example/logo.png">', "loads from elsewhere"),
        ('<link rel="stylesheet" href="{{ config.extra.styles }}">', "loads from elsewhere"),
        ('<form action="https://lists.acme.example/">', "loads from elsewhere"),
    ],
)
def test_what_the_policy_refuses_is_found_with_its_line(text: str, what: str, tmp_path: Path) -> None:
    assert (
        need(tmp_path, {"overrides/parts/brand.html": f"<!--\n-->\n{text}\n"}) == f"overrides/parts/brand.html:3 {what}"
    )


def test_styles_count_where_a_template_can_name_them(tmp_path: Path) -> None:
    away = {"docs/brand.css": "a {}\n@import url('https://fonts.acme.example/a.css');\n"}
    assert need(tmp_path, {**away, "docs/other.css": "a { background: url(a.png) }"}) == ""
    assert need(tmp_path, {"overrides/parts/brand.html": ""}) == "docs/brand.css:2 loads from elsewhere"


def test_the_folder_of_the_theme_counts_too_and_other_files_do_not(tmp_path: Path) -> None:
    settings = Settings(site_name="S", custom_dir="own")
    assert need(tmp_path, {"own/notes.txt": "<script>", "overrides/a.txt": "<style>"}, settings) == ""
    assert need(tmp_path, {"own/main.html": "<style>"}, settings) == "own/main.html:1 has a `<style>`"
