"""Makes `baseline.json` from MDN's browser-compat-data (public domain): `python tests/baseline/make.py data.json`.

`data.json` is in the npm package `@mdn/browser-compat-data`. What goes in: the words of CSS that every browser of BASELINE
knows, the values it does not know of properties it knows, and the names in JavaScript that none of their things has.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

#: The oldest browsers we promise: spring of 2023, and the last Firefox for Windows 7 and 8.
BASELINE = {"chrome": 111, "safari": 16.4, "safari_ios": 16.4, "firefox": 115}
HERE = Path(__file__).parent


def is_known(feature: dict) -> bool:
    """Whether every browser of the baseline has it, under this name and without a switch."""
    support = feature["__compat"]["support"]
    return all(any(map(version_fits(oldest), as_list(support.get(name)))) for name, oldest in BASELINE.items())


def as_list(statement: object) -> list[dict]:
    return statement if isinstance(statement, list) else [statement] if isinstance(statement, dict) else []


def version_fits(oldest: float):
    def fits(statement: dict) -> bool:
        version = str(statement.get("version_added") or "").lstrip("≤")
        hidden = statement.keys() & {"flags", "prefix", "alternative_name", "version_removed"}
        return not hidden and bool(re.match(r"\d", version)) and float(".".join(version.split(".")[:2])) <= oldest

    return fits


def features(tree: dict, path: str = "") -> Iterator[tuple[str, dict]]:
    for name, below in tree.items():
        if name == "__compat" or not isinstance(below, dict):
            continue
        if "__compat" in below:
            yield f"{path}{name}", below
        yield from features(below, f"{path}{name}.")


def names(tree: dict) -> list[str]:
    return sorted(path for path, feature in features(tree) if "." not in path and is_known(feature))


def unknown_values(properties: dict) -> list[str]:
    pairs = [
        path.split(".") for path, feature in features(properties) if path.count(".") == 1 and not is_known(feature)
    ]
    words = [f"{name}: {value}" for name, value in pairs if re.fullmatch("[a-z-]+", value)]
    return sorted(pair for pair in words if is_known(properties[pair.split(":")[0]]))


def newer_members(data: dict) -> list[str]:
    """Names of things and of their parts of which nothing the baseline knows has the same."""
    known, newer = set(), set()
    for tree in (data["api"], data["javascript"]["builtins"]):
        for path, feature in features(tree):
            name = path.split(".")[-1].removesuffix("_static")
            if re.fullmatch(r"\w+", name) and not re.search("_(?!_)", name):
                (known if is_known(feature) else newer).add(name)
    return sorted(newer - known)


def baseline_of(data: dict) -> dict[str, list[str]]:
    css = data["css"]
    parts = {
        path.split(".")[-1]: feature for tree in (css["properties"], css["types"]) for path, feature in features(tree)
    }
    return {
        "properties": names(css["properties"]),
        "newer values": unknown_values(css["properties"]),
        "selectors": names(css["selectors"]),
        "rules": names(css["at-rules"]),
        "media": names(css["at-rules"]["media"]),
        "functions": sorted(name for name, feature in parts.items() if is_known(feature)),
        "newer members": newer_members(data),
    }


if __name__ == "__main__":
    found = baseline_of(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(' '.join(found[key]) if key != 'newer values' else found[key])}"
        for key in found
    )
    (HERE / "baseline.json").write_text(f"{{\n{lines}\n}}\n", "utf-8")
