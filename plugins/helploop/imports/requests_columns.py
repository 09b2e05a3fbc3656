"""Which column of another tool's export means what: known names per tool, tried in order, and what the user says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helploop.model.errors import UsageError
from helploop.model.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What a request needs to know; `topic` is what the other tool calls the thing asked for, `refused` says who wants
#: no mail.
FIELDS = ("item", "topic", "contact", "locale", "source_id", "consent", "refused", "asked_at")
TOOLS = ("zendesk", "intercom", "canny", "featurebase", "fider", "csv")

_COMMON = {
    "item": ("item", "item id", "roadmap item", "helploop item"),
    "topic": ("topic", "feature", "request", "title", "subject", "tags", "labels"),
    "contact": ("contact", "email", "e-mail", "email address", "user email"),
    "locale": ("locale", "language", "lang"),
    "source_id": ("source_id", "id", "ticket", "ticket id"),
    "consent": ("consent", "opt-in", "opt in", "wants updates", "notify"),
    "refused": ("unsubscribed", "unsubscribed from emails", "opted out", "opt-out", "opt out"),
    "asked_at": ("asked_at", "created_at", "created at", "created", "date", "createdat"),
}
_OWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "zendesk": {
        "topic": ("tags", "ticket tags", "subject"),
        "contact": ("requester email", "requester.email", "via.source.from.address", "requester"),
        "locale": ("requester locale", "requester language", "requester.locale"),
        "source_id": ("ticket id", "id", "ticket"),
        "asked_at": ("created at", "ticket created", "requested", "created_at"),
    },
    "intercom": {
        "topic": ("conversation tags", "tags.tags", "tags", "tag"),
        "contact": ("user email", "contact email", "source.author.email", "message author email", "email"),
        "locale": ("language override", "browser language", "language", "user language"),
        "source_id": ("conversation id", "id"),
        "asked_at": ("conversation started at", "conversation created at", "started at", "created_at", "first seen"),
        "consent": ("has_opted_in", "opted in"),
    },
    "canny": {
        "topic": ("post.url", "post url", "post.title", "post title", "post", "post id"),
        "contact": ("voter.email", "voter email", "user email", "email"),
        "source_id": ("id", "vote id", "post.id"),
        "asked_at": ("created", "vote created", "created at"),
    },
    "featurebase": {
        "topic": ("post slug", "slug", "post url", "posturl", "post title", "title", "submission title"),
        "contact": ("upvoter email", "user email", "email", "user.email", "author email"),
        "source_id": ("post id", "id", "submission id", "submissionid"),
        "asked_at": ("upvoted at", "date", "created at", "createdat"),
    },
    "fider": {
        "topic": ("post.slug", "post slug", "post.title", "post title", "title", "post_number", "post.number"),
        "contact": ("user.email", "user email", "voter email", "email"),
        "source_id": ("number", "post.number", "post_number", "post_id"),
        "asked_at": ("createdat", "created_at", "voted at", "created at"),
    },
    "csv": {},
}
#: What holds the people, where a tool's list of posts does not.
VOTERS = {
    "canny": "fetch the votes: POST https://canny.io/api/v1/votes/list",
    "featurebase": "fetch the voters of a post, and name its item: GET /v2/posts/POST/voters, --item ID",
    "fider": "fetch the votes of a post, and name its item: GET /api/v1/posts/NUMBER/votes, --item ID",
}


def map_columns(tool: str, columns: Iterable[str], given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The export's columns for each field that has one; topics may stand in several.

    Raises:
        UsageError: a column the user named is not there, or nobody can be reached.
    """
    by_name = {plain_column(column): column for column in columns}
    found: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        names = (*_OWN[tool].get(field, ()), *_COMMON[field])
        there = tuple(dict.fromkeys(by_name[plain_column(name)] for name in names if plain_column(name) in by_name))
        if there:
            found[field] = there if field == "topic" else there[:1]
    for field, column in given.items():
        if field not in FIELDS:
            raise UsageError(f"--column: there is no field `{field}`", did_you_mean(field, FIELDS, ", ".join(FIELDS)))
        if plain_column(column) not in by_name:
            hint = did_you_mean(column, by_name.values(), f"the export has {', '.join(by_name.values())}")
            raise UsageError(f"--column: the export has no column `{column}`", hint)
        found[field] = (by_name[plain_column(column)],)
    if "contact" not in found and tool in VOTERS:
        message = "the export names no people: its columns are " + ", ".join(by_name.values())
        raise UsageError(message, VOTERS[tool])
    if "contact" not in found and "source_id" not in found:
        hint = "name it: --column contact='Requester email'"
        raise UsageError("no column of the export says who asked", hint)
    return found


def plain_column(name: str) -> str:
    """A column's name without what differs between tools: blanks, dashes and lines below are one, all letters small."""
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()
