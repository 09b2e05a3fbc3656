"""The report for the team opens from a file, with scripts off, on a desk and on a phone, and nothing is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import axe_playwright_python
import pytest

from helploop.model.gaps import Answering, Gap, GapReport, LanguageGaps, MissingWord, Planned
from helploop.model.language import Language
from helploop.outputs.pages.gaps import render_gaps_page
from page_sites import SETTINGS

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
LONG = "averylongwordthatnobodywouldwritebutsomebodydoes" * 3


def rows(language: str, question: str) -> LanguageGaps:
    return LanguageGaps(
        language=language,
        asked=30,
        answered=12,
        gaps=(
            Gap(language=language, question=question, asked=9, searches=7, tickets=2, also=(LONG, "b"), nearest="a/b", covered=0.4, item="x"),
            Gap(language=language, question="<img src=x onerror=alert(1)>", asked=3, searches=3),
        ),
        answers=(Answering(id="a", title="A", url="articles/a/", asked=9, helpful=1, unhelpful=2, reasons=("why", LONG)),),
        words=(MissingWord(word="w", asked=4, article="a/b"), MissingWord(word="v", asked=3, example=question)),
        planned=(Planned(id="x", title="X", url="roadmap/x/", stage="planned", asked=9),),
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_report_opens_from_a_file_and_is_clean(chromium, tmp_path: Path, width: int, scheme: str) -> None:
    settings = replace(SETTINGS, languages=(Language("en", "English"), Language("ar", "العربية")))
    report = GapReport(site_name="S", languages=(rows("en", "dark mode"), rows("ar", "الوضع الليلي")), searches=60)
    file = tmp_path / "gaps.html"
    file.write_text(render_gaps_page(report, settings), "utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: request.url.startswith("file:") or said.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").inner_text() == "What customers ask"
    assert page.locator("table").count() == 4
    assert page.get_by_text("<img src=x onerror=alert(1)>").count() == 2
    assert (
        page.evaluate("getComputedStyle(document.querySelector('main')).maxInlineSize") != "none"
    )  # its own style works
    assert said == []
    context.close()
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()  # only the checker needs a script
    page.goto(file.as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then((result) => result.violations)")
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []
    context.close()
