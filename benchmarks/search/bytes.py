"""Bytes over the wire until the first results stand: `python -m benchmarks.search.bytes [--pages FILE] [--sizes 200 1000]`.

The shipped client runs in node over the files of an index. Each file counts as `gzip -9` makes it, once a reader: `cold` has
client, box, header and all a first query asks for; `further` what the next query asks for besides. A *round* is all that is asked
for while nothing arrives, after client and header, which the box fetches side by side. `--pages` names a JSON list of
`[id, title, [[heading, text], ...]]`: any real English pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.assets import search_assets
from helploop.search.index import index_files
from helploop.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"
QUESTIONS = HERE.parents[2] / "shared" / "data" / "xquad" / "xquad-dev.json"
HEAD = """# What a search fetches

kB of gzip -9 files, client and box included in *cold* (`python -m benchmarks.search.bytes`); *further* is the next query of
the same reader. Each query asks for eight results, as the box does. Each: mean, 95 of 100, most. Rounds are serial, after client and header.

| corpus | language | pages | queries | cold | further | rounds, most | files | header | word shards | dictionary | texts |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


class Set(NamedTuple):
    """Documents, and queries of one kind."""

    name: str
    language: str
    documents: Sequence[SearchDocument]
    queries: Mapping[str, Sequence[str]]


def questions(languages: Sequence[str], most: int) -> Iterator[Set]:
    """XQuAD: paragraphs, and questions in one's own words."""
    for language, values in json.loads(QUESTIONS.read_text("utf-8")).items():
        if language in languages:
            documents = [
                SearchDocument(
                    id=d["id"], url=f"{d['id']}/", title=d["title"], language=language,
                    sections=(Section("", "", d["text"]),),
                )
                for d in values["docs"]
            ]  # fmt: skip
            asked = Random(1).sample([query["q"] for query in values["queries"]], most)
            yield Set("xquad", language, documents, {"question": asked})


def pages(file: Path, sizes: Sequence[int], most: int) -> Iterator[Set]:
    """Real pages, and words of them: titles, telling words, the last word unfinished, a slip in the longest."""
    rows = json.loads(file.read_text("utf-8"))
    for size in sizes:
        documents = [
            SearchDocument(
                id=key, url=f"{key}/", title=title, language="en",
                sections=tuple(Section(f"s{n}", head, text) for n, (head, text) in enumerate(sections)),
            )
            for key, title, sections in rows[:size]
        ]  # fmt: skip
        yield Set("pages", "en", documents, known_items(documents, most))


def known_items(documents: Sequence[SearchDocument], most: int) -> Mapping[str, Sequence[str]]:
    """Queries from pages, from one seed: words of a title or of a section, half a sentence, and what slips make of them."""
    dice = Random(5)
    held: Counter[str] = Counter()
    for each in documents:
        held.update({t.term for s in each.sections for t in tokenize(s.text) if not t.is_joined})
    made: defaultdict[str, list[str]] = defaultdict(list)
    for each in dice.sample(documents, min(most, len(documents))):
        made["title"].append(" ".join(each.title.split()[:6]))
        telling = {
            token.surface
            for token in tokenize(dice.choice(each.sections).text)
            if token.term.isalpha() and len(token.term) > 3 and held[token.term] <= max(8, len(documents) // 50)
        }
        if len(telling) < 3:
            continue
        words = dice.sample(sorted(telling), 3)
        made["words"].append(" ".join(words))
        made["unfinished"].append(" ".join([*words[:-1], words[-1][: max(3, round(len(words[-1]) * 0.6))]]))
        made["typo"].append(" ".join(_slipped(words, dice)))
        sentence = dice.choice(re.split(r"(?<=[.!?])\s", dice.choice(each.sections).text)).split()
        if 8 <= len(sentence) <= 40:
            half = sentence[: len(sentence) // 2]
            made["half a sentence"].append(" ".join(half))
            made["a whole one"].append(" ".join(sentence))
            made["the same with a typo"].append(" ".join(_slipped(half, dice)))
    return made


def _slipped(words: Sequence[str], dice: Random) -> list[str]:
    """The words with a letter lost or two swapped in the longest of them."""
    longest = max(words, key=len)
    if len(longest) < 3:
        return list(words)
    at = dice.randrange(1, len(longest) - 1)
    swapped = longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :]
    slip = dice.choice([longest[:at] + longest[at + 1 :], swapped])
    return [slip if word == longest else word for word in words]


def measure(each: Set) -> Iterator[str]:
    """A line of the table for each kind of query."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = {**search_assets(), **{f"{each.language}/{k}": v for k, v in _index(each).items()}}
        sizes = {f"search/{path}": len(gzip.compress(content, 9)) for path, content in files.items()}
        for path, content in files.items():
            file = root / "search" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        (root / "search" / "client.mjs").write_bytes(files["client.js"])
        code = sizes["search/client.js"] + sizes["search/box.js"]
        for kind, texts in each.queries.items():
            pairs = [[text, texts[(n + 7) % len(texts)]] for n, text in enumerate(texts)]
            yield _row(each, kind, _ask(root, each.language, pairs), sizes, code)


def _index(each: Set) -> Mapping[str, bytes]:
    return index_files(each.documents, each.language)


def _ask(root: Path, language: str, sessions: Sequence[Sequence[str]]) -> list[list[dict[str, list[list[str]]]]]:
    asked = {"client": str(root / "search/client.mjs"), "root": str(root), "language": language, "sessions": sessions}
    command = ["node", str(HERE / "bytes.mjs")]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    found: list[list[dict[str, list[list[str]]]]] = json.loads(done.stdout)
    return found


def _row(
    each: Set, kind: str, sessions: Sequence[Sequence[dict[str, list[list[str]]]]], sizes: Mapping[str, int], code: int
) -> str:
    first = [[name for names in asked["rounds"] for name in names] for asked, _ in sessions]
    later = [[name for names in asked["rounds"] for name in names] for _, asked in sessions]
    cold = [code + sum(sizes[name] for name in names) for names in first]
    further = [sum(sizes[name] for name in names) for names in later]
    rounds = [len(asked["rounds"]) - 1 for asked, _ in sessions]

    def part(letters: str) -> str:
        return f"{mean(sum(sizes[n] for n in names if n.split('/')[2][0] in letters) for names in first) / 1000:.1f}"

    return (
        f"| {each.name} | {each.language} | {len(each.documents)} | {len(cold)} {kind} | {_spread(cold)} | {_spread(further)} |"
        f" {mean(rounds):.1f}, {max(rounds)} | {mean(map(len, first)):.0f} | {part('i')} | {part('w')} | {part('dm')} | {part('t')} |"
    )


def _spread(values: Sequence[int]) -> str:
    ordered = sorted(values)
    figures = (mean(values), ordered[min(len(values) - 1, int(len(values) * 0.95))], ordered[-1])
    return " / ".join(f"{figure / 1000:.1f}" for figure in figures)


def main() -> None:
    """Measure every set; the table is written at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[200, 1000, 10_000])
    parser.add_argument("--languages", nargs="*", default=["en", "de", "ru", "ar", "zh", "th"])
    parser.add_argument("--most", type=int, default=40)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/search_bytes.md")
    chosen = parser.parse_args()
    lines = []
    sets = [*(questions(chosen.languages, chosen.most) if QUESTIONS.exists() else ())]
    for each in [*sets, *(pages(chosen.pages, chosen.sizes, chosen.most) if chosen.pages else ())]:
        for line in measure(each):
            print(line, file=sys.stderr, flush=True)
            lines.append(line)
    table = "\n".join([HEAD, *lines]) + "\n"
    if chosen.write:
        (RESULTS / "search_bytes.md").write_text(table)
    print(table)


if __name__ == "__main__":
    main()
