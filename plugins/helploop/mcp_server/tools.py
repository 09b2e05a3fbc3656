"""What an assistant can ask, as plain functions over a built site.

Every answer names its address, its language, its date, and whether it is a translation that has fallen behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from typing_extensions import TypedDict

from helploop.mcp_server.subjects import order_by_subject
from helploop.model.errors import UsageError
from helploop.model.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.mcp_server.built_site import BuiltSite

MOST = 20
_LISTS = {"article": "articles", "entry": "changelog", "item": "roadmap"}


class Answer(TypedDict):
    """Something of the site: `date` is a day or empty, `outdated` says that a translation is behind its original."""

    id: str
    kind: str
    title: str
    summary: str
    address: str
    language: str
    date: str
    outdated: bool


class Found(Answer):
    """A hit: the section that answers best, and for a roadmap item its stage."""

    section: str
    stage: str


class Text(Answer):
    """A whole text as Markdown."""

    text: str


class Planned(Answer):
    """A roadmap item: the id of its stage, its target, and how many asked (0: too few to say)."""

    stage: str
    target: str
    asked: int


def search(site: BuiltSite, query: str, language: str = "", limit: int = 5) -> list[Found]:
    """The pages that answer a question, the best first."""
    tag = site.language(language)
    matches, hits = site.search(query, tag, MOST)
    root = str(site.about()["url"])
    hits = [hit for hit in hits if hit.kind in _LISTS]  # what a collection says of itself is in no list
    kinds = {hit.kind for hit in hits}
    known = {
        unquote(item["url"]).removeprefix(unquote(root)): (kind, item)
        for kind in sorted(kinds)
        for item in site.items(_LISTS[kind], tag)
    }
    subjects = {address: item for address, (_, item) in known.items()}
    found: list[Found] = []
    for hit in order_by_subject(matches, hits, subjects)[: max(1, min(limit, MOST))]:
        kind, item = known.get(hit.url, ("", {}))
        if item:
            found.append({**_answer(kind, item), "section": hit.section, "stage": str(item.get("stage", ""))})
    return found


def read_article(site: BuiltSite, article: str, language: str = "") -> Text:
    """The whole text of an article, a release note or a roadmap item, by its id or its address.

    Raises:
        UsageError: there is no such thing.
    """
    tag = site.language(language)
    wanted = unquote(article.strip()).partition("#")[0].removesuffix("index.md").rstrip("/")
    ids: list[str] = []
    for kind, name in _LISTS.items():
        for each in (tag,) if language else _languages(site, tag):
            for item in site.items(name, each):
                names = {item["id"], item.get("key", item["id"]), unquote(item["url"]).rstrip("/")}
                if wanted in names:
                    return {**_answer(kind, item), "text": site.markdown(item)}
                ids.append(str(item["id"]))
    raise UsageError(f"there is no page `{article}`", did_you_mean(wanted, ids, "use an id or address from `search`"))


def _languages(site: BuiltSite, first: str) -> Iterable[str]:
    """All languages, one first: an address may belong to any of them."""
    tags = [str(language["tag"]) for language in site.about()["languages"]]
    return dict.fromkeys([first, *tags])


def whats_new(site: BuiltSite, language: str = "", since: str = "", limit: int = 10) -> list[Answer]:
    """Release notes, the newest first; `since` is a day (2026-11-20)."""
    tag = site.language(language)
    notes = (item for item in site.items("changelog", tag) if _day(item) >= since)
    return [_answer("entry", item) for _, item in zip(range(max(1, min(limit, MOST))), notes, strict=False)]


def roadmap(site: BuiltSite, language: str = "", stage: str = "") -> list[Planned]:
    """What is explored, planned, built, shipped and declined."""
    tag = site.language(language)
    return [
        {**_answer("item", item), "stage": item["stage"], "target": item["target"], "asked": item["asked"]}
        for item in site.items("roadmap", tag)
        if not stage or item["stage"] == stage
    ]


def _day(entry: dict[str, Any]) -> str:
    """The day readers see; what an older build has written tells the moment alone."""
    return str(entry.get("day") or entry["date"])[:10]


def _answer(kind: str, item: dict[str, Any]) -> Answer:
    day = item.get("updated") or item.get("shipped") or item.get("reviewed") or ""
    return {
        "id": item["id"],
        "kind": kind,
        "title": item["title"],
        "summary": item["summary"],
        "address": item["url"],
        "language": item["language"],
        "date": _day(item) if kind == "entry" else str(day)[:10],
        "outdated": item["outdated"],
    }
