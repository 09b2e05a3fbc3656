"""Symbolic links: nothing a site is made from is read through one that leads out of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_bad_inputs import call, reported
from test_bad_places import helploop, lay

if TYPE_CHECKING:
    from pathlib import Path


def test_links_never_lead_out_of_the_content(tmp_path: Path) -> None:
    root = lay(tmp_path / "project")
    (root / ".env").write_text("CANARY_env", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.md").write_text("# CANARY_outside", encoding="utf-8")
    articles = root / "articles"
    (articles / "env.txt").symlink_to("../.env")
    (articles / "file.md").symlink_to("../../outside/a.md")
    (articles / "folder").symlink_to(tmp_path / "outside")
    (articles / "nowhere.md").symlink_to("nothing.md")
    (articles / "self").symlink_to("self")
    (articles / "loop").symlink_to(".")
    (articles / "good-twin.md").symlink_to("good.md")
    code, printed = call(root, ("check",))
    copy, gone = "\n  fix: copy the file into the content folder", "\n  fix: remove it, or copy the file here"
    assert reported(printed) == [
        f"articles/env.txt: error[symlink-outside]: a symbolic link to `../.env`, outside the content folder{copy}",
        f"articles/file.md: error[symlink-outside]: a symbolic link to `../../outside/a.md`, outside the content folder{copy}",
        "articles/folder: error[symlink-outside]: a symbolic link to another place of this computer, outside the content folder"
        + copy,
        "articles/loop: error[symlink-loop]: a symbolic link to `.`, a folder it stands in\n  fix: remove it",
        f"articles/nowhere.md: error[symlink-broken]: a symbolic link to `nothing.md`, which leads nowhere{gone}",
        f"articles/self: error[symlink-broken]: a symbolic link to `self`, which leads nowhere{gone}",
    ]
    assert code == 1
    helploop(root, "build", "--keep-going")
    assert (root / "site/articles/good-twin/index.html").is_file()
    assert not [path for path in (root / "site").rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()]


#: What a change from outside could turn into a link, and what would be read through it.
LINKED = {
    "changelog": "../outside/changelog",
    "overrides/home.html": "../../outside/home.html",
    "queries.yaml": "../outside/queries.yaml",
    "roadmap.de.yaml": "../outside/roadmap.de.yaml",
    "roadmap.yaml": "../outside/roadmap.yaml",
    "synonyms.yaml": "../outside/synonyms.yaml",
}
OUTSIDE = {
    "changelog/2026-11-20-a.md": "---\ntitle: CANARY_entry\ndate: 2026-11-20\ntype: new\n---\nText.\n",
    "home.html": "CANARY_template",
    "queries.yaml": "- query: CANARY_query\n  article: nowhere\n",
    "roadmap.de.yaml": "items:\n  mobile:\n    title: CANARY_german\n",
    "roadmap.yaml": "items:\n  - id: mobile\n    title: CANARY_item\n    stage: planned\n    oops: 1\n",
    "synonyms.yaml": "- [CANARY_one, CANARY_two]\n",
}
EVERYTHING = (
    "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: [en, de]\n  - helploop/search\n"
    "  - helploop/changelog\n  - helploop/roadmap\n"
)


def test_nothing_a_site_is_made_from_is_read_through_a_link_out_of_the_project(tmp_path: Path) -> None:
    lay(tmp_path / "outside", OUTSIDE)
    root = lay(tmp_path / "project", {"mkdocs.yml": EVERYTHING})
    for path, target in LINKED.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).symlink_to(target)
    code, printed = call(root, ("check",))
    assert (code, reported(printed)) == (
        1,
        [
            f"{path}: error[symlink-outside]: a symbolic link to `{target}`, outside the project"
            "\n  fix: copy the file into the project"
            for path, target in LINKED.items()
            if path != "roadmap.de.yaml"  # a translation of nothing
        ],
    )
    assert "CANARY" not in printed
    assert "CANARY" not in helploop(root, "build", "--keep-going").stderr
    (root / "overrides/home.html").unlink()
    (root / "roadmap.yaml").unlink()
    (root / "roadmap.yaml").write_text("items:\n  - id: mobile\n    title: M\n    stage: planned\n", encoding="utf-8")
    done = helploop(root, "build", "--keep-going")
    assert "roadmap.de.yaml: error[symlink-outside]" in done.stderr
    assert (root / "site/roadmap/index.html").is_file()
    assert not [path for path in (root / "site").rglob("*") if path.is_file() and b"CANARY" in path.read_bytes()]


def test_a_content_folder_that_is_a_link_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    root = lay(tmp_path / "project")
    (root / "articles").rename(tmp_path / "outside")
    (root / "articles").symlink_to(tmp_path / "outside")
    code, printed = call(root, ("check",))
    assert (code, reported(printed)) == (
        1,
        [
            "articles: error[symlink-outside]: a symbolic link to another place of this computer, outside the project"
            "\n  fix: copy the file into the project"
        ],
    )


def test_a_link_from_one_place_of_the_project_to_another_is_read(tmp_path: Path) -> None:
    roadmap = "items:\n  - id: mobile\n    title: M\n    stage: planned\n    reviewed: 2026-11-20\n"
    root = lay(
        tmp_path / "project", {"mkdocs.yml": EVERYTHING, "planning/roadmap.yaml": roadmap, "changelog/.gitkeep": ""}
    )
    (root / "roadmap.yaml").symlink_to("planning/roadmap.yaml")
    code, printed = call(root, ("check",))
    assert (code, reported(printed)) == (0, [])
