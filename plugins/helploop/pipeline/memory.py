"""What a process that stays remembers between its builds: files it has read, texts it knows, pages it has planned.

All of it is compared with what is there now before it is used again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from helploop.sources.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helploop.model.problem import Problem
    from helploop.outputs.links import Links
    from helploop.outputs.related import Neighbours
    from helploop.pipeline.bodies import Facts, Source
    from helploop.sources.site import Page


@dataclass(slots=True)
class Memory:
    """For one project. Facts are known by a text's key, terms by its path, keys of jobs by a page's file.

    `parsed` are the keys of files' contents, by place. Where the process ends with its build (`stays` is false),
    nothing is remembered that only another build would ask for.
    """

    stays: bool = True

    pages: Kept[Page] = field(default_factory=Kept)
    parsed: dict[str, str] = field(default_factory=dict)
    stamp: str = ""
    facts: dict[str, tuple[Source, Facts, tuple[Problem, ...]]] = field(default_factory=dict)
    terms: dict[str, tuple[str, Mapping[str, int]]] = field(default_factory=dict)
    neighbours: dict[str, Neighbours] = field(default_factory=dict)
    links: Links | None = None
    keys: dict[str, tuple[tuple[Any, ...], str]] = field(default_factory=dict)

    def forget_texts(self) -> None:
        """Let go of what was read; what was found out about it stays."""
        self.pages, self.parsed = Kept(), {}
        for key, (source, facts, problems) in self.facts.items():
            self.facts[key] = replace(source, text=""), facts, problems
