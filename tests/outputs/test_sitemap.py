"""The sitemap lists what may be indexed, says the truth about when it changed and in which languages it is, and never grows too large."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from helploop.model.address import page_file
from helploop.outputs import sitemap
from helploop.outputs.sitemap import Location, render_robots, render_sitemaps
from machine_sites import machines_of
from page_sites import SETTINGS
from repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from built import BuiltSite

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOME = "https://helploop.example/"


def listed(content: bytes) -> dict[str, tuple[str, dict[str, str]]]:
    """Each address with its day and its alternates."""
    found = {}
    for url in ET.fromstring(content).findall("s:url", NAMES):  # noqa: S314 - our own file
        links = {link.get("hreflang", ""): link.get("href", "") for link in url.findall("x:link", NAMES)}
        assert all(link.get("rel") == "alternate" for link in url.findall("x:link", NAMES))
        found[url.findtext("s:loc", "", NAMES)] = (url.findtext("s:lastmod", "", NAMES), links)
    return found


def test_the_sitemap_of_our_own_site_says_what_its_pages_say(own: BuiltSite) -> None:
    found = listed((own.folder / "sitemap.xml").read_bytes())
    for path in own.pages:
        page, url = own.page(path), HOME + path.removesuffix("index.html")
        if page.all("meta", name="robots", content="noindex") or path == "404.html":
            assert url not in found
        elif not page.all("meta", **{"http-equiv": "refresh"}):
            links = {a["hreflang"]: a["href"] for a in page.all("link", rel="alternate") if "hreflang" in a}
            is_alone = len(set(links.values())) == 1  # in one language only: nothing to choose from
            assert found[url][1] == ({} if is_alone else links), path
            assert page.all("link", rel="canonical")[0]["href"] == url
    assert [url for url in found if page_file(url.removeprefix(HOME)) not in own.files] == []
    assert len([day for day, _ in found.values() if day]) > 20  # without a history only release notes have one


SITE = {
    "mkdocs.yml": "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: [en, de]\n  - helploop/changelog:\n      tag_authority: s.example\n  - helploop/roadmap\n",
    "articles/a.md": "---\ntitle: A\n---\nOne.\n",
    "articles/b.md": "---\ntitle: B\n---\nOne.\n",
    "articles/hidden.md": "---\ntitle: H\ndraft: true\n---\n",
    "changelog/2026-11-20-x.md": "---\ntitle: X\ndate: 2026-11-20\ntype: new\n---\nText\n",
    "changelog/2026-11-19-y.md": "---\ntitle: Y\ndate: 2026-11-19\nupdated: 2026-11-21\ntype: new\n---\nText\n",
    "roadmap.yaml": "items:\n  - id: it\n    title: It\n    stage: planned\n",
}


def test_days_are_those_of_the_texts_not_of_the_build(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "site")
    repository.commit("2026-03-01", SITE)
    repository.commit("2026-05-04", {"articles/a.md": "---\ntitle: A\n---\nTwo.\n"})
    repository.commit("2026-06-07", {"roadmap.yaml": SITE["roadmap.yaml"].replace("planned", "building")})
    found = listed(machines_of(tmp_path / "site").everything["sitemap.xml"])
    days = {url.removeprefix("https://s.example/"): day for url, (day, _) in found.items()}
    assert days["articles/a/"] == "2026-05-04"
    assert days["articles/b/"] == "2026-03-01"
    assert days["changelog/2026-11-20-x/"] == "2026-11-20"
    assert days["changelog/2026-11-19-y/"] == "2026-11-21"
    assert days["roadmap/it/"] == "2026-06-07"
    assert days["articles/"] == ""  # a list has no day of its own
    assert not any("hidden" in url or "search" in url for url in days)
    assert not any(url.startswith("de/articles/a") for url in days)  # not written in German


def test_a_large_site_has_several_sitemaps_and_one_that_lists_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_PAGES", 40)
    locations = [Location(f"articles/a{number:03}/", (), date(2026, 1, 1)) for number in range(100)]
    files = render_sitemaps(locations, SETTINGS)
    index = ET.fromstring(files["sitemap.xml"])  # noqa: S314 - our own file
    parts = [loc.text.rpartition("/")[2] for loc in index.findall("s:sitemap/s:loc", NAMES)]
    assert parts == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"] == sorted(files.keys() - {"sitemap.xml"})
    assert [url for part in parts for url in listed(files[part])] == [
        f"{SETTINGS.site_url}articles/a{n:03}/" for n in range(100)
    ]
    monkeypatch.setattr(sitemap, "MOST_BYTES", 1000)
    assert max(len(content) for name, content in render_sitemaps(locations, SETTINGS).items() if "-" in name) < 1300


def test_robots_allow_all_and_name_the_sitemap() -> None:
    assert render_robots(SETTINGS).decode() == f"User-agent: *\nAllow: /\n\nSitemap: {SETTINGS.site_url}sitemap.xml\n"
