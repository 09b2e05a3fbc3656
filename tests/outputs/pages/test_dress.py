"""What a converted body gets on its way to a page."""

from __future__ import annotations

import pytest

from helploop.outputs.pages.dress import dressed
from helploop.outputs.strings import strings_for

LONG = "articles/billing/export-data.md"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("--dry-run", '<code class="hl-whole">--dry-run</code>'),
        ("--language de", '<code class="hl-whole">--language de</code>'),
        ("site_name", "<code>site_name</code>"),
        (LONG, f'<code class="hl-long">{LONG}</code>'),
        ("a" * 25, f'<code class="hl-long">{"a" * 25}</code>'),
        (
            "helploop gaps log.jsonl --dry-run",
            '<code>helploop gaps log.jsonl <span class="hl-whole">--dry-run</span></code>',
        ),
        (
            f"helploop new article --of {LONG}",
            f'<code class="hl-long">helploop new article <span class="hl-whole">--of</span> {LONG}</code>',
        ),
    ],
)
def test_names_in_a_line_are_not_broken_after_a_hyphen_if_a_phone_has_room_for_them(code: str, shown: str) -> None:
    assert dressed(f"<p>Use <code>{code}</code>.</p>", strings_for("en")) == f"<p>Use {shown}.</p>"


@pytest.mark.parametrize("before", ["<pre>", '<div class="highlight"><pre><span></span>'])
def test_blocks_of_code_stay_as_they_are(before: str) -> None:
    html = dressed(f"{before}<code>pip install --user\n</code></pre>", strings_for("en"))
    assert "<code>pip install --user\n</code>" in html
