"""Problems as people and other tools read them: text, JSON, annotations of GitHub, SARIF. The same fields in each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from helploop import __version__
from helploop.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 200


def render_text(problems: Sequence[Problem]) -> str:
    """Problems as people read them, and how many there were."""
    lines = [str(problem) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"… and {len(problems) - SHOWN} more (use --format json to see all)")
    return "\n".join(lines)


def render_json(problems: Sequence[Problem]) -> str:
    """A JSON object: `problems` (path, line, column, severity, code, message, hint), `errors`, `warnings`."""
    rows = [
        {
            "path": p.path,
            "line": p.line,
            "column": p.column,
            "severity": str(p.severity),
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    errors = sum(p.is_error for p in problems)
    return json.dumps(
        {"errors": errors, "warnings": len(rows) - errors, "problems": rows}, ensure_ascii=False, indent=2
    )


def render_github(problems: Sequence[Problem]) -> str:
    """Problems as annotations of GitHub Actions (workflow commands `::error file=…,line=…::message`)."""
    return "\n".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    kind = "error" if problem.severity is Severity.ERROR else "warning"
    where = f"file={value(problem.path)},line={max(problem.line, 1)}" + (
        f",col={problem.column}" if problem.column else ""
    )
    text = f"{problem.message}\nfix: {problem.hint}" if problem.hint else problem.message
    return f"::{kind} {where},title={value(problem.code)}::{data(text)}"


def render_sarif(problems: Sequence[Problem]) -> str:
    """Problems as SARIF 2.1.0, which code hosts and editors show beside the lines."""
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "helploop", "version": __version__, "rules": [{"id": code} for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [*map(_result, problems)]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(problem: Problem) -> dict[str, Any]:
    """One problem. Its hint stands in the message, because not every viewer shows SARIF's own fixes."""
    text = f"{problem.message}\nfix: {problem.hint}" if problem.hint else problem.message
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"}}
    if problem.line:
        place["region"] = {"startLine": problem.line} | ({"startColumn": problem.column} if problem.column else {})
    return {
        "ruleId": problem.code,
        "level": str(problem.severity),
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
        "properties": {"hint": problem.hint},
    }


def render_summary(problems: Sequence[Problem]) -> str:
    """One line: how many errors and warnings."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
