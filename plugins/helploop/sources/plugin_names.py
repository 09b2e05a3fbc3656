"""The names of our plugins, and which of them a misspelt one means."""

from __future__ import annotations

from helploop.model.spelling import nearest

PLUGINS = ("helploop/articles", "helploop/search", "helploop/changelog", "helploop/roadmap")
_PARTS = {name.partition("/")[2]: name for name in PLUGINS}


def is_ours(name: str) -> bool:
    """Whether a name, right or wrong, stands for one of ours; themes can leave out what is before the slash."""
    return name.startswith("helploop/") or (name in _PARTS and name != "search")


def meant_plugin(name: str) -> str | None:
    """The plugin of ours that a name means, which is none of ours and of nobody else."""
    first, slash, last = name.rpartition("/")
    part = nearest(last, _PARTS, 0.75)
    if slash and part and nearest(first, ["helploop"], 0.7):
        return _PARTS[part]
    if slash:
        return None
    if last.casefold() in _PARTS:
        return _PARTS[last.casefold()]
    return PLUGINS[0] if nearest(last, ["helploop"], 0.75) else nearest(last, PLUGINS, 0.75)
