"""Every kind of bad input has a case or a test elsewhere, and the table that says where is true."""

from __future__ import annotations

import re
from pathlib import Path

from bad_cases import CASES

ROOT = Path(__file__).parent.parent
#: How many rows each letter has at least.
ROWS = {"A": 24, "B": 12, "C": 22, "D": 9, "E": 16, "F": 12, "G": 13, "H": 11, "N": 26, "W": 13, "L": 10}
ELSEWHERE = re.findall(
    r"^\| ([A-Z]\d\d) \| [^|]+ \| `([\w/]+\.py)::(\w+)` \|$", (CASES / "README.md").read_text("utf-8"), re.MULTILINE
)


def test_every_row_has_a_case_or_a_test_elsewhere() -> None:
    covered = {file.name[:3] for file in CASES.glob("*.toml")} | {row for row, _, _ in ELSEWHERE}
    rows = {f"{letter}{number:02}" for letter, count in ROWS.items() for number in range(1, count + 1)}
    assert sorted(rows - covered) == []


def test_the_tests_elsewhere_exist() -> None:
    missing = [
        f"{file}::{name}"
        for _, file, name in ELSEWHERE
        if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text("utf-8")
    ]
    assert missing == []
