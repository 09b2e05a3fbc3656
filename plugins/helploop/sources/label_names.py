"""`label_names:` of the settings: what labels and tags are called in each language of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.entry import label_slug
from helploop.model.spelling import did_you_mean
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helploop.model.settings import LabelName
    from helploop.sources.languages import Report


def parse_label_names(
    written: Mapping[str, Mapping[str, str]], tags: Sequence[str], report: Report
) -> tuple[LabelName, ...]:
    """The names that can be shown, in the order of the labels; a label without a name in a language keeps its own."""
    found: dict[tuple[str, str], str] = {}
    seen: dict[str, str] = {}
    for label, names in written.items():
        slug = label_slug(label)
        if not slug:
            report((label,), "label", f"`{short(label)}` is no label", "write a label with letters or digits")
        elif slug in seen:
            message = f"`{label}` is the same label as `{seen[slug]}`"
            report((label,), "label-twice", message, "keep one of the two")
        else:
            seen[slug] = label
            found |= {(slug, tag): name for tag, name in _names(label, names, tags, report).items()}
    return tuple(sorted(found.items()))


def _names(label: str, names: Mapping[str, str], tags: Sequence[str], report: Report) -> dict[str, str]:
    good = {}
    for tag, name in names.items():
        if tag not in tags:
            hint = did_you_mean(tag, tags, f"one of {', '.join(tags)}, or add it to `languages:`")
            report((label, tag), "language-unknown", f"the site has no language `{tag}`", hint)
        elif not name.strip():
            report((label, tag), "empty", f"`{tag}` is empty", f"write what `{label}` is called there")
        else:
            good[tag] = " ".join(name.split())
    return good
