"""`helploop notify doctor`: is everything ready before the first message?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.notify_books import own_books
from helploop.cli.notify_site import books_option, config_option, project_option
from helploop.model.errors import UsageError
from helploop.notify.contact import mask_text
from helploop.notify.doctor import Finding, Health, check_health
from helploop.notify.text_records import system_name_server

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command()
@project_option
@config_option
@books_option
@click.option("--dns", default="", metavar="HOST[:PORT]", help="Ask this name server (default: the system's).")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def doctor(ctx: click.Context, /, dns: str, *, as_json: bool, **given: Any) -> int:
    """Look at all a run needs: ledger, limit, mail server, the sender's SPF and DMARC. Sends nothing.

    Exit code 1: something has to be mended first.
    """
    books, config = own_books(ctx, given, sends=True)
    findings = tuple(check_health(books, config, _name_server(dns)))
    data = [asdict(one) | {"words": mask_text(one.words)} for one in findings]
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(findings)))
    return 1 if any(one.health is Health.ERROR for one in findings) else 0


def _lines(findings: Iterable[Finding]) -> Iterable[str]:
    for one in findings:
        yield f"{one.health.value:<8} {one.what}: {mask_text(one.words)}"
        if one.hint:
            yield f"  fix: {one.hint}"


def _name_server(text: str) -> tuple[str, int]:
    if not text:
        return system_name_server()
    host, _, port = text.rpartition(":") if text.count(":") == 1 else (text, "", "53")
    if not host or not port.isdigit():
        raise UsageError(f"--dns: `{text}` is no HOST or HOST:PORT", "for example --dns 9.9.9.9")
    return host, int(port)
