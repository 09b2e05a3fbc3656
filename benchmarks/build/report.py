"""Measurements to a table for people and a JSON for machines: medians, ratios to ours, growth with the size."""

from __future__ import annotations

import json
import math
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.build.cases import Case
from benchmarks.build.peers import ONE_WORKER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.build.measure import Cost

STEPS = {"cold": "cold build", "same": "nothing changed", "edit": "one article edited"}
TOOLS = ("helploop", "Markdown", "pymdown-extensions", "Jinja2")
OURS = "helploop"
Runs = dict[tuple[Case, str, str], "list[Cost]"]
Outputs = dict[tuple[Case, str], dict[str, float]]
Row = dict[str, Any]


def versions(more: Mapping[str, str]) -> dict[str, str]:
    found = {"python": platform.python_version(), **more}
    for name in TOOLS:
        try:
            found.setdefault(name, version(name))
        except PackageNotFoundError:
            continue
    return found


def as_json(runs: Runs, outputs: Outputs, about: Mapping[str, str]) -> dict[str, Any]:
    rows = [
        {**case._asdict(), "tool": tool, "step": step, **_middle(costs)} for (case, tool, step), costs in runs.items()
    ]
    built = [{**case._asdict(), "tool": tool, **output} for (case, tool), output in outputs.items()]
    return {"about": dict(about), "cores": os.cpu_count(), "costs": rows, "outputs": built}


def _middle(costs: Sequence[Cost]) -> dict[str, float | str]:
    good = [cost for cost in costs if not cost.failed]
    if not good:
        return {"runs": 0, "failed": costs[-1].failed}
    return {
        "cpu": round(median(cost.cpu for cost in good), 2),
        "wall": round(median(cost.wall for cost in good), 2),
        "memory": round(max(cost.memory for cost in good)),
        "largest": round(max(cost.largest for cost in good)),
        "runs": len(good),
    }


def growth(points: Mapping[int, float]) -> float | None:
    """The exponent e of cost = size ** e between the two largest sizes."""
    sizes = sorted(size for size, cost in points.items() if cost)[-2:]
    if len(sizes) < 2:
        return None
    return math.log(points[sizes[1]] / points[sizes[0]]) / math.log(sizes[1] / sizes[0])


def as_markdown(result: Mapping[str, Any]) -> str:
    lines = [
        "# Building, side by side",
        "",
        "Made by `make bench ARGS=build`. One generated corpus, all tools in turn in one run, medians. CPU is user and system time of",
        "all processes of a build, × that time divided by ours in the same site, × wall the same for the clock. MB is the most that",
        "all processes of a build held together. Growth is the exponent between this size and the one before. Read ratios, not",
        "seconds, and no × wall of a machine that had other work.",
        "",
        f"{result['cores']} cores. " + ", ".join(f"{name} {number}" for name, number in result["about"].items()) + ".",
    ]
    for step, title in STEPS.items():
        rows = [row for row in result["costs"] if row["step"] == step]
        if rows:
            lines += ["", f"## {title.capitalize()}", "", *_table(rows)]
    lines += [*_cores(result["costs"]), *_built(result["outputs"])]
    return "\n".join(lines) + "\n"


def _case(row: Row) -> Case:
    return Case(row["articles"], row["languages"])


def _table(rows: Sequence[Row]) -> Iterator[str]:
    ours = {_case(row): row for row in rows if row["tool"] == OURS and row["runs"]}
    yield "| articles | tool | CPU s | × | wall s | × wall | MB | growth | runs |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        if not row["runs"]:
            yield f"| {_case(row)} | {row['tool']} | failed | | | | | | 0 |"
            continue
        exponent = growth(
            {
                other["articles"]: other["cpu"]
                for other in rows
                if (other["tool"], other["languages"]) == (row["tool"], row["languages"])
                and other["articles"] <= row["articles"]
                and other["runs"]
            }
        )
        first = ours.get(_case(row))
        ratios = [f"{row[kind] / first[kind]:.2f}" if first else "" for kind in ("cpu", "wall")]
        grown = f"{exponent:.2f}" if exponent is not None else ""
        yield (
            f"| {_case(row)} | {row['tool']} | {row['cpu']:.1f} | {ratios[0]} | {row['wall']:.1f} | {ratios[1]} "
            f"| {row['memory']:.0f} | {grown} | {row['runs']} |"
        )


def _cores(rows: Sequence[Row]) -> Iterator[str]:
    """How much faster two workers are than one."""
    cold = {(_case(row), row["tool"]): row["wall"] for row in rows if row["step"] == "cold" and row["runs"]}
    both = [case for case, tool in cold if tool == ONE_WORKER and (case, OURS) in cold]
    if both:
        yield from ("", "## All cores against one", "", "| articles | one core, wall s | all, wall s | times as fast |")
        yield "|---:|---:|---:|---:|"
    for case in both:
        one, all_ = cold[case, ONE_WORKER], cold[case, OURS]
        yield f"| {case} | {one:.1f} | {all_:.1f} | {one / all_:.2f} |"


def _built(outputs: Sequence[Row]) -> Iterator[str]:
    yield from ("", "## What was built", "", "| articles | tool | pages | MB | article page, KB | gz |")
    yield "|---:|---|---:|---:|---:|---:|"
    for one in outputs:
        if one["tool"] != ONE_WORKER:
            yield (
                f"| {_case(one)} | {one['tool']} | {one['pages']:,} | {one['megabytes']:.0f} | {one['page']:.1f} "
                f"| {one['page_gzip']:.1f} |"
            )


def write(folder: Path, result: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "build.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (folder / "build.md").write_text(as_markdown(result), encoding="utf-8")
