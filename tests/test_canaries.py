"""Nothing leaks: a word planted in every kind of hidden place is nowhere in the built site, compressed files unpacked."""

from __future__ import annotations

import gzip
import re
import sqlite3
from pathlib import Path

import pytest

from model.test_pictures import PNG, chunk, exif, photo
from test_bad_places import helploop
from trees import write_tree

CONFIG = """# CANARY_yaml_comment_of_the_configuration
site_name: Acme
site_url: https://help.example.com/
theme:
  name: helploop
plugins:
  - helploop/articles:
      languages: [en, de]
  - helploop/search
  - helploop/changelog:
      tag_authority: example.com
  - helploop/roadmap
"""
FRONT = "---\ntitle: Public\nnotes: CANARY_notes\nowner: CANARY_owner\n# CANARY_front_comment\n---\n"
COMMENTS = (
    "Seen by everybody.\n\n<!-- CANARY_comment -->\n\n<!--\n## CANARY_long_comment\n\n```\n-->\n\n```\ncode\n```\n\n"
    "Before <!-- CANARY_inline --> after.\n\n[//]: # (CANARY_remark)\n\n<script>/* CANARY_script */</script>\n\n"
    "<template>CANARY_template</template>\n"
)
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "articles/index.md": "---\ntitle: Help\nnotes: CANARY_collection_notes\n---\n",
    "articles/public.md": FRONT + COMMENTS,
    "articles/public.de.md": "---\ntitle: CANARY_draft_translation\ndraft: true\n---\nCANARY_draft_translation_body\n",
    "articles/draft.md": "---\ntitle: CANARY_draft\nkeywords: [CANARY_draft_keyword]\ndraft: true\n---\nCANARY_draft_body\n",
    "articles/draft.de.md": "---\ntitle: CANARY_translated_draft\n---\nCANARY_translated_draft_body\n",
    "articles/future.md": "---\ntitle: CANARY_future\npublish: 2099-01-01\nredirect_from: CANARY_redirect\n---\nCANARY_future_body\n",
    "articles/past.md": "---\ntitle: CANARY_past\nunpublish: 2020-01-01\n---\nCANARY_past_body\n",
    "articles/closed/index.md": "---\ntitle: CANARY_closed_collection\ndraft: true\n---\n",
    "articles/closed/a.md": "---\ntitle: CANARY_in_closed\n---\nCANARY_in_closed_body\n",
    "articles/CANARY_folder_of_drafts/a.md": "---\ntitle: CANARY_lonely\ndraft: true\n---\nText.\n",
    "articles/_drafts/a.md": "# CANARY_drafts_folder\n",
    "articles/.hidden/a.md": "# CANARY_hidden_folder\n",
    "articles/.hidden.md": "# CANARY_hidden_file\n",
    "articles/.env": "A=CANARY_env_in_articles\n",
    "articles/public.md~": "CANARY_backup",
    "articles/public.md.orig": "CANARY_orig",
    "articles/public.md.bak": "CANARY_bak",
    "articles/#public.md#": "CANARY_lock",
    "articles/.public.md.swp": "CANARY_swap",
    "articles/requests.csv": "item,contact\ncsv,CANARY_requests@acme.org\n",
    "articles/photo.jpg": photo(exif(6)),
    "articles/photo.png": PNG[:33] + chunk(b"tEXt", b"Author\0CANARY_png") + PNG[33:],
    "changelog/2026-11-01-public.md": "---\ntitle: Public entry\ndate: 2026-11-01\ntype: new\nnotes: CANARY_entry_notes\n---\n" + COMMENTS,
    "changelog/2026-11-02-draft.md": "---\ntitle: CANARY_draft_entry\ndate: 2026-11-02\ntype: new\ndraft: true\n---\nCANARY_draft_entry_body\n",
    "changelog/2099-01-01-future.md": "---\ntitle: CANARY_future_entry\ndate: 2099-01-01\ntype: new\nlabels: [CANARY_label]\nships: [public-item]\n---\nText.\n",
    "roadmap.yaml": (
        "# CANARY_yaml_comment\nitems:\n  - id: public-item # CANARY_yaml_end\n    title: Public item\n    stage: planned\n"
        "    body: |\n      Text.\n      <!-- CANARY_item_comment -->\n"
        "  - id: canary-hidden-item\n    title: CANARY_draft_item\n    stage: planned\n    tags: [CANARY_tag]\n    draft: true\n"
    ),
    "docs/privacy.md": "# Privacy\n\nNo cookies.\n\n<!-- CANARY_docs_comment -->\n",
    "docs/_drafts/a.md": "# CANARY_docs_drafts\n",
    "docs/privacy.md~": "CANARY_docs_backup",
    "docs/.env": "A=CANARY_docs_env\n",
    "docs/photo.jpg": photo(exif(1)),
    ".env": "HELPLOOP_SMTP_PASSWORD=CANARY_env_value_1\n",
    ".git/config": "[user]\n  email = CANARY_git@acme.org\n",
    "requests.csv": "item,contact,locale\npublic-item,CANARY_people@acme.org,en\n",
    "notify.yaml": "site_id: acme\n# CANARY_notify\n",
}  # fmt: skip


def lay(root: Path, more: dict[str, str] | None = None) -> Path:
    write_tree(root, FILES | (more or {}))
    with sqlite3.connect(root / "ledger.sqlite") as ledger:
        ledger.execute("create table people (contact text)")
        ledger.execute("insert into people values ('CANARY_ledger@acme.org')")
    ledger.close()
    return root


def found(site: Path) -> dict[str, list[str]]:
    """Every canary in every file, and in every file's name; what is compressed is unpacked."""
    told: dict[str, list[str]] = {}
    for path in sorted(site.rglob("*")):
        data = path.relative_to(site).as_posix().encode()
        if path.is_file():
            content = path.read_bytes()
            data += b"\n" + (gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content)
        for word in re.findall(rb"canary[\w-]*", data, re.IGNORECASE):
            told.setdefault(word.decode(), []).append(path.name)
    return told


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay(tmp_path_factory.mktemp("canaries") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        patch.setenv("ACME_API_KEY", "CANARY_environment_1")
        done = helploop(root, "build")
    assert done.returncode == 0, done.stderr
    return root / "site"


def test_no_canary_is_anywhere_in_the_site(site: Path) -> None:
    assert found(site) == {}


def test_what_stands_beside_the_canaries_is_published(site: Path) -> None:
    for path, word in {
        "articles/public/index.html": "Seen by everybody.",
        "articles/public/index.md": "Seen by everybody.",
        "changelog/2026-11-01-public/index.html": "Public entry",
        "changelog/feed.xml": "Public entry",
        "roadmap/public-item/index.html": "Public item",
        "llms-full.txt": "Seen by everybody.",
        "privacy/index.html": "No cookies.",
        "sitemap.xml": "https://help.example.com/articles/public/",
    }.items():
        assert word in (site / path).read_text("utf-8"), path
    for photo_file in ("articles/photo.jpg", "articles/photo.png", "photo.jpg"):
        assert (site / photo_file).stat().st_size > 60


def test_links_that_lead_out_and_articles_with_mistakes_publish_nothing_of_themselves(tmp_path: Path) -> None:
    broken = "---\ntitle: CANARY_broken\ndarft: true\n---\nCANARY_broken_body\n"
    files = {
        "articles/broken.md": broken,
        "changelog/broken.md": broken,
        "articles/open.md": "# A\n\nB\n\n<!-- CANARY_open\n",
    }
    root = lay(tmp_path / "project", files)
    (tmp_path / "outside.md").write_text("# CANARY_outside\n", encoding="utf-8")
    (root / "articles" / "outside.md").symlink_to(tmp_path / "outside.md")
    (root / "articles" / "env.txt").symlink_to("../.env")
    (root / "docs" / "people.md").symlink_to("../requests.csv")
    done = helploop(root, "build", "--keep-going")
    code, printed = done.returncode, done.stderr
    assert (code, found(root / "site")) == (1, {}), printed
    assert "articles/open.md:5:1: error[open-comment]: a comment that is never closed" in printed


@pytest.mark.parametrize("option", [(), ("--keep-going",)], ids=["plain", "keep-going"])
def test_a_value_of_the_machine_in_a_page_stops_every_build(option, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_API_KEY", "k9-Zq71-pleasant")
    root = lay(tmp_path / "project", {"articles/a.md": "# A\n\nOur key is k9-Zq71-pleasant.\n"})
    done = helploop(root, "build", *option)
    code, printed = done.returncode, done.stderr
    assert (code, (root / "site").exists()) == (1, False)
    assert "error[leak]: the value of ACME_API_KEY stands in" in printed
    assert "nothing was published: the site is as it was" in printed
    assert "k9-Zq71" not in printed


@pytest.mark.parametrize("page", ["docs/privacy.md", "articles/a.md"])
def test_a_key_that_says_what_it_is_stops_every_build(page: str, tmp_path: Path) -> None:
    key = "ghp_" + "Ab3Kq9Zw1Lx7Pm5Rt2Yv8Nc6Hd4Jf0Gs9Bq1"
    root = lay(tmp_path / "project", {page: f"# A\n\nUse {key} for now.\n"})
    done = helploop(root, "build", "--keep-going")
    code, printed = done.returncode, done.stderr
    assert (code, (root / "site").exists()) == (1, False), printed
    assert "error[secret-in-public]: a token of GitHub stands in" in printed
    assert key not in printed
