"""TLS and passwords: a server that can't be trusted gets no mail and no password, which is never shown."""

from __future__ import annotations

import shutil
import ssl
import subprocess

import pytest
from aiosmtpd.smtp import AuthResult

from helploop.notify.channels.smtp import SmtpSettings
from helploop.notify.result import ChannelRefusedError
from notify.runner import new_ledger, run_against, smtp_channel, tell
from notify.samples import crowd
from notify.servers import Recorder, ScriptedServer, mail_server

PASSWORD = "hunter2-secret"  # noqa: S105


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for `localhost` alone, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *(
                openssl,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
            ),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", folder / "key.pem", "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def server_context(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


def sign_in(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


def attempt(tmp_path, context, certificate, **options):
    """One run against a server that wants STARTTLS and a password."""
    fields = {"security": "starttls", "host": "localhost", "ca_file": str(certificate / "cert.pem"), "username": "acme"}
    with mail_server(Recorder(), tls_context=context, require_starttls=True, authenticator=sign_in) as recorder:
        ledger = new_ledger(tmp_path / "ledger")
        tally = tell(ledger, recorder.port, requests=crowd(2), **(fields | {"password": PASSWORD} | options))
        ledger.store.close()
    return tally, recorder.accepted


def test_mail_goes_over_tls_with_a_password(tmp_path, server_context, certificate):
    tally, accepted = attempt(tmp_path, server_context, certificate)
    assert (tally.stops, len(accepted)) == ([], 2)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"ca_file": ""}, "smtp-tls"),
        ({"host": "127.0.0.1"}, "smtp-tls"),
        ({"password": "wrong-one"}, "smtp-auth"),
    ],
    ids=["unknown authority", "wrong host", "wrong password"],
)
def test_what_can_not_be_trusted_stops_the_run(options, code, tmp_path, server_context, certificate):
    tally, accepted = attempt(tmp_path, server_context, certificate, **options)
    assert [stop[1] for stop in tally.stops] == [code]
    assert tally.is_misconfigured
    assert not accepted
    assert PASSWORD not in str(tally.stops)
    assert "wrong-one" not in str(tally.stops)


def test_a_password_is_not_in_what_python_prints():
    assert PASSWORD not in repr(SmtpSettings(host="x", password=PASSWORD))


def test_no_password_goes_over_plain_text_and_no_mail_without_tls(tmp_path):
    with ScriptedServer() as server:
        channel = smtp_channel(server.port, security="starttls")
        with pytest.raises(ChannelRefusedError) as refused:
            channel._open()
        assert refused.value.code == "smtp-tls"
        tally, states = run_against(tmp_path / "ledger", server.port, security="starttls")
        assert states == {"waiting": 3}
        assert tally.is_misconfigured
        assert not server.recipients
