"""A site with the search box and the page of results, under a strict policy for scripts and text."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from browser.search_box.documents import DOCUMENTS
from helploop.search.assets import search_assets
from helploop.search.index import index_files
from trees import write_tree

POLICY = (
    "default-src 'self'; require-trusted-types-for 'script'; trusted-types search; base-uri 'none'; object-src 'none'"
)
STRINGS = {"1 result": "1 Treffer", "{n} results": "{n} Treffer", "Ask a person": "Einen Menschen fragen"}
PAGE = """<!doctype html><html lang="de" dir="{dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>t</title><link rel="stylesheet" href="/search.css">
<form role="search" action="/suche/" data-search data-base="/" data-lang="de" data-contact="mailto:help@example.com"
 data-articles="/de/articles/" data-roadmap="/de/roadmap/" data-strings="{strings}"><input type="search" name="q" placeholder="Suche" aria-label="Suche"></form>{results}
<script type="module" src="/search/box.js"></script>"""
RESULTS = "<div data-search-results></div>"
THEME = ":root { --hl-bg: #fff; --hl-fg: #111; --hl-muted: #555; --hl-accent: #05c; --hl-border: #ccc; --hl-surface: #eee }\n"


@pytest.fixture(scope="session")
def site(tmp_path_factory, serve):
    root = tmp_path_factory.mktemp("search-site")
    files = {f"search/{path}": content for path, content in search_assets().items()}
    files |= {f"search/de/{path}": content for path, content in index_files(DOCUMENTS, "de").items()}
    css = Path(__file__).parents[3] / "plugins/helploop/theme/assets/search.css"
    files["search.css"] = THEME.encode() + css.read_bytes()
    for name, extra in {"index.html": {}, "rtl.html": {"dir": "rtl"}, "suche/index.html": {"results": RESULTS}}.items():
        values = {"dir": "ltr", "policy": POLICY, "results": "", "strings": html.escape(json.dumps(STRINGS)), **extra}
        files[name] = PAGE.format(**values).encode()
    write_tree(root, files)
    return serve(root)


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    shown = context.new_page()
    shown.problems = []
    shown.on("pageerror", lambda error: shown.problems.append(str(error)))
    shown.on("console", lambda message: message.type == "error" and shown.problems.append(message.text))
    shown.on("dialog", lambda _: shown.problems.append("a script ran"))
    yield shown
    assert [problem for problem in shown.problems if "favicon" not in problem and "404" not in problem] == []
    context.close()
