"""Twenty mistakes in one site: all in one run, each at its line, whichever part of the product finds it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from test_bad_inputs import call, reported
from trees import write_tree

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


#: More mistakes laid over these, in the configuration too, and several in one file.
MORE_FILES = {
    "mkdocs.yml": (
        "site_name: Acme\nsite_url: https://help.example.com/\nsite_descripton: x\n"
        "theme:\n  name: helploop\n  logo: logo.svg\nplugins:\n"
        "  - helploop/articles:\n      languages: [en, de, klingonisch]\n      rules:\n        dup-idd: error\n"
        "  - helploop/search\n"
        "  - helploop/changelog:\n      tag_authority: help.example.com\n      feed_itmes: 10\n"
        "  - helploop/roadmap:\n      review_days: many\n"
    ),
    "articles/n01.md": (
        "---\ntitle: A: b\nsumary: x\npublish: 2026-02-30\nkeywords: a, b\n---\n[x](nope.md)\n\n![](nope.png)\n"
    ),
    "articles/n02.md": b"# A\n\ncaf\xe9\n\n[x](nope.md)\n",
    "articles/n03.md": "# A\n\nText[^1]\n\n[x][y]\n\n```\nopen\n",
    "articles/n04.md": "---\ntitle: A\ntype: how-to\nlang: de\n---\n[x](www.example.com)\n",
    "changelog/n05.md": (
        "---\ntitle: B\ndate: 2026-13-01\ntype: new\nlabels: [a/b]\narticles: [goood]\n---\n[x](nope.md)\n"
    ),
    "roadmap.yaml": (
        "items:\n  - id: a\n    title: A\n    stage: planed\n  - id: b\n    titel: B\n    stage: planned\n"
        "    requests: -3\n  - id: c\n    title: C: D\n    stage: declined\n"
    ),
    "roadmap.de.yaml": "items:\n  zzz:\n    title: Z\n",
    "roadmap.fr.yaml": "items: {}\n",
    "queries.yaml": "- query: good\n  article: goood\n",
    "synonyms.yaml": "- [a]\n",
    "docs/terms.md": "# T\n\n[x](nope.md)\n",
}
MORE_MISTAKES = {
    ("mkdocs.yml", 3, "unknown-key"),
    ("mkdocs.yml", 6, "missing-image"),
    ("mkdocs.yml", 9, "language-tag"),
    ("mkdocs.yml", 11, "unknown-rule"),
    ("mkdocs.yml", 15, "unknown-key"),
    ("mkdocs.yml", 17, "number"),
    ("articles/n01.md", 2, "yaml"),
    ("articles/n01.md", 3, "unknown-key"),
    ("articles/n01.md", 4, "date"),
    ("articles/n01.md", 5, "list"),
    ("articles/n01.md", 7, "broken-link"),
    ("articles/n01.md", 9, "missing-image"),
    ("articles/n02.md", 3, "encoding"),
    ("articles/n02.md", 5, "broken-link"),
    ("articles/n03.md", 3, "footnote"),
    ("articles/n03.md", 5, "broken-link"),
    ("articles/n03.md", 7, "open-fence"),
    ("articles/n04.md", 3, "unknown-key"),
    ("articles/n04.md", 4, "unknown-key"),
    ("articles/n04.md", 6, "broken-link"),
    ("changelog/n05.md", 3, "date"),
    ("changelog/n05.md", 5, "label"),
    ("changelog/n05.md", 6, "unknown-article"),
    ("changelog/n05.md", 8, "broken-link"),
    ("roadmap.yaml", 4, "stage-unknown"),
    ("roadmap.yaml", 6, "unknown-key"),
    ("roadmap.yaml", 8, "number"),
    ("roadmap.yaml", 10, "yaml"),
    ("roadmap.yaml", 11, "declined-without-reason"),
    ("roadmap.de.yaml", 2, "orphan-translation"),
    ("roadmap.fr.yaml", 0, "not-read"),
    ("queries.yaml", 2, "search-test"),
    ("synonyms.yaml", 1, "synonyms"),
    ("docs/terms.md", 3, "broken-link"),
}


def lay(root: Path, files: dict[str, str] | dict[str, str | bytes] = FILES) -> Path:
    write_tree(root, files)
    return root


def test_twenty_mistakes_are_named_in_one_run(tmp_path: Path) -> None:
    code, printed = call(lay(tmp_path), ("check", "--format", "json"))
    found = json.loads(printed)["problems"]
    assert {(p["path"], p["line"], p["code"]) for p in found} == MISTAKES
    assert all(p["hint"] for p in found)
    assert code == 1


def test_a_wrong_configuration_hides_no_other_mistake(tmp_path: Path) -> None:
    """More than fifty mistakes, in every kind of file, and several in one."""
    root = lay(lay(tmp_path), FILES | MORE_FILES)
    code, printed = call(root, ("check", "--format", "json"))
    found = json.loads(printed)["problems"]
    assert {(p["path"], p["line"], p["code"]) for p in found} == MISTAKES | MORE_MISTAKES
    assert len(found) == len(MISTAKES | MORE_MISTAKES)
    assert all(p["hint"] for p in found)
    assert code == 2
    sarif = json.loads(call(root, ("check", "--format", "sarif"))[1])["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"] for one in sarif]
    assert {
        (place["artifactLocation"]["uri"], place.get("region", {}).get("startLine", 0), one["ruleId"])
        for place, one in zip(places, sarif, strict=True)
    } == MISTAKES | MORE_MISTAKES
    lines = call(root, ("check", "--format", "github"))[1].strip().split("\n")
    assert len(lines) == len(found)
    assert all(line.startswith(("::error file=", "::warning file=")) and "%0Afix: " in line for line in lines)
    code, printed = call(root, ("build",))
    assert len(reported(printed)) == len(found)
    assert (code, (root / "site").exists()) == (2, False)


def test_the_host_names_them_too(tmp_path: Path) -> None:
    root = lay(lay(tmp_path), FILES | MORE_FILES)
    config = root / "mkdocs.yml"  # without the key that makes the host stop before anybody is asked
    config.write_text(config.read_text("utf-8").replace("site_descripton", "site_description"), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", "site"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    lines = done.stderr.replace("ERROR   -  helploop: ", "").replace("WARNING -  helploop: ", "")
    not_here = {("mkdocs.yml", 3, "unknown-key"), ("queries.yaml", 2, "search-test")}
    assert len(set(reported(lines)) - {""}) == len((MISTAKES | MORE_MISTAKES) - not_here)
    assert done.returncode == 1
