"""The pages of a build as jobs: what the last build made from the same is taken over, the rest goes to all cores."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helploop.pipeline.cache import FORMAT, content_key
from helploop.pipeline.make import Job, Made, Making, make, make_rows
from helploop.pipeline.stamp import engine_stamp
from helploop.pipeline.together import Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from helploop.outputs.pages.shell import Frame
    from helploop.outputs.pages.theme import Theme
    from helploop.pipeline.checked import Checked, Tools
    from helploop.pipeline.output import Output
    from helploop.pipeline.pages import PlannedPage


def start_pages(
    pages: Sequence[PlannedPage], checked: Checked, theme: Theme, tools: Tools, output: Output
) -> Iterator[Made]:
    """Take over the pages on which nothing has changed, and start to make the others; what comes is what was made.

    Where indexes are counted elsewhere, this process would only wait: it makes its part of the pages.
    """
    stamp = f"{FORMAT} {engine_stamp()} {theme.fingerprint()}"
    planned = _apart(_jobs(pages, checked, stamp, tools), output)
    jobs = [job for job in planned if not output.keep(job.page.paths, job.key)]
    for job in jobs:
        output.claim(job.page.paths)
    making = Making(
        links=checked.links,
        watch=output.watch,
        overrides=theme.overrides,
        stamp=stamp,
        site_url=checked.site.settings.site_url,
        folder=output.folder if tools.workers.is_local else "",
        cache=str(checked.bodies.file),
    )
    if not tools.workers.is_local:
        jobs = [_whole(job, checked) for job in jobs]
    chunks = tools.workers.chunks_here_too if tools.ahead.is_working else tools.workers.chunks
    return _made(jobs, chunks(Together(make_rows), jobs, making), checked, tools, making)


def _made(
    jobs: Sequence[Job], chunks: Iterator[list[list[tuple[Any, ...]]]], checked: Checked, tools: Tools, making: Making
) -> Iterator[Made]:
    """Everything that was made, job by job. A job whose text the cache has lost is done here, with the text."""
    waiting = iter(jobs)
    for chunk in chunks:
        tools.ahead.look()
        for made in chunk:
            job = next(waiting)
            yield from map(Made._make, made) if made else make(_whole(job, checked), making)


def _apart(jobs: Iterable[Job], output: Output) -> Iterator[Job]:
    """Of two pages with one address the first, in every build; the other one is a mistake."""
    taken: set[str] = set()
    for job in jobs:
        if twice := taken.intersection(job.page.paths):
            output.collide(twice)
        else:
            taken.update(job.page.paths)
            yield job


def _jobs(pages: Iterable[PlannedPage], checked: Checked, stamp: str, tools: Tools) -> Iterator[Job]:
    """Each page with the hash of everything it depends on."""
    links, memory = checked.links, tools.memory
    for page in pages:
        tools.turn.check()
        text = page.text
        ways: list[object] = []
        if text:
            targets = [links.target(each, text.view.path) for each in text.facts.addresses]
            ways = [
                (target, links.address(target, text.view.language), links.image_sizes.get(target.key))
                for target in targets
            ]
        parts = (stamp, page.view.shell.frame, page.view, text and (text.facts.stamp, text), ways)
        known = memory.keys.get(page.file)
        if known is None or known[0] != parts:
            known = parts, _key(page, parts)
            if memory.stays:
                memory.keys[page.file] = known
        yield Job(known[1], page)


def _key(page: PlannedPage, parts: tuple[Any, ...]) -> str:
    stamp, frame, view, _, ways = parts
    text = page.text
    rest = (text.facts.stamp, repr((text.view, text.document, text.mirror, ways))) if text else ()
    return content_key(_frame_key(stamp, frame), page.file, repr(view), *rest)


@lru_cache(maxsize=64)
def _frame_key(stamp: str, frame: Frame) -> str:
    """What all pages of a language depend on."""
    return content_key(stamp, repr(frame))


def _whole(job: Job, checked: Checked) -> Job:
    """A job that can be done where the cache is not."""
    if job.page.text is None or not job.page.text.facts.stamp:
        return job
    return replace(job, raw=checked.bodies.raw(job.page.text.view.path))
