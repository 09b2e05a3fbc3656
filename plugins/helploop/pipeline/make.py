"""The work of making pages, as values: a job has all that its files depend on, and any process can do it.

A page of the changelog or of a collection is a job with a view. An article is one with a text besides, which becomes
its page, its document in the API and its Markdown at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.model.body import Body
from helploop.outputs.addresses import resolve_for
from helploop.outputs.api.tree import dumped
from helploop.outputs.mirror import Writing, render_mirror
from helploop.outputs.pages.article import with_body
from helploop.pipeline.bodies import read_texts
from helploop.pipeline.cache import cache_at
from helploop.pipeline.disk import write_file
from helploop.pipeline.output import key_of
from helploop.pipeline.pages import PlannedPage, render_page
from helploop.search.analysis import text_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.outputs.links import Links
    from helploop.pipeline.audit import Found, Watch

NO_BODY = Body(html="")


@dataclass(frozen=True, slots=True)
class Job:
    """What is made together: a page, and what else there is of its text. `key` is the hash of all it depends on.

    `raw` is what the cache holds of the text, where the work is done in a place without that cache.
    """

    key: str
    page: PlannedPage
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Making:
    """What all jobs of a build share. Without a `folder`, contents are sent back instead of written."""

    links: Links
    watch: Watch
    overrides: tuple[tuple[str, str], ...]
    stamp: str
    site_url: str
    folder: str = ""
    cache: str = ""


class Made(NamedTuple):
    """A file that was made, and what was found in it; `content` only where it could not be written at once.

    What was `written` is a plain tuple: millions of them go from one process to another.
    """

    path: str
    written: tuple[str, int, int, int]
    found: tuple[Found, ...]
    content: bytes | None = None


def make_rows(job: Job, making: Making) -> list[tuple[Any, ...]]:
    """In a worker: the files of one job as plain tuples, which travel at a tenth of the price."""
    return [tuple(made) for made in make(job, making)]


def make(job: Job, making: Making) -> list[Made]:
    """The files of one job; none when the cache has lost its text."""
    text = job.page.text
    stamp = text.facts.stamp if text else ""
    raw = job.raw or (cache_at(making.cache).get("body", stamp) if stamp else b"")
    if raw is None:
        return []
    body, pieces = read_texts(raw, text.facts) if text and raw else (NO_BODY, ())
    files = [(path, content, job.key) for path, content in _files(job.page, body, pieces, making)]
    if text and text.found:
        place, document = text.found
        for part, content in enumerate(text_parts(replace(document, sections=body.sections))):
            files.append((f"{place}-{part}.json", content, key_of(content)))
    found = making.watch.look_at_all([file[:2] for file in files])
    return [_made(*file, making, [each for each in found if each.path == file[0]]) for file in files]


def _made(path: str, content: bytes, key: str, making: Making, found: Iterable[Found]) -> Made:
    if making.folder:
        return Made(path, (key, *write_file(making.folder, path, content)), tuple(found))
    return Made(path, (key, 0, 0, 0), tuple(found), content)


def _files(page: PlannedPage, body: Body, pieces: Sequence[str], making: Making) -> Iterator[tuple[str, bytes]]:
    text = page.text
    if text is None:
        yield page.file, render_page(page.view, making.overrides, making.stamp)
        return
    away = replace(text.view, site_url=making.site_url)
    views = (text.view, away) if text.document else (text.view,)
    here, *elsewhere = resolve_for(body.html, making.links, views)
    view = with_body(page.view, replace(body, html=here))
    yield page.file, render_page(view, making.overrides, making.stamp)
    if text.document:
        path, document = text.document
        yield path, dumped({**document, "html": elsewhere[0]})
    if text.mirror:
        path, title, summary = text.mirror
        writing = Writing(title=title, summary=summary, text="", body=body, view=away, pieces=pieces)
        yield path, render_mirror(writing, making.links).encode("utf-8", "replace")
