"""Redirects in the settings of Docusaurus: taken where they are written out, named where they would have to be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.imports.old_redirects import OldRedirect
from helploop.imports.old_script import objects_in, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLUGIN = "@docusaurus/plugin-client-redirects"
_NAME = "client-redirects"
#: What besides `redirects` makes redirects: functions, and endings for every page there is.
_OTHERS = ("createRedirects", "fromExtensions", "toExtensions")
_WRITE_THEM = "write each old address as `redirect_from` into its article"


def client_redirects(top: Mapping[str, object], text: str, name: str) -> tuple[list[OldRedirect], list[str]]:
    """The redirects of a settings file called `name` with this text, and in words which of them are left out."""
    if not any(each.endswith(_NAME) for each in texts_in(text)):
        return [], []
    sets = [values for key, values in objects_in(top.get("plugins")) if key.endswith(_NAME) or _is_ours(values)]
    found: list[OldRedirect] = []
    lost = [] if sets else ["the redirects"]
    for values in sets:
        listed = values.get("redirects", [])
        others = [key for key in values if key in _OTHERS or key.startswith("...")]
        if not isinstance(listed, list):
            others.insert(0, "redirects")
            listed = []
        lost += [", ".join(f"`{key}`" for key in others)] if others else []
        pairs = [pair for item in listed for pair in _pairs(item)]
        found += [OldRedirect(name, *pair) for pair in pairs if pair]
        if count := pairs.count(None):
            lost.append(f"{count} computed redirect{'s' * (count != 1)}")
    return found, [f"{name}: {what} of `{PLUGIN}`; {_WRITE_THEM}" for what in lost]


def _is_ours(values: Mapping[str, object]) -> bool:
    """Whether these are the plugin's options: before them can stand `require.resolve(…)`, which is no name."""
    return "redirects" in values or "createRedirects" in values


def _pairs(item: object) -> Iterator[tuple[str, str] | None]:
    """From where to where an entry leads, which can be from many; None for what is not written out."""
    values = item if isinstance(item, dict) else {}
    sources, target = values.get("from"), values.get("to")
    for source in sources if isinstance(sources, list) else [sources]:
        yield (source, target) if isinstance(source, str) and isinstance(target, str) else None
