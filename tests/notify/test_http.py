"""A call over HTTP reaches public addresses only, and ends in time whatever the answer."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest

from helploop.model.errors import UsageError
from helploop.notify.http import Call, UnclearError, checked_address, is_public_address, send
from notify.web import web_server
from notify.web_delivery import LOCAL


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "127.1",
        "::1",
        "::ffff:10.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "100.64.0.1",
        "fd00::1",
        "fe80::1",
        "0.0.0.0",  # noqa: S104 - never bound
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "224.0.0.1",
        "localhost",
    ],
)
def test_a_host_in_a_private_network_is_never_connected_to(host):
    with pytest.raises(UsageError, match="url-refused"):
        checked_address(host, 443)


def test_public_addresses_pass():
    assert is_public_address("93.184.215.14")
    assert is_public_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_an_endless_answer_is_cut():
    with web_server(lambda *_: (200, {}, b"x" * 5000)) as server:
        assert len(send(Call(method="GET", url=server.url, private_hosts=LOCAL), limit=100).body) == 100


@pytest.mark.parametrize("piece", [b"HTTP/1.1 100 Continue\r\n\r\n", b"x"], ids=["goes on", "drips"])
def test_no_answer_is_waited_for_for_ever(piece):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip():
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                while True:
                    connection.sendall(piece)
                    done.wait(0.05)

        done = threading.Event()
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(UnclearError, match="no answer in time"):
            send(Call(method="GET", url=url, whole=0.3, private_hosts=LOCAL))
        done.set()
        thread.join(5)
