"""The project of the command `notify`: a site that ships one thing, and people who asked for it."""

from __future__ import annotations

import pytest

from notify.command import ALL, ENTRY, LEDGER, MKDOCS, REQUESTS, ROADMAP, call, configure
from notify.servers import Recorder, mail_server


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "site"
    for name in ("changelog", "articles", "docs"):
        (root / name).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS.format(url="https://help.acme.example/"), encoding="utf-8")
    (root / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    (root / "changelog/2026-11-20-csv.md").write_text(ENTRY, encoding="utf-8")
    (root / "changelog/2026-11-20-csv.de.md").write_text(
        "---\ntitle: CSV-Export ist da\n---\nAlles.\n", encoding="utf-8"
    )
    (tmp_path / "requests.csv").write_text(REQUESTS, encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    for name in ("HELPLOOP_LEDGER", "HELPLOOP_REQUESTS", "HELPLOOP_NOTIFY_CONFIG", "HELPLOOP_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def sent(project, capsys) -> Recorder:
    """What the mail server took when Ana and Bob were told."""
    with mail_server() as recorder:
        configure(project, recorder.port)
        call(capsys, "init", *LEDGER)
        call(capsys, *ALL, "--expect", "2")
    return recorder
