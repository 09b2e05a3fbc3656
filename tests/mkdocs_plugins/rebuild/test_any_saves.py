"""Whatever is saved in whatever order, the served site becomes what a cold build makes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_plugins.rebuild.served import Served
from trees import read_tree

names = st.sampled_from(["c000/a00000", "c000/a00002", "c001/a00001", "c000/new", "new/place"])
words = st.text("abc é語<&", max_size=8)
edits = st.one_of(
    st.tuples(st.just("write"), names, words),
    st.tuples(st.just("translate"), names, words),
    st.tuples(st.just("hide"), names),
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("collection"), st.sampled_from(["c000", "new"]), words),
    st.tuples(st.just("announce"), names, words),
    st.tuples(st.just("wait")),
)


def apply(served: Served, what: str, name: str = "", title: str = "") -> None:
    head = f"---\ntitle: 'A {title}'\nsummary: '{title} in short'\n"
    body = f"---\n\nText of {title}. See [it](../c000/a00002.md) and [that](nowhere.md).\n\n## More\n"
    match what:
        case "write":
            served.save(f"articles/{name}.md", head + body)
        case "translate":
            served.save(f"articles/{name}.de.md", head + body)
        case "hide":
            served.save(f"articles/{name}.md", f"{head}draft: true\n{body}")
        case "delete":
            served.save(f"articles/{name}.md", None)
        case "collection":
            served.save(f"articles/{name}/index.md", head + body)
        case "announce":
            served.save(
                "changelog/2026-01-02-new.md",
                f"{head}date: 2026-01-02\ntype: new\narticles: [{name}]\n---\n\nHere: {title}.\n",
            )
        case _:
            served.rebuild.settle()


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.lists(edits, min_size=1, max_size=6))
def test_whatever_is_saved_the_served_site_becomes_what_a_cold_build_makes(changes: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        served = Served(Path(folder))
        for change in changes:
            apply(served, *change)
        served.rebuild.settle()
        assert served.calls == []
        assert read_tree(served.site) == served.cold()
