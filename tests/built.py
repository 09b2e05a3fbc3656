"""A built site as tests look at it: its pages parsed, its links followed."""

from __future__ import annotations

import contextlib
import io
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from helploop.mkdocs_plugins.host import main as host
from helploop.pipeline.audit import watch_of
from helploop.pipeline.build import build_site
from helploop.pipeline.output import NOTHING, Last, Output
from trees import read_tree

if TYPE_CHECKING:
    from helploop.model.problem import Problem
    from helploop.pipeline.checked import Checked, Tools

#: Elements without content (HTML standard, 13.1.2).
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Page(HTMLParser):
    """One page: every element with its attributes, the ids, and the text."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def __hash__(self) -> int:
        return hash(self.html)

    @cached_property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of every element of a tag that has these attributes with these values."""
        return [
            found for name, found in self.elements if name == tag and all(found.get(k) == v for k, v in wanted.items())
        ]


class BuiltSite:
    """A folder of pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages: dict[str, Page] = {}

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        return read_tree(self.folder)

    @cached_property
    def pages(self) -> list[str]:
        """The paths of all pages but the one for lost visitors and the redirects."""
        return [
            path
            for path, content in self.files.items()
            if path.endswith(".html") and b'http-equiv="refresh"' not in content
        ]

    def page(self, path: str) -> Page:
        """A page by its file's path or its address."""
        name = path if path.endswith(".html") else f"{path}index.html"
        if name not in self._pages:
            self._pages[name] = Page(self.files[name].decode())
        return self._pages[name]

    def file_of(self, page: str, href: str) -> tuple[str, str]:
        """The file and the anchor that a link on a page leads to."""
        parts = urlsplit(urljoin(f"https://site.example/{page}", href))
        path = unquote(parts.path).lstrip("/")
        return (f"{path}index.html" if path.endswith("/") or not path else path), unquote(parts.fragment)


def build(root: Path, site: Path) -> tuple[int, str]:
    """Build a project into a folder, as the host does; the exit code and what was reported."""
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(printed):
        code = host(["build", "--config", str(root / "mkdocs.yml"), "--site-dir", str(site)])
    return code, printed.getvalue()


def render_site(root: Path, checked: Checked, tools: Tools) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Every file of a checked project, and what was wrong with them."""
    with tempfile.TemporaryDirectory() as folder:
        files, problems, _ = take_over(root, checked, tools, Path(folder))
    return files, problems


def take_over(
    root: Path, checked: Checked, tools: Tools, folder: Path, last: Last = NOTHING
) -> tuple[dict[str, bytes], tuple[Problem, ...], Last]:
    """The same in a folder that stays, with what did not change taken over from the last one."""
    output = Output(folder, watch_of(checked.site), last)
    build_site(root, checked, tools, output)
    files = BuiltSite(folder).files
    assert files.keys() == output.record.keys()
    return files, output.problems, Last(str(folder), output.record, output.watched)
