"""Nobody is sent to a text that only this computer has: an entry is committed before people hear of it."""

from __future__ import annotations

import pytest

from notify.command import ALL, ENTRY, LEDGER, call, configure
from notify.servers import mail_server
from repositories import Repository

ENTRY_FILE = "changelog/2026-11-20-csv.md"
REFUSAL = (
    "nothing was sent:\n{path}: error[not-published]: the entry is not committed as it stands here"
    "\n  fix: commit it, publish the site, then tell people"
)


@pytest.mark.parametrize("state", ["untracked", "changed", "staged", "ignored"])
def test_an_entry_that_no_commit_holds_is_not_told(project, capsys, state):
    site = Repository.create(project / "site")
    if state == "untracked":
        site.commit("2026-11-20", {".gitignore": "changelog/2026-11-20-csv.md\n"})
        site.write(".gitignore", "")
    elif state == "ignored":
        site.commit("2026-11-20", {".gitignore": "changelog/2026-11-20-csv.md\n"})
    else:
        site.commit("2026-11-20")
        site.write(ENTRY_FILE, ENTRY.replace("here", "there"))
        if state == "staged":
            site.git("add", "-A")
    with mail_server() as recorder:
        configure(project, recorder.port)
        assert call(capsys, "init", *LEDGER)[0] == 0
        code, _, err = call(capsys, *ALL, "--expect", "2")
        assert (code, recorder.accepted) == (1, [])
        assert REFUSAL.format(path=ENTRY_FILE) in err
        site.write(".gitignore", "")
        site.commit("2026-11-21")
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
        assert len(recorder.accepted) == 2
        # What is told is told: an edit of the entry is nobody's business, and nobody hears twice.
        site.write(ENTRY_FILE, ENTRY.replace("here", "elsewhere"))
        assert call(capsys, *ALL, "--expect", "0")[0] == 0
        assert len(recorder.accepted) == 2


UNWRITTEN = (
    "changelog/2026-11-20-csv.md:{line}: error[placeholder]: `{words}` is still the text of the template\n"
    "  fix: replace it with your own, or remove it\n"
)


def test_the_text_of_the_template_is_mailed_to_nobody(project, capsys):
    site = Repository.create(project / "site")
    words = "Say what customers can do now, and why it matters to them."
    front, _, _ = ENTRY.rpartition("---\n")
    said = UNWRITTEN.format(line=front.count("\n") + 2, words=words)
    site.commit("2026-11-20", {ENTRY_FILE: f"{front}---\n{words}\n"})
    with mail_server() as recorder:
        configure(project, recorder.port)
        assert call(capsys, "init", *LEDGER)[0] == 0
        code, out, err = call(capsys, *ALL, "--dry-run")
        assert (code, err) == (1, said)
        assert "2 people would be told" in out
        code, _, err = call(capsys, *ALL, "--expect", "2")
        assert (code, err, recorder.accepted) == (1, f"helploop: nothing was sent:\n{said}", [])
        site.commit("2026-11-21", {ENTRY_FILE: ENTRY})
        assert call(capsys, *ALL, "--expect", "2")[0] == 0
        assert len(recorder.accepted) == 2
