"""Every link and image of every body leads somewhere public; its anchor exists."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from helploop.model.body import Link
from helploop.model.problem import Problem, Severity, warning
from helploop.model.spelling import did_you_mean, nearest
from helploop.pipeline.bodies import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.outputs.links import Links, Target
    from helploop.pipeline.bodies import Facts


_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_PAGES = frozenset({"here", "article", "collection", "page", "entry", "item"})
_WITH_ANCHORS = frozenset({"here", "article", "collection", "page"})
_MEDIA = (".mp4", ".webm", ".mov", ".mp3", ".ogg", ".wav", ".vtt")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app|co|eu|de|info|gov|edu)(?:/|$)", re.IGNORECASE)
#: An address of the web with a slip in its beginning.
_ALMOST_WEB = re.compile(r"^(?:https?(?:/{1,2}|:/?)(?=[\w.-]+\.\w)|www\.)", re.IGNORECASE)


def check_links(
    site: Site, bodies: Mapping[str, Facts], links: Links, looked_at: Mapping[str, Facts] | None = None
) -> Iterator[Problem]:
    """A problem for each address that leads nowhere, with the nearest one that leads somewhere.

    Where only some texts are `looked_at`, the others are those that can be linked to.
    """
    languages = cache(lambda: {thing.path: thing.language for thing in site.texts})
    docs = frozenset(site.pages.values())
    missing = lru_cache(maxsize=1000)(partial(_missing, site))
    for key, body in (bodies if looked_at is None else looked_at).items():
        path = path_of(key)
        for link in body.links:
            target = links.target(link.target, path)
            if path in docs and not _is_checked(link):
                continue
            if target.kind == "missing":
                found = missing(link.target, path, link.is_image)  # one list of links may name one file everywhere
                yield replace(found, line=link.line, column=link.column)
            elif link.is_image and target.kind in {"outside", *_PAGES}:
                yield from _shown(link, target.kind, path)
            elif target.kind == "hidden":
                yield _hidden(link, path)
            elif target.anchor and target.kind in _WITH_ANCHORS and not target.anchor.startswith("fnref:"):
                where = body if target.kind == "here" else _body_of(target, languages().get(path, ""), site, bodies)
                if where is not None and target.anchor not in where.anchors:
                    yield _no_anchor(link, path, target.anchor, where)


def check_item_links(site: Site, bodies: Mapping[str, Facts], links: Links) -> Iterator[Problem]:
    """The same of the `links` of the roadmap's items: those that lead into this site lead to something."""
    path = site.roadmap.path if site.roadmap else ""
    for item in site.roadmap.items if site.roadmap else ():
        for number, address in enumerate(item.links):
            link = Link(address, item.line_of(f"links/{number}"))
            target = links.target(address, path)
            if target.kind == "missing":
                yield replace(_missing(site, address, path, is_image=False), line=link.line)
            elif target.kind == "hidden":
                yield _hidden(link, path)
            elif target.anchor and target.kind in _WITH_ANCHORS:
                where = _body_of(target, site.settings.default_language, site, bodies)
                if where is not None and target.anchor not in where.anchors:
                    yield _no_anchor(link, path, target.anchor, where)


def _hidden(link: Link, path: str) -> Problem:
    message = f"`{link.target}` leads to a page that is not public"
    hint = "publish that page first, or remove the link"
    return Problem(path, link.line, "link-to-hidden", message, hint, link.column)


def leveled(problems: Iterable[Problem], settings: Settings) -> Iterator[Problem]:
    """Problems of links, as much as the site's rules say they matter."""
    levels = dict(settings.rules)
    for problem in problems:
        level = levels.get(problem.code, str(problem.severity))
        if level != "off":
            yield replace(problem, severity=Severity(level))


def _shown(link: Link, kind: str, path: str) -> Iterator[Problem]:
    """A picture that is a page, or another site's. Whose frames are shown, the owner decides who allows them."""
    if link.is_frame or not link.target:
        return
    if kind != "outside":
        message = f"the image `{link.target}` leads to a page, the file of an image was expected"
        hint = "write the path of an image, or remove the `!` for a link"
        yield Problem(path, link.line, "missing-image", message, hint, link.column)
    elif _REMOTE.match(link.target):
        message = f"the image is on another site, which would learn who reads yours: `{link.target[:80]}`"
        hint = "put the file beside the text and write its name"
        yield warning(path, link.line, "image-remote", message, hint, link.column)


def _is_checked(link: Link) -> bool:
    """Whether an address in a page of `docs/` is one of a source file: of the others the host's plugins know more."""
    path = link.target.partition("#")[0]
    return link.is_image or path.endswith(".md") or link.target.startswith("#")


def _body_of(target: Target, language: str, site: Site, bodies: Mapping[str, Facts]) -> Facts | None:
    if target.kind == "page":
        tags = (target.language or language, site.settings.default_language)
        pages = [site.pages.get((target.key, tag), "") for tag in tags]
        return next((bodies[path] for path in pages if path in bodies), None)
    find = site.article if target.kind == "article" else site.collection
    thing = find(target.key, target.language or language)
    return bodies.get(thing.path) if thing else None


def _missing(site: Site, target: str, path: str, is_image: bool) -> Problem:  # noqa: FBT001 - a key of the cache
    """What is said of an address that leads to no file, wherever it stands in it."""
    kind, code = ("image", "missing-image") if is_image else ("link", "broken-link")
    kind = "file" if is_image and target.lower().endswith(_MEDIA) else kind
    folder = posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(folder, target.partition("#")[0]))
    if wanted in site.uncopied:
        return _uncopied(
            Problem(path, 0, code, f"the {kind} `{target}` leads to a file that is not published", ""), wanted
        )
    if wanted in site.renamed:
        hint = f"it is now `{posixpath.relpath(site.renamed[wanted], folder)}`"
        return Problem(path, 0, code, f"the {kind} `{target}` leads to no file", hint)
    if web := _ALMOST_WEB.match(target) or _DOMAIN.match(target):
        rest = target[web.end() :] if web.group().lower().startswith("http") else target
        hint = f"did you mean `https://{rest}`?"
        return Problem(path, 0, code, f"the {kind} `{target}` leads to no file", hint)
    keys = [f"{site.settings.articles_dir}/{key}.md" for key in site.article_keys] + sorted(site.pages.values())
    if target.startswith(("/", "http:", "https:")):  # an address of the site: below it stands what is asked for
        wanted = _source_of(target, site)
    near = _nearest_file(wanted, sorted(site.files) if is_image else keys)
    hint = f"did you mean `{posixpath.relpath(near, folder)}`?" if near else "write the path of a file that exists"
    return Problem(path, 0, code, f"the {kind} `{target}` leads to no file", hint)


def _uncopied(problem: Problem, wanted: str) -> Problem:
    """Why a file that stands there is not published, and what could be."""
    ending = posixpath.splitext(wanted)[1].lower()
    why = f"files ending in `{ending}` are not" if ending else "its name has no ending"
    hint = "put it into a `.zip` and link to that, or remove the link"
    if problem.code == "missing-image":
        hint = "save it as PNG, JPEG or WebP, and write that file's name"
    return replace(problem, message=f"{problem.message}: {why}", hint=hint)


def _source_of(address: str, site: Site) -> str:
    """The source file an address of the site would have, if there were one."""
    inner = re.sub(r"^https?://[^/]*", "", address.partition("#")[0]).removeprefix(site.settings.base_path).strip("/")
    name = posixpath.splitext(inner.removesuffix("/index.html"))[0]
    if name.startswith("articles/"):
        return f"{site.settings.articles_dir}/{name.removeprefix('articles/')}.md"
    return f"{site.settings.docs_dir}/{name}.md"


def _nearest_file(wanted: str, known: list[str]) -> str | None:
    """A file of that name in another folder, else the most similar name in the same folder.

    Comparing with every path of a large site would take longer than building it.
    """
    name, folder = posixpath.basename(wanted), posixpath.dirname(wanted)
    elsewhere = next((path for path in known if posixpath.basename(path) == name), None)
    beside = {posixpath.basename(path): path for path in known if posixpath.dirname(path) == folder}
    stems = {posixpath.splitext(other)[0]: other for other in beside}
    near = nearest(posixpath.splitext(name)[0], stems)
    return elsewhere or (beside[stems[near]] if near else None)


def _no_anchor(link: Link, path: str, anchor: str, body: Facts) -> Problem:
    known = sorted(body.anchors)
    hint = did_you_mean(
        anchor, known, f"headings there: {', '.join(known[:8])}" if known else "the page has no headings"
    )
    message = f"`{link.target}` leads to no heading `#{anchor}`"
    return Problem(path, link.line, "broken-link", message, hint, link.column)
