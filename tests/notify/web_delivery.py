"""One run to channels of the web: to servers on loopback, at a fixed moment."""

from __future__ import annotations

from collections import Counter

from helploop.notify.contact import ContactKind
from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.ledger_report import load_rows
from helploop.notify.letter import Letters
from helploop.notify.notice import Routing
from helploop.notify.plan import plan_notices
from notify.runner import NoRest, new_ledger
from notify.samples import render, requests_of, site

LOCAL = ("127.0.0.1",)
NOW = 1_800_000_000.0


def deliver(tmp_path, channels, rows="", routing=None, *, ledger=None, now=NOW):  # noqa: PLR0913
    ledger = ledger or new_ledger(tmp_path / "ledger")
    routing = routing or Routing(
        by_kind={ContactKind.GITHUB: "github"}, team=tuple(set(channels) - {"github", "files"})
    )
    requests = requests_of("item,contact,consent,source,source_id\n" + rows)
    a_site = site()
    ledger.record(plan_notices(a_site, requests, ledger.known(), ledger.identity, routing), now)
    run = Run(letters=Letters(a_site, render), now=lambda: now, stop=NoRest())
    tally = deliver_waiting(ledger, channels, run)
    return ledger, tally, Counter(row.state for row in load_rows(ledger))
