"""The rules of articles and collections: ids, translations, dates, related articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.entry import is_id
from helploop.model.problem import Problem, Severity
from helploop.model.rules.rule import Rule
from helploop.model.spelling import did_you_mean_path
from helploop.model.templates import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.article import Article
    from helploop.model.collection import Collection
    from helploop.model.entry import Entry
    from helploop.model.site import Site


def _originals(site: Site) -> Iterator[Article]:
    default = site.settings.default_language
    return (article for (_, language), article in sorted(site.articles.items()) if language == default)


def _translations(site: Site) -> Iterator[Article]:
    default = site.settings.default_language
    return (article for (_, language), article in sorted(site.articles.items()) if language != default)


def check_ids(site: Site) -> Iterator[Problem]:
    """An id is one article's for ever."""
    owner: dict[str, Article] = {}
    for article in _originals(site):
        for name in {article.id or article.key, article.key}:
            first = owner.setdefault(name, article)
            if first is not article:
                line = article.line_of("id")
                message = f"the id `{name}` is also that of {first.path}:{first.line_of('id')}"
                yield Problem(article.path, line, "", message, "give one of the two another id, and keep it for ever")


def check_id_shape(site: Site) -> Iterator[Problem]:
    """An id is one word, or a path of words as a key is: it stands in addresses and logs."""
    for article in _originals(site):
        if article.id and not is_id(article.id.replace("/", "")):
            message = f"`id` is `{article.id[:60]}`, one word of letters, digits, `-`, `_` and `.` was expected"
            yield Problem(article.path, article.line_of("id"), "", message, "write it like `csv-export`")


def check_same_address(site: Site) -> Iterator[Problem]:
    """A file `billing.md` and a folder `billing/` would have one address."""
    collections = set(site.collection_keys)
    for article in _originals(site):
        if article.key in collections:
            folder = f"{site.settings.articles_dir}/{article.key}/"
            collection = site.collections.get((article.key, article.language))
            other = f"{collection.path}:1" if collection and collection.path.endswith(".md") else f"the folder {folder}"
            message = f"the article has the address of {other}"
            yield Problem(article.path, 1, "", message, f"move its text to {folder}index.md, or rename it")


def check_orphans(site: Site) -> Iterator[Problem]:
    """A translation needs its original."""
    default = site.settings.default_language
    known = [key for key, language in site.articles if language == default]
    hidden = {key for key, language in site.hidden_articles if language == default}
    for article in _translations(site):
        if (article.key, default) not in site.articles and article.key not in hidden:
            hint = did_you_mean_path(article.key, known, f"write {site.settings.articles_dir}/{article.key}.md")
            message = f"the translation has no original {article.key}.md"
            yield Problem(article.path, 1, "", message, hint)


def check_outdated(site: Site) -> Iterator[Problem]:
    """A translation says which text it was made from; that text has changed since."""
    for article in _translations(site):
        if site.is_outdated(article):
            original = site.articles[article.key, site.settings.default_language]
            message = f"the translation was made from an older text of {original.path}"
            hint = f"review it, then run `helploop translations mark {article.path}`"
            yield Problem(article.path, article.line_of("source"), "", message, hint)


def check_reviews(site: Site) -> Iterator[Problem]:
    """An article promised a review by a day that has passed."""
    for article in _originals(site):
        if article.review_by and article.review_by < site.today:
            message = f"the review was due by {article.review_by}" + (f" ({article.owner})" if article.owner else "")
            hint = "review the article and set a new `review_by:`"
            yield Problem(article.path, article.line_of("review_by"), "", message, hint)


def check_related(site: Site) -> Iterator[Problem]:
    """`related` names articles that exist."""
    known = site.articles_by_id
    hidden = {key for key, _ in site.hidden_articles}
    for article in _originals(site):
        for name in article.related:
            if name in known or name in hidden:
                continue
            hint = did_you_mean_path(name, known, "write the article's path below articles/, without `.md`")
            yield Problem(article.path, article.line_of("related"), "", f"`related` names no article `{name}`", hint)


def check_placeholders(site: Site) -> Iterator[Problem]:
    """What a template asked for was written; a text that quotes it in code is an example."""
    things: tuple[Article | Collection | Entry, ...] = (
        *site.articles.values(),
        *site.collections.values(),
        *site.entries.values(),
    )
    for thing in things:
        for words in PLACEHOLDERS:
            line = thing.line_of("summary") if words == thing.summary.strip() else 0
            if words in thing.body and words in (lines := thing.body.split("\n")):
                line = thing.body_line + lines.index(words)
            if line:
                message = f"`{words}` is still the text of the template"
                yield Problem(thing.path, line, "", message, "replace it with your own, or remove it")


def check_dates(site: Site) -> Iterator[Problem]:
    """`unpublish` comes after `publish`."""
    for article in (*site.articles.values(), *site.hidden_articles.values()):
        if article.publish and article.unpublish and article.unpublish <= article.publish:
            message = f"`unpublish` ({article.unpublish}) is not after `publish` ({article.publish})"
            yield Problem(article.path, article.line_of("unpublish"), "", message, "swap or correct the dates")


RULES = (
    Rule("dup-id", check_ids, Severity.ERROR, "Two articles share an id."),
    Rule("bad-id", check_id_shape, Severity.WARNING, "An article's id is not one word.", is_alone=True),
    Rule("dup-slug", check_same_address, Severity.ERROR, "An article and a folder share an address."),
    Rule("orphan-translation", check_orphans, Severity.WARNING, "A translation has no original."),
    Rule(
        "stale-translation",
        check_outdated,
        Severity.WARNING,
        "A translation is older than its original.",
        is_alone=True,
    ),
    Rule("placeholder", check_placeholders, Severity.WARNING, "A template's text was not replaced.", is_alone=True),
    Rule("review-due", check_reviews, Severity.WARNING, "An article's review is overdue.", is_alone=True),
    Rule("unknown-related", check_related, Severity.ERROR, "`related` names an article that does not exist."),
    Rule("dates-order", check_dates, Severity.ERROR, "An article ends before it starts.", is_alone=True),
)
