"""The browser's side of search as files under `search/`: the client in one module, and the search box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.browser.bundle import joined, load_module
from helploop.browser.minify import minify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLIENT_MODULES = tuple(
    f"search/{name}" for name in ("tokens", "spare", "ranges", "matching", "shards", "ranking", "client")
)
"""In the order that packs best. One file, so that a phone waits for one answer, not for two in a row."""
INNER = frozenset(
    "accents address ahead alike arrived asked attached backward baseUrl begin beginning bits byte called"
    " character check checked common commonFrom cost costOf cut digits document edge edges end ends exact factor file"
    " first fit folder found head heading held hit hits inHeading inText isClear isCommon isFunction isLast isListed"
    " isOver isSecond isShort isUsual isWide joined key known late left letter level lines list listed lost"
    " matches meant more most moved number only options other own page pages part parts passage phrase piece"
    " places price priceOf raise range rarity read recent rest right room run sections seek seen settle share"
    " slips sought spared spell spelling spellings spot stands stem step sum surface telling term textOf told top total"
    " touched turn weight weights whole wide word words".split()
)
"""Names inside the client that are in no file, no answer and no object of the browser's: they are shipped shorter."""
BOX_INNER = frozenset(
    "after again answer ask attributes before children choose client drawn event hits inPage input list"
    " longest make more most node nodes notes number parent piece place rest result rhythm said sendSignal status tag"
    " texts times values whole".split()
)
"""Names that are only ever the box's own in the modules below."""
BOX_MODULES = (
    "marked",
    "composed",
    *(f"search/{name}" for name in ("hits", "engine", "choice", "view", "box")),
)


def search_assets() -> Mapping[str, bytes]:
    """By their path under `search/`: `client.js`, `box.js`, and `signals.js` for pages of a site that wants signals."""
    return {
        "client.js": client_module(),
        "box.js": minify(joined(_modules(BOX_MODULES)), BOX_INNER).encode(),
        "signals.js": minify(load_module("signals/signals.js")).encode(),
    }


def client_module(*, opened: str = "") -> bytes:
    """The client in one file, as it is shipped; a test may have `opened` names inside, and what they give."""
    text = joined(_modules(CLIENT_MODULES), CLIENT_MODULES[-1])
    if opened:
        return minify(f"{text}export {{ {opened} }};\n").encode()
    return minify(text, INNER).encode()


def _modules(names: Sequence[str]) -> dict[str, str]:
    return {name: load_module(f"{name}.js") for name in names}
