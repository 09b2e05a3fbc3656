"""Our texts, found in templates and code, and the catalogs that translate them: read, compared, written."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).parent.parent

#: The names of what translates, in templates and in code (`strings.text(...)`, `N_(...)`).
TEMPLATE_CALLS = ("t", "n")
CODE_CALLS = ("text", "plural", "N_")
_PLURAL = frozenset({"n", "plural"})


@dataclass(frozen=True, order=True, slots=True)
class Text:
    """A text to translate: its English, the plural when it counts something, and a file that uses it."""

    one: str
    many: str = ""
    path: str = ""


def find_texts(root: Path = PACKAGE) -> tuple[Text, ...]:
    """Every text of ours, once, sorted."""
    found: dict[tuple[str, str], Text] = {}
    for path in sorted([*root.glob("theme/**/*.html"), *root.glob("outputs/**/*.py")]):
        for one, many in _texts_in(path):
            found.setdefault((one, many), Text(one, many, path.relative_to(root).as_posix()))
    return tuple(sorted(found.values()))


def _texts_in(path: Path) -> Iterator[tuple[str, str]]:
    for name, texts in _template_calls(path) if path.suffix == ".html" else _code_calls(path):
        if name in _PLURAL and len(texts) > 1:
            yield texts[0], texts[1]
        elif name not in _PLURAL and texts:
            yield texts[0], ""


def _template_calls(path: Path) -> Iterator[tuple[str, list[str]]]:
    with path.open("rb") as file:
        for _, name, arguments, _ in babel_extract(file, TEMPLATE_CALLS, (), {"silent": "false"}):
            yield name, _strings(arguments)


def _code_calls(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Calls of `name(...)` and `thing.name(...)`. Babel's own reader takes a parameter named `text` for a call."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in CODE_CALLS:
                yield name, _strings([getattr(argument, "value", None) for argument in node.args])


def _strings(arguments: object) -> list[str]:
    """The literal texts a call begins with."""
    given = [arguments] if isinstance(arguments, str) else arguments
    found = []
    for argument in given if isinstance(given, (list, tuple)) else ():
        if not isinstance(argument, str) or not argument:
            break
        found.append(argument)
    return found


def catalog_paths() -> tuple[Path, ...]:
    """All catalogs, by name."""
    return tuple(sorted((PACKAGE / "locales").glob("*/LC_MESSAGES/helploop.po")))


def load_catalog(path: Path) -> Catalog:
    """A catalog as it stands in its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def translation_of(catalog: Catalog, text: Text) -> tuple[str, ...]:
    """The translations of a text, one for each plural form; empty texts where there are none."""
    message = catalog.get(text.one)
    count = catalog.num_plurals if text.many else 1
    written = message.string if message else ""
    forms = [str(form or "") for form in (written if isinstance(written, (tuple, list)) else [written])]
    return tuple(forms[place] if place < len(forms) else "" for place in range(count))


def untranslated(catalog: Catalog, texts: Iterable[Text]) -> list[Text]:
    """The texts a catalog lacks, in whole or in one of their forms."""
    return [text for text in texts if not all(translation_of(catalog, text))]


def render_catalog(catalog: Catalog, texts: Iterable[Text]) -> str:
    """A catalog's file with exactly these texts, sorted: no dates, no places."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {str(catalog.locale).replace("_", "-")}\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {catalog.plural_forms}\\n"',
    ]
    for text in texts:
        forms = translation_of(catalog, text)
        lines += ["", f"msgid {_quoted(text.one)}"]
        if text.many:
            lines.append(f"msgid_plural {_quoted(text.many)}")
            lines += [f"msgstr[{place}] {_quoted(form)}" for place, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(forms[0])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
