from __future__ import annotations

import gzip
import random

from lxml import html as lxml_html

from helploop.outputs.pages.labels import MOST_LABELS
from repositories import Repository
from roadmap_sites import ENTRY, ROADMAP, TRANSLATION, load, render, views, write_site


def text_of(page: str) -> str:
    return " ".join(lxml_html.fromstring(page).text_content().split())


def test_the_board_has_a_column_a_stage_and_declined_items_apart(tmp_path):
    page = views(load(write_site(tmp_path)))["roadmap/"]
    assert [(column.stage.title, [card.title for card in column.cards]) for column in page.columns] == [
        ("Exploring", ["Single sign-on"]),
        ("Planned", []),
        ("Building", ["Export as CSV"]),
        ("Shipped", []),
    ]
    assert page.declined is not None
    assert [card.title for card in page.declined.cards] == ["Fax"]


def test_an_entry_moves_the_item_to_shipped_whatever_the_roadmap_says(tmp_path):
    site = load(write_site(tmp_path, {"changelog/2026-11-20-csv.md": ENTRY}))
    pages = views(site)
    assert [card.title for card in pages["roadmap/"].columns[3].cards] == ["Export as CSV"]
    item = pages["roadmap/csv-export/"]
    assert item.stage.id == "shipped"
    assert [(moment.day.isoformat(), moment.entry.title) for moment in item.shipped] == [
        ("2026-11-20", "CSV export is here")
    ]


def test_the_list_starts_with_what_is_most_asked_for(tmp_path):
    page = views(load(write_site(tmp_path)))["roadmap/list/"]
    assert [(card.title, card.asked) for card in page.cards] == [
        ("Export as CSV", 40),
        ("Single sign-on", 0),
        ("Fax", 0),
    ]


def test_two_requests_are_too_few_to_be_told(tmp_path):
    rendered = render(load(write_site(tmp_path)))
    assert "Asked for by 40 customers" in text_of(rendered["roadmap/csv-export/"])
    assert "Asked for" not in text_of(rendered["roadmap/sso/"])


def test_each_tag_has_a_board_and_a_list(tmp_path):
    pages = views(load(write_site(tmp_path)))
    for part in ("roadmap/tag/api/", "roadmap/tag/data/", "roadmap/tag/security/"):
        assert {part, f"{part}list/"} <= set(pages)
    assert [card.title for card in pages["roadmap/tag/security/list/"].cards] == ["Single sign-on"]


def test_with_many_tags_a_page_offers_the_usual_ones_and_leads_to_all(tmp_path):
    items = "".join(
        f"  - id: item-{number}\n    title: T{number}\n    stage: planned\n    reviewed: 2026-11-01\n"
        f"    tags: [tag-{number:02}, usual-{number % MOST_LABELS:02}]\n"
        for number in range(80)
    )
    rendered = render(load(write_site(tmp_path, {"roadmap.yaml": f"items:\n{items}"})))
    usual = [f"usual-{number:02}" for number in range(MOST_LABELS)]

    def offered(address):
        nav = lxml_html.fromstring(rendered[address]).find_class("hl-roadmap-tags")[0]
        return [(link.text or "").strip() for link in nav.iter("a")]

    assert offered("roadmap/") == ["All", *(f"tag-{number:02}" for number in range(80)), *usual]
    assert offered("roadmap/tag/tag-07/") == ["All", "tag-07", *usual, "79 more"]
    assert offered("roadmap/tag/usual-01/list/") == ["All", *usual, "80 more"]
    assert '<a class="hl-pill" href="../../../../roadmap/list/">80 more</a>' in rendered["roadmap/tag/usual-01/list/"]


def test_an_items_page_says_everything_about_it(tmp_path):
    said = text_of(render(load(write_site(tmp_path)))["roadmap/csv-export/"])
    for part in (
        "Export as CSV",
        "Building",
        "Q1 2027",
        "low confidence",
        "November 1, 2026",
        "Every row",
        "Follow this",
    ):
        assert part in said, part
    assert "Export your data" in said
    assert "github.com/acme/app/issues/12" in said


def test_links_in_a_body_lead_to_pages(tmp_path):
    page = render(load(write_site(tmp_path)))["roadmap/csv-export/"]
    assert 'href="../../articles/export/"' in page


def test_a_declined_item_says_why(tmp_path):
    assert "Nobody has one." in text_of(render(load(write_site(tmp_path)))["roadmap/fax/"])


def test_a_translation_is_shown_and_what_is_missing_is_marked(tmp_path):
    site = load(write_site(tmp_path, {"roadmap.de.yaml": TRANSLATION}))
    pages = views(site, "de")
    assert pages["de/roadmap/csv-export/"].title == "Als CSV exportieren"
    assert pages["de/roadmap/csv-export/"].stage.title == "Im Bau"
    assert (pages["de/roadmap/sso/"].language, pages["de/roadmap/sso/"].shell.noindex) == ("en", True)
    rendered = render(site, "de")
    assert "Jede Zeile" in rendered["de/roadmap/csv-export/"]
    assert '<h1 lang="en" dir="ltr">Single sign-on</h1>' in rendered["de/roadmap/sso/"]


def test_the_history_is_read_from_git(tmp_path):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-01-02")
    repository.commit(
        "2026-03-04",
        {"roadmap.yaml": ROADMAP.replace("2027-Q1", "2027-Q2").replace("stage: building", "stage: planned")},
    )
    repository.commit("2026-05-06", {"roadmap.yaml": ROADMAP.replace("Export as CSV", "CSV export")})
    view = views(load(tmp_path))["roadmap/csv-export/"]
    assert [(moment.day.isoformat(), moment.text) for moment in view.history] == [
        ("2026-05-06", "Renamed from “Export as CSV”"),
        ("2026-05-06", "Target moved from Q2 2027 to Q1 2027"),
        ("2026-05-06", "Moved from Planned to Building"),
        ("2026-03-04", "Target moved from Q1 2027 to Q2 2027"),
        ("2026-03-04", "Moved from Building to Planned"),
        ("2026-01-02", "Added to the roadmap: Building"),
    ]


def test_without_git_a_page_has_no_history(tmp_path):
    site = load(write_site(tmp_path))
    assert views(site)["roadmap/csv-export/"].history == ()
    assert "History" not in text_of(render(site)["roadmap/csv-export/"])


def test_a_shallow_clone_is_said(tmp_path):
    Repository.create(write_site(tmp_path / "full")).commit("2026-01-02")
    Repository(tmp_path / "full").commit("2026-01-03", {"x": "y"})
    Repository(tmp_path).git("clone", "-q", "--depth", "1", f"file://{tmp_path}/full", "shallow")
    page = render(load(tmp_path / "shallow"))["roadmap/csv-export/"]
    assert "built from a part of the repository" in text_of(page)


def test_a_merged_item_is_named_on_the_page_that_stands_for_it(tmp_path):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-01-02")
    merged = ROADMAP.replace("    title: Single sign-on\n", "    title: Single sign-on\n    merged: [fax]\n")
    repository.commit("2026-03-04", {"roadmap.yaml": merged[: merged.index("  - id: fax")]})
    pages = views(load(tmp_path))
    assert "roadmap/fax/" not in pages
    assert [(former.id, former.title) for former in pages["roadmap/sso/"].merged] == [("fax", "Fax")]


def test_text_of_every_field_is_escaped(tmp_path):
    bad = "'\"><svg onload=XSS_field></title>'"
    keys = {
        "title": bad,
        "summary": bad,
        "tags": f"[{bad}]",
        "target": "'<svg onload=XSS_field>'",
        "reason": bad,
    }
    text = "items:\n- id: a\n  stage: declined\n" + "".join(f"  {key}: {value}\n" for key, value in keys.items())
    for page in render(load(write_site(tmp_path, {"roadmap.yaml": text}))).values():
        assert "<svg onload" not in page


def test_pages_hold_no_inline_style_and_no_inline_script(tmp_path):
    text = 'stages:\n- {id: idea, color: "#3366cc"}\n- {id: shipped}\nitems:\n- {id: a, title: A, stage: idea}\n'
    for page in render(load(write_site(tmp_path, {"roadmap.yaml": text}))).values():
        tree = lxml_html.fromstring(page)
        assert tree.xpath("//@style | //style | //script[not(@src)][not(@type='application/ld+json')]") == []
    assert 'fill="#3366cc"' in page


def test_a_board_of_three_hundred_items_weighs_at_most_sixty_kilobytes(tmp_path):
    rng = random.Random(3)
    words = [
        "export",
        "report",
        "invoice",
        "team",
        "sign",
        "mail",
        "chart",
        "filter",
        "phone",
        "rule",
        "table",
    ]
    items = []
    for number in range(300):
        title, summary = " ".join(rng.choices(words, k=4)), " ".join(rng.choices(words, k=16))
        stage = rng.choice(["exploring", "planned", "building", "declined"])
        items.append(
            f"- id: item-{number}\n  title: {title} {number}\n  summary: {summary} {rng.random()}\n"
            f"  stage: {stage}\n  tags: [{rng.choice(words)}, {rng.choice(words)}]\n"
            f"  target: 2027-Q{rng.randint(1, 4)}\n  requests: {rng.randint(0, 90)}\n  reason: no\n"
        )
    site = load(write_site(tmp_path, {"roadmap.yaml": "items:\n" + "".join(items)}))
    rendered = render(site)
    for address in ("roadmap/", "roadmap/list/"):
        size = len(gzip.compress(rendered[address].encode(), 6, mtime=0))
        assert size < 60_000, f"{address}: {size}"
