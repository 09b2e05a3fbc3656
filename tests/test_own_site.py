"""Our own help center keeps every promise made of a built site."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from built import BuiltSite, build
from conftest import OWN_DAY, copy_project

LANGUAGES = ("en", "de", "ar", "ja")
OUTSIDE = re.compile(r"^(?:https?:)?//")


def test_two_builds_are_the_same_byte_for_byte(own: BuiltSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", OWN_DAY)
    root = copy_project(tmp_path / "again")
    build(root, tmp_path / "site")
    again = BuiltSite(tmp_path / "site").files
    assert list(again) == list(own.files)
    assert [path for path in again if again[path] != own.files[path]][:9] == []


def test_every_link_leads_to_a_page_and_every_anchor_to_an_element(own: BuiltSite) -> None:
    broken = []
    for path in own.pages:
        if path == "404.html":
            continue
        page = own.page(path)
        for tag, attributes in page.elements:
            href = attributes.get("href") or attributes.get("src") or ""
            if (
                tag not in {"a", "img", "script", "link", "source"}
                or not href
                or OUTSIDE.match(href)
                or ":" in href.split("/")[0]
            ):
                continue
            file, anchor = own.file_of(path, href)
            if file not in own.files or (anchor and file.endswith(".html") and anchor not in own.page(file).ids):
                broken.append((path, href))
    assert broken == []


def test_no_page_asks_another_origin_for_anything(own: BuiltSite) -> None:
    asked = []
    for path in own.pages:
        for tag, attributes in own.page(path).elements:
            source = attributes.get("src") or (
                attributes.get("href", "")
                if tag == "link" and attributes.get("rel") in {"stylesheet", "preload", "icon"}
                else ""
            )
            if OUTSIDE.match(source):
                asked.append((path, source))
    assert asked == []
    assert [
        path
        for path, content in own.files.items()
        if path.endswith(".css") and (b"url(http" in content or b"@import" in content)
    ] == []


def test_ids_are_unique_on_every_page(own: BuiltSite) -> None:
    doubled = {path: sorted({i for i in own.page(path).ids if own.page(path).ids.count(i) > 1}) for path in own.pages}
    assert {path: ids for path, ids in doubled.items() if ids} == {}


def test_no_inline_script_or_style_needs_an_exception_from_a_strict_policy(own: BuiltSite) -> None:
    found = []
    for path in own.pages:
        for tag, attributes in own.page(path).elements:
            inline = tag == "style" or (
                tag == "script"
                and "src" not in attributes
                and attributes.get("type") not in {"application/ld+json", "application/json"}
            )
            if inline or "style" in attributes or any(name.startswith("on") for name in attributes):
                found.append((path, tag, attributes))
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_language_says_so(own: BuiltSite, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    pages = [
        p
        for p in own.pages
        if p != "404.html" and (p.split("/")[0] == language or (language == "en" and p.split("/")[0] not in LANGUAGES))
    ]
    assert len(pages) > 30
    for path in pages:
        assert own.page(path).all("html") == [{"lang": language, "dir": direction}], path


def test_alternates_are_absolute_mutual_and_have_a_default(own: BuiltSite) -> None:
    site = "https://helploop.example/"
    checked = 0
    for path in own.pages:
        links = {a["hreflang"]: a["href"] for a in own.page(path).all("link") if "hreflang" in a}
        if not links:
            continue
        checked += 1
        assert all(href.startswith(site) for href in links.values()), path
        assert links["x-default"] == links["en"], path
        for tag, href in links.items():
            other, _ = own.file_of("", href.removeprefix(site))
            theirs = {a["hreflang"]: a["href"] for a in own.page(other).all("link") if "hreflang" in a}
            assert theirs == links, (path, tag)
    assert checked > 100


def test_the_language_switch_leads_to_the_same_article(own: BuiltSite) -> None:
    page = own.page("articles/write/keywords/")
    for language in ("de", "ar", "ja"):
        leads = [
            own.file_of("articles/write/keywords/index.html", a["href"])[0]
            for a in page.all("a")
            if a.get("hreflang") == language
        ]
        assert f"{language}/articles/write/keywords/index.html" in leads


def test_an_article_page_is_light(own: BuiltSite) -> None:
    weights = {path: len(gzip.compress(own.files[path], 9)) for path in own.pages if "/articles/" in f"/{path}"}
    assert max(weights.values()) <= 14_000, max(weights, key=weights.__getitem__)
    first_view = set()
    page = own.page("articles/write/keywords/")
    for tag, attributes in page.elements:
        href = (
            attributes.get("src")
            if tag == "script"
            else attributes.get("href")
            if attributes.get("rel") == "stylesheet"
            else None
        )
        if href:
            first_view.add(own.file_of("articles/write/keywords/index.html", href)[0])
    assert first_view
    assert sum(len(gzip.compress(own.files[path], 9)) for path in first_view) <= 90_000


def test_structured_data_is_json(own: BuiltSite) -> None:
    found = 0
    for path in own.pages:
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', own.page(path).html, re.DOTALL):
            assert json.loads(block)["@context"] == "https://schema.org"
            found += 1
    assert found > 50


def test_the_sitemap_lists_every_page_that_may_be_indexed(own: BuiltSite) -> None:
    listed = set(re.findall(r"<loc>https://helploop\.example/(.*?)</loc>", own.files["sitemap.xml"].decode()))
    indexed = set()
    for path in own.pages:
        robots = own.page(path).all("meta", name="robots")
        if not any("noindex" in meta["content"] for meta in robots):
            indexed.add(path.removesuffix("index.html"))
    assert {unquote(address) for address in listed} == indexed
