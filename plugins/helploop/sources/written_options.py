"""What people write as options of our plugins: models with the names, types and defaults of the settings."""

from __future__ import annotations

from dataclasses import MISSING, fields
from dataclasses import Field as DataclassField
from typing import Annotated, Any, get_type_hints

from pydantic import BeforeValidator, Field, create_model

from helploop.sources.validate import Strings, Text, Written


def _levels(value: object) -> object:
    """YAML 1.1 reads a bare `off` as false and a bare `on` as true; people mean the words."""
    words = {False: "off", True: "on"}
    if not isinstance(value, dict):
        return value
    return {code: words[level] if isinstance(level, bool) else level for code, level in value.items()}


class WrittenSignals(Written):
    """`signals:` of `helploop/articles`."""

    endpoint: str = ""


class WrittenArticles(Written):
    """Options of `helploop/articles`."""

    articles_dir: str = "articles"
    languages: list[Any] = Field(default=["en"])
    contact_url: str = ""
    contact_email: str = ""
    feedback_endpoint: str = ""
    signals: WrittenSignals = WrittenSignals()
    cards: bool = False
    gone: Strings = ()
    allowed_html: Strings = ()
    allowed_addresses: Strings = ()
    frame_ancestors: Strings = ()
    label_names: dict[str, dict[str, Text]] = Field(default_factory=dict)
    rules: Annotated[dict[str, str], BeforeValidator(_levels)] = Field(default_factory=dict)


def written_model(model: type[Any]) -> type[Written]:
    """The model of what people write for a settings dataclass: same names, types and defaults.

    A field's metadata are limits in pydantic's words: `field(default=30, metadata={"ge": 1, "le": 500})`.
    """
    hints = get_type_hints(model)
    definitions: dict[str, Any] = {}
    for item in fields(model):
        hint = Strings if hints[item.name] == tuple[str, ...] else hints[item.name]
        definitions[item.name] = (hint, _default(item))
    return create_model(f"Written{model.__name__}", __base__=Written, **definitions)


def _default(item: DataclassField[Any]) -> Any:
    limits = dict(item.metadata)
    if item.default_factory is not MISSING:
        return Field(default_factory=item.default_factory, **limits)
    return Field(default=item.default if item.default is not MISSING else ..., **limits)
