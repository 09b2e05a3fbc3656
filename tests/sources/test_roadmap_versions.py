from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.sources.roadmap_versions import ItemState, VersionReader
from roadmap_sites import ROADMAP

#: Layouts people use, each with something that could be taken for the start of an item.
LAYOUTS = [
    ROADMAP,
    """\
stages:
- id: a
- id: shipped
items:
- id: x
  title: 'X
    y'
  stage: a
  body: |
    - id: z

    text
- id: y
  title: "Y
    - b"
  stage: a
  tags:
  - x
""",
    """\
items:
  -   id: x
      title: X
      stage: a

  # note
  - id: y
    title: Y
    stage: a
    draft: true
stages: []
""",
]
STRAY = [
    "<<<<<<< HEAD",
    "---",
    "...",
    "  - id: q",
    "- id: q",
    "items:",
    "    title: &a b",
    "    x: *a",
    "\tq: 1",
    "  ",
    "-",
]
LINE = st.integers(0, 30)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("drop"), LINE, LINE),
        st.tuples(st.just("swap"), LINE, LINE),
        st.tuples(st.just("twice"), LINE, LINE),
        st.tuples(st.just("indent"), LINE, LINE),
        st.tuples(st.just("outdent"), LINE, LINE),
        st.tuples(st.sampled_from(STRAY), LINE, LINE),
    ),
    max_size=4,
)


def changed(text: str, changes: list[tuple[str, int, int]]) -> str:
    lines = text.split("\n")
    for how, first, second in changes:
        here, there = first % len(lines), second % len(lines)
        if how == "drop" and len(lines) > 1:
            del lines[here]
        elif how == "swap":
            lines[here], lines[there] = lines[there], lines[here]
        elif how == "twice":
            lines.insert(here, lines[there])
        elif how == "indent":
            lines[here] = f" {lines[here]}"
        elif how == "outdent":
            lines[here] = lines[here][1:]
        else:
            lines.insert(here, how)
    return "\n".join(lines)


#: One reader for all examples: what it remembers of one text may not change what it reads in another.
READER = VersionReader()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(LAYOUTS), CHANGES)
def test_reading_by_cuts_is_reading_the_whole(layout, changes):
    data = changed(layout, changes).encode()
    assert READER.read(data) == VersionReader()._read_whole(data)


def test_an_unchanged_item_is_the_same_object_again():
    reader = VersionReader()
    first = reader.read(ROADMAP.encode())
    second = reader.read(ROADMAP.replace("Fax", "Telefax").encode())
    assert first is not None
    assert second is not None
    assert second[0] is first[0]
    assert second[2] == ItemState("fax", "Telefax", "declined", "")
