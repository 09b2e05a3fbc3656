"""The Markdown beside a page says what its source says: the same headings, links and code, and no remark."""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

import pytest

from built import Page
from conftest import ROOT
from helploop.model.address import article_address, changelog_address, markdown_address
from helploop.outputs.addresses import resolve
from helploop.outputs.links import Links, Viewpoint
from helploop.outputs.markdown import convert
from helploop.outputs.mirror import Pointer, Writing, render_list, render_mirror
from machine_sites import Machines, machines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helploop.model.article import Article
    from helploop.model.entry import Entry


@pytest.fixture(scope="session")
def own() -> Machines:
    return machines_of(ROOT)


def texts(machines: Machines) -> Iterator[tuple[Article | Entry, str]]:
    site = machines.checked.site
    for (key, tag), article in site.articles.items():
        yield article, article_address(site.settings, key, tag)
    for (key, tag), entry in site.entries.items():
        yield entry, changelog_address(site.settings, tag, key)


def code(html: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]*>", "", each)) for each in re.findall(r"<code[^>]*>(.*?)</code>", html, re.DOTALL)]


def targets(html: str, page_url: str) -> list[str]:
    found = re.findall(r'<(?:a|img|video|source)\s[^<>]*?(?:href|src)="([^"]*)"', html)
    return [unquote(urljoin(page_url, unescape(each))) for each in found]


def leading_home(html: str) -> str:
    """The page's HTML with a link to the page itself where an address led nowhere and was taken off."""
    return re.sub(r"<(a|img)((?:\s(?!href|src)[\w-]+=\"[^\"]*\")*)>", lambda m: _pointed(m[1], m[2]), html)


def _pointed(tag: str, attributes: str) -> str:
    name = "href" if tag == "a" else "src"
    is_anchor = tag == "a" and re.search(r'\s(?:id|name)="', attributes)
    return f"<{tag}{attributes}>" if is_anchor else f'<{tag}{attributes} {name}="">'


def difference(machines: Machines, thing: Article | Entry, page: str) -> dict[str, tuple[object, object]]:
    """What the converted Markdown has differently from the page made from the source."""
    settings = machines.checked.site.settings
    body = machines.checked.bodies.get(thing.path)
    mirrored, _ = convert(machines.files[markdown_address(page)].decode(), 1, "x.md", settings)
    url = settings.site_url + page
    shown = resolve(body.html, machines.checked.links, Viewpoint(thing.path, page, thing.language)) if body else ""
    headings = [(1, thing.title), *((h.level, h.text) for h in (body.headings if body else ()))]
    pairs = {
        "headings": (headings, [(h.level, h.text) for h in mirrored.headings]),
        "links": (targets(leading_home(shown), url), targets(mirrored.html, url)),
        "code": (code(shown), code(mirrored.html)),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_every_text_of_ours_round_trips(own: Machines) -> None:
    wrong = {thing.path: found for thing, page in texts(own) if (found := difference(own, thing, page))}
    assert wrong == {}


@pytest.mark.slow
def test_texts_by_many_hands_round_trip(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "articles")
    tags = "en, de, es, fr, hi, ja, ko, pt, ru, tr, uk, zh-Hans, zh-Hant"
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: Corpus\nsite_url: https://c.example/\nplugins:\n  - helploop/articles:\n      languages: [{tags}]\n"
    )
    machines = machines_of(tmp_path)
    pairs = list(texts(machines))
    wrong = {thing.path: found for thing, page in pairs if (found := difference(machines, thing, page))}
    assert len(pairs) > 1000
    assert wrong == {}


def mirrored(text: str, path: str = "articles/a.md") -> str:
    from page_sites import SETTINGS, article, site_of

    site = site_of(article("a"), article("b/c"))
    body, _ = convert(text, 1, path, SETTINGS)
    view = Viewpoint(path, "articles/a/", "en", SETTINGS.site_url)
    return render_mirror(Writing(title="A", text=text, body=body, view=view), Links(site)).removeprefix("# A\n\n")


@pytest.mark.slow
def test_every_page_with_a_text_of_its_own_links_to_its_markdown(own: Machines) -> None:
    linked = set()
    for path, content in own.everything.items():
        if not path.endswith("index.html"):
            continue
        for link in Page(content.decode()).all("link", rel="alternate", type="text/markdown"):
            url = urljoin(f"https://helploop.example/{path}", link["href"])
            linked.add(unquote(url.removeprefix("https://helploop.example/")))
    written = {path for path in own.files if path.endswith("/index.md") or path == "index.md"}
    docs = {path for path in written if own.everything.get(path.replace("index.md", "index.html")) is None}
    assert linked == written - docs  # the host makes the pages of docs/
    assert len(linked) > 150


HOME = "https://help.example.com/docs/"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[x](b/c.md)", f"[x]({HOME}articles/b/c/)"),
        ("[x](b/c.md#part 'Title')", f"[x]({HOME}articles/b/c/#part 'Title')"),
        ("[x](<b/c.md>)", f"[x](<{HOME}articles/b/c/>)"),
        ("[x]: b/c.md\n\nSee [x].", f"[x]: {HOME}articles/b/c/\n\nSee [x]."),
        ('<a href="b/c.md">x</a>', f'<a href="{HOME}articles/b/c/">x</a>'),
        ("[x](#below)", f"[x]({HOME}articles/a/#below)"),
        ("[x](https://other.example/y_(z))", "[x](https://other.example/y_(z))"),
        ("[x](javascript:alert(1))", f"[x]({HOME}articles/a/)"),
        ("[x](nowhere.md)", f"[x]({HOME}articles/a/)"),
        ("`[x](b/c.md)`", "`[x](b/c.md)`"),
        (
            "```md\n[x](b/c.md)\n<!-- kept -->\n## H {#kept}\n```",
            "```md\n[x](b/c.md)\n<!-- kept -->\n## H {#kept}\n```",
        ),
        ("## H {#own-id}\n\ntext", "## H\n\ntext"),
        ("## Use `H` { #own-id }\n\ntext", "## Use `H`\n\ntext"),
        ("[x](b/c.md){ .button }", f"[x]({HOME}articles/b/c/)"),
        ("one <!-- remark --> two", "one  two"),
        ("one\n\n<!-- remark\nwithout an end", "one"),
        ("one <script>act()</script> two", "one  two"),
        ("[^1]: A note.\n\ntext[^1]", "[^1]: A note.\n\ntext[^1]"),
    ],
)
def test_what_becomes_of_a_text(written: str, expected: str) -> None:
    assert mirrored(written) == expected + "\n"


def test_a_remark_in_what_only_looks_like_code_is_taken_out() -> None:
    text = "Text.\n\n        ```\n\nProse <!-- remark --> goes on.\n\n```\ncode\n```\n"
    assert "remark" not in mirrored(text)


def test_titles_and_sentences_of_a_list_stay_on_their_lines() -> None:
    pointers = [Pointer("A [b]", "https://x.example/", "one\ntwo"), Pointer("C", "https://y.example/")]
    text = render_list("T\nitle", "", [("Group", pointers), ("Empty", [])])
    assert text == "# T itle\n\n## Group\n\n- [A \\[b\\]](https://x.example/): one two\n- [C](https://y.example/)\n"


def test_a_page_of_docs_has_its_text_beside_it(project) -> None:
    files = {
        "mkdocs.yml": "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: [en, de]\n",
        "articles/a.md": "# A\n\nText.\n",
        "docs/terms.md": "---\nauthor: nobody\n---\n# Terms {#t}\n\nSee [it](../articles/a.md). <!-- remark -->\n",
        "docs/terms.de.md": "---\ntitle: Regeln\n---\nText.\n",
    }
    found = machines_of(project(files)).files
    assert found["terms/index.md"].decode() == "# Terms\n\nSee [it](https://s.example/articles/a/). \n"
    assert found["de/terms/index.md"].decode() == "# Regeln\n\nText.\n"
