"""Requests from other tools: the mapping is shown, people stay private, doubles are merged, only counts are written."""

from __future__ import annotations

import json
import stat

import pytest

from helploop.cli.main import run
from helploop.imports.requests_counts import update_counts
from helploop.model.language import Language
from helploop.model.settings import RoadmapSettings, Settings
from helploop.sources.roadmap import parse_roadmap

MKDOCS = """site_name: Acme
site_url: https://help.acme.example/
plugins:
  - helploop/articles
  - helploop/changelog
  - helploop/roadmap
"""
ROADMAP = """# What we plan
items:
  - id: csv-export   # never change it
    title: CSV export
    stage: planned
    merged: [spreadsheet]
    links: [https://acme.canny.example/features/p/excel-please]

  - id: dark-mode
    title: Dark mode
    requests: {zendesk: 1, github: 14}   # counted
    stage: planned
"""
EXPORTS = {
    "zendesk": (
        ("Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
        "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Requester locale\n"
        "1,11,Ana,501,,ana@example.com,example.com,Ana,Kim,Support,Please help,billing csv_export,Solved,Low,Mail,"
        "Question,2026-01-31T10:00:00Z,2026-02-01 10:00,de\n"
        "1,12,Bob,502,,bob@example.com,example.com,Bob,Kim,Support,Dark mode,,Solved,Low,Mail,"
        "Question,2026-02-01 08:00:00 UTC,2026-02-01 10:00,en-US\n"
        "1,13,Kim,503,,kim@example.com,example.com,Kim,Kim,Support,Something else,,Open,Low,Mail,"
        "Question,2026-02-01,2026-02-01 10:00,en\n"),
        [
            ("csv-export", "ana@example.com", "de", "11", "2026-01-31"),
            ("dark-mode", "bob@example.com", "en-US", "12", "2026-02-01"),
        ],
    ),
    "intercom": (
        json.dumps({
            "type": "conversation.list",
            "conversations": [
                {
                    "id": "77",
                    "created_at": 1767225600,
                    "source": {"author": {"email": "ana@example.com"}},
                    "tags": {"tags": [{"name": "vip"}, {"name": "Dark mode"}]},
                }
            ],
        }),
        [("dark-mode", "ana@example.com", "", "77", "2026-01-01")],
    ),
    "canny": (
        json.dumps({
            "votes": [
                {
                    "id": "v1",
                    "created": "2026-03-01T00:00:00.000Z",
                    "post": {"url": "https://acme.canny.example/features/p/excel-please", "title": "Excel please"},
                    "voter": {"email": "ana@example.com"},
                }
            ]
        }),
        [("csv-export", "ana@example.com", "", "v1", "2026-03-01")],
    ),
    "featurebase": (
        "Post ID,Post title,Email,Date\n9,Spreadsheet,ana@example.com,31/01/2026\n",
        [("csv-export", "ana@example.com", "", "9", "2026-01-31")],
    ),
    "fider": (
        ('{"createdAt":"2026-01-02T03:04:05Z","post":{"number":4,"slug":"dark-mode"},"user":{"email":"ana@example.com"}}\n'
        '{"createdAt":"2026-01-03T03:04:05Z","post":{"number":4,"slug":"dark-mode"},"user":{"email":"bob@example.com"}}\n'),
        [
            ("dark-mode", "ana@example.com", "", "4", "2026-01-02"),
            ("dark-mode", "bob@example.com", "", "4", "2026-01-03"),
        ],
    ),
    "csv": (
        "Feature;E-Mail;Opt-in\nCSV export;ana@example.com;yes\n",
        [("csv-export", "ana@example.com", "", "", "")],
    ),
}  # fmt: skip


POSTS_OF_FIDER = (
    "number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,"
    "response,original_number,original_title,tags\n"
    "4,Dark mode,Please,2026-01-02T03:04:05Z,Ana,7,0,open,,,,,,\n"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "site"
    for name in ("changelog", "articles", "docs"):
        (root / name).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (root / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    monkeypatch.chdir(root)
    return tmp_path


def call(capsys, *arguments):
    code = run(["requests", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def bring_in(project, capsys, tool, text, *more):
    (project / "export").write_text(text, encoding="utf-8")
    return call(capsys, "import", "../export", "--from", tool, "--into", "../people.csv", *more)


def rows(project):
    lines = (project / "people.csv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(",")) for line in lines[1:]]


@pytest.mark.parametrize("tool", EXPORTS)
def test_an_export_becomes_requests(tool, project, capsys):
    text, expected = EXPORTS[tool]
    code, out, err = bring_in(project, capsys, tool, text)
    assert code == 0
    assert "contact    <- " in out
    assert "@example.com" not in out + err
    assert [(row[0], row[1], row[2], row[4], row[6]) for row in rows(project)] == expected
    assert stat.S_IMODE((project / "people.csv").stat().st_mode) == 0o600


def test_a_second_import_adds_nothing(project, capsys):
    text, expected = EXPORTS["zendesk"]
    bring_in(project, capsys, "zendesk", text)
    _, out, _ = bring_in(project, capsys, "zendesk", text)
    assert "3 records: 2 requests, 0 of them new." in out
    assert len(rows(project)) == len(expected)


def test_a_person_who_asked_in_two_tools_is_one_and_a_no_stays(project, capsys):
    bring_in(project, capsys, "csv", "item,email,consent,date\ncsv-export,ana@example.com,yes,2026-02-02\n")
    bring_in(project, capsys, "csv", "item,email,consent,date\nspreadsheet,ANA@example.com,no,2026-01-01\n")
    assert rows(project) == [("csv-export", "ana@example.com", "", "", "", "no", "2026-01-01")]


def test_a_dry_run_writes_nothing_and_says_what_nobody_consented_to(project, capsys):
    code, out, err = bring_in(project, capsys, "zendesk", EXPORTS["zendesk"][0], "--dry-run")
    assert code == 0
    assert not (project / "people.csv").exists()
    assert "2 say nothing of consent and will not be told (see --consent)." in out
    assert "export:4: warning[no-item]: the row names no roadmap item" in err
    assert "Something else" not in out + err


def test_consent_item_topics_and_columns_can_be_given(project, capsys):
    text = "Wer,Was\nana@example.com,Excel bitte\n"
    more = ("--column", "contact=Wer", "--column", "topic=Was", "--map", "Excel bitte=csv-export", "--consent", "yes")
    assert bring_in(project, capsys, "csv", text, *more)[0] == 0
    assert rows(project) == [("csv-export", "ana@example.com", "", "", "", "yes", "")]
    code, _, err = bring_in(project, capsys, "csv", text, "--column", "contact=Were")
    assert code == 2
    assert "the export has no column `Were`\n  fix: did you mean `Wer`?" in err
    assert bring_in(project, capsys, "csv", text, "--item", "nothing")[0] == 2


def test_a_list_of_posts_that_names_nobody_is_refused_with_the_way_to_the_voters(project, capsys):
    code, _, err = bring_in(project, capsys, "fider", POSTS_OF_FIDER)
    assert code == 2
    assert err == (
        "helploop: the export names no people: its columns are number, title, description, created_at, created_by,"
        " votes_count, comments_count, status, responded_by, responded_at, response, original_number, original_title,"
        " tags\n  fix: fetch the votes of a post, and name its item: GET /api/v1/posts/NUMBER/votes, --item ID\n"
    )


POSTS_OF_FEATUREBASE = "Post title,Upvotes,Author email\nDark mode,12,ana@example.com\nSpreadsheet,1,ana@example.com\n"


def test_a_list_of_posts_with_their_authors_says_how_many_voters_it_does_not_name(project, capsys):
    code, out, err = bring_in(project, capsys, "featurebase", POSTS_OF_FEATUREBASE)
    assert code == 0
    assert "2 records: 2 requests, 2 of them new." in out
    assert err == (
        "export:2: warning[voters]: `dark-mode` has 12 votes, but the export names 1 of the people; only these are counted"
        " and told\n  fix: fetch the voters of a post, and name its item: GET /v2/posts/POST/voters, --item ID\n"
    )


def test_a_list_of_votes_may_repeat_how_many_there_are(project, capsys):
    votes = [
        {"id": str(n), "post": {"title": "Dark mode", "score": 2}, "voter": {"email": f"{n}@example.com"}}
        for n in (1, 2)
    ]
    assert bring_in(project, capsys, "canny", json.dumps(votes))[2] == ""


def test_a_count_that_would_fall_stays_and_is_named(project, capsys):
    (project / "people.csv").write_text(
        "item,contact,source,consent\ndark-mode,ana@example.com,zendesk,yes\n", encoding="utf-8"
    )
    file = project / "site/roadmap.yaml"
    before = ROADMAP.replace("zendesk: 1,", "zendesk: 12,")
    file.write_text(before, encoding="utf-8")
    code, out, err = call(capsys, "report", "--requests", "../people.csv", "--update-counts")
    assert (code, file.read_text(encoding="utf-8")) == (0, before)
    assert out.endswith("No count is written.\n")
    line = before[: before.index("zendesk: 12")].count("\n") + 1
    assert err == (
        f"roadmap.yaml:{line}: warning[counts]: 1 asked for `dark-mode` (zendesk), but 12 stands here and stays\n"
        "  fix: if fewer ask for it now, write the smaller number yourself\n"
    )


@pytest.mark.parametrize(
    ("tool", "export"),
    [
        (
            "fider",
            [{"user": {"id": 1, "name": "Ana", "email": "ana@example.com"}, "createdAt": "2026-01-02T03:04:05Z"}],
        ),
        ("featurebase", {"results": [{"userId": "1", "name": "Ana", "email": "ana@example.com"}], "page": 1}),
    ],
)
def test_the_voters_of_one_post_ask_for_the_item_given(tool, export, project, capsys):
    given = ("--item", "dark-mode", "--consent", "yes")
    assert bring_in(project, capsys, tool, json.dumps(export), *given)[0] == 0
    assert [(row[0], row[1], row[5]) for row in rows(project)] == [("dark-mode", "ana@example.com", "yes")]


def test_who_unsubscribed_in_the_other_tool_has_said_no(project, capsys):
    text = "Email,Tag,Unsubscribed from Emails\nana@example.com,dark-mode,true\nbob@example.com,dark-mode,false\n"
    assert bring_in(project, capsys, "intercom", text, "--consent", "yes")[0] == 0
    assert [(row[1], row[5]) for row in rows(project)] == [("ana@example.com", "no"), ("bob@example.com", "yes")]


def test_people_never_go_into_the_repository(project, capsys):
    (project / "export").write_text(EXPORTS["csv"][0], encoding="utf-8")
    code, _, err = call(capsys, "import", "../export", "--from", "csv", "--into", "people.csv")
    assert code == 5
    assert "the requests file stands inside the site's repository" in err


def test_the_report_counts_people_and_names_nobody(project, capsys):
    (project / "people.csv").write_text(
        "item,contact,locale,source,source_id,consent,asked_at\n"
        "csv-export,ana@example.com,de,zendesk,1,yes,2026-01-01\n"
        "spreadsheet,ANA@example.com,de,canny,2,yes,2026-02-01\n"
        "csv-export,bob@example.com,en,canny,3,,2026-03-01\n"
        "nothing,kim@example.com,,,,yes,\n",
        encoding="utf-8",
    )
    code, out, _ = call(capsys, "report", "--requests", "../people.csv")
    assert code == 0
    assert out.splitlines() == [
        "    2  csv-export (planned): canny 1, zendesk 1; de 1, en 1; 2026-01-01 to 2026-03-01",
        "    1  nothing (not on the roadmap): other 1; no language 1; no date",
    ]
    data = json.loads(call(capsys, "report", "--requests", "../people.csv", "--json")[1])
    assert (data[0]["people"], data[0]["consented"], data[0]["sources"]) == (2, 1, {"zendesk": 1, "canny": 1})


def test_a_row_of_the_report_is_one_line_whatever_a_cell_holds(project, capsys):
    (project / "people.csv").write_text(
        'item,contact,consent\n"csv-export\n",ana@example.com,yes\n"dark\n\x1b[2Jmode",bob@example.com,\n"\n",kim@example.com,\n',
        encoding="utf-8",
    )
    code, out, err = call(capsys, "report", "--requests", "../people.csv")
    assert out.splitlines() == [
        "    1  csv-export (planned): other 1; no language 1; no date",
        "    1  dark [2Jmode (not on the roadmap): other 1; no language 1; no date",
    ]
    assert (code, err) == (
        1,
        "people.csv:6: error[no-item]: the row names no item\n  fix: write a roadmap item's id\n",
    )


def test_of_a_list_that_can_not_be_read_the_report_says_only_why(project, capsys):
    (project / "people.csv").write_text("item,email,consent\ncsv-export,ana@example.com,yes\n", encoding="utf-8")
    code, out, err = call(capsys, "report", "--requests", "../people.csv")
    assert (code, out) == (1, "")
    assert err == (
        "people.csv:1: error[missing-column]: there is no column `contact`\n"
        "  fix: the first line has to name item, contact, consent\n"
    )


def test_the_report_says_the_stage_people_see_not_the_one_written(project, capsys):
    (project / "people.csv").write_text("item,contact,consent\nspreadsheet,ana@example.com,yes\n", encoding="utf-8")
    entry = "---\ntitle: CSV\ndate: 2020-01-01\ntype: new\nships: [csv-export]\n---\nHere.\n"
    (project / "site/changelog/csv.md").write_text(entry, encoding="utf-8")
    out = call(capsys, "report", "--requests", "../people.csv")[1]
    assert out == "    1  csv-export (shipped): other 1; no language 1; no date\n"


def test_counts_are_written_and_nothing_else(project, capsys):
    (project / "people.csv").write_text(
        "item,contact,locale,source,source_id,consent,asked_at\n"
        "csv-export,ana@example.com,de,zendesk,1,yes,\n"
        "dark-mode,ana@example.com,de,zendesk,1,yes,\ndark-mode,bob@example.com,de,zendesk,2,yes,\n",
        encoding="utf-8",
    )
    file = project / "site/roadmap.yaml"
    call(capsys, "report", "--requests", "../people.csv", "--update-counts", "--dry-run")
    assert file.read_text(encoding="utf-8") == ROADMAP
    assert call(capsys, "report", "--requests", "../people.csv", "--update-counts")[0] == 0
    expected = ROADMAP.replace(
        "    stage: planned\n    merged", "    stage: planned\n    requests: {zendesk: 1}\n    merged"
    )
    expected = expected.replace("{zendesk: 1, github: 14}", "{github: 14, zendesk: 2}")
    assert file.read_text(encoding="utf-8") == expected
    assert "already" in call(capsys, "report", "--requests", "../people.csv", "--update-counts")[1]


SETTINGS = Settings(site_name="A", languages=(Language("en", "English"),), roadmap=RoadmapSettings())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "items:\n- id: a\n  title: A\n  stage: planned\n  requests:\n    zendesk: 1\n    github: 2\n  tags: [x]\n",
            "items:\n- id: a\n  title: A\n  stage: planned\n  requests: {github: 2, zendesk: 5}\n  tags: [x]\n",
        ),
        (
            "items:\n- requests: 3\n  id: a\n  title: A\n  stage: planned\n",
            'items:\n- requests: {"": 3, zendesk: 5}\n  id: a\n  title: A\n  stage: planned\n',
        ),
        (
            "items:\r\n  - id: a\r\n    title: A\r\n    stage: planned",
            "items:\r\n  - id: a\r\n    title: A\r\n    stage: planned\n    requests: {zendesk: 5}\n",
        ),
        ("items:\n- {id: a, title: A, stage: planned}\n", "items:\n- {id: a, title: A, stage: planned}\n"),
    ],
    ids=["block", "number first", "no last line end", "on one line"],
)
def test_counts_in_every_way_of_writing(before, after):
    roadmap, problems = parse_roadmap(before, "roadmap.yaml", SETTINGS)
    assert not problems
    text, found = update_counts(before, roadmap, {"a": {"zendesk": 5}})
    assert text == after
    assert bool(found) is (before == after)
    if before != after:
        again, problems = parse_roadmap(text, "roadmap.yaml", SETTINGS)
        assert dict(again.items[0].requests)["zendesk"] == 5


def test_an_address_that_is_none_is_named_and_a_name_is_not(tmp_path, monkeypatch, capsys):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/mkdocs.yml").write_text(MKDOCS)
    (tmp_path / "site/roadmap.yaml").write_text(ROADMAP)
    monkeypatch.chdir(tmp_path / "site")
    head = "Id,Requester{},Subject,Tags,Created at\n"
    rows = "1,ana(at)example.com,x,dark-mode,2026-02-01\n2,bo@example.com,x,dark-mode,2026-02-01\n3,,x,dark-mode,2026-02-01\n"
    (tmp_path / "mail.csv").write_text(head.format(" email") + rows)
    (tmp_path / "name.csv").write_text(head.format("") + rows)
    said = []
    for name in ("mail.csv", "name.csv"):
        assert run(["requests", "import", f"../{name}", "--from", "zendesk", "--dry-run"]) == 0
        said.append(capsys.readouterr())
    assert said[0].err == (
        "mail.csv:2: warning[no-address]: the address is none\n"
        "  fix: correct it there and import again; the request counts, but nobody gets a mail\n"
    )
    assert "3 records: 3 requests, 3 of them new." in said[0].out
    assert said[1].err == ""


HEAD = "item,contact,locale,source,source_id,consent,asked_at\n"


@pytest.mark.parametrize("word", ["no", "nein", "revoked", "denied", "opt-out", "FALSE"])
def test_a_no_in_whatever_word_outlives_a_yes_of_another_export(word, project, capsys):
    for first, then in ((word, "yes"), ("yes", word)):
        (project / "people.csv").write_text(f"{HEAD}dark-mode,ana@example.com,,,,{first},\n", encoding="utf-8")
        text = f"contact,item,consent\nana@example.com,dark-mode,{then}\n"
        assert bring_in(project, capsys, "csv", text)[0] == 0
        assert [row[5] for row in rows(project)] == [word]


@pytest.mark.parametrize("said", ["2026-03-01", "x", "ja", "unsubscribed"])
def test_who_left_the_other_tool_is_not_told_whatever_it_calls_that(said, project, capsys):
    text = f"Email,Tag,Unsubscribed\nana@example.com,dark-mode,{said}\n"
    assert bring_in(project, capsys, "intercom", text, "--consent", "yes")[0] == 0
    assert [row[5] for row in rows(project)] == ["no"]


def test_an_address_is_taken_without_the_name_before_it(project, capsys):
    text = (
        "Ticket ID,Requester,Tags\n1,Ana Lopez <ana@example.com>,dark-mode\n2,mailto:ANA@example.com,dark-mode\n"
        "3,\u202abo@example.com\u202c,dark-mode\n"
    )
    assert bring_in(project, capsys, "zendesk", text)[0] == 0
    assert [row[1] for row in rows(project)] == ["ana@example.com", "bo@example.com"]


def test_a_row_with_more_cells_than_columns_is_named_and_left_out(project, capsys):
    text = "\n\nId,Email,Tags\n1,ana@example.com,dark-mode\n2,Lopez, Ana,ana@example.com,dark-mode\n"
    code, out, err = bring_in(project, capsys, "csv", text)
    assert (code, len(rows(project))) == (0, 1)
    assert err.startswith(
        "export:5: warning[bad-row]: the row has 5 cells, the first line names 3 columns; it is left out"
    )
    assert "2 records: 1 requests" in out


def test_no_row_of_ours_is_lost_because_it_can_not_be_read(project, capsys):
    before = f"{HEAD}dark-mode,ana@example.com,,,,yes,,surplus\n"
    (project / "people.csv").write_text(before, encoding="utf-8")
    code, _, err = bring_in(project, capsys, "csv", "contact,item\nbo@example.com,dark-mode\n")
    assert code == 2
    assert "nothing was added to people.csv:\npeople.csv:2: warning[bad-row]" in err
    assert (project / "people.csv").read_text(encoding="utf-8") == before


def test_a_link_to_the_file_stays_one(project, capsys):
    (project / "real.csv").write_text(HEAD, encoding="utf-8")
    (project / "people.csv").symlink_to(project / "real.csv")
    assert bring_in(project, capsys, "csv", "contact,item\nbo@example.com,dark-mode\n")[0] == 0
    assert (project / "people.csv").is_symlink()
    assert "bo@example.com" in (project / "real.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [('{"a": [}', 1), ('{"a": 1}\n\n{"a": ]}\n', 3), ('\n\na,b\n1,"2\n', 4), ("[" * 100_000, 1)],
    ids=["json", "lines", "csv", "deep"],
)
def test_an_export_that_breaks_off_is_named_with_its_line(text, line, project, capsys):
    code, _, err = bring_in(project, capsys, "csv", text)
    assert code == 2
    assert f"export:{line}: error[bad-export]: the export can't be read from here on: " in err


def test_neither_report_nor_roadmap_ever_holds_an_address(project, capsys):
    text = "dark-mode,ana@example.com,de,cleo@example.com,,yes,\nkim@example.com,bo@example.com,,,,yes,\n"
    (project / "people.csv").write_text(HEAD + text, encoding="utf-8")
    for more in ((), ("--json",), ("--update-counts",)):
        code, out, err = call(capsys, "report", "--requests", "../people.csv", *more)
        assert code == 1
        assert "example.com" not in out + err
        assert "people.csv:2: warning[bad-source]" in err
        assert "people.csv:3: error[no-item]: the item is an address" in err
    assert "@" not in (project / "site/roadmap.yaml").read_text(encoding="utf-8")
