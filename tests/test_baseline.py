"""What the browsers we promise don't know is not shipped, or stands here with what a reader gets without it.

The browsers are those of `baseline/make.py`: Chrome and Edge 111, Safari 16.4, Firefox 115. `baseline/baseline.json` says what they know.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import helploop.browser
import helploop.theme
from helploop.outputs.widget import widget_assets

KNOWN = json.loads((Path(__file__).parent / "baseline" / "baseline.json").read_text("utf-8"))
FOLDERS = (
    Path(helploop.browser.__file__).parent,
    Path(helploop.theme.__file__).parent / "assets",
    Path(__file__).parents[1] / "docs" / "demo",
)
SHEETS = {path.name: path for folder in FOLDERS for path in sorted(folder.rglob("*.css"))}
MODULES = {path.name: path for folder in FOLDERS for path in sorted(folder.rglob("*.js"))}

#: Newer words in stylesheets, and what is seen where they are not known.
KINDLY = {
    "-webkit-box-decoration-break": "Chrome's and Safari's own name, which they need",
    "box-decoration-break": "stands behind their own name",
    "-webkit-font-smoothing": "letters are a little bolder",
    "-webkit-text-size-adjust": "Safari's own name, which it needs",
    "text-size-adjust": "only phones change the size of letters",
    "-webkit-user-select": "Safari's own name, which it needs",
    "user-select": "stands behind Safari's own name",
    "accent-color": "boxes have the browser's colour",
    "content-visibility": "the script opens for paper what is closed",
    "details-content": "the same",
    "forced-color-adjust": "what is current has its weight and its border",
    "-webkit-mask-image": "Chrome's own name, which it needs",
    "mask-image": "stands behind Chrome's own name",
    "scrollbar-gutter": "hits move a little when a scroll bar comes",
    "overscroll-behavior": "the page behind scrolls along",
    "resize": "a phone needs no handle",
    "scrollbar-width": "a scroll bar is wider",
    "text-wrap": "lines break where they did before",
    "scripting": "the sign for a key stays, which does nothing without scripts",
    "-webkit-search-cancel-button": "Firefox has no such button",
    "-webkit-details-marker": "the others have list-style",
    "has": "each alone in its rule: a second field or link, or dots before boxes to tick",
    "selection": "the browser's own colours",
    "break-after: avoid": "a heading may end a page",
    "cursor: help": "the text is there all the same",
    "cursor: pointer": "a phone has no pointer",
    "cursor: zoom-in": "the same",
    "cursor: zoom-out": "the same",
    "float: inline-start": "the question stands above its buttons",
    "font-family: ui-monospace": "the next of the list is taken",
    "text-align: match-parent": "stands behind Chrome's own name",
    "text-decoration: dotted": "the browser has its own line below abbreviations",
    "word-break: auto-phrase": "lines break between any two signs",
}

#: Newer names in modules, and the text that asks first whether the browser has them.
ASKED = {
    "checkVisibility": "each.checkVisibility?.() ?? true",
    "createPolicy": "window.trustedTypes?.createPolicy(",
    "createScriptURL": "window.trustedTypes?.createPolicy(",
    "connection": "navigator.connection?.saveData",
    "currentCSSZoom": "root.currentCSSZoom ?? 1",
    "saveData": "navigator.connection?.saveData",
    "keepalive": '"keepalive" in Request.prototype',
    "requestIdleCallback": "globalThis.requestIdleCallback ? requestIdleCallback(then) : setTimeout",
    "scheduler": "globalThis.scheduler?.yield?.()",
    "showPopover": "dock.showPopover?.()",
    "trustedTypes": "window.trustedTypes?.createPolicy(",
    "yield": "globalThis.scheduler?.yield?.()",
}

#: Our own names that something new has, too.
OURS = set(
    "address changed check day draw element first forget icon lines node number opened phrase range results role run s seek"
    " share tag token touched turn".split()
)

_SYNTAX = {
    "a regular expression of sets": r"/[gimsuy]*v[gimsuy]*(?=[;,.)\]\s])(?<=[/gimsuy]v)",
    "flags inside a regular expression": r"\(\?[ims]*-?[ims]+:",
    "attributes of an import": r"\bimport\b[^;]*\bwith\s*\{",
    "using": r"\b(?:await )?using \w+ =",
    "a decorator": r"^\s*@\w+",
    "import of a phase": r"\bimport (?:defer|source)\b",
}


def words_of(sheet: str) -> set[tuple[str, str]]:
    """What a stylesheet asks for: (kind, word)."""
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", sheet, flags=re.DOTALL)
    found = {("rules", word) for word in re.findall(r"@(?!-)([a-z-]+)", text)}
    found |= {
        ("media", word)
        for query in re.findall(r"@media([^{]+)", text)
        for word in re.findall(r"\((?:min-|max-)?([a-z-]+)", query)
    }
    bare = re.sub(r"@[a-z-]+[^{;]*", "", text)
    found |= {("functions", word) for word in re.findall(r"(?<![:\w-])([a-z-]+)\(", bare)}
    for selector, block in re.findall(r"([^{}]+)\{([^{}]*)\}", bare):
        found |= {("selectors", word) for word in re.findall(r":([a-z-]+)", selector)}
        for name, value in re.findall(r"(?:^|;)\s*(-?[a-z][a-z-]*)\s*:([^;]+)", block):
            found.add(("properties", name))
            found |= {("newer values", f"{name}: {word}") for word in re.findall(r"(?<![\w-])[a-z-]+(?![\w(-])", value)}
    return found


def is_newer(kind: str, word: str) -> bool:
    if kind == "newer values":
        return word in KNOWN[kind]
    return word not in KNOWN[kind].split()


def newer_words(sheet: str) -> set[str]:
    return {word for kind, word in words_of(sheet) if is_newer(kind, word)}


def newer_names(module: str) -> set[str]:
    """Names after a dot, of things that are made or asked, and of syntax."""
    code = re.sub(r"^\s*(?://|\*|/\*).*$|\s// .*$", "", module, flags=re.MULTILINE)
    used = re.findall(r"\.(\w+)|\bnew (\w+)|\b([A-Z]\w+)(?=\.)|(?<![.\w])(\w+)\(|\"(\w+)\" in ", code)
    names = {name for each in used for name in each} & set(KNOWN["newer members"].split()) - OURS
    return names | {what for what, pattern in _SYNTAX.items() if re.search(pattern, code, re.MULTILINE)}


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_asks_for_nothing_new_without_a_kind_way_down(name: str) -> None:
    assert newer_words(SHEETS[name].read_text("utf-8")) - KINDLY.keys() == set()


def test_every_kindness_is_needed() -> None:
    used = set().union(*(newer_words(path.read_text("utf-8")) for path in SHEETS.values()))
    assert KINDLY.keys() - used == set()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_asks_whether_something_new_is_there(name: str) -> None:
    text = MODULES[name].read_text("utf-8")
    assert {new for new in newer_names(text) if ASKED.get(new, "not asked for") not in text} == set()


def test_a_rule_with_a_newer_selector_holds_no_other() -> None:
    """A browser that does not know one selector of a list drops the whole rule."""
    for path in SHEETS.values():
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"([^{}]+)\{", text):
            outside = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", selector)
            newer = [word for word in re.findall(r":([a-z][a-z-]*)", outside) if is_newer("selectors", word)]
            assert not newer or "," not in outside, selector


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        ("p { color: light-dark(red, blue); }", {"light-dark"}),
        ("p { anchor-name: --x; text-wrap: balance; }", {"anchor-name", "text-wrap"}),
        ("p:open::details-content { color: red; }", {"open", "details-content"}),
        ("@scope (p) { a { color: red; } }", {"scope"}),
        ("@media (scripting: none) { p { margin: 0 auto; } }", {"scripting"}),
        ("p { color: color-mix(in oklab, red, blue); inset-inline: 0; }", set()),
    ],
)
def test_what_is_newer_in_a_sheet_is_seen(sheet: str, found: set[str]) -> None:
    assert newer_words(sheet) == found


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("Promise.withResolvers();", {"withResolvers"}),
        ("new URLPattern(x);", {"URLPattern"}),
        ("new Set(a).union(b);", {"union"}),
        ("new Intl.Segmenter(tag);", {"Segmenter"}),
        ("text.replace(/[a&&b]/gv, x);", {"a regular expression of sets"}),
        ('import data from "./x.json" with { type: "json" };', {"attributes of an import"}),
        ("const last = list.findLast((x) => x / 2); // by withResolvers()", set()),
    ],
)
def test_what_is_newer_in_a_module_is_seen(module: str, found: set[str]) -> None:
    assert newer_names(module) == found


def test_the_widget_says_nothing_where_a_colour_is_empty() -> None:
    """An empty property needs its blank: without one, older browsers take the whole declaration for a mistake."""
    for name, content in widget_assets().items():
        assert not re.search(rb"--(?:day|night):[;}]", content), name
    assert b"--night: ;" in widget_assets()["widget.js"]
