from __future__ import annotations

import gzip
import re

import pytest

from helploop.outputs.pages.assets import ASSETS, asset_names, minify_css, theme_assets
from helploop.outputs.pages.home import home_view, render_home
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.theme import TEMPLATES, Theme
from helploop.outputs.strings import LOCALES
from helploop.theme.icons import FOLDER, check_icon, icon_names, icon_svg
from page_sites import small_site

TOKENS = (ASSETS / "site" / "tokens.css").read_text("utf-8")


def tokens(start, text=TOKENS):
    block = text[text.index(start) :]
    block = block[block.index("{") + 1 : block.index("}")]
    if "{" in block:
        block = block[block.index("{") + 1 :]
    return dict(re.findall(r"(--hl-[\w-]+|color-scheme):\s*([^;]+);", block))


LIGHT = tokens(":root {")
DARK = LIGHT | tokens(':root[data-scheme="dark"]')

_MATERIAL = (ASSETS / "material.css").read_text("utf-8")
SCHEMES = {
    "light": LIGHT,
    "dark": DARK,
    "material": LIGHT | tokens(":root {", _MATERIAL),
    "material dark": DARK | tokens(':root[data-scheme="dark"]', _MATERIAL),
}


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("bg", "bg-soft", "surface")
PAIRS = [
    *((text, ground) for text in ("fg", "muted", "accent", "accent-hover") for ground in GROUNDS),
    *((text, f"{text}-soft") for text in ("accent", "note", "good", "warn", "bad")),
    *(("fg", f"{tone}-soft") for tone in ("note", "good", "warn", "bad")),
    *((f"code-{part}", "code-bg") for part in ("fg", "comment", "keyword", "string", "number", "name", "type")),
    *((text, "hero") for text in ("fg", "muted")),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("fg", "mark"),
]


CASES = [
    (scheme, text, ground)
    for scheme in SCHEMES
    for text, ground in PAIRS
    if not (ground == "hero" and "material" in scheme)  # Material's hero has white text of its own
]


@pytest.mark.parametrize(("scheme", "text", "ground"), CASES)
def test_text_stands_out_from_its_ground(scheme, text, ground):
    values = SCHEMES[scheme]
    assert contrast(values[f"--hl-{text}"], values[f"--hl-{ground}"]) >= 4.5


@pytest.mark.parametrize("scheme", ["material", "material dark"])
def test_white_stands_out_from_the_bar_and_the_hero_of_material(scheme):
    for ground in ("bar", "hero"):
        assert contrast("#ffffff", SCHEMES[scheme][f"--hl-{ground}"]) >= 4.5


@pytest.mark.parametrize("values", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_and_focus_stand_out(values, ground):
    for edge in ("border-strong", "focus"):
        assert contrast(values[f"--hl-{edge}"], values[f"--hl-{ground}"]) >= 3


def test_dark_by_device_and_dark_by_choice_are_the_same():
    for text in (TOKENS, _MATERIAL):
        assert tokens("@media screen and (prefers-color-scheme: dark)", text) == tokens(
            ':root[data-scheme="dark"]', text
        )


def test_styles_and_script_of_every_page_are_light():
    files = theme_assets()
    shared = (files[asset_names()["site.css"]], files[asset_names()["site.js"]])
    assert sum(len(gzip.compress(each, mtime=0)) for each in shared) < 20 * 1024


def test_no_stylesheet_or_script_asks_another_host_for_anything():
    for name, content in theme_assets().items():
        if name.endswith((".css", ".js")):
            assert not re.search(rb"url\(|@import|https?://", content), name


def test_a_site_with_material_gets_its_layout():
    frame = outline_of(small_site(theme="material"), "en")
    assert "material." in render_home(home_view(frame), Theme())
    assert "material." not in render_home(home_view(outline_of(small_site(), "en")), Theme())


def test_a_name_holds_the_hash_of_its_content():
    from hashlib import sha256

    for name, content in theme_assets().items():
        assert name.split(".")[-2] == sha256(content).hexdigest()[:10]


def test_stylesheets_use_logical_sides_only():
    """Left and right are for code, which runs from left to right in every language."""
    sides = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])float:\s*(?:left|right)|text-align:\s*right"
    )
    for path in ASSETS.rglob("*.css"):
        assert not sides.findall(path.read_text("utf-8")), path.name


def test_small_css_means_the_same():
    css = "/* why */\n.a > .b,\n.c:hover {\n  color: red;\n  margin: 0 auto;\n}\n"
    assert minify_css(css) == ".a > .b,.c:hover{color: red;margin: 0 auto}\n"


def test_every_drawing_is_one_of_ours_and_an_unknown_name_gets_the_nearest():
    assert len(icon_names()) >= 40
    assert all(check_icon(name) is None for name in icon_names())
    assert check_icon("biling") == "unknown icon `biling`; did you mean `billing`?"
    assert check_icon("zzzzzz").startswith("unknown icon `zzzzzz`; known icons: account, api, ")
    assert icon_svg("../../secret") == icon_svg("article")
    for path in FOLDER.rglob("*.svg"):
        assert not re.search(r"style=|<script|\son\w+=|href", path.read_text("utf-8")), path.name


def test_the_fingerprint_changes_with_a_template():
    prints = [Theme(own).fingerprint() for own in ((), (("article.html", "one"),), (("article.html", "other"),))]
    assert len(set(prints)) == 3
    assert TEMPLATES.is_dir()
    assert LOCALES.is_dir()
