"""Every link and image of every body leads somewhere public; its anchor exists."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from helploop.model.problem import Problem
from helploop.model.spelling import did_you_mean, nearest
from helploop.pipeline.bodies import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helploop.model.body import Body, Link
    from helploop.model.site import Site
    from helploop.outputs.links import Links, Target


def check_links(site: Site, bodies: Mapping[str, Body], links: Links) -> Iterator[Problem]:
    """A problem for each address that leads nowhere, with the nearest one that leads somewhere."""
    languages = {thing.path: thing.language for thing in site.texts}
    for key, body in bodies.items():
        path = path_of(key)
        for link in body.links:
            target = links.target(link.target, path)
            if target.kind == "missing":
                yield _missing(link, path, site)
            elif target.kind == "hidden":
                message = f"`{link.target}` leads to a page that is not public"
                hint = "publish that page first, or remove the link"
                yield Problem(path, link.line, "link-to-hidden", message, hint, link.column)
            elif target.anchor and target.kind in {"here", "article", "collection"}:
                where = body if target.kind == "here" else _body_of(target, languages.get(path, ""), site, bodies)
                if where is not None and target.anchor not in where.anchors:
                    yield _no_anchor(link, path, target.anchor, where)


def _body_of(target: Target, language: str, site: Site, bodies: Mapping[str, Body]) -> Body | None:
    find = site.article if target.kind == "article" else site.collection
    thing = find(target.key, target.language or language)
    return bodies.get(thing.path) if thing else None


def _missing(link: Link, path: str, site: Site) -> Problem:
    kind, code = ("image", "missing-image") if link.is_image else ("link", "broken-link")
    folder = posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(folder, link.target.partition("#")[0]))
    if wanted in site.renamed:
        hint = f"it is now `{posixpath.relpath(site.renamed[wanted], folder)}`"
        return Problem(path, link.line, code, f"the {kind} `{link.target}` leads to no file", hint, link.column)
    keys = [f"{site.settings.articles_dir}/{key}.md" for key in site.article_keys]
    near = _nearest_file(wanted, sorted(site.files) if link.is_image else keys)
    hint = f"did you mean `{posixpath.relpath(near, folder)}`?" if near else "write the path of a file that exists"
    return Problem(path, link.line, code, f"the {kind} `{link.target}` leads to no file", hint, link.column)


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


def _no_anchor(link: Link, path: str, anchor: str, body: Body) -> Problem:
    known = sorted(body.anchors)
    hint = did_you_mean(
        anchor, known, f"headings there: {', '.join(known[:8])}" if known else "the page has no headings"
    )
    message = f"`{link.target}` leads to no heading `#{anchor}`"
    return Problem(path, link.line, "broken-link", message, hint, link.column)
