"""Signs without end keep none of our readers busy: each answers within seconds of computing."""

from __future__ import annotations

import time

import pytest

from helploop.model.settings import Settings
from helploop.outputs.feeds.content import feed_html
from helploop.outputs.leftovers import open_comment
from helploop.outputs.mirror import cut
from helploop.outputs.places import without_code
from helploop.outputs.sanitise import sanitise
from helploop.outputs.security_headers import security_headers

UNITS = (
    "<",
    "<!--",
    "<!",
    "<![",
    "`",
    "```\n",
    "[a](",
    "](",
    "{",
    "{ .a",
    "<a href='",
    "<a ",
    "&#",
    "\\",
    "*a",
    "_a",
    "> ",
    "a@",
    "- [ ] ",
    "|",
    ":::",
    "![](http://",
)
READERS = {
    "sanitise": sanitise,
    "feed_html": lambda text: feed_html(text, "https://help.example.com/"),
    "mirror": lambda text: cut(text, 0, ()),
    "open_comment": lambda text: open_comment(text, 1, "a.md"),
    "without_code": without_code,
    "headers": lambda text: security_headers(Settings(site_name="A"), [], [text]),
}


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_endless_signs_take_seconds_at_most(reader: str) -> None:
    slow = {}
    for unit in UNITS:
        start = time.process_time()
        READERS[reader](unit * (60_000 // len(unit)))
        if (took := time.process_time() - start) > 10:
            slow[unit] = took
    assert slow == {}
