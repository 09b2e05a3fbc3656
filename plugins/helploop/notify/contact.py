"""Where a person can be reached: an e-mail address, a GitHub issue or a ticket, checked and brought into one form.

Two spellings of one address give the same `key`; only the ledger and the requests file ever hold one unmasked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from helploop.model.mail_address import UNSEEN, bare_address

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = re.compile(rf"^{_ATOM}(?:\.{_ATOM})*$")
_QUOTED = re.compile(r'^"((?:[ !#-\[\]-~]|\\[ -~])*)"$')
_UTF8_ATOM = re.compile(r"^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]|[^\x00-\xa0\s])+$")
_LABEL = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_INSIDE = re.compile(rf"[{UNSEEN.removeprefix(' ')}]")
_ISSUE_URL = re.compile(r"^https://github\.com/([A-Za-z0-9-]+)/([A-Za-z0-9._-]+)/(?:issues|pull)/(\d+)(?:[/?#].*)?$")
_ISSUE_SHORT = re.compile(r"^(?:github:)?([A-Za-z0-9-]+)/([A-Za-z0-9._-]+)#(\d+)$")
_TICKET = re.compile(r"^ticket:([A-Za-z0-9_-]{1,40})/([A-Za-z0-9._:-]{1,100})$")
#: Anything that looks like an address in a server's answer or a message of ours, also within a link.
_ADDRESS_IN_TEXT = re.compile(r"""(?:"[^"\n]{1,64}"|[^\s<>"'(),;:=?&]+)(?:@|%40)[^\s<>"'(),;:&]+""", re.IGNORECASE)


class ContactKind(StrEnum):
    """How a recipient is reached. A team is told about an entry as a whole, not as somebody who asked."""

    EMAIL = "email"
    GITHUB = "github"
    TICKET = "ticket"
    TEAM = "team"


class BadContactError(ValueError):
    """The text is no address we would ever send to. The message never repeats the address."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One recipient. `address` is what a channel sends to, `key` is equal for all spellings of it."""

    kind: ContactKind
    address: str
    key: str

    @property
    def masked(self) -> str:
        """The contact as it may be printed."""
        return mask(self.address) if self.kind is ContactKind.EMAIL else self.address

    @property
    def is_person(self) -> bool:
        """Whether this counts as one of the people told."""
        return self.kind is not ContactKind.TEAM


def parse_contact(text: str, *, allow_utf8: bool = False) -> Contact:
    """The contact a text names.

    Raises:
        BadContactError: it is not exactly one address.
    """
    plain = text.strip(UNSEEN)
    if not plain:
        raise BadContactError("the contact is empty")
    if _CONTROL.search(plain):
        raise BadContactError("the contact holds a line break or another control character")
    if _INSIDE.search(plain):
        raise BadContactError("the contact holds a character nobody sees: type the address anew")
    if bare_address(plain) != plain:
        raise BadContactError("the contact holds more than the address, such as a name or `mailto:`")
    issue = _ISSUE_URL.match(plain) or _ISSUE_SHORT.match(plain)
    if issue:
        owner, name, number = issue.groups()
        short = f"{owner}/{name}#{int(number)}"
        return Contact(ContactKind.GITHUB, short, f"github:{short.lower()}")
    ticket = _TICKET.match(plain)
    if ticket:
        return ticket_contact(*ticket.groups())
    return _parse_email(plain, allow_utf8=allow_utf8)


def ticket_contact(source: str, number: str) -> Contact:
    """A ticket of another tool, by the tool's name and the ticket's id there."""
    name = f"{source.lower()}/{number}"
    return Contact(ContactKind.TICKET, name, f"ticket:{name}")


def team_contact(name: str) -> Contact:
    """A channel of the team itself (`slack`, `webhook:crm`)."""
    return Contact(ContactKind.TEAM, name, f"team:{name}")


def mask(address: str) -> str:
    """An address as it may be printed.

    >>> mask("ana@example.com"), mask("x@y")
    ('a***@e***.com', '***@***')
    """
    local, _, domain = address.rpartition("@")
    name, dot, rest = domain.rpartition(".")
    hidden = f"{name[:1]}***{dot}{rest}" if len(name) > 1 else "***"
    return f"{local[:1] if len(local) > 1 else ''}***@{hidden}"


def mask_text(text: str) -> str:
    """A text with every address in it masked, for what servers answer."""
    return _ADDRESS_IN_TEXT.sub(lambda match: mask(match.group().replace("%40", "@")), text)


def mask_answer(text: str, address: str) -> str:
    """What a server said of an address: it may name the mailbox alone.

    >>> mask_answer("550 5.1.1 no mailbox ana.lopez here", "ana.lopez@example.com")
    '550 5.1.1 no mailbox a*** here'
    """
    local = address.rpartition("@")[0].strip('"')
    if len(local) > 1:
        text = re.sub(rf"(?<!\w){re.escape(local)}(?![\w@%])", f"{local[0]}***", text, flags=re.IGNORECASE)
    return mask_text(text)


def _parse_email(text: str, *, allow_utf8: bool) -> Contact:
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        raise BadContactError("the contact is no e-mail address, GitHub issue or ticket")
    local = _check_local(local, allow_utf8=allow_utf8)
    host = _check_domain(domain)
    if len(local.encode()) > 64 or len(local.encode()) + 1 + len(host) > 254:
        raise BadContactError("the address is longer than mail allows (64 before the @, 254 in all)")
    return Contact(ContactKind.EMAIL, f"{local}@{host}", f"email:{local.lower()}@{host}")


def _check_local(local: str, *, allow_utf8: bool) -> str:
    if _DOT_ATOM.match(local):
        return local
    quoted = _QUOTED.match(local)
    if quoted:
        inner = re.sub(r"\\(.)", r"\1", quoted.group(1))
        return inner if _DOT_ATOM.match(inner) else local
    if not local.isascii():
        if allow_utf8 and _UTF8_ATOM.match(local):
            return unicodedata.normalize("NFC", local)
        raise BadContactError("the part before the @ is not ASCII, and `smtp.smtputf8` is not switched on")
    raise BadContactError("the part before the @ is not one mailbox name")


@lru_cache(maxsize=10_000)
def _check_domain(domain: str) -> str:
    try:
        host = ".".join(map(_ascii_label, re.split("[.\u3002\uff0e\uff61]", domain.rstrip("."))))
    except UnicodeError:
        raise BadContactError("the part after the @ is no domain") from None
    labels = host.split(".")
    if not host or not all(_LABEL.match(label) for label in labels) or labels[-1].isdecimal():
        raise BadContactError("the part after the @ is no domain")
    return host


def _ascii_label(label: str) -> str:
    """A label of a domain as the DNS has it. `straße.example` and `strasse.example` may have different owners."""
    if "ß" in label.lower() or "ς" in label:  # the older IDNA, which is all Python has, writes them as ss and σ
        return "xn--" + unicodedata.normalize("NFKC", label.lower()).encode("punycode").decode("ascii")
    return label.encode("idna").decode("ascii").lower()
