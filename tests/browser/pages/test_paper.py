"""Printed pages hold the article, whole, and nothing else."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_what_is_closed_is_open_on_paper_and_closed_again_after(visit):
    page = visit("articles/billing/plan/")
    closed = page.locator(".hl-body details:not([open])").count()
    assert closed
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".hl-body details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".hl-body details:not([open])").count() == closed


def test_on_paper_only_the_article_is_left(visit):
    page = visit("articles/billing/plan/")
    page.emulate_media(media="print")
    assert page.locator(".hl-header:visible, .hl-aside:visible, .hl-footer:visible, form:visible").count() == 0
    assert page.locator("h1:visible").count() == 1


def test_on_paper_each_tab_stands_under_its_label(visit):
    page = visit("articles/billing/plan/")
    page.emulate_media(media="print")
    tops = page.evaluate(
        """() => { const [set] = document.querySelectorAll(".tabbed-set");
        const top = (each) => each.getBoundingClientRect().top;
        return [...set.querySelectorAll("label")].map((label, at) => {
          const block = set.querySelectorAll(".tabbed-block")[at];
          return [top(label), top(block), block.getBoundingClientRect().bottom]; }); }"""
    )
    assert len(tops) == 2
    flat = [place for tab in tops for place in tab]
    assert flat == sorted(flat)
    assert all(bottom - top > 20 for _, top, bottom in tops)
