"""Steps are taken for many values at once, and what comes of a value is what came of it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.settings import Settings
from helploop.outputs.markdown import Written, convert, convert_all
from helploop.pipeline.together import Together, each_of, in_step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETTINGS = Settings(site_name="A")


def halves(values: Sequence[int], by: int) -> list[int]:
    return [value // by for value in values]


def test_a_function_of_many_values_can_be_asked_for_one() -> None:
    assert Together(halves)(8, 2) == 4
    assert each_of(Together(halves), [8, 6], 2) == [4, 3]


def test_no_step_is_taken_before_all_have_taken_the_one_before() -> None:
    taken: list[tuple[str, int]] = []

    def work(name: str, steps: int) -> Iterator[str | None]:
        for step in range(steps):
            taken.append((name, step))
            yield f"{name}{step}" if step else None

    assert in_step([work("a", 1), work("b", 3), work("c", 0), work("d", 2)]) == [[], ["b1", "b2"], [], ["d1"]]
    assert taken == sorted(taken, key=lambda each: each[1])


def test_a_text_that_cannot_be_read_takes_nothing_from_those_beside_it() -> None:
    texts = ["# A\n\n[b](c.md)", "> " * 100, "a\n\n<!-- b", "{{< c >}}\n\n**Bold**", "", "a\n:   b\n\n[^1]\n\n[^1]: c"]
    alone = [convert(text, 3, f"{number}.md", SETTINGS) for number, text in enumerate(texts)]
    found = convert_all([Written(text, 3, f"{number}.md") for number, text in enumerate(texts)], SETTINGS)
    assert found == alone
    assert [problem.code for _, problems in found for problem in problems] == [
        "too-complex",
        "open-comment",
        "foreign-syntax",
    ]
