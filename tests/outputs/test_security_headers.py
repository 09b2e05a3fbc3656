"""The headers under which a site is safest: complete, of its own needs, and as each host reads them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from conftest import ROOT
from helploop.cli.headers import headers
from helploop.model.body import Link
from helploop.model.settings import Settings
from helploop.outputs.headers import render_headers
from helploop.outputs.security_headers import HOSTS, render_for_host, security_headers

SETTINGS = Settings(site_name="S", site_url="https://example.com/help/")


def policy(settings: Settings = SETTINGS, *targets: str, text: str = "") -> dict[str, str]:
    links = [Link(target, 1, is_image=True, column=1) for target in targets]
    found = {header.name: header.value for header in security_headers(settings, links, [text])}
    return dict(rule.split(" ", 1) for rule in found["Content-Security-Policy"].split("; "))


def test_the_policy_allows_the_site_itself_and_nothing_else() -> None:
    assert policy() == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "connect-src": "'self'",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "search",
    }


def test_what_authors_show_from_other_hosts_is_allowed_by_its_host() -> None:
    found = policy(
        SETTINGS, "https://cdn.example.org/a.png", "b.png", "http://[", "//x", text="![a](https://ä.example:8443/c.png)"
    )
    assert found["img-src"] == "'self' https://cdn.example.org https://xn--4ca.example:8443"
    assert found["frame-src"] == "'none'"
    framed = replace(SETTINGS, allowed_html=("iframe",))
    assert policy(framed, "https://video.example.org/1")["frame-src"] == "https://video.example.org"


def test_only_who_the_owner_names_may_show_the_site_in_a_frame() -> None:
    framed = replace(SETTINGS, frame_ancestors=("self", "https://app.acme.example"))
    assert policy(framed)["frame-ancestors"] == "'self' https://app.acme.example"
    assert "X-Frame-Options" not in {header.name for header in security_headers(framed, [])}
    assert "X-Frame-Options" in {header.name for header in security_headers(SETTINGS, [])}


def test_what_visitors_answer_may_go_where_the_owner_says() -> None:
    asked = replace(SETTINGS, feedback_endpoint="https://api.acme.example/vote", signals_endpoint="/signals")
    assert policy(asked)["connect-src"] == "'self' https://api.acme.example"


@pytest.mark.parametrize("host", HOSTS)
def test_every_host_gets_every_header(host: str) -> None:
    headers = security_headers(SETTINGS, [])
    text = render_for_host(host, headers)
    for header in headers:
        assert header.name in text
        assert header.value in text
    if text.startswith("{"):
        json.loads(text)


@pytest.mark.parametrize("path", sorted((ROOT / "articles" / "operate").glob("host*.md")), ids=lambda path: path.name)
def test_no_location_for_nginx_drops_the_headers_of_the_server(path) -> None:
    blocks = "".join(re.findall("^```nginx\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE))
    adding = [block for block in blocks.split("location ")[1:] if "add_header" in block]
    assert len(adding) == 2
    assert [block for block in adding if "include help-headers.conf;" not in block] == []
    first = render_for_host("nginx", security_headers(SETTINGS, [])).split("\n")[0]
    assert first == "# in the server block, and in each location that has an add_header of its own"


def test_no_address_of_an_author_breaks_out_of_a_header() -> None:
    text = str(policy(SETTINGS, "https://a.example;script-src *", 'https://a.example"x', "https://a.example\n/b"))
    assert "script-src *" not in text
    assert '"x' not in text


def test_the_build_sends_them_with_every_file_of_hosts_that_read_headers_from_a_file() -> None:
    text = render_headers([], SETTINGS, security_headers(SETTINGS, []))["_headers"].decode()
    first = text.split("\n\n")[0].split("\n")
    assert first[0] == "/help/*"
    assert first[1].startswith("  Content-Security-Policy: default-src 'self'; ")
    assert text.count("X-Content-Type-Options: nosniff") == 1


def test_the_command_names_the_files_that_the_article_names() -> None:
    shown = re.findall(r"helploop headers nginx > \S+", str(headers.help))
    for article in sorted((ROOT / "articles/operate").glob("host*.md")):
        assert [words for words in shown if words not in article.read_text(encoding="utf-8")] == []
    assert shown
