"""Twenty mistakes in one site: all in one run, each at its line, whichever part of the product finds it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from test_bad_inputs import call, reported

FILES = {
    "mkdocs.yml": (
        "site_name: Acme\nsite_url: https://help.example.com/\nplugins:\n"
        "  - helploop/articles:\n      languages: [en, de]\n"
        "  - helploop/changelog:\n      tag_authority: help.example.com\n  - helploop/roadmap\n"
    ),
    "articles/index.md": "---\ntitle: Help\n---\n",
    "articles/good.md": "# Good\n\nText.\n\n## A heading\n\nText.\n",
    "articles/m01.md": "---\ntitle: A: b\n---\nText.\n",
    "articles/m02.md": "---\ntilte: A\n---\nText.\n",
    "articles/m03.md": "---\ntitle: A\ntitle: B\n---\nText.\n",
    "articles/m04.md": '---\ntitle: A\ndraft: "ture"\n---\nText.\n',
    "articles/m05.md": "---\ntitle: A\n\nkeywords: [a]\npublish: 2026-02-30\n---\nText.\n",
    "articles/m06.md": "# A\n\nText.\n\n[x](goood.md)\n",
    "articles/m07.md": "# A\n\nText.\n\n\n[x](good.md#a-headin)\n",
    "articles/m08.md": "# A\n\n![x](nope.png)\n",
    "articles/m09.md": "# A\n\nText.\n\n<script>alert(1)</script>\n",
    "articles/m10.md": "---\ntitle: A\nrelated: [goood]\n---\nText.\n",
    "articles/m11.md": "---\ntitle: A\nredirect_from: good\n---\nText.\n",
    "articles/m12.md": "Text without any title.\n",
    "articles/m13.md": "# A\n\nWrite to ana@acme.org\n",
    "articles/m14.de.md": "# Ohne Original\n\nText.\n",
    "articles/m15.fr.md": "# Une langue de trop\n",
    "articles/m16.md": "---\ntitle: A\n---\n\n\n<<<<<<< HEAD\n",
    "articles/hidden.md": "---\ntitle: Hidden\ndraft: true\n---\nText.\n",
    "articles/m17.md": "# A\n\n[x](hidden.md)\n",
    "changelog/m18.md": "---\ntitle: A\ndate: 2026-11-20\ntype: fixd\n---\nText.\n",
    "roadmap.yaml": "items:\n  - id: a\n    title: A\n    stage: planed\n",
    "docs/search.md": "# A page at our address\n",
}
#: path:line of each, and the code.
MISTAKES = {
    ("articles/m01.md", 2, "yaml"),
    ("articles/m02.md", 2, "unknown-key"),
    ("articles/m03.md", 3, "dup-key"),
    ("articles/m04.md", 3, "bool"),
    ("articles/m05.md", 5, "date"),
    ("articles/m06.md", 5, "broken-link"),
    ("articles/m07.md", 6, "broken-link"),
    ("articles/m08.md", 3, "missing-image"),
    ("articles/m09.md", 5, "unsafe-html"),
    ("articles/m10.md", 3, "unknown-related"),
    ("articles/m11.md", 3, "redirect-taken"),
    ("articles/m12.md", 1, "missing-title"),
    ("articles/m13.md", 3, "address-in-public"),
    ("articles/m14.de.md", 1, "orphan-translation"),
    ("articles/m15.fr.md", 0, "language-unknown"),
    ("articles/m16.md", 6, "conflict-marker"),
    ("articles/m17.md", 3, "link-to-hidden"),
    ("changelog/m18.md", 4, "choice"),
    ("roadmap.yaml", 4, "stage-unknown"),
    ("docs/search.md", 1, "reserved-slug"),
}


def lay(root: Path) -> Path:
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def test_twenty_mistakes_are_named_in_one_run(tmp_path: Path) -> None:
    code, printed = call(lay(tmp_path), ("check", "--format", "json"))
    found = json.loads(printed)["problems"]
    assert {(p["path"], p["line"], p["code"]) for p in found} == MISTAKES
    assert all(p["hint"] for p in found)
    assert code == 1


def test_the_host_names_them_too(tmp_path: Path) -> None:
    root = lay(tmp_path)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", "site"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    lines = done.stderr.replace("ERROR   -  helploop: ", "").replace("WARNING -  helploop: ", "")
    assert len(set(reported(lines)) - {""}) >= len(MISTAKES)
    assert done.returncode == 1
