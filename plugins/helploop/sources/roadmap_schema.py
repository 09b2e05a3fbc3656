"""What people may write in `roadmap.yaml`, and the JSON Schema made from the same models.

Editors complete and check with the schema, builds with the models: both say the same.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from helploop.model.roadmap import Confidence  # noqa: TC001 - pydantic reads it
from helploop.model.target import parse_target
from helploop.sources.validate import Date, Strings, Text, Written

MAX_REQUESTS = 10_000_000
#: Names under `roadmap/` that are not items.
RESERVED_IDS = frozenset({"tag", "list", "feed", "atom"})
_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_COLOR = r"^#[0-9a-fA-F]{6}$"


def _parse_id(value: object) -> object:
    if isinstance(value, str) and re.match(_ID, value) and len(value) <= 80:
        return value
    hint = "write it like `csv-export`"
    reason = "small letters, digits and single hyphens were expected, at most 80"
    raise PydanticCustomError("item-id", "", {"reason": reason, "hint": hint})


def _parse_target(value: object) -> object:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and (parse_target(text) or not re.match(r"^\d", text)) and len(text) <= 60:
        return text
    reason = "a quarter, half, month, year or a word was expected"
    raise PydanticCustomError(
        "target", "", {"reason": reason, "hint": "write `2027-Q1`, `2027-H1`, `2027-03` or `2027`"}
    )


def _parse_color(value: object) -> object:
    if isinstance(value, str) and re.match(_COLOR, value):
        return value
    hint = 'write six hexadecimal digits in quotes, like "#3366cc"'
    raise PydanticCustomError("color", "", {"reason": "a colour was expected", "hint": hint})


def _parse_requests(value: object) -> object:
    """Counts per source; a number alone is the count of a source without a name."""
    if isinstance(value, dict):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_REQUESTS:
        return {"": value}
    raise PydanticCustomError("int_requests", "", {"ge": 0, "le": MAX_REQUESTS})


Id = Annotated[str, BeforeValidator(_parse_id), Field(json_schema_extra={"pattern": _ID, "maxLength": 80})]
Target = Annotated[str, BeforeValidator(_parse_target), Field(examples=["2027-Q1", "2027-03"])]
Color = Annotated[str, BeforeValidator(_parse_color), Field(json_schema_extra={"pattern": _COLOR})]
Count = Annotated[int, Field(ge=0, le=MAX_REQUESTS)]
Requests = Annotated[
    dict[str, Count], BeforeValidator(_parse_requests, json_schema_input_type=dict[str, Count] | Count)
]
NotEmpty = Annotated[Text, Field(min_length=1)]


class WrittenStage(Written):
    """A column of the board."""

    id: Id = Field(description="Permanent name of the stage. `shipped` and `declined` end an item's life.")
    title: Text = Field("", description="What readers see; empty for our own word in their language.")
    color: Color | None = Field(None, description="A colour as six hexadecimal digits.")


class WrittenItem(Written):
    """Something customers asked for."""

    other_words: ClassVar[dict[str, str]] = {
        "name": "title",
        "status": "stage",
        "state": "stage",
        "column": "stage",
        "eta": "target",
        "due": "target",
        "aliases": "merged",
        "votes": "requests",
        "labels": "tags",
        "description": "body",
        "notes": "body",
    }

    id: Id = Field(description="Permanent. It never changes: addresses, feeds and people's requests hang on it.")
    title: NotEmpty = Field(description="What it is, in the customer's words. May change at any time.")
    stage: Text = Field(description="The id of a stage.")
    summary: Text = Field("", description="One sentence for the board.")
    body: Text = Field("", description="The whole story, in Markdown.")
    tags: Strings = Field((), description="Public words to filter by; each has a page and a feed.")
    target: Target | None = Field(None, description="A quarter (2027-Q1), half (2027-H1), month (2027-03) or year.")
    confidence: Confidence | None = Field(None, strict=False, description="How sure the target is.")
    articles: Strings = Field((), description="Ids or paths of the articles that explain it.")
    requests: Requests = Field(default_factory=dict, description="How many customers asked, per source. Never people.")
    links: Strings = Field((), description="Addresses, or GitHub issues as owner/repo#12.")
    merged: list[Id] = Field(
        default_factory=list, description="Ids of items folded into this one; their addresses lead here."
    )
    reason: Text = Field("", description="Why it was declined, or why it went back a stage.")
    reviewed: Date | None = Field(None, description="The day somebody last made sure that all this is true.")
    draft: bool = Field(default=False, description="A draft is in no output.")


class WrittenRoadmap(Written):
    """The roadmap: stages in order, then items in the order of the board."""

    stages: list[WrittenStage] | None = Field(
        default_factory=list, description="Columns in order; leave out for the usual five."
    )
    items: list[WrittenItem] | None = Field(default_factory=list, description="What customers asked for.")


class WrittenItemTranslation(Written):
    """An item's words in another language."""

    title: NotEmpty
    summary: Text = ""
    body: Text = ""
    reason: Text = ""
    target: Text = Field("", description="Only for a target in words.")
    source: Text = Field("", description="The hash of the words it was made from.")


def roadmap_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `roadmap.yaml`."""
    schema = WrittenRoadmap.model_json_schema(mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "helploop roadmap"}
    return head | {key: value for key, value in schema.items() if key != "title"}


def render_schema() -> str:
    """The text of `schemas/roadmap.schema.json`."""
    return json.dumps(roadmap_schema(), indent=2, ensure_ascii=False) + "\n"
