"""The private configuration of notify: a YAML or TOML file outside the site, and secrets from the environment only."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from helploop.model.errors import UsageError
from helploop.model.problem import Problem, sort_problems
from helploop.notify.channels.files import FilesSettings
from helploop.notify.channels.github import GithubSettings
from helploop.notify.channels.slack import SlackSettings
from helploop.notify.channels.smtp import SmtpSettings
from helploop.notify.channels.webhook import WebhookSettings
from helploop.notify.config_file import WrittenConfig
from helploop.notify.contact import BadContactError, ContactKind, parse_contact
from helploop.notify.http import check_url
from helploop.notify.mail import MailSettings
from helploop.notify.notice import Routing
from helploop.sources.validate import validate
from helploop.sources.yaml_source import YamlDocument, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from helploop.notify.config_file import WrittenWebhook

#: Nothing, or an address without what would end it in a header or in a list of links.
_LINK = re.compile(r"(?:https?://[^<>,\"\s\x7f-\U0010ffff\x00-\x20]+)?\Z")

#: What is said of a key that other programs have for a secret, however it is misspelt.
_SECRET_KEY = re.compile(r"the key `(?:\w*_)?(?:pass?wor?d|passwd|pass|secret|token|api_?key)` is not known here")


@dataclass(frozen=True, kw_only=True)
class NotifyConfig:
    """Everything a run needs to know besides site, requests and ledger. A channel that is None is not configured."""

    site_id: str
    mail: MailSettings
    routing: Routing
    secret: str = ""
    max_recipients: int = 0
    keep_days: float = 30
    checks_page: bool = True
    smtp: SmtpSettings | None = None
    github: GithubSettings | None = None
    slack: SlackSettings | None = None
    webhooks: Mapping[str, WebhookSettings] = field(default_factory=dict)
    files: FilesSettings | None = None
    per_minute: Mapping[str, float] = field(default_factory=dict)

    @property
    def has_channel(self) -> bool:
        """Whether anybody could be told."""
        return bool(self.smtp or self.github or self.slack or self.webhooks or self.files)


def load_config(
    path: Path | None, site_id: str, environment: Mapping[str, str] = os.environ, *, sends: bool = True
) -> NotifyConfig:
    """The configuration of a site. Who sends nothing needs no password of a channel.

    Raises:
        UsageError: it has mistakes; all of them are in the message.
    """
    written, problems = (WrittenConfig(), []) if path is None else _load_written(path)
    config = None
    if written is not None:
        reader = _Reader(written, path.name if path else "environment", environment, sends=sends)
        config = reader.config(site_id)
        problems = reader.problems
    if problems or config is None:
        raise UsageError("the notify configuration has mistakes:\n" + "\n".join(map(str, sort_problems(problems))))
    return config


def _load_written(path: Path) -> tuple[WrittenConfig | None, list[Problem]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        hint = "save it as UTF-8" if isinstance(error, UnicodeDecodeError) else "check --config"
        raise UsageError(f"{path.name} can't be read: {why}", hint) from None
    if path.suffix != ".toml":
        document, problems = parse_yaml(text, path.name)
        if document is None:
            return None, list(problems)
        if document.value is None:
            document.value = {}
        return _with_way_for_secrets(validate(document, WrittenConfig, path.name))
    try:
        return _with_way_for_secrets(validate(YamlDocument(value=tomllib.loads(text)), WrittenConfig, path.name))
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(path.name, 0, "toml", f"the file is no TOML: {error}", "quote texts")]


def _with_way_for_secrets(
    read: tuple[WrittenConfig | None, Iterable[Problem]],
) -> tuple[WrittenConfig | None, list[Problem]]:
    """Where a secret goes, said to who writes it here, as nearly every other program has it."""
    written, problems = read
    hint = (
        "remove it, and give it in the environment: HELPLOOP_SMTP_PASSWORD, HELPLOOP_GITHUB_TOKEN, HELPLOOP_SLACK_URL"
    )
    return written, [replace(each, hint=hint) if _SECRET_KEY.match(each.message) else each for each in problems]


class _Reader:
    """The written configuration and the environment, made into settings."""

    def __init__(self, written: WrittenConfig, path: str, environment: Mapping[str, str], *, sends: bool) -> None:
        self.written, self.path, self.environment, self.sends = written, path, environment, sends
        self.problems: list[Problem] = []

    def config(self, site_id: str) -> NotifyConfig | None:
        """All of it; None when something has to be mended first."""
        written = self.written
        name = written.site_id or site_id
        if not name:
            self._problem("site-id", "the site has no id", "set `site_url` in mkdocs.yml, or `site_id` here")
        smtp = self._smtp()
        mail = self._mail(name, needed=smtp is not None)
        self._no_name_twice([hook.name for hook in written.webhooks])
        webhooks = {f"webhook:{hook.name}": self._webhook(hook) for hook in written.webhooks}
        config = NotifyConfig(
            site_id=name,
            mail=mail,
            routing=self._routing(smtp is not None),
            secret=self.environment.get("HELPLOOP_SECRET", ""),
            max_recipients=written.max_recipients,
            keep_days=written.keep_days,
            checks_page=written.check_page,
            smtp=smtp,
            github=self._github(name),
            slack=self._slack(),
            webhooks=webhooks,
            files=FilesSettings(dir=written.files.dir, format=written.files.format) if written.files else None,
            per_minute={
                "smtp": written.smtp.max_per_minute,
                "github": written.github.max_per_minute if written.github else 0,
            },
        )
        return None if self.problems else config

    def _problem(self, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, 0, code, message, hint))

    def _no_name_twice(self, names: list[str]) -> None:
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._problem("webhooks", f"two webhooks are called `{name}`, and one would never be called", "rename one")

    def _secret(self, name: str, what: str) -> str:
        value = self.environment.get(name, "").rstrip("\r\n")  # of the file it was kept in
        if not value and self.sends:
            self._problem("secret-missing", f"{what} needs {name} in the environment", f"export {name}=…")
        return value

    def _smtp(self) -> SmtpSettings | None:
        written = self.written.smtp
        host = written.host or self.environment.get("HELPLOOP_SMTP_HOST", "")
        if not host:
            return None
        if written.username and written.security == "none":
            hint = "use `security: starttls` or `tls`"
            self._problem("smtp-tls", "a password is never sent without TLS", hint)
        return SmtpSettings(
            host=host,
            port=written.port,
            security=written.security,
            username=written.username,
            password=self._secret("HELPLOOP_SMTP_PASSWORD", "smtp.username") if written.username else "",
            timeout=written.timeout,
            data_timeout=written.data_timeout,
            messages_per_connection=written.messages_per_connection,
            smtputf8=written.smtputf8,
            ca_file=written.ca_file,
        )

    def _mail(self, site_id: str, *, needed: bool) -> MailSettings:
        written = self.written
        sender = written.sender or self.environment.get("HELPLOOP_FROM", "")
        if sender or needed:
            sender = self._address("from", sender)
        if written.unsubscribe.one_click and not written.unsubscribe.url.startswith("https://"):
            hint = "give an https `unsubscribe.url` that takes POST, or leave one_click out"
            self._problem("one-click", "`unsubscribe.one_click` needs an endpoint", hint)
        if not _LINK.match(written.unsubscribe.url):  # else a header of the mail would end there
            hint = "write one http or https address, its other letters percent-encoded"
            self._problem("unsubscribe", "`unsubscribe.url` is no address that fits into a mail", hint)
        return MailSettings(
            site_id=site_id,
            sender=sender or f"nobody@{site_id or 'localhost'}",
            sender_name=written.from_name,
            reply_to=self._address("reply_to", written.reply_to) if written.reply_to else "",
            unsubscribe_mailto=self._address("unsubscribe.mailto", written.unsubscribe.mailto)
            if written.unsubscribe.mailto
            else "",
            unsubscribe_url=written.unsubscribe.url,
            one_click=written.unsubscribe.one_click,
            idempotency_header=written.smtp.idempotency_header,
        )

    def _address(self, key: str, text: str) -> str:
        try:
            contact = parse_contact(text)
        except BadContactError as error:
            self._problem("address", f"`{key}`: {error}", f"write `{key}: updates@example.com`")
            return ""
        if contact.kind is not ContactKind.EMAIL:
            self._problem("address", f"`{key}` is no e-mail address", f"write `{key}: updates@example.com`")
        return contact.address

    def _github(self, site_id: str) -> GithubSettings | None:
        written = self.written.github
        if written is None:
            return None
        return GithubSettings(
            site_id=site_id,
            token=self._secret("HELPLOOP_GITHUB_TOKEN", "github"),
            api=written.api,
            login=written.login,
            private_hosts=written.private_hosts,
        )

    def _slack(self) -> SlackSettings | None:
        if self.written.slack is None:
            return None
        url = self._secret("HELPLOOP_SLACK_URL", "slack")
        return SlackSettings(url=url, private_hosts=self.written.slack.private_hosts)

    def _webhook(self, hook: WrittenWebhook) -> WebhookSettings:
        try:
            check_url(hook.url, hook.private_hosts)
        except UsageError as error:
            self._problem("url-refused", f"the webhook `{hook.name}`: {error.message.rpartition(': ')[2]}", error.hint)
        name = f"HELPLOOP_WEBHOOK_SECRET_{hook.name.upper().replace('-', '_')}"
        return WebhookSettings(
            name=hook.name,
            url=hook.url,
            secret=self._secret(name, f"the webhook `{hook.name}`"),
            private_hosts=hook.private_hosts,
            timeout=hook.timeout,
            sends_contact=hook.sends_contact,
        )

    def _routing(self, has_smtp: bool) -> Routing:  # noqa: FBT001
        written = self.written
        people = {f"webhook:{hook.name}" for hook in written.webhooks if hook.audience == "people"}
        known = people | ({"smtp"} if has_smtp else set()) | ({"files"} if written.files else set())
        by_kind = {}
        if has_smtp or written.files:
            by_kind[ContactKind.EMAIL] = "smtp" if has_smtp else "files"
        if written.files:
            by_kind[ContactKind.TICKET] = "files"
        if written.github:
            by_kind[ContactKind.GITHUB] = "github"
            known.add("github")
        for source, channel in written.routes.items():
            if channel not in known:
                hint = f"use one of {', '.join(sorted(known)) or '(no channel is configured)'}"
                self._problem("route", f"`routes.{source}` names the channel `{channel}`, which is not there", hint)
        team = ["slack"] if written.slack is not None else []
        team += [f"webhook:{hook.name}" for hook in written.webhooks if hook.audience == "team"]
        by_source = {source.casefold(): channel for source, channel in written.routes.items()}
        return Routing(by_kind=by_kind, by_source=by_source, team=tuple(team))
