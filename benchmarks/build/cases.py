"""What is built: how many articles in how many languages, and how often each is measured."""

from __future__ import annotations

import argparse
import re
from typing import NamedTuple

MANY = 1_000
VERY_MANY = 3_000


class Case(NamedTuple):
    articles: int
    languages: int = 1

    @property
    def pages(self) -> int:
        return self.articles * self.languages

    def __str__(self) -> str:
        return f"{self.articles:,}" + (f" × {self.languages}" if self.languages > 1 else "")

    def rounds(self, most: int) -> int:
        """Small sites are built more often: what else the machine does weighs more there."""
        return min(most, 3 if self.pages <= MANY else 2 if self.pages <= VERY_MANY else 1)


def parse_case(text: str) -> Case:
    """`1000` or, with translations, `1000x5`."""
    found = re.fullmatch(r"(\d+)(?:x(1|5))?", text)
    if not found:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number of articles: 1000, or 1000x5 for five languages")
    return Case(int(found[1]), int(found[2] or 1))


#: How long they take stands for two quiet cores.
PLANS = {
    "quick": (Case(100), Case(1000), Case(1000, 5)),  # 8 minutes
    "whole": (Case(100), Case(1000), Case(3000), Case(1000, 5)),  # 20 minutes
    "full": (Case(100), Case(1000), Case(3000), Case(10_000), Case(100, 5), Case(1000, 5)),  # 40 minutes
}
