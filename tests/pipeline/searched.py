"""Random documents, what changes in them, and the index that is wanted of them."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from helploop.model.body import Section
from helploop.model.search_document import DocumentKind, SearchDocument
from helploop.pipeline.output import key_of
from helploop.pipeline.search_counted import count_document, read_counted
from helploop.pipeline.search_index import Wanted, index_files
from helploop.pipeline.search_store import Store
from helploop.search.parts import text_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from helploop.pipeline.search_counted import Counted

WORDS = [
    *("use using used user export exported exports running runs ran café cafe naïve naive re-use e-mail".split()),
    *("daten export datenexport rechnung rechnungen adresse rechnungsadresse haus häuser hausboot boot kopf".split()),
    *("ein eine der die das in und kopfhaus bootshaus 3.11 C# .NET 日本語 索引 ภาษาไทย ไทย 한국어 💡 تصدير".split()),
]
SYNONYMS = (("daten export", "sichern"), ("rechnung", "faktura", "unbekanntes wort"))
Documents = dict[str, SearchDocument]


def document(random: Random, name: str) -> SearchDocument:
    vocabulary = [*WORDS, *(f"{random.choice('bdgkm')}{random.choice('aeio')}{n}" for n in range(40))]

    def text(most: int) -> str:
        return " ".join(random.choices(vocabulary, k=random.randint(0, most)))

    return SearchDocument(
        id=name,
        url=f"{name}/",
        title=text(4),
        language=random.choice(["de", "de", "en"]),
        kind=random.choice([DocumentKind.ARTICLE, DocumentKind.ARTICLE, DocumentKind.ENTRY]),
        keywords=tuple(text(2).split()),
        sections=tuple(Section(f"s{n}", text(3), text(random.choice([3, 200]))) for n in range(random.randint(0, 3))),
    )


def change(random: Random, documents: Documents) -> None:
    """Edits, renames, new pages and deletions."""
    for _ in range(random.randint(1, 3)):
        names = sorted(documents)
        act = random.choice(["edit", "edit", "word", "add", "drop", "rename"])
        name = random.choice(names) if names else "first"
        if act == "add" or not names:
            documents[f"n{random.randrange(10**6)}"] = document(random, f"n{random.randrange(10**6)}")
        elif act == "edit":
            documents[name] = document(random, documents[name].id)
        elif act == "word":
            old = documents[name]
            documents[name] = replace(old, title=f"{old.title} {random.choice(WORDS)}")
        elif act == "drop":
            del documents[name]
        else:
            documents[f"r{random.randrange(10**6)}"] = documents.pop(name)


def wanted(documents: Documents, language: str, synonyms: object = SYNONYMS) -> Wanted:
    by_key = {sha256(repr(each).encode()).hexdigest(): each for each in documents.values()}
    names = {(str(each.kind), each.id, each.language): key for key, each in by_key.items()}

    def load(keys: Sequence[str]) -> Iterator[tuple[str, Sequence[Counted]]]:
        return ((key, read_counted(count_document(by_key[key], language))) for key in keys)

    return Wanted(language, names, synonyms, load, lambda key: text_parts(by_key[key]))


def contents(store: Store, want: Wanted) -> Mapping[str, bytes]:
    files = list(index_files(store, "stamp", want))
    made = {file.path: file.content() for file in files}
    assert {file.path: file.key for file in files} == {path: key_of(content) for path, content in made.items()}
    return made
