"""A machine that goes down loses what was not synced yet; even so nobody is told twice and nobody is lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from helploop.notify.ledger import create_ledger, open_ledger
from helploop.notify.ledger_report import count_states
from helploop.notify.outbox_alone import MAX_RESERVED
from helploop.notify.state import State
from helploop.notify.store import SqliteStore
from notify.runner import check_told_once, tell
from notify.samples import IDENTITY, crowd
from notify.servers import mail_server


class WatchedStore(SqliteStore):
    """Knows how much of the write-ahead file is on the disk: all there was when the last sync began."""

    def __init__(self, path, **options):
        super().__init__(path, **options)
        self._db.execute("PRAGMA wal_autocheckpoint=0")
        self.log = Path(f"{path}-wal")
        self.safe = self.log.stat().st_size if self.log.exists() else 0

    def sync(self):
        size = self.log.stat().st_size
        super().sync()
        self.safe = size

    def commit(self):
        super().commit()
        if self._is_durable:
            self.safe = self.log.stat().st_size


class PowerCutError(BaseException):
    """Nothing of the program goes on after it."""


@pytest.mark.parametrize("seed", range(12))
def test_a_power_cut_leaves_the_reserved_unsure_and_the_rest_waiting(seed, tmp_path):
    chance, path, count = random.Random(seed), tmp_path / "before", 90
    store = WatchedStore(path, create=True, boot="first")
    ledger = create_ledger(store, IDENTITY.site_id, secret="secret")
    moments = chance.randrange(count * 9)

    def observe(_point):
        nonlocal moments
        moments -= 1
        if moments == 0:
            keep_what_is_safe(store, tmp_path / "after", chance)
            raise PowerCutError

    with mail_server() as recorder:
        try:
            tell(ledger, recorder.port, requests=crowd(count), observe=observe)
        except PowerCutError:
            pass
        else:
            pytest.fail("the moment never came")
        sent_before = len(recorder.accepted)
        again = open_ledger(SqliteStore(tmp_path / "after", boot="second"), IDENTITY.site_id, secret="secret")
        tell(again, recorder.port, requests=crowd(count))
        counts = count_states(again)
        again.store.close()
        check_told_once(tmp_path / "after", recorder, count)
    assert counts[State.TOLD] + counts[State.UNSURE] == count
    assert counts[State.UNSURE] <= 2 * MAX_RESERVED
    assert sent_before <= len(recorder.accepted)


def keep_what_is_safe(store, target, chance):
    """The files as the disk has them: the synced part for sure, of the rest what happened to be written."""
    shutil.copyfile(store._path, target)
    log = store.log.read_bytes()
    target.with_name(f"{target.name}-wal").write_bytes(log[: chance.randint(store.safe, len(log))])
    for marks in store.log.parent.glob("before-marks-*"):
        written = marks.read_bytes()
        copy = target.with_name(marks.name.replace("before", target.name))
        copy.write_bytes(written[: chance.randint(0, len(written))])
