"""What `notify` says of places, moments and reasons; and that no message is written among what is published."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess

import pytest

from cli.processes import HELPLOOP
from disks import fill, small_disk
from helploop.cli.main import run
from notify.command import ALL, LEDGER, call, configure
from notify.servers import ScriptedServer


@pytest.mark.parametrize("folder", ["outbox", "docs/outbox", "site", ".", "../site/changelog", "link"])
def test_messages_are_never_written_into_the_repository(folder, project, capsys):
    (project / "link").symlink_to(project / "site" / "docs")
    where = str(project / "link") if folder == "link" else folder
    (project / "notify.yaml").write_text(f"check_page: false\nfiles:\n  dir: {where}\n", encoding="utf-8")
    for arguments in (("init", *LEDGER), (*ALL, "--dry-run"), (*ALL, "--expect", "2")):
        code, out, err = call(capsys, *arguments)
        assert (code, out) == (5, "")
        assert err == (
            "helploop: `files.dir` stands inside the site's repository (site/)\n"
            "  fix: keep it outside, for example in /var/lib/helploop/\n"
        )
    assert not [path for path in (project / "site").rglob("*") if path.suffix in {".json", ".eml"}]
    (project / "notify.yaml").write_text("check_page: false\nfiles:\n  dir: ../outbox\n", encoding="utf-8")
    assert call(capsys, "init", *LEDGER)[0] == 0
    assert call(capsys, *ALL, "--expect", "2")[0] == 0
    assert len(list((project / "outbox").glob("*.json"))) == 2


def test_why_messages_wait_is_said_with_what_to_do(project, capsys):
    reply = {1: b"450 4.2.0 <bob@example.com> greylisted\r\n"}
    with ScriptedServer(rcpt=lambda server: reply.get(len(server.recipients), b"250 ok\r\n")) as server:
        configure(project, server.port)
        call(capsys, "init", *LEDGER)
        code, out, _ = call(capsys, *ALL, "--expect", "2")
    assert (code, out) == (
        3,
        "1 told; 1 waiting.\nwaiting: 1 message: 450 4.2.0 <b***@e***.com> greylisted\n"
        "  fix: run again later; `helploop notify status` shows each with its number\n",
    )


def test_moments_of_the_ledger_are_written_as_people_read_them(project, capsys):
    with ScriptedServer() as server:
        configure(project, server.port)
        call(capsys, "init", *LEDGER)
        call(capsys, *ALL, "--expect", "2")
    messages = json.loads(call(capsys, "export", *LEDGER)[1])["messages"]
    rows = list(csv.DictReader(io.StringIO(call(capsys, "export", *LEDGER, "--format", "csv")[1])))
    moments = [row[name] for row in (*messages, *rows) for name in ("created", "changed")]
    assert len(moments) == 8
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment) for moment in moments)


def test_the_witness_is_named_with_its_folder(project, capsys):
    configure(project, 1)
    call(capsys, "init", *LEDGER)
    (project / "ledger").unlink()
    _, _, err = call(capsys, "init", *LEDGER)
    assert "this site had a ledger before (changelog/.announced.json says so)" in err
    (project / "site/changelog/.announced.json").write_text("{", encoding="utf-8")
    _, _, err = call(capsys, "init", *LEDGER)
    assert "changelog/.announced.json can't be read, so the ledger's age is unknown" in err


def test_problems_of_requests_stand_in_the_order_of_their_lines(project, capsys):
    rows = ("nope,a@example.com", "csv-export,none", "nope2,b@example.com", ",c@example.com", "csv-export,also none")
    text = "item,contact,consent\n" + "".join(f"{row},yes\n" for row in rows)
    (project / "requests.csv").write_text(text, encoding="utf-8")
    code, _, err = call(capsys, *ALL[:2], "--dry-run")
    found = re.findall(r"^requests.csv:(\d+): \w+\[([\w-]+)\]", err, re.MULTILINE)
    codes = ["unknown-item", "bad-address", "unknown-item", "no-item", "bad-address"]
    assert (code, found) == (1, [(str(line), name) for line, name in enumerate(codes, 2)])
    data = json.loads(call(capsys, *ALL[:2], "--dry-run", "--json")[1])
    assert [problem["line"] for problem in data["problems"]] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("way", ["--out", "files", "requests"])
def test_a_full_disk_leaves_no_half_file_with_an_address(way, project):
    (project / "notify.yaml").write_text("check_page: false\nfiles: {dir: ../outbox}\n", encoding="utf-8")
    (project / "export").write_text("item,contact,consent\ncsv-export,ana@example.com,yes\n", encoding="utf-8")
    command, code, said = {
        "--out": (
            ("notify", *ALL, "--dry-run", "--out", "../outbox"),
            1,
            "helploop: error[write-failed]: `outbox/` can't be written: No space left on device\n  fix: make room there\n",
        ),
        "files": (
            ("notify", *ALL, "--expect", "2"),
            3,
            "0 told; 2 waiting.\nwaiting: 2 messages: the file can't be written: No space left on device\n"
            "  fix: run again later; `helploop notify status` shows each with its number\n",
        ),
        "requests": (
            ("requests", "import", "../export", "--from", "csv", "--into", "../outbox/people.csv"),
            1,
            "people.csv can't be written: No space left on device\n  fix: check the folder and the disk\n",
        ),
    }[way]
    assert run(["notify", "init", *LEDGER]) == 0
    with small_disk(project / "outbox", 16) as outbox:
        ballast = fill(outbox)
        done = subprocess.run([*HELPLOOP, *command], check=False, capture_output=True, text=True)
        assert said in done.stdout + done.stderr
        assert (done.returncode, list(outbox.iterdir())) == (code, [ballast])
