"""A kept site after some of its articles were edited: read again, checked, and whether that is all there is to it.

Whenever more may have changed than the words of these articles, or something may be wrong with them, there is nothing
to say here, and a whole build says it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from helploop.model.article import Article
from helploop.model.history import History
from helploop.model.rules.alone import ALONE
from helploop.model.rules.rule import check_rules
from helploop.outputs.links import Links
from helploop.pipeline.bodies import Bodies, Source, convert_bodies
from helploop.pipeline.checked import Checked
from helploop.pipeline.kept_facts import KeptFacts
from helploop.pipeline.known_problems import problems_again
from helploop.pipeline.link_check import check_links, leveled
from helploop.pipeline.search_documents import documents_by_text
from helploop.sources.inherit import check_translated, inherited_articles
from helploop.sources.reread import reread_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from helploop.model.problem import Problem
    from helploop.model.site import Site
    from helploop.pipeline.bodies import Facts
    from helploop.pipeline.checked import Tools
    from helploop.pipeline.kept_site import KeptSite, Place


class Saves(Protocol):
    """Which files were edited, and whether a file's front matter is known to be what it was."""

    @property
    def edited(self) -> Sequence[str] | None:
        """Their paths in the project; None where more has changed, or nobody knows."""

    def has_same_front(self, path: str) -> bool:
        """Whether only the text below it may be another one."""


#: What people write and read in an article, and its place among others: it stands in the article's own pages, in those
#: of its collection and of all that name it, and in lists. All else is a decision about addresses and what is public,
#: or is completed from the original in another way.
_WORDS = frozenset(
    {
        *("title", "summary", "keywords", "source", "body", "body_line", "lines"),
        *("order", "promoted", "contexts", "kind", "review_by"),
    }
)
_FACTS = tuple(name for name in Article.__slots__ if name not in _WORDS)
#: Of these, only its own files know.
_UNSHOWN = frozenset({"body", "body_line", "lines"})
_CANARY = "CANARY_"
#: What is wrong with the words of an article, and not found where its file is read.
_FOUND_LATER = frozenset({"stale-translation", "broken-link", "missing-image", "image-remote", "link-to-hidden"})


@dataclass(frozen=True, slots=True)
class Edited:
    """A site with new words in some articles, in all their languages. `before` is what was known of their texts.

    `is_shown` is whether words changed that stand on other pages, too.
    """

    checked: Checked
    alone: Site
    articles: Mapping[Place, Article]
    before: Mapping[str, Facts]
    is_shown: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of these articles, sorted."""
        return tuple(sorted({key for key, _ in self.articles}))

    @property
    def languages(self) -> set[str]:
        """The languages in which one of them has other words than before."""
        facts = self.checked.bodies.facts
        return {
            each.language for each in self.articles.values() if facts[each.path].stamp != self.before[each.path].stamp
        }


def load_edited(root: Path, kept: KeptSite, inputs: Saves, tools: Tools) -> Edited | None:
    """The site with articles as their files are now; None where more than their words may have changed."""
    read = _read_again(root, kept, inputs)
    if read is None or not _is_quiet(kept, read.articles):
        return None
    articles = read.articles
    alone, settings, links = _alone(kept.site, articles), kept.site.settings, Links(kept.site)
    site = replace(kept.site, articles=kept.articles.with_others(articles), outdated=_outdated(kept.site, alone))
    old = KeptFacts(kept.stamps, {}, tools)
    before = {each.path: old[each.path] for each in articles.values()}
    sources = [Source(each.path, each.body_line, each.body, title=each.title) for each in articles.values()]
    new, found = convert_bodies(sources, settings, tools, documents_by_text(alone))
    facts = KeptFacts(kept.stamps, new.facts, tools)
    if not _is_linked(kept, new, before):
        return None
    linked = leveled(check_links(site, facts, links, new.facts), settings)
    ruled = check_rules(alone, ALONE, dict(settings.rules))
    problems = problems_again(kept, articles, [*read.problems, *found, *linked, *ruled])
    if problems is None:
        return None
    bodies = Bodies(tools.cache, {each.key: each for each in sources}, facts, settings)
    checked = Checked(site, bodies, links, problems, kept.told.synonyms)
    return Edited(checked, alone, articles, before, _is_shown(kept, site, articles))


class _Read(NamedTuple):
    """Articles in all their languages, and what is wrong with their files."""

    articles: dict[Place, Article]
    problems: list[Problem]


def _read_again(root: Path, kept: KeptSite, inputs: Saves) -> _Read | None:
    """The edited articles, with all their translations; None where more than words may be others."""
    places, paths = kept.paths(), inputs.edited or ()
    if not all(path in places for path in paths):
        return None
    site = kept.site
    problems: list[Problem] = []
    written: dict[Place, Article] = {}
    for key in sorted({places[path][0] for path in paths}):
        for tag in site.settings.tags:
            known = site.articles.get((key, tag))
            if known is not None:
                article, found = _article(root, known, kept, inputs)
                if article is None or not article.body.strip():
                    return None
                written[key, tag] = article
                problems += found
    default = site.settings.default_language
    articles = inherited_articles(written, default)
    if any(_facts_of(article) != _facts_of(site.articles[place]) for place, article in articles.items()):
        return None
    return _Read(articles, [*problems, *check_translated(written, default)])


def _article(root: Path, known: Article, kept: KeptSite, inputs: Saves) -> tuple[Article | None, Sequence[Problem]]:
    """An article as its file is now, and what is wrong with that."""
    found = [problem for problem in kept.told.problems if problem.path == known.path]
    is_plain = all(problem.code in _FOUND_LATER for problem in found)
    again = reread_article(root, known) if is_plain and inputs.has_same_front(known.path) else None
    if again is not None:
        return again, ()
    from helploop.sources.article import Place as File  # noqa: PLC0415 - long to import
    from helploop.sources.site import load_page  # noqa: PLC0415

    page = load_page(root, File(known.path, known.key, known.language))
    return page.article, page.problems


def _facts_of(article: Article) -> list[object]:
    return [getattr(article, name) for name in _FACTS]


def _outdated(site: Site, alone: Site) -> frozenset[str]:
    """The translations that are outdated now: the edited ones are looked at, of the others it is known."""
    again = alone.articles.values()
    others = (site.outdated or frozenset()) - {article.path for article in again}
    return others | {article.path for article in again if alone.is_outdated(article)}


def _is_quiet(kept: KeptSite, articles: Mapping[Place, Article]) -> bool:
    """Whether what may stand in no output is the same as before."""
    told = kept.told
    if told.is_said or told.watch.told:
        return False
    texts = [f"{each.title}\n{each.summary}\n{each.body}" for each in articles.values()]
    return not any(word in text for text in texts for word in (*told.names, _CANARY))


def _alone(site: Site, articles: Mapping[Place, Article]) -> Site:
    """The site as if it had nothing but these articles."""
    paths = [each.path for each in articles.values()]
    past = {path: found for path in paths if (found := site.history.files.get(path))}
    history = History(past, {}, site.history.head, site.history.is_shallow)
    nothing: dict[str, dict[Place, object]] = {name: {} for name in ("entries", "hidden_entries", "hidden_articles")}
    alone = replace(site, articles=articles, collections={}, roadmap=None, history=history, **nothing)  # type: ignore[arg-type]
    return replace(alone, outdated=None)


def _is_linked(kept: KeptSite, bodies: Bodies, before: Mapping[str, Facts]) -> bool:
    """Whether every link to a heading of these articles leads there as before, and no other host is shown.

    Of a link that leads to no heading it is said which ones there are.
    """
    for path, facts in bodies.facts.items():
        wanted = kept.told.anchors.get(path, ())
        if before[path].anchors != facts.anchors and not facts.anchors & before[path].anchors >= set(wanted):
            return False
        if _pictures(facts) != _pictures(before[path]):
            return False
    return True


def _pictures(facts: Facts) -> set[str]:
    """Pictures of other hosts, which the policy of the site names."""
    return {link.target for link in facts.links if link.is_image and "//" in link.target}


def _is_shown(kept: KeptSite, site: Site, articles: Mapping[Place, Article]) -> bool:
    """Whether words changed that stand on other pages too, or what is said of translations."""
    names = _WORDS - _UNSHOWN
    old = kept.site.articles
    if any(getattr(each, name) != getattr(old[at], name) for at, each in articles.items() for name in names):
        return True
    return site.outdated != kept.site.outdated
