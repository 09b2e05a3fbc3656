"""E-mail addresses in text: which of those that everyone reads are a person's, and what people copy along with one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings

#: What nobody sees.
_UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]{0,2}"
#: The sign as readers see it: by its number in a link (RFC 3986) or in HTML, wide as in East Asia, behind a backslash.
_SIGN = rf"{_UNSEEN}(?:\\{{0,2}}[@＠﹫]|%40|&#0*64;|&#[xX]0*40;|&commat;){_UNSEEN}"
_DOT = rf"{_UNSEEN}(?:\\{{0,2}}[.．]|%2[eE]|&#0*46;|&#[xX]0*2[eE];|&period;){_UNSEEN}"
_ADDRESS = re.compile(
    rf"(?<![\w.%+@＠-])(?P<name>[\w.%+-]{{1,64}}?){_SIGN}(?P<domain>(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?{_DOT})+"
    r"(?P<top>xn--[\w-]{2,59}|[^\W\d_]{2,24}))(?![^\W_]|[@＠])"
)
#: One of these stands in every address.
_SIGNS = ("@", "%40", "＠", "﹫", "&#", "&commat;")
_CODED_DOT = re.compile(_DOT)
#: The name before a password in `ssh://name:word@host`, or what stands in `scheme://` alone.
_LOGIN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<name>[^\s/@]*)$", re.IGNORECASE)
#: The rest of an address before a part of its path.
_PATH = re.compile(r"//[^\s\"'<>()]*/$")
#: Who logs in where no person does: `https://git@host`, `https://username@host`.
_NO_PERSON = frozenset("git user username token oauth oauth2 api apikey x-access-token x-token-auth".split())
#: Parts of a message's number, as archives of mail have it in their addresses.
_NUMBER = re.compile(r"\d{6}|^[0-9a-f]{12,}$|=")
#: Domains that are nobody's (RFC 2606, RFC 6761), and some that are only written in examples.
_NOBODY = re.compile(
    r"(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost|tld"
    r"|your[-_]?(?:domain|company|site|website|organi[sz]ation|org|business|host|server|brand|team|name)(?:\.[a-z]+)+)$",
    re.IGNORECASE,
)
#: Thai to Burmese, Khmer, Chinese, Japanese and Korean letters up to an `@`: a call may follow them without a space.
_NO_SPACE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u31ff\u3400-\u9fff\uac00-\ud7af]+@")
#: What follows an `@` in file names, as in `icon@2x.png`: no domain ends so.
_ENDINGS = frozenset(
    "png jpg jpeg gif webp avif svg ico bmp tiff heic css scss js mjs ts html json yaml yml toml conf txt csv xml pdf"
    " docx xlsx pptx odt gz tgz tar ttf otf woff webm log service socket timer mount".split()
)
#: Endings of files with which domains end as well.
_BOTH = frozenset({"md", "py", "map", "zip"})
#: How most addresses end: a file that is called by one, as in `ana@acme.org.png`, tells it.
_USUAL_TOP = r"(?:com|org|net|edu|gov|info|biz|io|dev|de|fr|uk|jp|at|ch|nl)"
_USUAL = re.compile(rf"\.{_USUAL_TOP}\.\w+$", re.IGNORECASE)
#: The same in the path of an address on the web, where versions of programs stand as well: `tool@next.global`.
_USUAL_IN_PATH = re.compile(rf"\.(?:{_USUAL_TOP}|(?!rc$)[a-z]{{2}})$", re.IGNORECASE)
#: A number in the place of a name, as in `icon@2x.map`.
_NUMBERED = re.compile(r"v?\d")
#: A version that is not ready, as in `tool@2.0.beta`.
_VERSION = re.compile(r"v?\d+(?:\.\d+)+\.(?:alpha|beta|rc|pre|post|dev|next|canary|final|snapshot)$", re.IGNORECASE)
#: Code and files in the place of a name: `this@Main.finish()`, a workflow at its version.
_NO_NAME = re.compile(r"(?:this|super)|.+\.ya?ml", re.IGNORECASE)
#: Words for a password, as in `user:password@host`.
_PASSWORD = frozenset("pass passwd password pwd secret token".split())

#: What spreadsheets and chats put around an address, and nobody sees: wide blanks, marks of direction, joiners.
UNSEEN = " \t\u00a0\u00ad\u180e\u3000\ufeff" + "".join(
    map(chr, [*range(0x2000, 0x2010), *range(0x202A, 0x2030), *range(0x205F, 0x2070)])
)
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>")


def bare_address(text: str) -> str:
    """An address without a name before it, `mailto:`, brackets and blanks nobody sees.

    >>> bare_address("Ana Lopez <ana@example.com>"), bare_address("mailto:ana@example.com?subject=x")
    ('ana@example.com', 'ana@example.com')
    """
    plain = text.strip(UNSEEN)
    named = _NAMED.fullmatch(plain)
    plain = named[1].strip(UNSEEN) if named else plain
    return plain[len("mailto:") :].partition("?")[0] if plain[:7].casefold() == "mailto:" else plain


class Address(NamedTuple):
    """An address in a text: from where to where it stands, and how it is written elsewhere."""

    start: int
    end: int
    text: str


def find_addresses(text: str, settings: Settings) -> Iterator[Address]:
    """The addresses in a text that are not allowed there.

    Addresses of reserved domains pass, and so does what only looks like one: `git@host:path`, `user:word@host`
    in a URL, `icon@2x.png`, `tool@2.0.rc`, `@app.get(…)` after text that is written without spaces.
    """
    if not any(sign in text for sign in _SIGNS):
        return
    allowed = {name.casefold() for name in (*settings.allowed_addresses, settings.contact_email)}
    for match in _ADDRESS.finditer(text):
        name, domain = _plain(match["name"]), _plain(_CODED_DOT.sub(".", match["domain"]))
        found = Address(match.start(), match.end(), f"{name}@{domain}")
        if found.text.casefold() in allowed or _NOBODY.search(domain) or _is_file(domain, _plain(match["top"])):
            continue
        if not (_NO_NAME.fullmatch(name) or _is_call_or_place(text, match, name) or _is_login(text, match, domain)):
            yield found


def _plain(text: str) -> str:
    """Letters and signs as they are written most: a wide `ａ` is an `a`."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _is_file(domain: str, top: str) -> bool:
    """Whether what stands behind an `@` is the rest of a file's name, or a version."""
    if _VERSION.match(domain):
        return True
    ending = top.casefold()
    is_name = ending in _ENDINGS or (ending in _BOTH and bool(_NUMBERED.match(domain)))
    return is_name and not _USUAL.search(domain)


def _is_call_or_place(text: str, match: re.Match[str], name: str) -> bool:
    """Whether what follows makes it a call in a program, or a folder of another computer."""
    after = text[match.end() : match.end() + 2]
    if after[:1] == "(" and _NO_SPACE.match(match.group()):
        return True
    if name == "git" and after[:1] in {":", "/"} and not after[1:].isspace() and len(after) > 1:
        return True
    return after in {":/", ":~"}


def _is_login(text: str, match: re.Match[str], domain: str) -> bool:
    """Whether it is who logs in at an address, or a part of the address's path that names no person."""
    start = max(0, match.start() - 300)
    if text[match.start() - 1 : match.start()] == ":" and match["name"].casefold() in _PASSWORD:
        return True
    if text.endswith("acct:", start, match.start()):
        return True
    if login := _LOGIN.search(text, start, match.start()):
        if login["scheme"].lower() not in {"http", "https"} or login["name"]:
            return True
        repository = re.compile(r"[^\s\"'<>()]*\.git\b").match(text, match.end())
        return match["name"].casefold() in _NO_PERSON or repository is not None
    if _PATH.search(text, start, match.start()):
        return not _USUAL_IN_PATH.search(f".{domain}") or bool(_NUMBER.search(match["name"]))
    return False


def masked(address: str) -> str:
    """An address as a message shows it: its first two letters and its domain.

    >>> masked("cleo@acme.org")
    'cl…@acme.org'
    """
    name, _, domain = address.partition("@")
    return f"{name[:2]}…@{domain}"
