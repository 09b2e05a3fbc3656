"""Small sites made by hand, for tests of pages: two articles in a collection, one translated, one entry."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.article import Article
from helploop.model.body import Body, Heading
from helploop.model.collection import Collection
from helploop.model.entry import Entry, EntryType
from helploop.model.history import FileHistory, History
from helploop.model.language import Language
from helploop.model.settings import ChangelogSettings, RoadmapSettings, SearchSettings, Settings
from helploop.model.site import Site
from helploop.outputs.pages.article import plan_article, with_body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helploop.outputs.pages.article import ArticleView
    from helploop.outputs.pages.outline import Outline

LANGUAGES = (Language("en", "English"), Language("de", "Deutsch"), Language("ar", "العربية"))
SETTINGS = Settings(
    site_name="Acme Help",
    site_url="https://help.example.com/docs/",
    site_description="Answers about Acme.",
    languages=LANGUAGES,
    contact_email="help@example.com",
    changelog=ChangelogSettings(),
    roadmap=RoadmapSettings(),
    search=SearchSettings(),
)
UPDATED = datetime(2026, 11, 4, 12, tzinfo=UTC)
BODY = Body(
    html='<p>Open <strong>Billing</strong>.</p><h2 id="how">How</h2><p>Press it.</p><h3 id="then">Then</h3>',
    headings=(Heading(2, "how", "How"), Heading(3, "then", "Then")),
)


def article(key: str, language: str = "en", **fields: object) -> Article:
    """An article whose title says its key."""
    suffix = "" if language == "en" else f".{language}"
    values = {"title": f"Title of {key}", "body": "Text.", "path": f"articles/{key}{suffix}.md"} | fields
    return Article(key=key, language=language, **values)


def collection(key: str, language: str = "en", **fields: object) -> Collection:
    """A collection whose title says its key."""
    values = {"title": f"Collection {key}", "path": f"articles/{key}/index.md"} | fields
    return Collection(key=key, language=language, **values)


def site_of(*things: Article | Collection | Entry, settings: Settings = SETTINGS) -> Site:
    """A site of these things, all of whose files git knows."""
    articles = {(each.key, each.language): each for each in things if isinstance(each, Article)}
    return Site(
        settings=settings,
        today=date(2026, 11, 23),
        articles=articles,
        collections={(each.key, each.language): each for each in things if isinstance(each, Collection)},
        entries={(each.key, each.language): each for each in things if isinstance(each, Entry)},
        history=History(files={each.path: FileHistory(UPDATED, UPDATED) for each in articles.values()}, head="1"),
    )


def small_site(**changes: object) -> Site:
    """Billing with two articles, one of them in German, and an entry that names it."""
    plan = article("billing/plan", title="Change your plan", summary="Up or down.", promoted=True)
    return site_of(
        collection("billing", title="Billing", summary="Plans and invoices.", icon="billing"),
        collection("billing", "de", title="Abrechnung", summary="Tarife und Rechnungen.", icon="billing"),
        plan,
        article("billing/plan", "de", title="Tarif wechseln", summary="Hinauf oder hinab."),
        article("billing/refund", title="Get a refund", id="refunds"),
        entry("2026-11-18-plans", articles=("billing/plan",)),
        settings=replace(SETTINGS, **changes),
    )


def article_view(outline: Outline, key: str, body: Body, *, suggested: Sequence[str] = ()) -> ArticleView:
    """An article's page with its text, in one step."""
    return with_body(plan_article(outline, key, suggested=suggested), body)


def entry(key: str, **fields: object) -> Entry:
    """An entry of the day its key begins with."""
    day = datetime.fromisoformat(f"{key[:10]}T09:00:00+00:00")
    values = {"title": "More plans", "date": day, "type": EntryType.NEW, "path": f"changelog/{key}.md"} | fields
    return Entry(key=key, language="en", **values)


def check_golden(name: str, html: str) -> None:
    """Compares a page with the reviewed one. HELPLOOP_GOLDEN=update writes it: read the difference first."""
    path = Path(__file__).parent / "outputs" / "pages" / "golden" / name
    found = re.sub(r"\.[0-9a-f]{10}\.(css|js|svg)", r".HASH.\1", html)
    if os.environ.get("HELPLOOP_GOLDEN") == "update":
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")
