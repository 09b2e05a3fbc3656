"""Whatever is typed is only text, never throws and takes no long time."""

from __future__ import annotations

from random import Random

import pytest

pytestmark = pytest.mark.browser
ATTACKS = [
    "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "<img/src=x/onerror=alert(1)> imag", "javascript:alert(1)",
    "\x00", "\ud800", "x" * 100_000, "error:404", "foo:bar", "~", "+", "-", "^", ":", "x^", "+-+-", "*" * 300, "a~99999",
    "constructor", "__proto__", "hasOwnProperty toString", "%00", "a b " * 20_000,
]  # fmt: skip


def test_attacks_are_only_text(page, site):
    page.goto(f"{site}/suche/")
    for text in ATTACKS:
        page.evaluate(
            "(text) => { const i = document.querySelector('[data-search-results] input'); i.value = text; i.dispatchEvent(new Event('input')) }",
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        )
        page.wait_for_timeout(120)
        assert page.locator("[data-search-results] img, [data-search-results] svg").count() == 0
    page.goto(f"{site}/suche/?q=%00%ED%A0%80<img src=x onerror=alert(1)>&q=2")
    page.wait_for_selector(".hl-hit")
    assert page.input_value("[data-search-results] input").endswith("onerror=alert(1)>")


def test_ten_thousand_random_strings_never_throw_nor_take_long(page, site):
    random = Random(11)
    signs = "abcdeéßİ漢字한ไ😀<>&\"'`:~^+-*\\/%#.?!()[]{}|=_ \t\n\x00\u200d\u0301مש" + "pasworte"
    texts = ["".join(random.choices(signs, k=random.randint(0, 40))) for _ in range(9_900)]
    texts += ["".join(random.choices(signs, k=20_000)) for _ in range(100)]
    page.goto(f"{site}/suche/")
    slowest = page.evaluate(
        """async (texts) => {
        const search = await (await import('/search/client.js')).open('/', 'de');
        let slowest = 0;
        for (const text of [...texts, '\\ud800', 'a\\udc00b']) {
            const start = performance.now();
            await search.query(text);
            slowest = Math.max(slowest, performance.now() - start);
        }
        return slowest;
    }""",
        texts,
    )
    assert slowest < 200
