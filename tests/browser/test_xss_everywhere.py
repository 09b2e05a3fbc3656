"""Hostile words in every other place: the configuration, release notes, the roadmap, the search box, the address bar."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from browser.test_xss import ACTIVE, MXSS
from helploop.model.settings import Settings
from helploop.outputs.security_headers import security_headers
from test_bad_places import helploop
from trees import write_tree

pytestmark = pytest.mark.browser

#: The policy the build sends, Trusted Types and all.
POLICY = security_headers(Settings(site_name="Acme"), [])[0].value
IMAGE = "<img src=x onerror=__xss=1>"
QUOTE = '"><svg onload=__xss=1>'
CONFIG = f"""site_name: '{IMAGE}'
site_description: '{QUOTE}'
site_url: https://help.example.com/
copyright: '{IMAGE}'
theme:
  name: helploop
plugins:
  - helploop/articles:
      languages: [en, de]
      contact_url: https://help.example.com/?{quote(QUOTE)}
  - helploop/search
  - helploop/changelog:
      tag_authority: example.com
  - helploop/roadmap
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "articles/index.md": f"---\ntitle: '{IMAGE}'\nsummary: '{QUOTE}'\n---\n",
    "articles/a.md": f"---\ntitle: 'Word {IMAGE}'\nsummary: '{QUOTE}'\nkeywords: ['{IMAGE}', '{QUOTE}']\n---\nWord {IMAGE}\n",
    "articles/a.de.md": f"---\ntitle: 'Wort {QUOTE}'\n---\n{QUOTE}\n",
    "changelog/2026-11-20-a.md": (
        f"---\ntitle: 'Word {IMAGE}'\ndate: 2026-11-20\ntype: new\nlabels: ['{QUOTE}']\nversion: '{QUOTE}'\n"
        f"author: '{IMAGE}'\nships: [one]\n---\n" + "\n\n".join(MXSS) + "\n"
    ),
    "roadmap.yaml": (
        f"stages:\n  - id: planned\n    title: '{IMAGE}'\n  - id: shipped\nitems:\n  - id: one\n    title: 'Word {QUOTE}'\n"
        f"    stage: shipped\n    tags: ['{IMAGE}']\n  - id: two\n    title: 'Word {IMAGE}'\n    stage: planned\n"
        f"    target: '{QUOTE}'\n    summary: '{IMAGE}'\n    requests: {{'{IMAGE}': 9}}\n    body: |\n"
        + "".join(f"      {trick}\n\n" for trick in MXSS)
    ),
    "docs/privacy.md": f"# Privacy {IMAGE}\n\n{QUOTE}\n\n" + "\n\n".join(MXSS) + "\n",
}  # fmt: skip
PAGES = (
    "", "articles/a/", "de/articles/a/", "changelog/", "changelog/2026-11-20-a/", "changelog/subscribe/", "roadmap/",
    "roadmap/list/", "roadmap/one/", "roadmap/two/", "privacy/", "search/", "nowhere/",
)  # fmt: skip
ADDRESSES = [
    IMAGE, QUOTE, "word" + IMAGE, "javascript:__xss=1", "</script><script>__xss=1</script>", "{{7*7}}", "${__xss=1}",
    "%00<svg/onload=__xss=1>", "word\ud83d".encode("utf-8", "surrogatepass"), "a" * 100_000, "__proto__", "constructor",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("xss") / "project"
    write_tree(root, FILES)
    done = helploop(root, "build", "--keep-going")
    missing = [path for path in PAGES[:-1] if not (root / "site" / path / "index.html").is_file()]
    assert missing == [], done.stderr
    return root / "site"


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: "Content Security" in message.text and page.said.append(message.text))
    page.on("dialog", lambda dialog: page.said.append(dialog.message) or dialog.dismiss())
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def check(page, where: str) -> None:
    assert page.evaluate("window.__xss") is None, where
    assert page.evaluate("({}).polluted") is None, where
    assert page.evaluate(ACTIVE) == [], where
    assert page.said == [], where


@pytest.mark.parametrize("policy", ["", POLICY], ids=["no-policy", "our-policy"])
def test_no_value_of_an_owner_or_author_acts(site: Path, page, serve, policy: str) -> None:
    address = serve(site, policy)
    for path in PAGES:
        page.goto(f"{address}/{path}")
        check(page, path)


@pytest.mark.parametrize("policy", ["", POLICY], ids=["no-policy", "our-policy"])
def test_nothing_in_the_address_or_the_search_box_acts(site: Path, page, serve, policy: str) -> None:
    address = serve(site, policy)
    for words in ADDRESSES:
        asked = quote(words[:3000])
        for path in (f"search/?q={asked}", f"?q={asked}#{asked}", f"articles/a/?h={asked}#{asked}"):
            page.goto(f"{address}/{path}")
            check(page, path[:80])
    page.goto(f"{address}/search/")
    box = page.locator("input[type=search]").last
    for words in (IMAGE, QUOTE, "word", "{{7*7}}"):
        box.fill(words)
        page.wait_for_load_state("networkidle")
        check(page, words)
    assert page.locator("body").inner_html().count("<svg onload") == 0
