"""A site's headers: the same from the build and the command, as strict as its own look allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_bad_inputs import call, host_here
from trees import write_tree

CONFIG = (
    "site_name: Acme\nsite_url: https://help.example.com/\ntheme:\n  name: {theme}\nplugins:\n  - helploop/articles\n"
)
OTHERS = """\
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin
"""
LEAST = "/*\n  Content-Security-Policy: base-uri 'self'; frame-ancestors 'none'\n" + OTHERS


def lay(root: Path, theme: str = "helploop") -> Path:
    write_tree(root, {"mkdocs.yml": CONFIG.format(theme=theme), "articles/a.md": "# A\n\nText.\n"})
    return root


def sent(root: Path) -> str:
    with host_here():
        assert call(root, ("build",))[0] == 0
    return (root / "site/_headers").read_text("utf-8").partition("\n\n")[0] + "\n"


def test_a_link_to_a_style_keeps_the_whole_policy_and_an_empty_folder_does_not_matter(tmp_path: Path) -> None:
    root = lay(tmp_path)
    strict = sent(root)
    assert strict.startswith("/*\n  Content-Security-Policy: default-src 'self'; script-src 'self';")
    (root / "overrides/parts").mkdir(parents=True)
    assert sent(root) == strict
    (root / "overrides/parts/brand.html").write_text('<link rel="stylesheet" href="{{ shell.root }}brand.css">\n')
    assert sent(root) == strict
    assert call(root, ("headers", "netlify")) == (0, strict)


def test_a_script_of_its_own_leaves_all_headers_but_the_rest_of_the_policy(tmp_path: Path) -> None:
    root = lay(tmp_path)
    strict = sent(root)
    brand = root / "overrides/parts/brand.html"
    brand.parent.mkdir(parents=True)
    brand.write_text("<meta>\n<script>count()</script>\n", encoding="utf-8")
    assert sent(root) == LEAST
    why = "note: overrides/parts/brand.html:2 has a script of its own: the policy says only who may frame the site\n"
    assert call(root, ("headers", "netlify")) == (0, LEAST + why)
    brand.unlink()
    assert sent(root) == strict


@pytest.mark.parametrize("theme", ["material"])
def test_another_theme_has_all_headers_but_the_rest_of_the_policy(theme: str, tmp_path: Path) -> None:
    root = lay(tmp_path, theme)
    assert sent(root) == LEAST
    why = (
        "note: the theme `material` has scripts and styles in its pages: the policy says only who may frame the site\n"
    )
    assert call(root, ("headers", "netlify")) == (0, LEAST + why)
