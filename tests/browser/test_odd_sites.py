"""Sites of odd sizes: words longer than a phone is wide, and a help center of one article with nothing beside it."""

from __future__ import annotations

import pytest

from built import build

pytestmark = pytest.mark.browser

CONFIG = "site_name: {name}\nsite_url: https://help.example.com/\ntheme: {{name: helploop}}\nplugins:\n  - helploop/articles: {{languages: [en, ar]}}\n  - helploop/search\n"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurf"
LONG_WORDS = {
    "mkdocs.yml": CONFIG.format(name=f"Acme {LONG}") + "  - helploop/roadmap\n",
    "articles/billing/index.md": f"---\ntitle: {LONG}\nsummary: Plans.\n---\n",
    "articles/billing/plan.md": f"---\ntitle: {LONG}\n---\n{LONG}\n",
    "roadmap.yaml": f"items:\n  - {{id: dark, title: {LONG}, stage: planned, tags: [{LONG.lower()}]}}\n",
}
ONE_ARTICLE = {"mkdocs.yml": CONFIG.format(name="Acme"), "articles/plan.md": "---\ntitle: Plan\n---\nText.\n"}
LINKS = "articles/billing/plan/ articles/billing/ articles/ roadmap/ roadmap/dark/".split()


@pytest.fixture
def visit(chromium, project, serve, tmp_path):
    """Builds a site and opens one of its pages after the other on a phone."""
    contexts = []

    def open_page(files, width):
        code, said = build(project(files), tmp_path / "site")
        assert code == 0, said
        address = serve(tmp_path / "site")
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        return lambda path: page.goto(f"{address}/{path}") and page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 800])
def test_a_word_longer_than_the_screen_is_broken_and_covers_nothing(visit, width: int) -> None:
    open_page = visit(LONG_WORDS, width)
    for path in ["", *LINKS, "ar/", *(f"ar/{each}" for each in LINKS)]:
        page = open_page(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path
        name, tools = (page.locator(part).bounding_box() for part in (".hl-brand span", ".hl-tools"))
        first, second = sorted((name, tools), key=lambda box: box["x"])
        assert first["x"] + first["width"] <= second["x"], path


@pytest.mark.parametrize("width", [320, 768, 832, 1280])
def test_a_short_name_of_a_site_is_never_broken(visit, width: int) -> None:
    page = visit(
        ONE_ARTICLE
        | {
            "mkdocs.yml": CONFIG.format(name="helploop") + "  - helploop/roadmap\n  - helploop/changelog\n",
            "roadmap.yaml": "items: []\n",
            "changelog/.keep": "",
        },
        width,
    )("articles/plan/")
    name = page.locator(".hl-brand span")
    assert (
        name.evaluate("(name) => name.getBoundingClientRect().height / parseFloat(getComputedStyle(name).lineHeight)")
        < 1.5
    )


def test_a_help_center_alone_has_no_empty_navigation_and_its_footer_at_the_bottom(visit) -> None:
    open_page = visit(ONE_ARTICLE, 1280)
    for path in ("", "articles/plan/", "ar/"):
        page = open_page(path)
        assert page.locator("nav:not(:has(a))").count() == 0
        footer, tools = page.locator(".hl-footer").bounding_box(), page.locator(".hl-tools").bounding_box()
        assert footer["y"] + footer["height"] == 800
        assert min(tools["x"], 1280 - tools["x"] - tools["width"]) < 110, "the tools stand at the end of the header"
    assert open_page("").get_by_role("link", name="Show 1 article").count() == 1
