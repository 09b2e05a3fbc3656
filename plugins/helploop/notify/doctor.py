"""Is everything ready before the first message? Ledger, mail server, the sender's domain, the way out for readers.

Nothing is sent, and nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from time import sleep, time
from typing import TYPE_CHECKING

from helploop.model.errors import HelploopError, UsageError
from helploop.notify.channels.github import GithubChannel
from helploop.notify.channels.slack import SlackChannel
from helploop.notify.channels.smtp import SmtpChannel
from helploop.notify.channels.webhook import WebhookChannel
from helploop.notify.result import ChannelDownError, ChannelRefusedError
from helploop.notify.session import open_books
from helploop.notify.text_records import NoAnswerError, load_text_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helploop.notify.config import NotifyConfig
    from helploop.notify.session import Books


class Health(StrEnum):
    """How one thing is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    what: str
    health: Health
    words: str
    hint: str = ""


def check_health(books: Books, config: NotifyConfig, server: tuple[str, int]) -> Iterator[Finding]:
    """Everything, one after the other; `server` is the name server to ask."""
    yield _ledger(books)
    yield _limit(config)
    yield _way_out(config)
    yield from _calls(config)
    if config.smtp is None:
        hint = "set `smtp.host` and `from`, or use another channel"
        yield Finding("mail server", Health.WARNING, "none is configured", hint)
        return
    yield _mail_server(config)
    yield _spf(config.mail.domain, server)
    yield _dmarc(config.mail.domain, server)


def _ledger(books: Books) -> Finding:
    if not books.ledger:
        return Finding("ledger", Health.ERROR, "none is given", "give --ledger; `helploop notify init` makes one")
    try:
        ledger = open_books(books)
    except HelploopError as error:
        return Finding("ledger", Health.ERROR, error.message, error.hint)
    generation = ledger.generation
    ledger.store.close()
    return Finding("ledger", Health.OK, f"opens, at generation {generation}")


def _limit(config: NotifyConfig) -> Finding:
    if config.max_recipients:
        return Finding("limit", Health.OK, f"--yes sends to at most {config.max_recipients} people")
    hint = "set `max_recipients`, or always use --expect"
    return Finding("limit", Health.WARNING, "no `max_recipients`: --yes sends nothing", hint)


def _way_out(config: NotifyConfig) -> Finding:
    mail = config.mail
    if not mail.unsubscribe_mailto and not mail.unsubscribe_url:
        hint = "set `unsubscribe.mailto`, or `unsubscribe.url` with {token}"
        return Finding("unsubscribe", Health.ERROR, "readers have no way to say that they want no more", hint)
    if mail.unsubscribe_url and "{token}" not in mail.unsubscribe_url:
        hint = "put {token} into `unsubscribe.url`"
        return Finding("unsubscribe", Health.WARNING, "the address does not say who wants no more", hint)
    way = "with one click" if mail.one_click else "by a page" if mail.unsubscribe_url else "by mail"
    return Finding("unsubscribe", Health.OK, f"{way}")


def _calls(config: NotifyConfig) -> Iterator[Finding]:
    """The addresses and secrets of the channels that are called; nothing is called."""
    for name, hook in config.webhooks.items():
        yield _may_call(name, partial(WebhookChannel, hook, now=time))
    if config.slack:
        yield _may_call("slack", partial(SlackChannel, config.slack))
    if config.github:
        yield _may_call("github", partial(GithubChannel, config.github, rest=sleep))


def _may_call(name: str, make: Callable[[], object]) -> Finding:
    try:
        make()
    except UsageError as error:
        return Finding(name, Health.ERROR, error.message, error.hint)
    return Finding(name, Health.OK, "its address and secret can be used")


def _mail_server(config: NotifyConfig) -> Finding:
    if config.smtp is None:
        raise TypeError("no mail server")
    channel = SmtpChannel(config.smtp, config.mail)
    name = f"{config.smtp.host}:{config.smtp.port}"
    try:
        channel.connect()
    except ChannelDownError as down:
        return Finding("mail server", Health.ERROR, down.cause, "check `smtp.host` and `smtp.port`")
    except ChannelRefusedError as refused:
        return Finding("mail server", Health.ERROR, refused.cause, refused.hint)
    finally:
        channel.close()
    safe = "without TLS" if config.smtp.security == "none" else "over TLS"
    known = f", as {config.smtp.username}" if config.smtp.username else ""
    health = Health.WARNING if config.smtp.security == "none" else Health.OK
    hint = "use `security: starttls` or `tls`" if health is Health.WARNING else ""
    return Finding("mail server", health, f"{name} answers {safe}{known}", hint)


def _spf(domain: str, server: tuple[str, int]) -> Finding:
    """Who may send for the sender's domain. The envelope and From are one address, so that SPF speaks for both."""
    try:
        found = [text for text in load_text_records(domain, server) if text.lower().split(" ")[0] == "v=spf1"]
    except NoAnswerError as error:
        return Finding("SPF", Health.WARNING, f"{domain} could not be looked up: {error}", "try again, or use --dns")
    if not found:
        hint = f"add a TXT record `v=spf1 … -all` to {domain}; your mail provider says which"
        return Finding("SPF", Health.ERROR, f"{domain} does not say who may send for it", hint)
    if len(found) > 1:
        hint = "keep one; receivers ignore several"
        return Finding("SPF", Health.ERROR, f"{domain} has {len(found)} SPF records", hint)
    if found[0].lower().split()[-1] in {"+all", "all"}:
        return Finding("SPF", Health.ERROR, f"{domain} lets everybody send for it", "end the record with `-all`")
    return Finding("SPF", Health.OK, f"{domain} says who may send for it; envelope and From are the same address")


def _dmarc(domain: str, server: tuple[str, int]) -> Finding:
    """What receivers do with forged mail: said at the domain, or at one above it."""
    labels = domain.split(".")
    names = [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]
    try:
        for name in names:
            found = [text for text in load_text_records(f"_dmarc.{name}", server) if text.startswith("v=DMARC1")]
            if found:
                tags = dict(pair.strip().split("=", 1) for pair in found[0].split(";") if "=" in pair)
                policy = tags.get("p", "").strip()
                if policy in {"none", "quarantine", "reject"} and len(found) == 1:
                    return Finding("DMARC", Health.OK, f"{name} has the policy `{policy}`")
                hint = "keep one record such as `v=DMARC1; p=quarantine`"
                return Finding("DMARC", Health.ERROR, f"the record of _dmarc.{name} can't be used", hint)
    except NoAnswerError as error:
        return Finding("DMARC", Health.WARNING, f"{domain} could not be looked up: {error}", "try again, or use --dns")
    hint = f"add the TXT record `v=DMARC1; p=none` at _dmarc.{names[-1]}; large mailboxes want one"
    return Finding("DMARC", Health.ERROR, f"{domain} has no DMARC policy", hint)
