"""What a result shows of a text: whole words, and code that reads from left to right between Arabic letters."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from search.node import needs_node, run_client

MARKED = Path(__file__).parents[2] / "plugins/helploop/browser/marked.js"


def _shown(text: str, *found: str) -> str:
    """A text as it is drawn: isolates as ⦃ and ⦄, what was found in brackets."""
    ranges = [[text.index(word), text.index(word) + len(word)] for word in found]
    script = (
        f"import({str(MARKED.as_uri())!r}).then(({{ marked }}) => process.stdout.write("
        f"marked({text!r}, {ranges}, (name, attributes, inner) => `[${{inner}}]`).join('')))"
    )
    node = shutil.which("node")
    assert node
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    return done.stdout.replace("\u2066", "⦃").replace("\u2069", "⦄")


@needs_node
@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        ("اكتب --lang ar هنا", ["lang"], "اكتب ⦃--[lang] ar⦄ هنا"),
        ("اكتب --language de ترجمة", ["ترجمة"], "اكتب ⦃--language de⦄ [ترجمة]"),
        ("الملف ENTRY هنا", ["ENTRY"], "الملف ⦃[ENTRY]⦄ هنا"),
        ("مثل 2026-11-20-csv-export.de.md. لا", [], "مثل ⦃2026-11-20-csv-export.de.md⦄. لا"),
        ("أضِف languages: [en, ar] إلى", [], "أضِف ⦃languages: [en, ar]⦄ إلى"),
        ("أضِف {tag: de} هنا", [], "أضِف ⦃{tag: de}⦄ هنا"),
        ("ملف _headers هنا", ["headers"], "ملف ⦃_[headers]⦄ هنا"),
        ("الترويسة (front matter) هنا", [], "الترويسة (⦃front matter⦄) هنا"),
        ("في 2026 كان", [], "في 2026 كان"),
        ("write --lang ar here", ["lang"], "write --[lang] ar here"),
    ],
)
def test_code_in_arabic_is_read_as_a_whole_and_keeps_the_blanks_around_it(
    text: str, found: list[str], shown: str
) -> None:
    assert _shown(text, *found) == shown


@needs_node
def test_an_excerpt_never_ends_in_the_middle_of_a_word(tmp_path: Path) -> None:
    texts = [("word " * length + "articles.").strip() for length in range(28, 48)]
    excerpts = run_client(
        tmp_path, "return data.map((text) => client.excerptOf(text, []).excerpt);", texts, exports="excerptOf"
    )
    assert {excerpt.removesuffix(" …").rpartition(" ")[2] for excerpt in excerpts} <= {"word", "articles."}
    assert all(excerpt.endswith((" …", "articles.")) for excerpt in excerpts)
