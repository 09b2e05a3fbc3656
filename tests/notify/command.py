"""The command `notify` as people call it, with the texts and settings of a small project."""

from __future__ import annotations

from helploop.cli.main import run

REQUESTS = """item,contact,locale,source,source_id,consent,asked_at
csv-export,ana@example.com,de,email,,yes,2026-01-02
csv-export,bob@example.com,en,email,,yes,2026-01-02
csv-export,eve@example.com,en,email,,,
sso,ana@example.com,de,email,,yes,
"""
MKDOCS = """site_name: Acme
site_url: {url}
plugins:
  - helploop/articles:
      languages: [en, de]
  - helploop/changelog
  - helploop/roadmap
"""
ROADMAP = """items:
  - {id: csv-export, title: CSV export, stage: shipped}
  - {id: sso, title: Single sign-on, stage: planned}
"""
ENTRY = """---
title: CSV export is here
date: 2026-11-20
type: new
ships: [csv-export]
---
Export **everything**, as on [the page](2026-11-20-csv.md).
"""
CONFIG = """from: updates@acme.example
check_page: {check}
smtp: {{host: 127.0.0.1, port: {port}, security: none, timeout: 5}}
unsubscribe: {{mailto: stop@acme.example}}
"""


def configure(project, port, check="false"):
    (project / "notify.yaml").write_text(CONFIG.format(port=port, check=check), encoding="utf-8")


def call(capsys, *arguments):
    code = run(["notify", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


ALL = ("--requests", "../requests.csv", "--ledger", "../ledger", "--config", "../notify.yaml")
LEDGER = ("--ledger", "../ledger", "--config", "../notify.yaml")
