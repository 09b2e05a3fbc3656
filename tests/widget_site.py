"""A small help center in three languages, built once, as the widget's tests meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from machine_sites import machines_of
from trees import write_tree

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
site_name: Acme Help
site_url: https://help.acme.example/
plugins:
  - helploop/articles:
      languages: [en, de, ar]
      contact_url: https://acme.example/contact
      {signals}
  - helploop/search
  - helploop/changelog: {{tag_authority: acme.example, tag_year: 2026}}
  - helploop/roadmap
"""
EXPORT = """\
---
title: Export your data
summary: Download all your invoices.
contexts: ["/settings/data*", "data-export"]
promoted: true
---
Open **Settings** and choose <kbd>Export</kbd>. See [how to invite](../team/invite.md) and [the web](https://other.example/x).

!!! note "Good to know"
    The file is ready in a minute.

| column | meaning |
|---|---|
| `id` | the number |

```sh
curl -O "https://acme.example/export?a=1&b=2"
```

## If the file is empty

1. Ask an owner.
2. Try again.
"""
FILES = {
    "articles/billing/export.md": EXPORT,
    "articles/billing/export.de.md": "---\ntitle: Daten exportieren\n---\nÖffnen Sie die **Einstellungen**.\n",
    "articles/billing/export.ar.md": "---\ntitle: تصدير بياناتك\n---\nافتح **الإعدادات**.\n",
    "articles/billing/invoice.md": "---\ntitle: Pay an invoice\ncontexts: /invoices*\n---\nPay it with a card.\n",
    "articles/team/invite.md": "---\ntitle: Invite someone\ncontexts: ['/team/*', '/settings/*']\n---\nSend an invitation.\n",
    "changelog/2026-11-20-dark.md": "---\ntitle: Dark design\ndate: 2026-11-20\ntype: new\nlabels: [design]\n---\nFor the night.\n",
    "changelog/2026-11-20-dark.de.md": "---\ntitle: Dunkles Design\n---\nFür die Nacht.\n",
    "changelog/2026-11-19-quiet.md": "---\ntitle: A quiet repair\ndate: 2026-11-19\ntype: fixed\nnotify: false\nlabels: [api]\n---\nNobody was told.\n",
    "changelog/2026-11-18-api.md": "---\ntitle: An API\ndate: 2026-11-18\ndisplay_date: 2026-11-17\ntype: improved\nlabels: [api]\n---\nFor programs.\n",
    "roadmap.yaml": (
        "items:\n  - id: mobile\n    title: A mobile app\n    summary: In your pocket.\n    stage: building\n    target: 2027-Q1\n"
        "    reviewed: 2026-11-20\n  - id: robots\n    title: Robots\n    stage: planned\n    reviewed: 2026-11-20\n"
    ),
}


def write_widget_site(folder: Path, signals: str = "") -> Path:
    """The whole site below `folder/site`."""
    root = folder / "project"
    config = CONFIG.format(signals=f"signals: {{endpoint: '{signals}'}}" if signals else "gone: []")
    write_tree(root, {"mkdocs.yml": config} | FILES)
    write_tree(folder / "site", machines_of(root).everything)
    return folder / "site"
