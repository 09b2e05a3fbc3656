"""The last look at everything that is written: no output holds what is not public, whichever part of us made it.

Titles and addresses of drafts and of future or past things, ids of hidden items, e-mail addresses nobody allowed, keys
that show what they are, and canaries: words that begin with `CANARY_`, planted where nobody should read. What an author
wrote in public text is the author's word and no leak: such a title is not looked for.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from helploop.model.mail_address import find_addresses, masked
from helploop.model.problem import Problem, Severity
from helploop.model.rules.secrets import HINT as SECRET_HINT
from helploop.model.secret_shapes import find_secrets, may_hold_secret
from helploop.pipeline.audit_secrets import hidden_pages, secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.model.roadmap import Item, ItemTranslation
    from helploop.model.settings import Settings
    from helploop.model.site import Site

#: Outputs that hold text of the site. Scripts and styles are the theme's.
TEXT = (".html", ".xml", ".json", ".txt", ".md", ".opml", ".ics", ".csv", ".vtt", ".gz", ".webmanifest", ".svg")
#: Lists of single words with numbers written in all signs, `@` too: no address can stand there, and some seem to.
_WORD_LISTS = re.compile(r"search/[^/]+/[cdmw]/[^/]+\.txt")
#: Kinds of problems that are never published, not even with `--keep-going`.
_NEVER_PUBLISHED = frozenset({"leak", "secret-in-public"})
#: From so many needles on, one pass of a regular expression costs less than a search for each.
_MANY = 24
_SHOWN = 3
_HINT = "this should not happen: please report it; nothing was published"
_CANARY = re.compile(r"CANARY_\w+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: Other ways to write `@`: by its number in a link, and as wide as a letter of East Asia.
_OTHER_SIGNS = (b"%40", "＠".encode(), "﹫".encode())
_CODED_SIGN = re.compile(rb"&(?:#0*64|#[xX]0*40|commat);")
#: `\n`, `\u003c` and `\"` in JSON.
_JSON_MARK = re.compile(rb"\\(?:([\\\"/])|u[0-9a-fA-F]{4}|[bfnrt])")


@dataclass(frozen=True, slots=True)
class Watch:
    """What may stand in no output: each needle with the words for a message, and the pages that may not be there.

    A plain value, so that whoever makes an output can look at it, in any process. `told` are the canaries that people
    can read in public text.
    """

    settings: Settings
    secrets: tuple[tuple[bytes, str], ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()

    def look_at_all(self, files: Sequence[tuple[str, bytes]]) -> tuple[Found, ...]:
        """What is wrong with outputs that are made together. Most have nothing, and one look at all of them says so."""
        paths = {path for path, _ in files}
        texts = [content for path, content in files if path.endswith(TEXT)]
        together = b"\0".join(texts)
        is_clean = not (
            any(page in paths for page, _ in self.pages)
            or any(path.endswith(".gz") for path in paths)
            or _may_hold_address(together)
            or self._needles_in(together)
            or b"CANARY_" in together
            or may_hold_secret(together)
        )
        return () if is_clean else tuple(found for path, content in files for found in self.look(path, content))

    def look(self, path: str, content: bytes) -> tuple[Found, ...]:
        """What is wrong with one output."""
        found = [Found(path, "page", source) for page, source in self.pages if page == path] if self.pages else []
        if path.endswith(TEXT):
            data = unpacked(content) if path.endswith(".gz") else content
            found += [Found(path, "leak", what) for what in self._needles_in(data)]
            found += [Found(path, "leak", what) for what in self._canaries_in(data)]
            found += [Found(path, "secret-in-public", what) for what in _shapes(data)]
            if not _WORD_LISTS.fullmatch(path):
                text = _as_read(path, data)
                found += [Found(path, "address-in-public", address) for address in _addresses(text, self.settings)]
        return tuple(found)

    def _needles_in(self, data: bytes) -> Iterable[str]:
        if len(self.secrets) < _MANY:
            return {what for needle, what in self.secrets if needle in data}
        pattern, words = _pattern(self.secrets)
        return {words[needle] for needle in pattern.findall(data)}

    def _canaries_in(self, data: bytes) -> Iterator[str]:
        if b"CANARY_" in data:
            for word in set(_CANARY.findall(data.decode("utf-8", "replace"))).difference(self.told):
                yield f"the canary `{word}`"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One thing that stands in an output and should not; with the code `page` it is the output itself."""

    path: str
    code: str
    what: str


@lru_cache(maxsize=2)
def _pattern(secrets: tuple[tuple[bytes, str], ...]) -> tuple[re.Pattern[bytes], dict[bytes, str]]:
    needles = sorted((needle for needle, _ in secrets), key=len, reverse=True)
    return re.compile(b"|".join(re.escape(needle) for needle in needles)), dict(secrets)


def watch_of(site: Site, shown: str = "") -> Watch:
    """What has to be looked for in the outputs of a site. `shown` is public text that the site does not hold."""
    public = _public_text(site) + shown
    told = set(_CANARY.findall(_COMMENT.sub("", public))) if "CANARY_" in public else set()
    secrets = tuple(dict(secrets_of(site, public)).items())
    return Watch(site.settings, secrets, tuple(hidden_pages(site)), tuple(sorted(told)))


def leak_problems(found: Iterable[Found], watch: Watch) -> list[Problem]:
    """A problem for each hidden thing that was found, with the first outputs it stands in."""
    things: dict[tuple[str, str], list[str]] = {}
    problems = []
    for each in sorted(set(found)):
        if each.code == "page":
            message = f"a page of {each.what}, which is not public, was made"
            problems.append(Problem(each.path, 0, "leak", message, _HINT))
        else:
            things.setdefault((each.code, each.what), []).append(each.path)
    for (code, what), paths in things.items():
        problems.extend(_problem(code, what, paths, watch.settings))
    return problems


def is_unpublishable(problems: Iterable[Problem]) -> bool:
    """Whether the outputs hold what nobody may see, whatever else was asked for."""
    return any(problem.code in _NEVER_PUBLISHED and problem.is_error for problem in problems)


def unpacked(content: bytes) -> bytes:
    """What a compressed file holds."""
    try:
        return gzip.decompress(content)
    except (OSError, EOFError):  # a download of somebody's that only is called so
        return content


def _problem(code: str, what: str, paths: list[str], settings: Settings) -> Iterator[Problem]:
    """One thing that was found. What the site's owner set for a rule holds here too."""
    level = dict(settings.rules).get(code, "error")
    if level == "off":
        return
    places, severity = _places(paths), Severity(level)
    if code == "address-in-public":
        hint = "remove it, or add it to `allowed_addresses:` of helploop/articles if it is meant for customers"
        message = f"`{masked(what)}` is an e-mail address that stands in {places}"
        yield Problem(paths[0], 0, code, message, hint, severity=severity)
    else:
        hint = SECRET_HINT if code == "secret-in-public" else _HINT
        yield Problem(paths[0], 0, code, f"{what} stands in {places}", hint, severity=severity)


def _places(paths: list[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(f"`{path}`" for path in paths[:_SHOWN]) + more


def _shapes(data: bytes) -> Iterable[str]:
    if not may_hold_secret(data):
        return ()
    return {what for _, what in find_secrets(data.decode("utf-8", "replace"))}


def _public_text(site: Site) -> str:
    """Everything people wrote in public."""
    parts: list[str] = []
    for thing in site.texts:
        parts += [thing.title, thing.summary, thing.body]
    if site.roadmap is not None:
        for item in site.roadmap.items:
            everywhere: tuple[Item | ItemTranslation, ...] = (item, *item.translations.values())
            for words in everywhere:
                parts += [words.title, words.summary, words.reason, words.body]
    return "\n".join(parts)


def _may_hold_address(data: bytes) -> bool:
    """Whether an address can end at one of the `@`: most have a mark before them, as in `"@type"`."""
    return next(_name_ends(data), None) is not None


def _name_ends(data: bytes) -> Iterator[int]:
    """The place of each `@` that has a name before it, and of each that is written in another way."""
    for at in _each(data, b"@"):
        before = data[at - 1 : at]
        if before.isalnum() or before in (b"_", b"-", b"+", b"%", b".", b"\\") or before >= b"\x80":
            yield at
    for sign in _OTHER_SIGNS:
        yield from _each(data, sign)
    if b"&#" in data or b"&commat;" in data:
        yield from (match.start() for match in _CODED_SIGN.finditer(data))


def _as_read(path: str, data: bytes) -> bytes:
    """An output without the marks of its form: in JSON, an end of line before a name would seem to be a part of it."""
    if path.endswith(".json") and b"\\" in data and _may_hold_address(data):
        data = _JSON_MARK.sub(lambda match: match[1] or b" ", data)
    if (b"&#" in data or b"&commat;" in data) and _CODED_SIGN.search(data):
        data = unescape(data.decode("utf-8", "replace")).encode("utf-8", "replace")
    return data


def _each(data: bytes, sign: bytes) -> Iterator[int]:
    at = data.find(sign)
    while at >= 0:
        yield at
        at = data.find(sign, at + 1)


def _addresses(data: bytes, settings: Settings) -> Iterator[str]:
    """Addresses in one output: only what stands around each `@` is read, and others there may be cut off."""
    for at in _name_ends(data):
        before = data[max(0, at - 400) : at].decode("utf-8", "replace")
        piece = before + data[at : at + 256].decode("utf-8", "replace")
        yield from (each.text for each in find_addresses(piece, settings) if each.start < len(before) < each.end)
