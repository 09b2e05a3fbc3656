"""Any title comes through every output as it was written: pages, search, feeds, API, sitemap, llms.txt, mirrors."""

from __future__ import annotations

import json
import re
import tempfile
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import html5lib
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from fuzz.markup import HTML
from helploop.outputs.feeds.text import feed_title
from helploop.pipeline.check import check_site
from helploop.pipeline.tools import open_tools
from helploop.sources.settings import load_settings
from machine_sites import TODAY, Machines
from outputs.feeds.feed_check import check_feed
from trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG = (
    "site_name: Acme\nsite_url: https://help.example.com/\ntheme:\n  name: helploop\nplugins:\n"
    "  - helploop/articles:\n      rules: {address-in-public: 'off', secret-in-public: 'off'}\n"
    "  - helploop/search\n  - helploop/changelog:\n      tag_authority: example.com\n  - helploop/roadmap\n"
)
NASTY = [
    "<script>x</script>", '"><svg onload=x>', "a]]>b", "&lt;b&gt;", "{{ 7*7 }}", "${HOME}", "C# & .NET", "[x](y)", "# no",
    "</title>", "`code`", "-->", "<!-- x", "100 % \\ | *a* _b_", "مرحبا \u202e abc", "日本語", "é e\u0301", "\\u003c", "a\tb  c",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\u2028\u2029\x85")
TITLES = st.lists(
    (st.text(LETTERS, min_size=1, max_size=40) | st.sampled_from(NASTY)).map(lambda text: f"T {text} t"),
    min_size=6, max_size=6, unique=True,
)  # fmt: skip


def written(**keys: object) -> str:
    return yaml.safe_dump(keys, allow_unicode=True, sort_keys=False)


def build(titles: list[str]) -> Mapping[str, bytes]:
    """Two articles, two entries, two items with these titles."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = {"mkdocs.yml": CONFIG, "articles/index.md": "---\ntitle: Help\n---\n"}
        for number in (0, 1):
            files[f"articles/a{number}.md"] = (
                f"---\n{written(title=titles[number], summary=titles[number])}---\nText.\n"
            )
            front = written(title=titles[2 + number], date=f"2026-11-0{number + 1}", type="new")
            files[f"changelog/2026-11-0{number + 1}-e.md"] = f"---\n{front}---\nText.\n"
        items = [{"id": f"i{n}", "title": titles[4 + n], "stage": "planned", "summary": titles[4 + n]} for n in (0, 1)]
        files["roadmap.yaml"] = written(items=items)
        write_tree(root, files)
        config, problems = load_settings(root / "mkdocs.yml")
        assert config is not None, problems
        with open_tools(root, use_cache=False) as tools:
            checked = check_site(root, config, TODAY, tools)
        assert [problem for problem in checked.problems if problem.is_error] == []
        return dict(Machines(root, checked).everything)


def line(text: str) -> str:
    return " ".join(text.split())


def heading(page: bytes) -> str:
    tree: Any = html5lib.parse(page.decode(), treebuilder="etree")
    assert tree.find(f".//{HTML}script[@onload]") is None
    assert not [e for e in tree.iter() for name in e.attrib if str(name).startswith("on")]
    return line("".join(tree.find(f".//{HTML}h1").itertext()))


@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(TITLES)
def test_any_title_is_in_every_output_what_its_author_wrote(titles: list[str]) -> None:
    files, expected = build(titles), [line(title) for title in titles]
    pages = [
        "articles/a0",
        "articles/a1",
        "changelog/2026-11-01-e",
        "changelog/2026-11-02-e",
        "roadmap/i0",
        "roadmap/i1",
    ]
    assert [heading(files[f"{page}/index.html"]) for page in pages] == expected
    api = [f"api/v1/en/articles/a{n}.json" for n in (0, 1)]
    assert [line(json.loads(files[path])["title"]) for path in api] == expected[:2]
    for name, wanted in (("changelog", expected[3:1:-1]), ("roadmap", expected[4:])):
        assert [line(item["title"]) for item in json.loads(files[f"api/v1/en/{name}.json"])["items"]] == wanted
    check_feeds(files, expected[3:1:-1])
    locations = etree.fromstring(files["sitemap.xml"]).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    assert {f"https://help.example.com/{page}/" for page in pages} <= {each.text for each in locations}
    for page, title in zip(pages[:4], expected, strict=False):
        first = files[f"{page}/index.md"].decode().split("\n", 1)[0]
        assert unescape(first) == unescape(f"# {title}")
        assert unescape(title).replace("[", "\\[").replace("]", "\\]") in unescape(files["llms.txt"].decode())
    search = b"".join(data for path, data in files.items() if path.startswith("search/")).decode("utf-8", "replace")
    search = re.sub(r"(?:\\t|\s)+", " ", search)
    for title in titles[:2]:
        plain = json.dumps(line(title), ensure_ascii=False)[1:-1]
        careful = plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        assert any(
            form in search for form in (plain, careful, plain.replace("<", "\\u003c"), json.dumps(line(title))[1:-1])
        )


def check_feeds(files: Mapping[str, bytes], expected: list[str]) -> None:
    """A reader of feeds shows the titles; marks of direction are left out of them."""
    titles = [feed_title(title) for title in expected]
    for name in ("feed.xml", "atom.xml"):
        assert check_feed(files[f"changelog/{name}"], f"https://help.example.com/changelog/{name}") == []
        read = feedparser.parse(files[f"changelog/{name}"])
        assert not read.bozo
        shown = [unescape(e.title) if e.title_detail.type == "text/html" else e.title for e in read.entries]
        assert shown == titles
    assert [item["title"] for item in json.loads(files["changelog/feed.json"])["items"]] == titles
