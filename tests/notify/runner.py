"""One run of notify in a process of its own, which a test may kill at a named point or at any moment."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections import Counter
from contextlib import nullcontext
from multiprocessing import get_context
from typing import TYPE_CHECKING

from helploop.notify.channels.smtp import SmtpChannel, SmtpSettings
from helploop.notify.deliver import Run, deliver_waiting
from helploop.notify.ledger import create_ledger, open_ledger
from helploop.notify.ledger_report import load_rows
from helploop.notify.letter import Letters
from helploop.notify.lock import runner_lock
from helploop.notify.mail import MailSettings
from helploop.notify.plan import plan_notices
from helploop.notify.store import SqliteStore
from notify.samples import IDENTITY, ROUTING, crowd, render, site

if TYPE_CHECKING:
    from pathlib import Path

MAIL = MailSettings(
    site_id="help.acme.example",
    sender="updates@acme.example",
    sender_name="Acme",
    unsubscribe_mailto="unsubscribe@acme.example",
)
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["notify.runner"])


def new_ledger(path: Path):
    return create_ledger(SqliteStore(path, create=True), IDENTITY.site_id, secret="secret")


def old_ledger(path: Path, **options):
    return open_ledger(SqliteStore(path), IDENTITY.site_id, secret="secret", **options)


def smtp_channel(port, observe=lambda _: None, **options):
    fields = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "timeout": 5,
        "data_timeout": 5,
    } | options
    return SmtpChannel(SmtpSettings(**fields), MAIL, observe=observe)


def tell(ledger, port, *, requests=(), a_site=None, observe=lambda _: None, now=time.time, stop=None, **options):  # noqa: PLR0913
    """Plan, record and deliver in this process, with the parts the command uses."""
    a_site = a_site or site()
    ledger.recover(now(), frozenset())
    plan = plan_notices(a_site, requests, ledger.known(), ledger.identity, ROUTING)
    ledger.record(plan, now())
    observe("snapshot")
    run = Run(letters=Letters(a_site, render), now=now, stop=stop or NoRest(), observe=observe)
    return deliver_waiting(ledger, {"smtp": smtp_channel(port, observe, **options)}, run)


def run_against(path, port, count=3, **options):
    """What became of a run that tells so many people in this process, and in which state each of them is."""
    ledger = new_ledger(path) if not path.exists() else old_ledger(path)
    tally = tell(ledger, port, requests=crowd(count), **options)
    states = Counter(row.state.value for row in load_rows(ledger))
    ledger.store.close()
    return tally, dict(states)


class NoRest(threading.Event):
    """A stop that never comes and never waits: tests don't sleep."""

    def wait(self, timeout=None):  # noqa: ARG002 - as threading has it
        return self.is_set()


def fill_disk(path):
    """From now on no file of this process grows beyond what the ledger's write-ahead file has."""
    size = path.with_name(f"{path.name}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def killed_run(path, port, count, kill_at, nth, locked=True, *, fills=False):  # noqa: PLR0913, PLR0917
    """In the child: run, and die (or meet a full disk) at the nth time a named point is reached."""
    seen = 0

    def observe(point):
        nonlocal seen
        if point == kill_at:
            seen += 1
            if seen == nth and fills:
                fill_disk(path)
            elif seen == nth:
                os.kill(os.getpid(), signal.SIGKILL)

    with runner_lock(path) if locked else nullcontext():
        observe("locked")
        ledger = old_ledger(path)
        tell(ledger, port, requests=crowd(count), observe=observe)


def start(*arguments, **options):
    process = CONTEXT.Process(target=killed_run, args=arguments, kwargs=options, daemon=True)
    process.start()
    return process


def states(path):
    """Every recipient's state, by address as far as it is still kept."""
    store = SqliteStore(path)
    rows = store.execute(
        "SELECT p.contact, n.state FROM notices n JOIN people p ON p.token = n.token ORDER BY n.id"
    ).fetchall()
    store.close()
    return rows


def check_told_once(path, recorder, count):
    """The promises, whatever happened: nobody twice, nobody lost, the unsure named."""
    rows = states(path)
    told = {contact for contact, state in rows if state == "told"}
    unsure = {contact for contact, state in rows if state in {"unsure", "sending"}}
    waiting = {contact for contact, state in rows if state in {"waiting", "reserved"}}
    accepted = set(recorder.accepted)
    assert max(recorder.counts.values(), default=0) <= 1, "somebody was told twice"
    assert told <= accepted, "told, but the server never took it"
    assert accepted <= told | unsure, "taken by the server, but neither told nor unsure"
    assert len(rows) in {0, count}
    return len(told), len(unsure), len(waiting)
