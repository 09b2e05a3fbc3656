"""An assistant finds and reads the right page over the protocol, knows how old it is, and sees nothing hidden."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from conftest import ROOT
from helploop.cli.build import build
from helploop.cli.mcp import mcp as command
from helploop.mcp_server.built_site import BuiltSite
from helploop.mcp_server.tools import search
from helploop.model.errors import UsageError
from helploop.pipeline.disk import write_file
from machine_sites import machines_of
from mcp_server.questions import MORE_QUESTIONS, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

mcp = pytest.importorskip("mcp")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "site"
    write_files(folder, machines_of(ROOT).everything)
    return folder


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        write_file(str(folder), path, content)


def asked(server: object, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """What a client is answered; a refusal is its text."""

    async def ask() -> list[Any]:
        async with mcp.Client(server) as client:
            found = []
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                content = result.structured_content or {}
                found.append(result.content[0].text if result.is_error else content.get("result", content))
            return found

    return asyncio.run(ask())


def server_of(site: Path) -> object:
    from helploop.mcp_server.server import make_server

    return make_server(BuiltSite(site))


def test_the_tools_are_listed_and_only_read(site: Path) -> None:
    async def listed() -> list[Any]:
        async with mcp.Client(server_of(site)) as client:
            return list((await client.list_tools()).tools)

    tools = asyncio.run(listed())
    assert [tool.name for tool in tools] == ["search", "read_article", "whats_new", "roadmap"]
    assert all(tool.annotations.read_only_hint and tool.description and tool.output_schema for tool in tools)


def places_of(site: Path, questions: list[tuple[str, str, str]]) -> dict[str, int]:
    """Where the right article stands among the first three, -1 when it does not."""
    calls = [("search", {"query": question, "language": language, "limit": 3}) for language, question, _ in questions]
    found = [[hit["id"] for hit in hits] for hits in asked(server_of(site), *calls)]
    return {
        question: ids.index(wanted) if wanted in ids else -1
        for (_, question, wanted), ids in zip(questions, found, strict=True)
    }


def test_twenty_questions_in_four_languages_find_the_right_article_first(site: Path) -> None:
    assert {question: place for question, place in places_of(site, QUESTIONS).items() if place != 0} == {}


def test_a_hundred_more_questions_find_the_right_article_mostly_first(site: Path) -> None:
    places = list(places_of(site, MORE_QUESTIONS).values())
    assert len(places) == 100
    assert places.count(0) >= 84
    assert places.count(-1) <= 9


def test_every_hit_says_where_it_stands_and_how_old_it_is(site: Path) -> None:
    calls = [("search", {"query": question, "language": language}) for language, question, _ in QUESTIONS[::4]]
    found = asked(server_of(site), *calls)
    for (language, _, _), hits in zip(QUESTIONS[::4], found, strict=True):
        prefix = "" if language == "en" else f"{language}/"
        for hit in hits:
            assert hit["address"].startswith(f"https://helploop.example/{prefix}")
            assert (hit["language"], hit["outdated"]) == (language, False)
            assert date.fromisoformat(hit["date"])


def test_what_was_found_can_be_read_by_its_id_and_by_its_address(site: Path) -> None:
    by_id, by_address, other = asked(
        server_of(site),
        ("read_article", {"article": "write/keywords", "language": "de-AT"}),
        ("read_article", {"article": "https://helploop.example/de/articles/write/keywords/#anywhere"}),
        ("read_article", {"article": "widget"}),
    )
    assert by_id == by_address
    source = (ROOT / "articles/write/keywords.de.md").read_text("utf-8")
    title = source.split("title: ")[1].split("\n")[0].strip("\"'")
    assert by_id["text"].startswith(f"# {title}\n")
    assert (other["kind"], other["address"]) == ("item", "https://helploop.example/roadmap/widget/")


def test_what_is_not_there_is_answered_with_what_is_near(site: Path) -> None:
    (answer,) = asked(server_of(site), ("read_article", {"article": "write/keyword"}))
    assert answer.endswith("there is no page `write/keyword`\n  fix: did you mean `write/keywords`?")


def test_news_and_plans_are_listed(site: Path) -> None:
    news, later, planned = asked(
        server_of(site),
        ("whats_new", {"language": "ja", "limit": 2}),
        ("whats_new", {"since": "2999-01-01"}),
        ("roadmap", {"language": "de", "stage": "planned"}),
    )
    assert [note["language"] for note in news] == ["ja", "ja"]
    assert later == []
    assert planned
    assert {item["stage"] for item in planned} == {"planned"}


SITE = {
    "mkdocs.yml": "site_name: S\nsite_url: https://s.example/help/\n"
    "plugins:\n  - helploop/articles:\n      languages: [en, de]\n  - helploop/search\n",
    "articles/a.md": "---\ntitle: Refund\n---\nNew words.\n",
    "articles/a.de.md": "---\ntitle: Erstattung\nsource: 000000000000\n---\nAlte Worte.\n",
    "articles/b.md": "---\ntitle: Invoice\n---\nOnly English.\n",
    "articles/hidden.md": "---\ntitle: Secret refund\ndraft: true\n---\nSecret refund.\n",
}


def test_answers_say_what_is_outdated_or_untranslated_and_hide_what_is_hidden(project, tmp_path: Path) -> None:
    write_files(tmp_path / "site", machines_of(project(SITE)).everything)
    old, untranslated, secret, refused = asked(
        server_of(tmp_path / "site"),
        ("search", {"query": "Erstattung", "language": "de"}),
        ("read_article", {"article": "b", "language": "de"}),
        ("search", {"query": "secret"}),
        ("read_article", {"article": "hidden"}),
    )
    assert [(hit["id"], hit["language"], hit["outdated"]) for hit in old] == [("a", "de", True)]
    assert (untranslated["language"], untranslated["text"]) == ("en", "# Invoice\n\nOnly English.\n")
    assert secret == []
    assert "there is no page" in refused


def test_a_release_note_has_the_day_that_readers_see(project, tmp_path: Path) -> None:
    note = "---\ntitle: T\ntype: new\ndate: 2026-11-20T23:30-08:00\n---\nText.\n"
    config = SITE["mkdocs.yml"] + "  - helploop/changelog\n"
    write_files(tmp_path / "site", machines_of(project({"mkdocs.yml": config, "changelog/t.md": note})).everything)
    notes, later = asked(
        server_of(tmp_path / "site"), ("whats_new", {"since": "2026-11-20"}), ("whats_new", {"since": "2026-11-21"})
    )
    assert [note["date"] for note in notes] == ["2026-11-20"]
    assert later == []


def test_the_command_serves_over_standard_input_and_output(site: Path) -> None:
    from mcp.client.stdio import StdioServerParameters

    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "helploop", "mcp", "--site", str(site)], env=dict(os.environ)
    )
    (hits,) = asked(parameters, ("search", {"query": "rename an article", "limit": 1}))
    assert [hit["id"] for hit in hits] == ["write/rename-and-redirect"]


def test_a_folder_without_a_site_is_refused_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `helploop build` first"):
        CliRunner().invoke(command, ["--site", str(tmp_path)], catch_exceptions=False)


def test_what_a_collection_says_of_itself_keeps_no_article_back(project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(
        {
            "mkdocs.yml": "site_name: S\nsite_url: https://s.example/\nplugins:\n  - helploop/articles:\n      languages: [en]\n  - helploop/search\n",
            "articles/billing/index.md": "---\ntitle: Surcharge\n---\nAll about the surcharge.\n",
            "articles/billing/tax.md": "---\ntitle: Tax\n---\nWrite the surcharge down.\n",
        }
    )
    monkeypatch.chdir(root)
    assert CliRunner().invoke(build, ["-q"], standalone_mode=False).return_value == 0
    assert [hit["title"] for hit in search(BuiltSite(root / "site"), "surcharge", limit=1)] == ["Tax"]
