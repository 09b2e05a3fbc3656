"""Nobody is sent to a text that only this computer has: an entry is committed before people hear of it."""

from __future__ import annotations

import pytest

from notify.servers import mail_server
from notify.test_cli import ALL, ENTRY, LEDGER, call, configure, project  # noqa: F401 - a fixture
from repositories import Repository

ENTRY_FILE = "changelog/2026-11-20-csv.md"
REFUSAL = (
    "nothing was sent:\n{path}: error[not-published]: the entry is not committed as it stands here"
    "\n  fix: commit it, publish the site, then tell people"
)


@pytest.mark.parametrize("state", ["untracked", "changed", "staged", "ignored"])
def test_an_entry_that_no_commit_holds_is_not_told(project, capsys, state):  # noqa: F811
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
