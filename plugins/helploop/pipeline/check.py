"""A project read and checked: the site, its bodies, and every problem of every file at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from helploop.model.problem import Problem, Severity, sort_problems, warning
from helploop.model.rules.all import RULES
from helploop.model.rules.rule import check_rules
from helploop.model.visibility import is_scheduled
from helploop.outputs.links import Links
from helploop.pipeline.bodies import Source, convert_bodies, site_sources
from helploop.pipeline.checked import Checked
from helploop.pipeline.link_check import check_item_links, check_links, leveled
from helploop.pipeline.parsed import NOTHING_ELSE, Besides
from helploop.pipeline.reading import read_site
from helploop.pipeline.search_documents import documents_by_text
from helploop.sources.front_matter import mend_front_matter, parse_front_matter
from helploop.sources.own_templates import check_templates
from helploop.sources.queries import load_queries
from helploop.sources.root_files import check_root
from helploop.sources.synonyms import load_synonyms
from helploop.sources.text import mend_text
from helploop.sources.unread_parts import check_parts
from helploop.theme.icons import check_icon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from helploop.model.article import Article
    from helploop.model.entry import Entry
    from helploop.model.rules.rule import Rule
    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.pipeline.bodies import Bodies
    from helploop.pipeline.checked import Tools
    from helploop.pipeline.reading import Read
    from helploop.pipeline.turn import Turn


def check_icons(site: Site) -> Iterator[Problem]:
    """A warning for each collection whose icon we have not drawn; the usual one stands in for it."""
    for collection in site.collections.values():
        is_original = collection.language == site.settings.default_language
        if is_original and collection.icon and (said := check_icon(collection.icon)):
            message, _, hint = said.partition("; ")
            yield warning(collection.path, collection.line_of("icon"), "unknown-icon", message, hint)


def check_site(root: Path, settings: Settings, today: date, tools: Tools, *, for_search: bool = False) -> Checked:
    """Read a project and apply every rule; `for_search`, its texts are counted on the way."""
    besides = _counting(settings, tools) if for_search else NOTHING_ELSE
    return check_read(root, read_site(root, settings, today, tools, besides), tools, for_search=for_search)


def check_read(root: Path, read: Read, tools: Tools, *, for_search: bool = False) -> Checked:
    """The same of a project that was read."""
    site, problems = read
    settings = site.settings
    tools.turn.check()
    whole = site.mended or site
    found_in = documents_by_text(site) if for_search else {}
    bodies, found = convert_bodies(site_sources(whole), settings, tools, found_in)
    links = tools.memory.links = Links(site).like(tools.memory.links)
    wants_synonyms = settings.search is not None and settings.search.synonyms
    synonyms, found_synonyms = load_synonyms(root, settings) if wants_synonyms else ({}, [])
    checked = Checked(site, bodies, links, (), synonyms)
    if for_search:
        _count(checked, tools)
    everything = [
        *problems,
        *found,
        *check_root(root, settings),
        *check_parts(root, settings),
        *check_templates(root, settings),
        *found_synonyms,
        *load_queries(root, settings)[1],
        *_link_problems(root, whole, bodies, Links(whole) if site.mended else links, tools),
        *check_icons(whole),
        *check_rules(whole, _in_turn(tools.turn), dict(settings.rules)),
    ]
    return replace(checked, problems=sort_problems(everything))


def without_followers(found: Iterable[Problem], wrong: Iterable[Problem]) -> list[Problem]:
    """Without what only follows from mistakes in the configuration: nobody knows the languages without our plugin."""
    is_unknown = any(problem.code == "plugin-missing" for problem in wrong)
    return [problem for problem in found if not is_unknown or problem.code not in {"language-unknown", "not-read"}]


def _counting(settings: Settings, tools: Tools) -> Besides:
    from helploop.pipeline.search_ahead import start_counting  # noqa: PLC0415 - who only checks has no index

    return Besides(partial(start_counting, settings, tools))


def _count(checked: Checked, tools: Tools) -> None:
    from helploop.pipeline.search import count_ahead  # noqa: PLC0415 - as above

    count_ahead(checked, tools)


def _in_turn(turn: Turn) -> Iterator[Rule]:
    for rule in RULES:
        turn.check()
        yield rule


def _link_problems(root: Path, site: Site, bodies: Bodies, links: Links, tools: Tools) -> Iterator[Problem]:
    """What is wrong with links and images, as much as the site's rules say it matters."""
    docs, _ = convert_bodies(_docs_sources(root, site), site.settings, tools)
    facts = {**bodies.facts, **docs.facts}
    yield from leveled(check_links(site, facts, links), site.settings)
    yield from leveled(check_item_links(site, facts, links), site.settings)
    later, found = convert_bodies(_later_sources(site), site.settings, tools)
    for problem in (*found, *check_links(site, later.facts, links)):
        if problem.code != "link-to-hidden":  # it may be public on that day too
            yield replace(problem, severity=Severity.WARNING)


def _later_sources(site: Site) -> Iterator[Source]:
    """Texts that become public on a day to come: their mistakes would stop the build of that day."""
    things: tuple[Article | Entry, ...] = (*site.hidden_articles.values(), *site.hidden_entries.values())
    for thing in things:
        if is_scheduled(thing, site.today) and thing.body.strip():
            yield Source(thing.path, thing.body_line, thing.body)


def _docs_sources(root: Path, site: Site) -> Iterator[Source]:
    """The pages of `docs/`, which the host converts: here only for what they link to."""
    for path in sorted(site.pages.values()):
        text = mend_text(root / path)
        source = parse_front_matter(text, path)[0] or mend_front_matter(text, path)[0]
        yield Source(path, source.body_line, source.body)
