"""The search that scripts of a page call: its data, its addresses, its end."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_api_gives_data_with_ranges_and_can_be_cancelled(page, site):
    page.goto(f"{site}/suche/")
    first, cancelled = page.evaluate(
        """async () => {
        const search = await (await import('/search/client.js')).open('/', 'de');
        const [first] = await search.query('csv tabelle', { limit: 1 });
        const stop = new AbortController();
        const running = search.query('passwort', { signal: stop.signal });
        stop.abort();
        return [first, await running.then(() => 'done', (error) => error.name)];
    }"""
    )
    assert first["url"] == "/de/export/"
    assert [first["excerpt"][a:b] for a, b in first["ranges"]["excerpt"]] == ["Tabelle", "CSV"]
    assert {"url", "title", "section", "excerpt", "kind", "score", "language"} <= set(first)
    assert cancelled == "AbortError"


@pytest.mark.parametrize("root", ["'/'", "''", "location.origin", "new URL('/', location)"])
def test_api_takes_the_root_of_the_site_in_any_form(page, site, root):
    page.goto(f"{site}/index.html")
    found = page.evaluate(
        f"""async () => {{
        const {{ open }} = await import('/search/client.js');
        return (await (await open({root}, 'de')).query('csv tabelle', {{ limit: 1 }})).map(({{ url }}) => new URL(url, location).href);
    }}"""
    )
    assert found == [f"{site}/de/export/"]


def test_a_search_that_is_cancelled_on_the_way_gives_nothing_back_and_spoils_nothing(page, site):
    page.goto(f"{site}/suche/")
    name, asked, again = page.evaluate(
        """async () => {
        const { open } = await import('/search/client.js');
        let asked = 0;
        const stop = new AbortController();
        const get = async (address) => {
            if (/\\/w\\//.test(address)) stop.abort();
            asked += /\\/t\\//.test(address);
            return (await fetch(address)).text();
        };
        const search = await open('/', 'de', { get });
        const name = await search.query('passwort', { signal: stop.signal }).then(() => 'done', (error) => error.name);
        const before = asked;
        return [name, before, (await search.query('passwort')).length];
    }"""
    )
    assert (name, asked, again) == ("AbortError", 0, 1)
