"""Python names in the options of Markdown extensions: `python/name:pymdownx.slugs.slugify` stands for what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: Only packages whose purpose is Markdown: whatever is named is imported.
TRUSTED = ("pymdownx.", "markdown.", "material.")
_MARK = "python/name:"


def resolved(value: Any, load: Callable[[str], Any]) -> Any:
    """Options with what their names stand for; None for names of other packages, which are not loaded.

    `load` gives the module of a name: the model itself imports nothing.

    Raises:
        ImportError, AttributeError: there is no such thing.
    """
    if isinstance(value, dict):
        return {key: resolved(item, load) for key, item in value.items()}
    if isinstance(value, list):
        return [resolved(item, load) for item in value]
    if isinstance(value, str) and value.startswith("python/") and ":" in value:
        name = value.partition(":")[2]
        module, _, attribute = name.rpartition(".")
        return getattr(load(module), attribute) if name.startswith(TRUSTED) else None
    return value


def names_in(value: Any) -> list[str]:
    """All names in options."""
    if isinstance(value, (dict, list)):
        items = value.values() if isinstance(value, dict) else value
        return [name for item in items for name in names_in(item)]
    return [value.removeprefix(_MARK)] if isinstance(value, str) and value.startswith(_MARK) else []
