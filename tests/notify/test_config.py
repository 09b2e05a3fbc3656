"""The private configuration: nothing it holds breaks a mail, and no mistake in it is called the server's."""

from __future__ import annotations

import pytest

from helploop.model.errors import UsageError
from helploop.notify.config import load_config

MAIL = "from: a@acme.example\nsmtp: {host: mail.acme.example}\n"


def load(tmp_path, text, **environment):
    file = tmp_path / "notify.yaml"
    file.write_text(MAIL + text, encoding="utf-8")
    return load_config(file, "help.acme.example", environment)


@pytest.mark.parametrize(
    "url",
    [
        '"https://stop.acme.example/\\r\\nBcc: eve@evil.example"',
        "|\n    https://stop.acme.example/{token}",
        '"https://stop.acme.example/a b"',
        '"https://stop.acme.example/>,<mailto:x@y"',
        '"https://stop.acme.example/ä"',
        '"stop.acme.example"',
    ],
)
def test_no_address_to_unsubscribe_ends_a_header(url, tmp_path):
    with pytest.raises(UsageError) as error:
        load(tmp_path, f"unsubscribe:\n  url: {url}\n")
    assert str(error.value).splitlines()[1:] == [
        "notify.yaml: error[unsubscribe]: `unsubscribe.url` is no address that fits into a mail",
        "  fix: write one http or https address, its other letters percent-encoded",
    ]


def test_a_name_that_no_line_of_a_mail_holds_is_refused(tmp_path):
    with pytest.raises(UsageError, match="`from_name` has more than 200 characters"):
        load(tmp_path, f"from_name: {'Acme ' * 300}\n")


def test_a_secret_from_a_file_may_end_with_its_line(tmp_path):
    config = load(tmp_path, "github: {}\n", HELPLOOP_GITHUB_TOKEN="ghp_x\n")
    assert config.github.token.splitlines(keepends=True) == ["ghp_x"]
