"""The templates, ready to render: an autoescaping Jinja environment per language.

A `Theme` is made from plain values, so that every worker process, also on another machine, can make its own.
"""

from __future__ import annotations

from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import helploop.theme
from helploop.model.errors import OwnCodeError
from helploop.outputs.pages.assets import asset_names
from helploop.outputs.pages.compiled import Compiled
from helploop.outputs.pages.dress import dressed
from helploop.outputs.pages.own_templates import OwnTemplates, own_fault
from helploop.outputs.strings import LOCALES, strings_for
from helploop.theme.icons import icon_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from helploop.outputs.pages.shell import Shell

Value = TypeVar("Value")

#: Our own templates; a site's own stand before them and win.
TEMPLATES = Path(helploop.theme.__file__).parent / "templates"


class Theme:
    """Renders templates in a page's language. `overrides` are a site's own templates: names and texts."""

    def __init__(self, overrides: tuple[tuple[str, str], ...] = ()) -> None:
        self.overrides = overrides
        # A template that extends one of a site's own is compiled with it in mind: such code is kept nowhere.
        self._compiled = Compiled(None if overrides else TEMPLATES)
        self._environments: dict[str, Environment] = {}
        self._parts: dict[tuple[object, ...], Markup] = {}
        self._fixed: dict[Hashable, Any] = {}
        self._fingerprint = ""

    def environment(self, language: str) -> Environment:
        """A language's environment: `t`, `n`, `date`, `number`, `icon` and `asset` are known everywhere."""
        if language not in self._environments:
            self._environments[language] = self._make(language)
        return self._environments[language]

    def _make(self, language: str) -> Environment:
        environment = Environment(
            loader=ChoiceLoader([OwnTemplates(dict(self.overrides)), FileSystemLoader(str(TEMPLATES))]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=self._compiled,
        )
        strings = strings_for(language)
        environment.filters["body"] = partial(dressed, strings=strings)
        environment.globals |= {
            "t": strings.text,
            "n": strings.plural,
            "date": strings.date,
            "number": strings.number,
            "icon": _icon,
            "asset": asset_names().__getitem__,
            "part": self.part,
            "strings_for": strings_for,
        }
        return environment

    def part(self, template: str, shell: Shell) -> Markup:
        """A part that is the same on all pages of one kind and depth, like the header: rendered once."""
        key = (template, shell.frame, shell.root, shell.kind, shell.styles, shell.scripts)
        if key not in self._parts:
            self._parts[key] = Markup(self._text(template, shell, {}))  # noqa: S704 - our own
        return self._parts[key]

    def fixed(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What somebody has put together of such parts, once."""
        known: Value | None = self._fixed.get(key)
        if known is None:
            known = self._fixed[key] = make()
        return known

    def render(self, template: str, shell: Shell, **values: object) -> str:
        """A template's text. It sees `shell`, `frame` (the shell's), and the values by their names."""
        return self._text(template, shell, values)

    def _text(self, template: str, shell: Shell, values: Mapping[str, object]) -> str:
        environment = self.environment(shell.frame.language)
        try:
            return environment.get_template(template).render(shell=shell, frame=shell.frame, **values)
        except OwnCodeError:
            raise
        except Exception as error:
            if self.overrides and (fault := own_fault(error, environment, TEMPLATES)):
                raise fault from error
            raise

    def fingerprint(self) -> str:
        """Changes with every template, every asset and every catalog: what a cache of pages has to key on."""
        if not self._fingerprint:
            self._fingerprint = self._digest()
        return self._fingerprint

    def _digest(self) -> str:
        digest = sha256("\n".join(sorted(asset_names().values())).encode())
        digest.update(repr(self.overrides).encode("utf-8", "surrogatepass"))
        for root in (TEMPLATES, LOCALES):
            for path in sorted(root.rglob("*")):
                if path.suffix in {".html", ".po", ".svg"}:
                    digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()


@lru_cache(maxsize=512)
def _icon(name: str) -> Markup:
    """A picture of ours as inline SVG, hidden from screen readers: the words beside it say the same."""
    return Markup(icon_svg(name))  # noqa: S704 - drawn by us, from our own files
