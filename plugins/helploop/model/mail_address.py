"""E-mail addresses in text: which of those that everyone reads are a person's, and what people copy along with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.settings import Settings

#: In a link the sign may stand by its number (RFC 3986).
_ADDRESS = re.compile(
    r"(?<![\w.%+@-])[\w.%+-]{1,64}?(?:@|%40)(?P<domain>(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?P<top>xn--[\w-]{2,59}|[^\W\d_]{2,24}))(?![^\W_]|@)"
)
#: What stands before the password in `ssh://name:word@host`, and before a message's number in a link to it.
_IN_URL = re.compile(r"//(?:[^\s/@]*|[^\s\"'<>()]*/)$")
#: Domains that are nobody's (RFC 2606, RFC 6761), and one that is only written in examples.
_NOBODY = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost|tld)$", re.IGNORECASE)
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
_USUAL = re.compile(r"\.(?:com|org|net|edu|gov|info|biz|io|dev|de|fr|uk|jp|at|ch|nl)\.\w+$", re.IGNORECASE)
#: A number in the place of a name, as in `icon@2x.map`.
_NUMBERED = re.compile(r"v?\d")
#: A version that is not ready, as in `tool@2.0.beta`.
_VERSION = re.compile(r"v?\d+(?:\.\d+)+\.(?:alpha|beta|rc|pre|post|dev|next|canary|final|snapshot)$", re.IGNORECASE)

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


def find_addresses(text: str, settings: Settings) -> Iterator[tuple[int, str]]:
    """Where in a text addresses stand that are not allowed there, and the addresses.

    Addresses of reserved domains pass, and so does what only looks like one: `git@host:path`, `user:word@host`
    in a URL, `icon@2x.png`, `tool@2.0.rc`, `@app.get(…)` after text that is written without spaces.
    """
    allowed = {name.casefold() for name in (*settings.allowed_addresses, settings.contact_email)}
    if "@" not in text and "%40" not in text:
        return
    for match in _ADDRESS.finditer(text):
        found = match.group().replace("%40", "@", "@" not in match.group())
        if found.casefold() in allowed or _is_file(match["domain"], match["top"]) or _NOBODY.search(match["domain"]):
            continue
        after = text[match.end() : match.end() + 1]
        if (after in {":", "/"} and found.startswith("git@")) or (after == "(" and _NO_SPACE.match(found)):
            continue
        if text.startswith((":/", ":~"), match.end()):  # a folder of another computer
            continue
        if _IN_URL.search(text, max(0, match.start() - 300), match.start()):
            continue
        yield match.start(), found


def _is_file(domain: str, top: str) -> bool:
    """Whether what stands behind an `@` is the rest of a file's name, or a version."""
    if _VERSION.match(domain):
        return True
    ending = top.casefold()
    is_name = ending in _ENDINGS or (ending in _BOTH and bool(_NUMBERED.match(domain)))
    return is_name and not _USUAL.search(domain)


def masked(address: str) -> str:
    """An address as a message shows it: its first two letters and its domain.

    >>> masked("cleo@acme.org")
    'cl…@acme.org'
    """
    name, _, domain = address.partition("@")
    return f"{name[:2]}…@{domain}"
