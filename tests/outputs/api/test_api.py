"""The JSON API keeps to its published schema, tells the same ids as feeds and pages, and nothing that is not public."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT
from helploop.model.address import page_file
from helploop.outputs.api.schema import render_schema
from helploop.outputs.api.tree import PAGE
from helploop.outputs.pages.outline import outline_of
from helploop.pipeline.changelog import changelog_feeds
from helploop.pipeline.roadmap import roadmap_feeds
from machine_sites import Machines, machines_of
from page_sites import article_view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ("en", "de", "ar", "ja")


@pytest.fixture(scope="session")
def own() -> Machines:
    return machines_of(ROOT)


def strict(schema: Any) -> Any:
    """The schema with every field it does not name forbidden: readers shall ignore those, we shall not write any."""
    if isinstance(schema, dict):
        closed = {name: strict(value) for name, value in schema.items()}
        return closed | {"additionalProperties": False} if "properties" in schema else closed
    return [strict(value) for value in schema] if isinstance(schema, list) else schema


def complaints(machines: Machines) -> list[tuple[str, str]]:
    schema = strict(json.loads(machines.files["api/v1/schema.json"]))
    Draft202012Validator.check_schema(schema)
    by_kind = {
        values["properties"]["kind"]["const"]: Draft202012Validator({**values, "$defs": schema["$defs"]})
        for values in schema["$defs"].values()
        if "kind" in values.get("properties", {})
    }
    assert {option["$ref"].rpartition("/")[2] for option in schema["oneOf"]} == {
        name for name, values in schema["$defs"].items() if "kind" in values.get("properties", {})
    }
    return [
        (path, f"{'/'.join(map(str, error.path))}: {error.message[:200]}")
        for path, document in machines.documents()
        for error in by_kind[document["kind"]].iter_errors(document)
    ]


def test_every_document_of_our_own_site_keeps_to_the_schema(own: Machines) -> None:
    assert len(list(own.documents())) > 150
    assert complaints(own) == []


def test_the_committed_schema_is_the_published_one(own: Machines) -> None:
    """To renew it: write `helploop.outputs.api.schema.render_schema()` to the file."""
    committed = (ROOT / "schemas" / "api-v1.schema.json").read_text("utf-8")
    assert committed == render_schema() == own.files["api/v1/schema.json"].decode()


@pytest.mark.slow
def test_a_large_site_by_many_hands_keeps_to_the_schema(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "articles")
    tags = "en, de, es, fr, hi, ja, ko, pt, ru, tr, uk, zh-Hans, zh-Hant"
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: Corpus\nsite_url: https://c.example/\nplugins:\n  - helploop/articles:\n      languages: [{tags}]\n"
    )
    machines = machines_of(tmp_path)
    assert len(list(machines.documents())) > 1000
    assert complaints(machines) == []
    assert (
        max(len(content) for path, content in machines.files.items() if "/articles" in path and "-" in path) < 200_000
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_have_the_ids_of_the_feeds(own: Machines, language: str) -> None:
    feed = next(f for f in changelog_feeds(own.checked) if f.folder.endswith("changelog/") and f.language == language)
    assert [entry["feed_id"] for entry in own.items("changelog", language)] == [item.id for item in feed.items]
    assert [entry["url"] for entry in own.items("changelog", language)] == [item.url for item in feed.items]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_happened_to_an_item_has_the_ids_of_its_feed(own: Machines, language: str) -> None:
    feeds = {f.folder.rstrip("/").rpartition("/")[2]: f for f in roadmap_feeds(own.checked) if f.language == language}
    for item in own.items("roadmap", language):
        name = f"{item['language']}/roadmap/{item['id']}"
        if item["language"] == language:
            told = {event["feed_id"] for event in own.document(name)["history"]}
            assert told == {each.id for each in feeds[item["id"]].items}, item["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_have_the_ids_and_addresses_of_their_pages(own: Machines, language: str) -> None:
    outline = outline_of(own.checked.site, language)
    for article in own.items("articles", language):
        view = article_view(
            outline, article["key"], own.checked.bodies[own.checked.site.article(article["key"], language).path]
        )
        site_url = own.checked.site.settings.site_url
        assert (article["id"], article["url"], article["outdated"]) == (
            view.id,
            site_url + view.shell.href,
            view.is_outdated,
        )


def urls(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from urls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from urls(inner)
    elif isinstance(value, str) and value.startswith("https://helploop.example/") and " " not in value:
        yield value


def test_every_address_leads_to_a_file_of_the_site(own: Machines) -> None:
    found = {url for _, document in own.documents() for url in urls(document)}
    assert len(found) > 400
    lost = []
    for url in sorted(found):
        address = url.removeprefix("https://helploop.example/")
        names = {address, page_file(address), f"{address}index.json"}
        if not names & own.everything.keys():
            lost.append(url)
    assert lost == []


def test_html_holds_full_addresses_only(own: Machines) -> None:
    from built import Page

    relative = []
    for path, document in own.documents():
        page = Page(document.get("html", ""))
        for _, attributes in page.elements:
            relative += [
                (path, v) for n, v in attributes.items() if n in {"href", "src"} and ":" not in v.partition("/")[0]
            ]
    assert relative == []


def test_two_runs_give_the_same_bytes(own: Machines) -> None:
    assert machines_of(ROOT).files == own.files


def test_a_list_is_cut_into_pages_that_follow_each_other(project) -> None:
    count = 2 * PAGE + 7
    files = {f"articles/a{number:03}.md": f"---\ntitle: T{number}\n---\nText.\n" for number in range(count)}
    files["mkdocs.yml"] = "site_name: S\nsite_url: https://helploop.example/\nplugins: [helploop/articles]\n"
    machines = machines_of(project(files))
    assert [item["key"] for item in machines.items("articles", "en")] == [f"a{number:03}" for number in range(count)]
    last = machines.document("en/articles-3")
    assert (last["page"], last["pages"], last["total"], last["next"]) == (3, 3, count, None)
    assert last["previous"] == "https://helploop.example/api/v1/en/articles-2.json"


def test_the_day_of_an_entry_is_its_author_s_and_the_moment_is_in_utc(project) -> None:
    head = "---\ntitle: T\ntype: new\n"
    files = {
        "mkdocs.yml": "site_name: S\nsite_url: https://a.example/\nplugins: [helploop/articles, helploop/changelog]\n",
        "changelog/2026-11-20-zone.md": f"{head}date: 2026-11-20T23:30-08:00\n---\nText.\n",
        "changelog/2026-11-19-shown.md": f"{head}date: 2026-11-19\ndisplay_date: 2026-11-17\n---\nText.\n",
    }
    machines = machines_of(project(files))
    days = [("2026-11-21T07:30:00+00:00", "2026-11-20"), ("2026-11-19T00:00:00+00:00", "2026-11-17")]
    for entries in (machines.items("changelog", "en"), machines.document("en/widget")["new"]):
        assert [(entry["date"], entry["day"]) for entry in entries] == days


def test_without_the_site_s_address_there_is_nothing_for_machines(project) -> None:
    root = project({"articles/a.md": "# A\n\nText.\n", "mkdocs.yml": "site_name: S\nplugins: [helploop/articles]\n"})
    assert machines_of(root).files == {}


SECRETS = {
    "mkdocs.yml": "site_name: S\nsite_url: https://helploop.example/\nplugins: [helploop/articles, helploop/changelog, helploop/roadmap]\n",
    "articles/open.md": "---\ntitle: Open\nowner: MARK-owner\nreview_by: 2031-07-09\n---\nSeen.\n\n<!-- MARK-remark -->\n\nMore. <!-- MARK-\ntwo --> End.\n",
    "articles/draft.md": "---\ntitle: MARK-draft\ndraft: true\n---\nMARK-draft\n",
    "articles/later.md": "---\ntitle: MARK-later\npublish: 2031-01-01\n---\nMARK-later\n",
    "articles/gone.md": "---\ntitle: MARK-gone\nunpublish: 2020-01-01\n---\nMARK-gone\n",
    "articles/closed/index.md": "---\ntitle: MARK-closed\ndraft: true\n---\n",
    "articles/closed/inside.md": "---\ntitle: MARK-inside\n---\nMARK-inside\n",
    "changelog/2026-11-20-out.md": "---\ntitle: Out\ndate: 2026-11-20\ntype: new\nauthor: MARK-author\nlabels: [x]\n---\nText.\n",
    "changelog/2031-11-20-future.md": "---\ntitle: MARK-future\ndate: 2031-11-20\ntype: new\n---\nMARK-future\n",
    "changelog/2026-11-21-draft.md": "---\ntitle: MARK-note\ndate: 2026-11-21\ntype: new\ndraft: true\n---\nMARK-note\n",
    "roadmap.yaml": "items:\n  - id: seen\n    title: Seen\n    stage: planned\n    requests: {mail: 2}\n  - id: mark-hidden\n    title: MARK-item\n    stage: planned\n    draft: true\n",
}


def test_nothing_that_is_not_public_is_in_any_file(project) -> None:
    machines = machines_of(project(SECRETS))
    assert {"api/v1/en/articles/open.json", "articles/open/index.md", "llms-full.txt"} <= machines.files.keys()
    leaks = [path for path, content in machines.files.items() if b"mark-" in content.lower() or b"2031" in content]
    assert leaks == []
    assert [item["asked"] for item in machines.items("roadmap", "en")] == [0]
