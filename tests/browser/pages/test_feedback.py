"""A reader's answer is sent once, with the reason or when the reader leaves."""

from __future__ import annotations

import pytest

from browser.pages.served_pages import ServedPages

pytestmark = pytest.mark.browser


def test_an_answer_is_sent_once_as_json_and_thanked_for(visit):
    ServedPages.posted.clear()
    page = visit("articles/billing/plan/")
    page.get_by_role("button", name="No", exact=True).click()
    page.locator("textarea").fill("The price is missing")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Thank you.").wait_for()
    assert ServedPages.posted == [
        {
            "version": 1,
            "signal": "vote",
            "from": "site",
            "article": "billing/plan",
            "language": "en",
            "helpful": False,
            "reason": "The price is missing",
            "page": "/articles/billing/plan/",
        }
    ]
    assert page.get_by_role("button", name="Send").count() == 0


def test_an_answer_without_a_reason_is_sent_when_the_reader_leaves(visit):
    ServedPages.posted.clear()
    ServedPages.arrived.clear()
    page = visit("articles/billing/plan/")
    page.get_by_role("button", name="Yes", exact=True).click()
    with page.expect_navigation():  # a page that is closed on its way to another may never close
        page.get_by_role("link", name="Roadmap").first.click()
    assert ServedPages.arrived.wait(20)
    assert [(each["helpful"], each["reason"]) for each in ServedPages.posted] == [(True, "")]
