"""The rules of the labels that entries of the changelog have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.entry import is_label, label_slug
from helploop.model.problem import Problem, Severity
from helploop.model.rules.entries import original_entries
from helploop.model.rules.rule import Rule
from helploop.model.spelling import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helploop.model.entry import Entry
    from helploop.model.site import Site

#: Each label has a page and feeds in every language, and the overview names all of them.
_MANY_LABELS = 300


def check_labels(site: Site) -> Iterator[Problem]:
    """A label can stand in an address, and is one of the site's when the site names them."""
    settings = site.settings.changelog
    known = settings.labels if settings else ()
    first: dict[str, str] = {}
    for entry in original_entries(site):
        line = entry.line_of("labels")
        for label in entry.labels:
            slug = label_slug(label)
            if not is_label(label):
                hint = "write a word or two of letters and digits, like `api` or `Data export`"
                yield Problem(entry.path, line, "", f"the label `{label[:60]}` can't stand in an address", hint)
            elif known and label not in known:
                hint = did_you_mean(
                    label, known, f"use one of {', '.join(known)}, or add it to `labels:` in mkdocs.yml"
                )
                yield Problem(entry.path, line, "", f"there is no label `{label}`", hint)
            elif first.setdefault(slug, label) != label:
                message = f"the labels `{label}` and `{first[slug]}` share the address `label/{slug}/`"
                yield Problem(entry.path, line, "", message, f"write `{first[slug]}` in both places, or rename one")


def check_many_labels(site: Site) -> Iterator[Problem]:
    """Labels are a few words for parts of the product; with one for each ticket, nobody finds their way."""
    used: dict[str, Entry] = {}
    for entry in site.entries.values():
        for label in entry.labels:
            used.setdefault(label_slug(label), entry)
    if len(used) > _MANY_LABELS:
        entry = used[list(used)[_MANY_LABELS]]
        message = f"the release notes have {len(used):,} labels: each gets a page and three feeds in every language"
        hint = "use a few words for parts of the product, and name those allowed in `labels:` of helploop/changelog"
        yield Problem(entry.path, entry.line_of("labels"), "", message, hint)


def check_label_names(site: Site) -> Iterator[Problem]:
    """A name for a label nobody has is a mistake when it looks like another; else its first entry may be to come."""
    settings = site.settings
    items = site.roadmap.items if site.roadmap else ()
    written = [label for entry in original_entries(site) for label in entry.labels] + [
        tag for item in items for tag in item.tags
    ]
    known = {label_slug(label) for label in (*written, *(settings.changelog.labels if settings.changelog else ()))}
    for slug in dict.fromkeys(slug for (slug, _), _ in settings.label_names):
        if slug not in known and (near := nearest(slug, known, 0.75)):
            message = f"`label_names` names `{slug}`, which no entry and no item has"
            yield Problem(
                settings.config, settings.line_of(slug, "label_names"), "", message, f"did you mean `{near}`?"
            )


RULES = (
    Rule("label", check_labels, Severity.ERROR, "A label is unknown or can't stand in an address."),
    Rule("many-labels", check_many_labels, Severity.WARNING, "There are more labels than readers can use."),
    Rule("label-name", check_label_names, Severity.WARNING, "`label_names` names a label that looks like a typo."),
)
