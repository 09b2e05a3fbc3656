"""One function decides what is public, and every output asks it: none has an opinion of its own."""

from __future__ import annotations

import ast
import gzip
import sys
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT
from helploop.model import visibility
from helploop.pipeline.check import check_site
from helploop.pipeline.tools import open_tools
from helploop.sources.settings import load_settings
from machine_sites import TODAY, Machines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIG = (
    "site_name: Acme\nsite_url: https://help.example.com/\ntheme:\n  name: helploop\nplugins:\n"
    "  - helploop/articles:\n      languages: [en, de]\n  - helploop/search\n"
    "  - helploop/changelog:\n      tag_authority: example.com\n  - helploop/roadmap\n"
)
#: A thing of each kind in two languages; `{flag}` is what its author said about being public.
FILES = {
    "mkdocs.yml": CONFIG,
    "articles/index.md": "---\ntitle: Help\n---\n",
    "articles/open.md": "---\ntitle: Open\nrelated: [gate]\n---\n[Open words](gate.md) [item](/roadmap/open-item/)\n",
    "articles/gate.md": "---\ntitle: Gatearticle\nsummary: Gatesummary\nredirect_from: /articles/gatepast/\n{flag}---\nGatebody\n",
    "articles/gate.de.md": "---\ntitle: Gateartikel\n---\nGatetext\n",
    "articles/gatefolder/index.md": "---\ntitle: Gatecollection\n{flag}---\n",
    "articles/gatefolder/a.md": "---\ntitle: Gateinside\n---\nGateinner\n",
    "changelog/2026-11-20-open.md": "---\ntitle: Open\ndate: 2026-11-20\ntype: new\nships: [open-item]\n---\nWords\n",
    "changelog/2026-11-21-gate.md": "---\ntitle: Gateentry\ndate: 2026-11-21\ntype: new\nlabels: [gatelabel]\n{flag}---\nGatenews\n",
    "changelog/2026-11-21-gate.de.md": "---\ntitle: Gateeintrag\n---\nGateneues\n",
    "roadmap.yaml": (
        "items:\n  - id: open-item\n    title: Open\n    stage: shipped\n"
        "  - id: gate-item\n    title: Gateitem\n    stage: planned\n    tags: [gatetag]\n    body: Gateplan\n{item_flag}"
    ),
}  # fmt: skip
WORDS = "Gatearticle Gateartikel Gateinside Gateentry Gateeintrag Gateitem".split()
#: One output of each kind that shows something of every kind of thing.
OUTPUTS = {
    "articles/gate/index.html": "Gatebody",
    "de/articles/gate/index.html": "Gatetext",
    "articles/gate/index.md": "Gatebody",
    "articles/gatefolder/index.html": "Gateinside",
    "index.html": "Gatecollection",
    "api/v1/en/collections.json": "Gatecollection",
    "changelog/2026-11-21-gate/index.html": "Gatenews",
    "changelog/index.html": "Gateentry",
    "changelog/feed.xml": "Gateentry",
    "changelog/atom.xml": "Gateentry",
    "changelog/feed.json": "Gateentry",
    "changelog/label/gatelabel/feed.xml": "Gateentry",
    "de/changelog/feed.xml": "Gateeintrag",
    "roadmap/index.html": "Gateitem",
    "roadmap/gate-item/index.html": "Gateplan",
    "feeds.opml": "gatelabel",
    "sitemap.xml": "articles/gate/",
    "llms.txt": "Gatearticle",
    "llms-full.txt": "Gatebody",
    "articles/gatepast/index.html": "articles/gate/",
    "api/v1/en/articles/gate.json": "Gatebody",
    "api/v1/en/changelog.json": "Gateentry",
    "api/v1/en/roadmap.json": "Gateitem",
}


@pytest.fixture
def render(project: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, str]]:
    """Renders the project under a gate of the test's own, whatever the files say."""

    def make(gate: Callable[[Any], bool], flag: str = "", item_flag: str = "") -> dict[str, str]:
        asked = lambda thing, *_: gate(thing)  # noqa: E731
        real = visibility.is_public
        for module in [module for name, module in sys.modules.items() if name.startswith("helploop.")]:
            if getattr(module, "is_public", None) is real:
                monkeypatch.setattr(module, "is_public", asked)
        files = {p: text.replace("{flag}", flag).replace("{item_flag}", item_flag) for p, text in FILES.items()}
        root: Path = project(files)
        settings, problems = load_settings(root / "mkdocs.yml")
        assert settings is not None, problems
        with open_tools(root, use_cache=False) as tools:
            machines = Machines(root, check_site(root, settings, TODAY, tools))
        found = machines.everything
        return {
            p: (gzip.decompress(d) if p.endswith(".gz") else d).decode("utf-8", "replace") for p, d in found.items()
        }

    return make


def is_gated(thing: Any) -> bool:
    return thing.title.startswith("Gate")


def test_what_the_gate_refuses_is_in_no_output_although_its_file_says_nothing(render) -> None:
    outputs = render(lambda thing: not is_gated(thing))
    outputs = {path: text for path, text in outputs.items() if not path.endswith((".js", ".css"))}  # "delegate"
    shown = [path for path, text in outputs.items() if "gate" in f"{path} {text}".lower().replace("navigate", "")]
    assert shown == []
    assert "Open" in outputs["articles/open/index.html"]
    assert "Open" in outputs["changelog/feed.xml"]


def test_what_the_gate_lets_through_is_in_every_output_although_its_file_says_no(render) -> None:
    outputs = render(lambda _: True, flag="draft: true\n", item_flag="    draft: true\n")
    assert {path: word for path, word in OUTPUTS.items() if word not in outputs.get(path, "")} == {}
    search = "".join(text for path, text in outputs.items() if path.startswith("search/"))
    assert [word for word in WORDS if word.lower() not in search.lower()] == []


#: Who may look at the author's words about being public, and why.
READERS = {
    "helploop/model/visibility.py": "the gate",
    "helploop/model/rules/articles.py": "says that two dates are the wrong way round",
    "helploop/model/rules/loop.py": "says why an entry is not public",
    "helploop/model/loop_diff.py": "compares what was written before and after a change",
    "helploop/sources/inherit.py": "hands the original's words to its translations",
    "helploop/sources/entry.py": "hands the original's words to its translations",
    "helploop/sources/roadmap.py": "reads them",
}


def test_nobody_but_the_gate_and_its_readers_looks_at_what_authors_say_about_being_public() -> None:
    found = set()
    for path in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"draft", "publish", "unpublish"}:
                found.add(path.relative_to(ROOT / "plugins").as_posix())
    assert found == set(READERS)
