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
from helploop.pipeline.together import in_step
from helploop.search.parts import text_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.outputs.links import Links
    from helploop.pipeline.audit import Found, Watch
    from helploop.pipeline.pages import Found as Shown

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


def make_rows(jobs: Sequence[Job], making: Making) -> list[list[tuple[Any, ...]]]:
    """In a worker: the files of each job as plain tuples, which travel at a tenth of the price."""
    return [list(map(tuple, made)) for made in make_all(jobs, making)]


def make(job: Job, making: Making) -> list[Made]:
    """The files of one job; none when the cache has lost its text."""
    return make_all([job], making)[0]


def make_all(jobs: Sequence[Job], making: Making) -> list[list[Made]]:
    """The files of many jobs, each step for all of them, see `pipeline.together`."""
    files = in_step([_files(job, making) for job in jobs])
    found = [making.watch.look_at_all([file[:2] for file in own]) for own in files]
    return [
        [_made(*file, making, [each for each in looked if each.path == file[0]]) for file in own]
        for own, looked in zip(files, found, strict=True)
    ]


def _made(path: str, content: bytes, key: str, making: Making, found: Iterable[Found]) -> Made:
    if making.folder:
        return Made(path, (key, *write_file(making.folder, path, content)), tuple(found))
    return Made(path, (key, 0, 0, 0), tuple(found), content)


def _files(job: Job, making: Making) -> Iterator[tuple[str, bytes, str] | None]:
    """A job's files with their keys, in steps."""
    page, text = job.page, job.page.text
    if text is None:
        yield page.file, render_page(page.view, making.overrides, making.stamp), job.key
        return
    stamp = text.facts.stamp
    raw = job.raw or (cache_at(making.cache).get("body", stamp) if stamp else b"")
    if raw is None:
        return
    yield None
    body, pieces = read_texts(raw, text.facts) if raw else (NO_BODY, [])
    yield None
    away = replace(text.view, site_url=making.site_url)
    here, *elsewhere = resolve_for(body.html, making.links, (text.view, away) if text.document else (text.view,))
    yield None
    view = with_body(page.view, replace(body, html=here))
    yield page.file, render_page(view, making.overrides, making.stamp), job.key
    if text.document:
        path, document = text.document
        yield path, dumped({**document, "html": elsewhere[0]}), job.key
    if text.mirror:
        path, title, summary = text.mirror
        writing = Writing(title=title, summary=summary, text="", body=body, view=away, pieces=pieces)
        yield path, render_mirror(writing, making.links).encode("utf-8", "replace"), job.key
    if text.found:
        yield from _found_files(text.found, body)


def _found_files(found: Shown, body: Body) -> Iterator[tuple[str, bytes, str]]:
    """What search shows of a text."""
    for part, content in enumerate(text_parts(replace(found.document, sections=body.sections))):
        yield f"{found.place}-{part}.json", content, key_of(content)
