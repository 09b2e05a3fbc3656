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


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://user:hunter2@hooks.example/x", "it holds a user name or password"),
        ("http://hooks.example/hunter2", "its scheme is `http`, https was expected"),
        ("hunter2", "it names no host"),
    ],
)
def test_a_webhook_that_can_not_be_called_is_named_without_its_address(url, said, tmp_path):
    with pytest.raises(UsageError) as error:
        load(tmp_path, f"webhooks: [{{name: crm, url: '{url}'}}]\n", HELPLOOP_WEBHOOK_SECRET_CRM="whsec_" + "A" * 44)
    assert f"notify.yaml: error[url-refused]: the webhook `crm`: {said}\n" in str(error.value)
    assert "hunter2" not in str(error.value)


def test_two_webhooks_of_one_name_are_refused(tmp_path):
    hook = "{name: crm, url: 'https://hooks.example/'}"
    with pytest.raises(UsageError, match="two webhooks are called `crm`, and one would never be called"):
        load(tmp_path, f"webhooks: [{hook}, {hook}]\n", HELPLOOP_WEBHOOK_SECRET_CRM="whsec_" + "A" * 44)


@pytest.mark.parametrize(("table", "key"), [("slack", "smtp_password"), ("github", "pasword"), ("github", "token")])
def test_who_writes_a_secret_is_told_where_it_goes_and_never_what_it_was(table, key, tmp_path):
    with pytest.raises(UsageError) as error:
        load(tmp_path, f"{table}:\n  {key}: hunter2\n")
    assert str(error.value) == (
        "the notify configuration has mistakes:\n"
        f"notify.yaml:4:3: error[unknown-key]: the key `{key}` is not known here\n"
        "  fix: remove it, and give it in the environment: HELPLOOP_SMTP_PASSWORD, HELPLOOP_GITHUB_TOKEN, HELPLOOP_SLACK_URL"
    )
