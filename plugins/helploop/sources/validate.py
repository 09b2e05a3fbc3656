"""A YAML document against the pydantic model of what people may write: a value, or problems with line and column.

The models are strict and forbid unknown keys; pydantic finds the mistakes, the words for them are ours.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from helploop.model.problem import Problem
from helploop.model.spelling import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

    from helploop.sources.yaml_source import Path, YamlDocument


class Written(BaseModel):
    """The base of every model of what people write: strict types, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    other_words: ClassVar[dict[str, str]] = {}
    """What other tools call our keys."""


WrittenT = TypeVar("WrittenT", bound=Written)

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?$", re.ASCII)


def _parse_date(value: object) -> object:
    if isinstance(value, str) and _DATE.match(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date", "`{found}` is no date", {"found": short(value)})


def _parse_moment(value: object) -> object:
    """A date, or a date with time and zone; without a zone it is UTC."""
    if isinstance(value, str) and (_DATE.match(value) or _TIME.match(value)):
        try:
            moment = dt.datetime.fromisoformat(value.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
            moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            moment.astimezone(dt.UTC)
        except (ValueError, OverflowError):  # at the ends of the calendar, the zone leads out of it
            pass
        else:
            return moment
    raise PydanticCustomError("moment", "`{found}` is no date", {"found": short(value)})


def _parse_strings(value: object) -> object:
    """A list of words; one word alone is a list of one; numbers are taken as written."""
    if isinstance(value, str) and ", " in value:
        words = ", ".join(word.strip() for word in value.split(","))
        raise PydanticCustomError("strings", "", {"found": short(value), "words": words})
    items = value if isinstance(value, list) else [value]
    if all(isinstance(item, (str, int, float)) and not isinstance(item, bool) for item in items):
        return tuple(str(item).strip() for item in items)
    raise PydanticCustomError("strings", "`{found}` is no list of words", {"found": short(value)})


def _parse_text(value: object) -> object:
    """Text; a plain number is taken as written (a title may be `404`); nothing but spaces is no text."""
    if isinstance(value, str) and not value.strip():
        return ""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Date = Annotated[dt.date, BeforeValidator(_parse_date)]
#: A date that may be left out, and may not be left empty: nobody knows what an empty one means.
GivenDate = Annotated[dt.date | None, BeforeValidator(_parse_date)]
Moment = Annotated[dt.datetime, BeforeValidator(_parse_moment)]
_Word = str | int
Strings = Annotated[tuple[str, ...], BeforeValidator(_parse_strings, json_schema_input_type=tuple[_Word, ...] | _Word)]
Text = Annotated[str, BeforeValidator(_parse_text, json_schema_input_type=_Word)]


def validate(
    document: YamlDocument, model: type[WrittenT], path: str, *, root: Path = ()
) -> tuple[WrittenT | None, list[Problem]]:
    """The written thing at `root` of a document, or None with one problem for each mistake."""
    value = document.value
    for part in root:
        value = value[part]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        meant = meant_keys(value, model) if isinstance(value, dict) else {}
        found = (_with_limits(one, model) for one in error.errors() if not _is_misspelled(one, meant))
        problems: dict[Path, Problem] = {}
        for one in found:  # of several types that would have been right, the first is named
            where = tuple(part for part in one["loc"] if not _is_branch(part))
            problem = _problem(one, document, path, root, _known(model, one))
            problems.setdefault(where, _with_our_word(problem, one, model))
        return None, list(problems.values())


def salvage(
    document: YamlDocument, model: type[WrittenT], path: str, *, root: Path = (), instead: Mapping[str, Any]
) -> tuple[WrittenT | None, list[Problem]]:
    """What is good of a written thing, and what is not: for finding further mistakes, never for publishing.

    A misspelled key counts as the one it is nearest to. `instead` are values for keys that are missing or wrong.
    """
    value = document.value
    for part in root:
        value = value[part]
    written, problems = validate(document, model, path, root=root)
    problems = [problem for problem in problems if problem.line not in document.mended]
    if written is not None or not isinstance(value, dict):
        return written, problems
    meant = meant_keys(value, model)
    good = {meant.get(key, key): item for key, item in value.items() if meant.get(key, key) in model.model_fields}
    for _ in range(2):
        try:
            return model.model_validate(good), problems
        except ValidationError as error:
            wrong = {str(details["loc"][0]) for details in error.errors() if details["loc"]}
            good = {name: item for name, item in good.items() if name not in wrong}
            good |= {name: instead[name] for name in wrong if name in instead}
    return None, problems


def meant_keys(value: Mapping[str, Any], model: type[Written]) -> dict[str, str]:
    """For each misspelled key of a mapping the one that was meant, if it does not stand there too."""
    missing = [name for name in model.model_fields if name not in value]
    unknown = [str(key) for key in value if key not in model.model_fields]
    found = {key: model.other_words.get(key) or nearest(key, model.model_fields) for key in unknown}
    return {key: name for key, name in found.items() if name in missing}


def _known(model: type[BaseModel], details: ErrorDetails) -> set[str]:
    """The keys that may stand where pydantic found something: those of the model, or of the one inside it."""
    for part in details["loc"][:-1]:
        field = model.model_fields.get(str(part))
        inner = [one for one in _types(field.annotation) if issubclass(one, BaseModel)] if field else []
        model = inner[0] if inner else model
    return set(model.model_fields) | {f.alias for f in model.model_fields.values() if f.alias}


def _types(annotation: Any) -> list[type[Any]]:
    """The classes in an annotation: of `list[A] | None` both `list`'s content and `None`."""
    inner = [one for part in get_args(annotation) for one in _types(part)]
    return inner or ([annotation] if isinstance(annotation, type) else [])


def _is_misspelled(details: ErrorDetails, meant: Mapping[str, str]) -> bool:
    """Whether a key is missing only because it is misspelled: that is one mistake, not two."""
    return details["type"] == "missing" and details["loc"][-1] in meant.values()


def _with_our_word(problem: Problem, details: ErrorDetails, model: type[Written]) -> Problem:
    """An unknown key with ours, where it is another tool's word for it."""
    ours = model.other_words.get(str(details["loc"][-1])) if details["type"] == "extra_forbidden" else None
    return replace(problem, hint=f"did you mean `{ours}`?") if ours else problem


def _with_limits(details: ErrorDetails, model: type[Written]) -> ErrorDetails:
    """A number's allowed range, which pydantic tells only of numbers outside it."""
    field = model.model_fields.get(str(details["loc"][0])) if len(details["loc"]) == 1 else None
    if field is not None and details["type"].startswith(("int", "greater", "less")):
        limits = {name: getattr(item, name) for item in field.metadata for name, _ in _LIMITS if hasattr(item, name)}
        details["ctx"] = limits | (details.get("ctx") or {})
    return details


def _problem(details: ErrorDetails, document: YamlDocument, path: str, root: Path, known: set[str]) -> Problem:
    where = tuple(root) + tuple(part for part in details["loc"] if not _is_branch(part))
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    code, message, hint = _words(details, key, known)
    line, column = document.place(where)
    return Problem(path, line, code, message, hint, column)


def _is_branch(part: str | int) -> bool:
    """Whether a part of pydantic's path names a branch of a union or a wrapper, not a key."""
    return isinstance(part, str) and ("[" in part or part in {"str", "int", "float", "bool", "tuple", "list", "dict"})


def unknown_key(key: str, known: Sequence[str]) -> tuple[str, str]:
    """What is said of a key that nothing here is called, and the hint."""
    if key == "<<":
        return f"a merge key `{key}`", "write out the keys it brings; merge keys are not read"
    return f"the key `{key}` is not known here", did_you_mean(key, known, f"remove it; known keys: {', '.join(known)}")


def _words(details: ErrorDetails, key: str, known: set[str]) -> tuple[str, str, str]:
    """Code, message and hint of one of pydantic's errors."""
    kind, found = details["type"], short(details.get("input"))
    context: dict[str, Any] = details.get("ctx") or {}
    if kind == "extra_forbidden":
        return "unknown-key", *unknown_key(key, sorted(known))
    if kind == "missing":
        return "missing-key", f"the key `{key}` is missing", f"add `{key}: …`"
    if kind.startswith("bool"):
        hint = f"write `{key}: true` or `{key}: false`"
        quoted = details.get("input") in {"true", "false"} if isinstance(details.get("input"), str) else False
        return "bool", f"`{key}` is `{found}`, `true` or `false` was expected", hint + ", without quotes" * quoted
    if kind == "date":
        return (
            "date",
            f"`{key}` is `{found}`, a date as YYYY-MM-DD was expected",
            "write a day that exists, like 2026-11-22",
        )
    if kind == "moment":
        expected = "a date as YYYY-MM-DD, or YYYY-MM-DDTHH:MM with a zone, was expected"
        return (
            "date",
            f"`{key}` is `{found}`, {expected}",
            "write a time that exists, like 2026-11-22 or 2026-11-22T09:00+01:00",
        )
    if kind in {"enum", "literal_error"}:
        values = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        hint = did_you_mean(str(details.get("input")), values, f"use one of {', '.join(values)}")
        return "choice", f"`{key}` is `{found}`, one of {', '.join(values)} was expected", hint
    if not key and kind.startswith(("dict", "model", "mapping")):
        hint = f"write `key: value` lines in its place, with the keys {', '.join(sorted(known))}"
        return "mapping", f"`{found}` is no entry, keys with values were expected", hint
    return _words_of_types(kind, key, found, context)


def _words_of_types(kind: str, key: str, found: str, context: dict[str, Any]) -> tuple[str, str, str]:
    if kind.startswith(("int", "float", "greater", "less", "finite")):
        limits = [f"{name} {context[short]}" for short, name in _LIMITS if short in context]
        number = "a whole number" if kind.startswith("int") or limits else "a number"
        expected = f"{number} {' and '.join(limits)}".strip()
        return (
            "number",
            f"`{key}` is `{found}`, {expected} was expected",
            "write a plain number without quotes",
        )
    if kind == "strings":
        words = short(context.get("words") or "one, two")
        return "list", f"`{key}` is `{found}`, a list of words was expected", f"write `{key}: [{words}]`"
    if kind in {"string_too_long", "too_long"}:
        return "too-long", f"`{key}` has more than {context['max_length']} characters", "shorten it"
    if kind in {"string_too_short", "too_short"}:
        return "empty", f"`{key}` is empty", f"write a text after `{key}:`"
    if kind == "string_pattern_mismatch":
        return (
            "value",
            f"`{key}` is `{found}`, which has signs that can't stand there",
            "write it like `help.example.com`",
        )
    if kind.startswith("string"):
        is_empty = found == short(None)
        hint = f"write a text after `{key}:`, or remove the line" if is_empty else "put the value in quotes"
        return "text", f"`{key}` is `{found}`, text was expected", hint
    if kind.startswith(("dict", "model", "mapping")):
        return (
            "mapping",
            f"`{key}` is `{found}`, keys with values were expected",
            "indent `key: value` lines below it",
        )
    if kind.startswith(("list", "tuple")):
        return "list", f"`{key}` is `{found}`, a list was expected", "write one `- …` a line below it"
    return (
        "value",
        f"`{key}` is `{found}`: {context.get('reason') or context.get('error') or kind}",
        str(context.get("hint", "")),
    )


_LIMITS = (("ge", "of at least"), ("gt", "above"), ("le", "of at most"), ("lt", "below"))


def short(value: object) -> str:
    """A value as YAML would show it, cut to one short line."""
    if value is None:
        return "(nothing)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(short(item) for item in value[:3]) + (", …]" if len(value) > 3 else "]")
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"
