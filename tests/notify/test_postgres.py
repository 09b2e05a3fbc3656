"""The shared ledger: many workers, one queue, the same promises. Needs PostgreSQL's programs and psycopg."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from helploop.model.errors import RefusedError
from helploop.notify.deliver import open_outbox
from helploop.notify.ledger import create_ledger, open_ledger
from helploop.notify.ledger_report import load_rows
from helploop.notify.outbox import Queue
from helploop.notify.postgres_store import PostgresStore
from helploop.notify.state import State
from notify.runner import CONTEXT, tell
from notify.samples import IDENTITY, crowd
from notify.servers import Recorder, mail_server

psycopg = pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")


def program(name):
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())]
    return next((str(place / name) for place in places if (place / name).is_file()), None)


@pytest.fixture(scope="module")
def database():
    """A cluster of our own, reached over a socket in its folder; PostgreSQL refuses to run as root."""
    initdb, postgres = program("initdb"), program("postgres")
    if not initdb or not postgres:
        pytest.skip("PostgreSQL's programs are not installed")
    folder = Path(tempfile.mkdtemp(prefix="helploop-pg-", dir="/tmp"))
    who = {"user": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        try:
            shutil.chown(folder, "postgres")
        except LookupError:
            pytest.skip("as root a user `postgres` is needed")
    made = subprocess.run(
        [initdb, "-D", folder / "data", "-U", "helploop", "-A", "trust", "-N"],
        cwd=folder,
        capture_output=True,
        check=False,
        **who,
    )
    if made.returncode:
        pytest.skip(f"initdb failed: {made.stderr.decode()[-200:]}")
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    server = subprocess.Popen(
        [postgres, "-D", folder / "data", *options],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **who,
    )
    for line in server.stderr:
        if b"ready to accept" in line:
            break
    yield f"postgresql://helploop@/postgres?host={folder}"
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=20)
    shutil.rmtree(folder)


@pytest.fixture
def address(database):
    """An empty database."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS one WITH (FORCE)")
        connection.execute("CREATE DATABASE one")
    return database.replace("/postgres?", "/one?")


def opened(address):
    return open_ledger(PostgresStore(address), IDENTITY.site_id, secret="secret")


def work(address, port, count, kill_at="", nth=0):
    """In a child: one worker, which may die."""
    seen = 0

    def observe(point):
        nonlocal seen
        if point == kill_at:
            seen += 1
            if seen == nth:
                os.kill(os.getpid(), signal.SIGKILL)

    ledger = opened(address)
    tell(ledger, port, requests=crowd(count), observe=observe)
    ledger.store.close()


def worker(*arguments):
    process = CONTEXT.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def wait_for_release(address, sessions):
    """The server learns a moment later that a worker has gone: until then its locks are held."""
    count = "SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory'"
    with psycopg.connect(address, autocommit=True) as connection:
        while connection.execute(count).fetchone()[0] > sessions:
            pass


def check(address, recorder, count):
    ledger = opened(address)
    rows = load_rows(ledger)
    ledger.store.close()
    told = {row.contact for row in rows if row.state is State.TOLD}
    unsure = {row.contact for row in rows if row.state in {State.UNSURE, State.SENDING}}
    assert max(recorder.counts.values(), default=0) <= 1
    assert told <= set(recorder.accepted) <= told | unsure
    assert len(rows) == count
    return Counter(row.state for row in rows)


def test_an_empty_database_is_no_ledger(address):
    store = PostgresStore(address)
    with pytest.raises(RefusedError, match="the database holds no ledger"):
        open_ledger(store, IDENTITY.site_id, secret="secret")
    store.close()


def test_a_second_ledger_in_the_same_database_is_refused(address):
    create_ledger(PostgresStore(address), IDENTITY.site_id, secret="secret").store.close()
    store = PostgresStore(address)
    with pytest.raises(RefusedError, match="holds a ledger already"):
        create_ledger(store, IDENTITY.site_id, secret="secret")
    store.close()


def test_two_workers_share_one_queue(address):
    create_ledger(PostgresStore(address), IDENTITY.site_id, secret="secret").store.close()
    with mail_server() as recorder:
        workers = [worker(address, recorder.port, 60) for _ in range(2)]
        for one in workers:
            one.join(60)
            assert one.exitcode == 0
        assert check(address, recorder, 60) == {State.TOLD: 60}


def test_two_workers_and_three_deaths_tell_nobody_twice(address):
    create_ledger(PostgresStore(address), IDENTITY.site_id, secret="secret").store.close()
    with mail_server() as recorder:
        alive = worker(address, recorder.port, 60)
        for point in ("claimed", "answered", "rcpt"):
            dying = worker(address, recorder.port, 60, point, 2)
            dying.join(60)
        alive.join(60)
        last = worker(address, recorder.port, 60)
        last.join(60)
        assert last.exitcode == 0
        found = check(address, recorder, 60)
        assert found[State.TOLD] + found[State.UNSURE] == 60
        assert found[State.UNSURE] <= 2


def test_a_slow_worker_is_not_taken_for_dead(address):
    one = create_ledger(PostgresStore(address), IDENTITY.site_id, secret="secret")
    with mail_server(Recorder(lambda *_: "451 later")) as recorder:
        tell(one, recorder.port, requests=crowd(2))
    outbox = open_outbox(one, Queue(channel="smtp", now=lambda: 4e9, far=1e12))
    outbox.claim(outbox.take())
    other = opened(address)
    assert other.recover(4e9, frozenset()) == 0
    one.store.close()
    wait_for_release(address, sessions=1)
    assert other.recover(4e9, frozenset()) == 1
    other.store.close()


def test_a_wrong_address_does_not_show_the_password():
    with pytest.raises(RefusedError) as refused:
        PostgresStore("postgresql://helploop:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(refused.value)
