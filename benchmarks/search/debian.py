"""More real help centers, out of Debian packages: unpacked with `dpkg -x`, never installed, never committed.

`gnome-user-docs` is GNOME's help (Mallard pages, one folder a language); `libreoffice-help-*` holds the how-to pages of
LibreOffice (HTML). Nothing here was looked at when the ranking was made for the languages in `HELD_OUT`.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree, html

from benchmarks.search.known_items import known_items
from benchmarks.search.sets import Corpus
from helploop.model.body import Section
from helploop.model.search_document import SearchDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

GNOME = "ca cs de es fr hr hu id ko pl pt_BR pt ru sr sv uk".split()
LIBREOFFICE = "el it ja tr zh-cn zh-tw".split()
HELD_OUT = frozenset("cs es fr hu id pl sv it zh-Hans tr pt hr".split())
TAGS = {"pt_BR": "pt-BR", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
SEED = 20261127


def debian_corpora(cache: Path, seed: int = SEED) -> Iterator[Corpus]:
    """One corpus a language of each help center, with queries made for it."""
    gnome = _unpacked("gnome-user-docs", cache)
    for language in GNOME:
        pages = sorted((gnome / "usr/share/help" / language / "gnome-help").glob("*.page"))
        documents = (_mallard(path, TAGS.get(language, language)) for path in pages)
        yield _corpus("gnome", TAGS.get(language, language), documents, seed)
    for language in LIBREOFFICE:
        folder = _unpacked(f"libreoffice-help-{language}", cache)
        pages = sorted(folder.glob("usr/share/libreoffice/help/*/text/s[cwh]*/guide/*.html"))
        documents = (_page(path, TAGS.get(language, language)) for path in pages)
        yield _corpus("libreoffice", TAGS.get(language, language), documents, seed)


def _corpus(name: str, language: str, documents: Iterator[SearchDocument], seed: int) -> Corpus:
    kept = tuple(document for document in documents if document.title and document.sections)
    return Corpus(name, language, kept, tuple(known_items(kept, seed)))


def _unpacked(package: str, cache: Path) -> Path:
    folder = cache / package
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as temporary:
            subprocess.run(["apt-get", "download", "-qq", package], cwd=temporary, check=True)
            (archive,) = Path(temporary).glob("*.deb")
            subprocess.run(["dpkg", "-x", archive, folder], check=True)
    return folder


def _mallard(path: Path, language: str) -> SearchDocument:
    root = etree.parse(path, etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)).getroot()
    for info in root.xpath("//*[local-name()='info' or local-name()='media' and not(*)]"):
        info.getparent().remove(info)
    title = root.find("{*}title")
    sections = [Section("", "", _text(child for child in root if not _is(child, "title", "section")))]
    for section in root.iterfind("{*}section"):
        head = section.find("{*}title")
        rest = _text(child for child in section if child is not head)
        sections.append(Section(section.get("id", ""), _text([head]) if head is not None else "", rest))
    return _document(path.stem, language, "" if title is None else _text([title]), sections)


def _page(path: Path, language: str) -> SearchDocument:
    area = html.parse(path).getroot().get_element_by_id("DisplayArea")
    sections: list[tuple[str, list[str]]] = [("", [])]
    title = ""
    for element in area.iter("h1", "h2", "p", "pre"):
        text = " ".join(element.text_content().split())
        if element.tag == "h1" and not title:
            title = text
        elif element.tag in ("h1", "h2"):
            sections.append((text, []))
        else:
            sections[-1][1].append(text)
    cut = [Section(f"s{n}" if n else "", head, "\n".join(lines)) for n, (head, lines) in enumerate(sections)]
    return _document("-".join((*path.parts[-3:-2], path.stem)), language, title, cut)


def _document(name: str, language: str, title: str, sections: list[Section]) -> SearchDocument:
    filled = tuple(section for section in sections if section.text.strip())
    return SearchDocument(id=name, url=f"{name}/", title=title, language=language, sections=filled)


def _is(element: etree._Element, *names: str) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname in names


def _text(elements: object) -> str:
    return " ".join(" ".join(" ".join(element.itertext()).split()) for element in elements)  # type: ignore[attr-defined]
