"""Whether HTML could act in a browser: read by html5lib, as browsers read it, and held against a list of our own.

The list is written here a second time on purpose: a hole in the list of the cleaner is no hole in this one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator

HTML = "{http://www.w3.org/1999/xhtml}"
#: Elements that only show. Whatever is not here is taken for one that acts.
QUIET = frozenset(
    """
    a abbr address audio b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p picture pre q rp rt ruby s samp
    section small source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var
    video wbr
    """.split()
)
#: Attributes that hold an address a browser goes to.
ADDRESSES = frozenset("href src poster cite action formaction data background longdesc ping manifest icon".split())
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
#: Attributes that act by themselves.
_ACTS = re.compile(r"^(on.*|style|srcdoc|formaction|action|ping|xmlns.*|xlink.*|form|is|nonce|http-equiv)$", re.DOTALL)
#: What browsers take out of an address before they look at its scheme (URL standard, 4.4).
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.\-]*):")


def check_quiet(html: str) -> None:
    """No element, attribute or address acts, also when a browser writes the page out and reads it again."""
    for _ in range(2):
        tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
        found = list(_active(tree))
        assert found == [], f"{found} in {html[:400]!r}"
        html = _written(tree)


def _active(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield "a comment"
            continue
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if not element.tag.startswith(HTML) or element.tag.removeprefix(HTML) not in QUIET:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if _ACTS.match(str(name).lower()):
                yield f"{name}={value[:40]}"
            if str(name).lower() in ADDRESSES and not is_quiet_address(value):
                yield f"{name}={value[:40]}"


def is_quiet_address(value: str) -> bool:
    """Whether a browser that follows it leaves or stays, and runs nothing."""
    scheme = _SCHEME.match(_IGNORED.sub("", _IGNORED.sub("", value)))
    return scheme is None or scheme[1].lower() in SCHEMES


def _written(tree: Element) -> str:
    walker = html5lib.getTreeWalker("etree")
    made = html5lib.serializer.HTMLSerializer(
        omit_optional_tags=False, quote_attr_values="always", escape_lt_in_attrs=True, resolve_entities=False
    )
    return "".join(made.serialize(walker(tree)))
