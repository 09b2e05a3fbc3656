"""What fuzzing reached and what it found, tried again without a fuzzer: a mistake that was mended stays mended."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from fuzz.seeds import TARGETS, bad_inputs, kept

if TYPE_CHECKING:
    from pathlib import Path

CASES = [(target, path) for target in TARGETS for path in kept(target) if path.parent.parent.name == "cases"]


@pytest.mark.parametrize(("target", "path"), CASES, ids=[f"{target}-{path.name}" for target, path in CASES])
def test_what_fuzzing_found_once_is_answered(target: str, path: Path) -> None:
    importlib.import_module(f"fuzz.{target}").check(path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_every_input_of_the_corpus_and_every_bad_input_is_answered(target: str) -> None:
    check = importlib.import_module(f"fuzz.{target}").check
    inputs = [path.read_bytes() for path in kept(target)] + list(bad_inputs(target))
    assert inputs
    for data in inputs:
        check(data)
