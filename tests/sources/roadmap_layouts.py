"""A roadmap in the many layouts that people type, and the changes of its history in a form that is easily compared."""

from __future__ import annotations

from helploop.model.roadmap_history import RoadmapHistory

FILE = "roadmap.yaml"
ITEMS = [
    {"id": "csv", "title": "Export as CSV", "stage": "planned", "target": "2026-Q3"},
    {"id": "sso", "title": "Single sign-on", "stage": "exploring"},
]


def write(items, indent="  ", key_order=("id", "title", "stage", "target"), head="", tail=""):
    """The roadmap as a person would type it, in one of many layouts."""
    lines = [head + "items:"]
    for item in items:
        keys = [key for key in key_order if item.get(key)]
        for number, key in enumerate(keys):
            start = "- " if number == 0 else "  "
            value = str(item[key]).replace("\n", "\n" + indent + "    ")
            lines.append(f"{indent}{start}{key}: {value}")
    return "\n".join(lines) + "\n" + tail


def changes_of(history: RoadmapHistory):
    return [(c.item, str(c.kind), c.before, c.after, c.when.date().isoformat()) for c in history.changes]
