"""The private requests file: two imports at once lose nothing, who else can read it is said, a group keeps it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from helploop.cli.main import run
from helploop.notify import requests_file
from helploop.notify.requests_file import one_writer
from notify.test_requests_cli import HEAD, call, project  # noqa: F401 - a fixture

IMPORT = ("import", "../export", "--from", "csv", "--into", "../people.csv")
OPEN = """people.csv: warning[open-to-all]: every user of this computer can read the addresses in it
  fix: run `chmod 600 people.csv` in its folder
"""


@pytest.fixture
def people(project):  # noqa: F811
    """A list with one row, in a folder that lets everybody through, as a home folder on many systems."""
    for folder in (project, *project.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o001)
    (project / "export").write_text("contact,item,consent\nbo@example.com,dark-mode,yes\n", encoding="utf-8")
    file = project / "people.csv"
    file.write_text(f"{HEAD}csv-export,ana@example.com,,,,yes,\n", encoding="utf-8")
    return file


def test_of_many_imports_at_once_none_loses_a_row(project):  # noqa: F811
    command = [sys.executable, "-m", "helploop", "requests", "import", "-", *IMPORT[2:]]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) for _ in range(6)]
    for number, process in enumerate(started):  # each waits for its rows, so all go on together
        process.stdin.write(f"contact,item\nkim{number}@example.com,dark-mode\n".encode())
    for process in started:
        process.stdin.close()
    assert [process.wait() for process in started] == [0] * 6
    text = (project / "people.csv").read_text(encoding="utf-8")
    assert [text.count(f"kim{number}@") for number in range(6)] == [1] * 6
    assert not [file.name for file in project.iterdir() if file.name.startswith(".")]


def test_an_import_that_does_not_end_is_named_and_nothing_is_written(people, monkeypatch, capsys):
    monkeypatch.setattr(requests_file, "_PATIENCE", 0.001)
    before = people.read_bytes()
    with one_writer(people):
        code, _, err = call(capsys, *IMPORT)
    assert (code, err) == (
        5,
        "helploop: another import has been writing into the same file for 0.001 seconds\n"
        "  fix: end the other import, or keep the file on a disk of this computer: some shared disks know no locks\n",
    )
    assert people.read_bytes() == before


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o644])
def test_a_list_that_everybody_can_read_is_told_by_all_who_read_it(mode, people, capsys):
    people.chmod(mode)
    assert call(capsys, "report", "--requests", "../people.csv")[2] == OPEN
    assert call(capsys, *IMPORT, "--dry-run")[2] == OPEN
    run(["notify", "--ledger", "../none.sqlite", "--requests", "../people.csv", "--dry-run"])
    assert OPEN in capsys.readouterr().err


@pytest.mark.parametrize(("file", "folder"), [(0o600, 0o755), (0o660, 0o755), (0o644, 0o700)])
def test_a_list_that_others_can_not_reach_is_nobody_s_worry(file, folder, people, capsys):
    people.chmod(file)
    people.parent.chmod(folder)
    assert call(capsys, "report", "--requests", "../people.csv")[2] == ""


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o640), (0o666, 0o660), (0o660, 0o660), (0o600, 0o600)])
def test_an_import_closes_the_list_to_everybody_but_those_of_its_group(before, after, people, capsys):
    people.chmod(before)
    code, _, err = call(capsys, *IMPORT)
    said = "note: every user of this computer could read people.csv; from now on, not\n" if before & 0o007 else ""
    assert (code, err, people.stat().st_mode & 0o777) == (0, said, after)


def test_the_addresses_of_a_killed_import_go_with_the_next(people, capsys):
    left = people.with_name(".people.csv.new")
    left.write_text("half a row of zoe@example.com", encoding="utf-8")
    assert call(capsys, *IMPORT)[0] == 0
    assert not left.exists()
    assert "zoe@" not in people.read_text(encoding="utf-8")


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_folder_that_is_not_there_is_said_before_anything_is_written(more, people, capsys):
    code, out, err = call(capsys, *IMPORT[:-1], "../private/people.csv", *more)
    assert (code, out, err) == (
        2,
        "",
        "helploop: the folder `private` of people.csv is not there\n"
        "  fix: mount it, or make it with `mkdir -m 700 ../private`, then run again\n",
    )
    assert not (people.parent / "private").exists()


@pytest.mark.parametrize(
    "text",
    ["csv-export,ana@example.com,de,,,yes,\n", "Call ana@example.com back.\n", "\n\nname;address\n", '"item","who"\n'],
)
def test_a_single_line_that_names_no_columns_of_ours_is_not_written_over(text, people, capsys):
    people.write_text(text, encoding="utf-8")
    code, _, err = call(capsys, *IMPORT)
    assert (code, people.read_text(encoding="utf-8")) == (2, text)
    assert err == (
        "helploop: people.csv is no requests file of ours\n"
        "  fix: its first line has to be item,contact,locale,source,source_id,consent,asked_at\n"
    )


@pytest.mark.parametrize("text", ["", "\n\n", HEAD, HEAD.replace(",", ";"), '"item","contact","consent"\n'])
def test_a_list_without_a_row_takes_the_first_one(text, people, capsys):
    people.write_text(text, encoding="utf-8")
    assert call(capsys, *IMPORT)[0] == 0
    assert people.read_text(encoding="utf-8") == f"{HEAD}dark-mode,bo@example.com,,,,yes,\n"


@pytest.mark.parametrize("more", [("import",), ("report",), ("notify",)])
def test_two_versions_of_a_list_are_none_until_somebody_decides(more, people, capsys):
    row = "csv-export,ana@example.com,,,,{},\n"
    text = f"{HEAD}<<<<<<< HEAD\n{row.format('yes')}=======\n{row.format('no')}>>>>>>> other\n"
    people.write_text(text, encoding="utf-8")
    people.chmod(0o600)
    if more == ("notify",):
        code = run(["notify", "--ledger", "../none.sqlite", "--requests", "../people.csv", "--dry-run"])
        err = capsys.readouterr().err
    else:
        code, _, err = call(capsys, *(IMPORT if more == ("import",) else ("report", "--requests", "../people.csv")))
    assert (code, people.read_text(encoding="utf-8")) == (2, text)
    assert err == (
        "helploop: people.csv:2: a merge conflict marker `<<<<<<<`\n"
        "  fix: resolve the conflict and remove the markers\n"
    )


def test_what_is_no_file_is_not_replaced_by_one(people, capsys):
    pipe = people.with_name("pipe.csv")
    os.mkfifo(pipe)
    code, _, err = call(capsys, *IMPORT[:-1], "../pipe.csv")
    assert (code, stat.S_ISFIFO(pipe.stat().st_mode)) == (2, True)
    assert err == "helploop: `pipe.csv` is no file but a device or a pipe\n  fix: give the path of a file\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "no file is named\n  fix: give the path of the list, for example with --requests"),
    (".", ". can't be read: Is a directory\n  fix: check --requests")],
)  # fmt: skip
def test_a_list_that_is_none_has_a_name_in_the_message(given, said, people, capsys):
    assert call(capsys, "report", "--requests", given)[::2] == (2, f"helploop: {said}\n")
