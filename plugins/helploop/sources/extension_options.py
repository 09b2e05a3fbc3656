"""The options of Markdown extensions, tried on the extension itself: which one it refuses, and why."""

from __future__ import annotations

import json
import warnings
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from helploop.model.python_names import TRUSTED, names_in, resolved
from helploop.model.spelling import did_you_mean
from helploop.sources.validate import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: A little of all that extensions look for: some refuse an option only when they use it.
_SAMPLE = (
    "# A\n\nText :smile: ==a== ++ctrl++ [[a]] *[b]: c\n\n- [ ] d\n\n```python\ne\n```\n\n[TOC]\n\n[^f]\n\n[^f]: g\n"
)
#: What an extension says that can't use a value. Files that are not there, and the like, are said by the build.
_REFUSALS = (TypeError, ValueError, AttributeError, LookupError)


class Refusal(NamedTuple):
    """What an extension refuses: the `option`, where it is known, a message and the fix."""

    option: str
    message: str
    hint: str


def find_refusals(name: str, options: Mapping[str, Any]) -> list[Refusal]:
    """What an extension refuses of its options. Those with names of packages we don't import are not tried."""
    return list(_find_refusals(name, json.dumps(options, sort_keys=True, default=str)))


@lru_cache(maxsize=64)
def _find_refusals(name: str, written: str) -> Sequence[Refusal]:
    """The same of options as JSON: a command reads its configuration several times."""
    options: dict[str, Any] = json.loads(written)
    if not all(each.startswith(TRUSTED) for each in names_in(options)):
        return []
    if missing := list(_missing_names(name, options)):
        return missing
    values: dict[str, Any] = resolved(options, import_module)
    error = _error(name, values)
    if error is None or _error(name, {}) is not None:  # what fails without options too is no fault of theirs
        return []
    alone = [(option, _error(name, {option: value})) for option, value in values.items()]
    if found := [_refused(name, option, options[option], why) for option, why in alone if why]:
        return found
    hint = f"correct its options, which the documentation of `{name}` lists"
    return [Refusal("", f"the extension `{name}` can't use its options together: {_reason(error)}", hint)]


def _missing_names(name: str, options: Mapping[str, Any]) -> Iterator[Refusal]:
    for option, value in options.items():
        try:
            resolved(value, import_module)
        except (ImportError, AttributeError):
            missing = ", ".join(f"`{each}`" for each in names_in(value))
            message = f"the option `{option}` of the extension `{name}` names {missing}, which is not there"
            yield Refusal(option, message, "correct the name, or install its package")


def _refused(name: str, option: str, value: Any, error: Exception) -> Refusal:
    known = _defaults(name)
    if isinstance(error, KeyError) and option not in known:
        hint = did_you_mean(option, known, f"remove it; the documentation of `{name}` lists its options")
        return Refusal(option, f"the extension `{name}` has no option `{option}`", hint)
    message = f"the extension `{name}` can't use `{short(value)}` as its `{option}`: {_reason(error)}"
    default = known.get(option)
    is_plain = isinstance(default, (str, int, float, bool)) and default != ""
    return Refusal(
        option, message, f"correct it; its default is `{short(default)}`" if is_plain else "correct or remove it"
    )


def _reason(error: Exception) -> str:
    """The first line of what it says, and of what kind it is."""
    said = (str(error).splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _defaults(name: str) -> Mapping[str, Any]:
    """The options that an extension knows, with their defaults."""
    from markdown import Markdown  # noqa: PLC0415 - for few sites

    try:
        found = Markdown().build_extension(name, {}).getConfigs()
    except Exception:  # noqa: BLE001 - other people's code
        return {}
    return {option: value for option, value in found.items() if not option.startswith("_")}


def _error(name: str, options: Mapping[str, Any]) -> Exception | None:
    """Why an extension can't be used with options, by itself."""
    from markdown import Markdown  # noqa: PLC0415 - for few sites

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            made = Markdown(extensions=[name], extension_configs={name: dict(options)})
        except Exception as error:  # noqa: BLE001 - other people's code: each refuses in its own way
            return error
        try:
            made.convert(_SAMPLE)
        except _REFUSALS as error:
            return error
        except Exception:  # noqa: BLE001 - as above
            return None
    return None
