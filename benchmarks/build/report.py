"""Measurements to a table for people and a JSON for machines: medians, ratios to ours, growth with the size."""

from __future__ import annotations

import json
import math
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.build.measure import Cost

if TYPE_CHECKING:
    from pathlib import Path

STEPS = {"cold": "cold build", "same": "nothing changed", "edit": "one article edited"}
TOOLS = ("helploop", "mkdocs", "mkdocs-material", "zensical", "hugo", "Markdown", "pymdown-extensions", "Jinja2")
Runs = dict[tuple[int, str, str], list[Cost]]


def middle(costs: list[Cost]) -> dict[str, float]:
    good = [cost for cost in costs if not cost.failed]
    if not good:
        return {}
    return {
        "cpu": round(median(cost.cpu for cost in good), 2),
        "wall": round(median(cost.wall for cost in good), 2),
        "memory": round(max(cost.memory for cost in good)),
        "runs": len(good),
    }


def growth(points: dict[int, float]) -> float | None:
    """The exponent e of cost = size ** e between the two largest sizes."""
    sizes = sorted(size for size, cost in points.items() if cost)[-2:]
    if len(sizes) < 2:
        return None
    return math.log(points[sizes[1]] / points[sizes[0]]) / math.log(sizes[1] / sizes[0])


def versions(more: dict[str, str]) -> dict[str, str]:
    found = {"python": platform.python_version(), **more}
    for name in TOOLS:
        if name not in found:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                continue
    return found


def as_json(runs: Runs, outputs: dict[tuple[int, str], Any], used: dict[str, str]) -> dict[str, Any]:
    rows = [{"size": size, "tool": tool, "step": step, **middle(costs)} for (size, tool, step), costs in runs.items()]
    built = [{"size": size, "tool": tool, **output} for (size, tool), output in outputs.items()]
    return {"versions": used, "cores": os.cpu_count(), "costs": rows, "outputs": built}


def as_markdown(result: dict[str, Any]) -> str:
    lines = [
        "# Building, side by side",
        "",
        "Made by `make bench ARGS=build`. One generated corpus, all tools in turn in one run, medians. CPU is user and system time",
        "of all processes of a build; × is that time divided by ours in the same row's block. Read ratios, not seconds.",
        "",
        f"{result['cores']} cores, {max(row.get('runs', 0) for row in result['costs'])} runs of each. "
        + ", ".join(f"{name} {number}" for name, number in result["versions"].items()),
    ]
    for step, title in STEPS.items():
        rows = [row for row in result["costs"] if row["step"] == step and row.get("cpu")]
        if rows:
            lines += ["", f"## {title.capitalize()}", "", *_table(rows)]
    lines += [
        "",
        "## What was built",
        "",
        "| articles | tool | pages | MB | article page, KB | gz |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one['size']:,} | {one['tool']} | {one['pages']:,} | {one['megabytes']:.0f} | {one['page']:.1f} | {one['page_gzip']:.1f} |"
        for one in result["outputs"]
    ]
    return "\n".join(lines) + "\n"


def _table(rows: list[dict[str, Any]]) -> list[str]:
    ours = {row["size"]: row["cpu"] for row in rows if row["tool"] == "helploop"}
    lines = ["| articles | tool | CPU s | × | wall s | MB of memory | growth |", "|---:|---|---:|---:|---:|---:|---:|"]
    for row in rows:
        exponent = growth(
            {
                other["size"]: other["cpu"]
                for other in rows
                if other["tool"] == row["tool"] and other["size"] <= row["size"]
            }
        )
        ratio = f"{row['cpu'] / ours[row['size']]:.2f}" if ours.get(row["size"]) else ""
        grown = f"N^{exponent:.2f}" if exponent is not None else ""
        lines.append(
            f"| {row['size']:,} | {row['tool']} | {row['cpu']:.1f} | {ratio} | {row['wall']:.1f} | {row['memory']:.0f} | {grown} |"
        )
    return lines


def write(folder: Path, result: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "build.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (folder / "build.md").write_text(as_markdown(result), encoding="utf-8")
