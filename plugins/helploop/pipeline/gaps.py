"""What customers said, held against a project as it stands: its index in each language, its articles' addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from helploop.model.address import article_address
from helploop.model.gaps import GapReport
from helploop.model.language import nearest_tag
from helploop.model.question import Origin
from helploop.pipeline.search import search_analyses
from helploop.search.gaps.asked import Asked
from helploop.search.gaps.evidence import Evidences
from helploop.search.gaps.find import find_gaps
from helploop.search.gaps.languages import Languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from helploop.model.question import Heard, Opening, Question, Vote
    from helploop.model.site import Site
    from helploop.pipeline.checked import Checked, Tools

    Said = TypeVar("Said", Question, Vote, Opening)


def find_site_gaps(checked: Checked, heard: Heard, tools: Tools, limit: int = 20) -> GapReport:
    """The report over all languages in which something was asked."""
    settings = checked.site.settings
    documents = {tag: search_analyses(checked, tag, tools) for tag in settings.tags}
    languages = Languages(documents)
    for each in heard.questions:
        if tag := nearest_tag(each.language, settings.tags):
            languages.hear(each.words, tag)
    languages.learn([each.words for each in heard.questions if not nearest_tag(each.language, settings.tags)])
    names = article_names(checked.site)
    reports = []
    for tag in settings.tags:
        questions = [each for each in heard.questions if _language(each, languages, settings.tags) == tag]
        votes = _spoken(heard.votes, tag, settings.tags)
        openings = _spoken(heard.openings, tag, settings.tags)
        if not (questions or votes or openings):
            continue
        synonyms = checked.synonyms.get(tag, ())
        index = Evidences(documents[tag], tag, synonyms)
        asked = Asked(
            language=tag,
            questions=questions,
            votes=[replace(each, article=plain_name(each.article, settings.base_path)) for each in votes],
            openings=[replace(each, article=plain_name(each.article, settings.base_path)) for each in openings],
            synonyms=synonyms,
            names=names,
        )
        reports.append(find_gaps(asked, index, limit))
    return GapReport(
        site_name=settings.site_name,
        languages=tuple(reports),
        searches=sum(each.times for each in heard.questions if each.origin is Origin.SEARCH),
        tickets=sum(each.times for each in heard.questions if each.origin is Origin.TICKET),
        votes=sum(vote.is_counted for vote in heard.votes),
        openings=len(heard.openings),
        skipped=dict(sorted(heard.skipped.items())),
    )


def article_names(site: Site) -> dict[str, str]:
    """What a log may call an article (its id, its key, the paths of its pages), and its id."""
    names = {}
    for key, language in site.articles:
        article = site.article(key, site.settings.default_language) or site.articles[key, language]
        name = article.id or key
        for tag in site.settings.tags:
            names[article_address(site.settings, key, tag).strip("/")] = name
        names |= {key: name, name: name}
    return names


def plain_name(written: str, base_path: str) -> str:
    """An address of a page without host, base path, query and slashes; an id stays as it is.

    >>> plain_name("https://help.example/base/de/articles/a/?x#y", "/base/")
    'de/articles/a'
    """
    path = unquote(urlsplit(written).path)
    return path.removeprefix(base_path).strip("/").removesuffix("/index.html")


def _language(question: Question, languages: Languages, tags: Sequence[str]) -> str:
    return (nearest_tag(question.language, tags) if question.language else "") or languages.of(question.words)


def _spoken(said: Iterable[Said], tag: str, tags: Sequence[str]) -> list[Said]:
    """Votes or openings in a language; those that name none count for the default one."""
    return [each for each in said if (nearest_tag(each.language, tags) or tags[0]) == tag]
