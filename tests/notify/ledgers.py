"""A ledger with people waiting, and its outbox, for the tests of both."""

from __future__ import annotations

from helploop.notify.deliver import open_outbox
from helploop.notify.notice import Known
from helploop.notify.outbox import Queue
from helploop.notify.plan import plan_notices
from notify.runner import new_ledger
from notify.samples import IDENTITY, ROUTING, crowd, site

NOW = 1_800_000_000.0


def filled(path, count=3, **options):
    ledger = new_ledger(path)
    ledger.record(plan_notices(site(), crowd(count, **options), Known(), IDENTITY, ROUTING), NOW)
    return ledger


def outbox_of(ledger):
    return open_outbox(ledger, Queue(channel="smtp", now=lambda: NOW, far=1))
