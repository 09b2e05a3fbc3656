"""The headers under which a site is safest, and how the usual hosts write them.

The policy allows what the site itself needs and nothing else: no script, style or frame of anybody else, no inline
script, no text made into script (Trusted Types), no other page around it but those the owner names. Pictures and films
that authors show from other hosts are known when the site is built, so exactly these hosts are allowed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from helploop.model.body import Link
    from helploop.model.settings import Settings
#: What a page of Markdown shows from another host.
_SHOWN = re.compile(r"(?:!\[[^\]\n]{0,300}\]\(\s{0,9}<?|\bsrc\s*=\s*[\"']?)(https?://[^\s\"'<>)]+)")
_NAME = re.compile(r"^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """One header."""

    name: str
    value: str


def security_headers(
    settings: Settings, links: Iterable[Link], texts: Iterable[str] = (), *, is_strict: bool = True
) -> tuple[Header, ...]:
    """Every header that belongs to a page of the site. `texts` are sources that show pictures, too.

    Where the look may need what the policy refuses, it says only who may frame the site and where it stands.
    """
    targets = [link.target for link in links if link.is_image]
    targets += [target for text in texts for target in _SHOWN.findall(text)]
    shown = {_origin(target) for target in targets} - {""}
    return (
        Header("Content-Security-Policy", _policy(settings, sorted(shown)) if is_strict else _least(settings)),
        Header("X-Content-Type-Options", "nosniff"),
        *((Header("X-Frame-Options", "DENY"),) if not settings.frame_ancestors else ()),
        Header("Referrer-Policy", "strict-origin-when-cross-origin"),
        Header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
    )


def _policy(settings: Settings, shown: list[str]) -> str:
    asked = {_origin(url) for url in (settings.feedback_endpoint, settings.signals_endpoint)} - {""}
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", *shown],
        "media-src": ["'self'", *shown],
        "connect-src": ["'self'", *sorted(asked)],
        "frame-src": shown if "iframe" in settings.allowed_html and shown else ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": _ancestors(settings),
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["search"],  # with which the search box names the script of its worker, and nothing else
    }
    return _rules(rules)


def _least(settings: Settings) -> str:
    """What no template can need is refused, whatever else it needs."""
    return _rules({"base-uri": ["'self'"], "frame-ancestors": _ancestors(settings)})


def _rules(rules: Mapping[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _ancestors(settings: Settings) -> list[str]:
    return ["'self'" if site == "self" else site for site in settings.frame_ancestors] or ["'none'"]


def _origin(url: str) -> str:
    """`https://host:port` of an address on another host; empty for one of ours and for what is none."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError):
        return ""
    # Nothing but a name: whatever else stands in an author's address would be read as a rule of the policy.
    return f"{parts.scheme}://{host}{port}" if parts.scheme in {"http", "https"} and _NAME.match(host) else ""


def render_for_host(host: str, headers: Iterable[Header]) -> str:
    """The headers as one of `HOSTS` reads them, with a first line that says where they belong."""
    return HOSTS[host](tuple(headers))


def _lines(before: str, line: str, after: str = "") -> Callable[[tuple[Header, ...]], str]:
    return lambda headers: before + "".join(line.format(name=h.name, value=h.value) for h in headers) + after


def _list(headers: tuple[Header, ...]) -> list[dict[str, str]]:
    return [{"key": header.name, "value": header.value} for header in headers]


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


HOSTS: dict[str, Callable[[tuple[Header, ...]], str]] = {
    "netlify": _lines("/*\n", "  {name}: {value}\n"),
    "cloudflare": _lines("/*\n", "  {name}: {value}\n"),
    "nginx": _lines(
        "# in the server block, and in each location that has an add_header of its own\n",
        'add_header {name} "{value}" always;\n',
    ),
    "apache": _lines(
        "# in .htaccess\n<IfModule mod_headers.c>\n", '  Header always set {name} "{value}"\n', "</IfModule>\n"
    ),
    "caddy": _lines("# in the site block of the Caddyfile\nheader {\n", '  {name} "{value}"\n', "}\n"),
    "vercel": lambda headers: _json({"headers": [{"source": "/(.*)", "headers": _list(headers)}]}),
    "firebase": lambda headers: _json({"hosting": {"headers": [{"source": "**", "headers": _list(headers)}]}}),
    "azure": lambda headers: _json({"globalHeaders": {header.name: header.value for header in headers}}),
}
