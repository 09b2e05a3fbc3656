"""What the widget weighs and reads: small files, checked words, and nothing that is quiet or hidden."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from helploop.browser.bundle import load_module
from helploop.outputs.api.widget import MOST_BYTES
from helploop.outputs.widget import LAUNCHER, PANEL, widget_assets
from helploop.outputs.widget_strings import WIDGET_STRINGS
from machine_sites import machines_of
from trees import write_tree
from widget_site import CONFIG, FILES


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def test_the_file_of_the_badge_is_light() -> None:
    files = widget_assets()
    assert packed(files["widget.js"]) <= 12 * 1024
    assert packed(files["widget/panel.js"]) <= 16 * 1024
    assert not re.search(rb"^import\b", files["widget.js"], re.MULTILINE)


def test_every_word_of_the_widget_can_be_translated_and_is_used() -> None:
    source = "\n".join(load_module(f"widget/{name}.js") for name in {*LAUNCHER, *PANEL})
    assert set(re.findall(r'say\("([^"]+)"', source)) <= set(WIDGET_STRINGS)
    assert [text for text in WIDGET_STRINGS if f'"{text}"' not in source] == []


def test_no_module_makes_elements_of_text_or_runs_it() -> None:
    for name in {*LAUNCHER, *PANEL}:
        source = load_module(f"widget/{name}.js")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|DOMParser|\beval\b|Function\(|document\.write|cookie", source
        )


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    root = tmp_path_factory.mktemp("widget")
    write_tree(root, {"mkdocs.yml": CONFIG.format(signals="signals: {endpoint: /signals}")} | FILES)
    return machines_of(root)


def test_the_badge_counts_what_is_loud(machines) -> None:
    found = machines.document("new")
    assert [item["id"] for item in found["items"]] == ["2026-11-20-dark", "2026-11-18-api"]
    assert [(each["tag"], each["direction"], each["help"]) for each in found["languages"]] == [
        ("en", "ltr", "Help"), ("de", "ltr", "Hilfe"), ("ar", "rtl", "المساعدة"),
    ]  # fmt: skip


def test_the_panel_knows_its_language_and_where_signals_go(machines) -> None:
    found = machines.document("de/widget")
    assert found["strings"]["Back"] == "Zurück"
    assert found["signals"] == "https://help.acme.example/signals"
    assert [(each["title"], each["language"], each["notify"]) for each in found["new"]] == [
        ("Dunkles Design", "de", True), ("A quiet repair", "en", False), ("An API", "en", True),
    ]  # fmt: skip
    assert [each["title"] for each in found["suggested"]] == ["Daten exportieren"]
    contexts = machines.document("de/contexts")["items"]
    assert [(each["title"], each["contexts"]) for each in contexts] == [
        ("Daten exportieren", ["/settings/data*", "data-export"]),
        ("Pay an invoice", ["/invoices*"]),
        ("Invite someone", ["/team/*", "/settings/*"]),
    ]


def test_the_newest_of_a_rare_label_are_in_the_panel(project) -> None:
    files = {
        f"changelog/2026-10-{day:02}-e.md": f"---\ntitle: T{day}\ndate: 2026-10-{day:02}\ntype: new\nlabels: [{'rare' if day < 6 else 'common'}]\n---\nText.\n"
        for day in range(1, 31)
    }
    files["mkdocs.yml"] = (
        "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles\n"
        "  - helploop/changelog: {tag_authority: s.example, tag_year: 2026}\n"
    )
    found = machines_of(project(files)).document("en/widget")["new"]
    assert [entry["title"] for entry in found] == [f"T{day}" for day in (*range(30, 15, -1), 5, 4, 3)]


def test_the_badge_s_request_stays_small_whatever_is_announced(project) -> None:
    tags = "[en, ar, de, es, fr, hi, it, ja, ko, nl, pl, pt-BR, ru, th, tr, uk, zh-Hans, zh-Hant]"
    files = {
        f"changelog/2026-11-{day:02}-{'a-rather-long-name-' * 4}{number}.md": f"---\ntitle: T\ndate: 2026-11-{day:02}\ntype: new\nlabels: [one label, another label]\n---\nText.\n"
        for day in range(1, 23)
        for number in (1, 2)
    }
    files["mkdocs.yml"] = (
        f"site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: {tags}\n"
        "  - helploop/changelog: {tag_authority: s.example, tag_year: 2026}\n"
    )
    data = machines_of(project(files)).files["api/v1/new.json"]
    assert len(data) <= MOST_BYTES <= 4096
    found = json.loads(data)
    assert len(found["languages"]) == 18
    assert len(found["items"]) >= 8
    assert found["items"][0]["date"].startswith("2026-11-22")
