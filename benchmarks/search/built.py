"""`python -m benchmarks.search.built`: every question and every query of the docs, asked of whole built sites.

The other measurements make an index from pages that they cut themselves. Here articles are files, `mkdocs build` makes the
site, and its client answers in Chromium from the files that a reader would get. Five minutes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.search.corpora import DATA, all_corpora, without_front_matter
from benchmarks.search.engines import ASK, Engine, helploop_in_node, served
from benchmarks.search.relevance import mean, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.search.engines import Answers
    from benchmarks.search.relevance import Figures
    from benchmarks.search.sets import Corpus

RESULT = Path(__file__).parents[1] / "results" / "search_built.md"
CONFIG = """site_name: Help
site_url: https://help.example/
theme: {{name: helploop}}
docs_dir: articles
plugins:
  - helploop/articles: {{languages: [{languages}]}}
  - helploop/search
"""


def main() -> None:
    corpora = list(all_corpora())
    with helploop_in_node() as engine:
        alone = measure(engine, corpora, sys.maxsize)
    with built_sites(corpora) as engine:
        built = measure(engine, corpora, sys.maxsize)
    report = table(built, alone)
    RESULT.write_text(report, "utf-8")
    print(report)


@contextmanager
def built_sites(corpora: Sequence[Corpus]) -> Iterator[Engine]:
    """An engine of the sites made from the pages of some corpora: the docs are one, questions one for each language."""
    with tempfile.TemporaryDirectory() as made, served(Path(made)) as (page, _):
        languages = [corpus.language for corpus in corpora if corpus.name == "docs"]
        if languages:
            _build(Path(made, "docs"), _docs(Path(made, "docs/articles")), languages)
        for corpus in corpora:
            if corpus.name != "docs":
                root = Path(made, f"{corpus.name}-{corpus.language}")
                _build(root, _pages(root / "articles", corpus), [corpus.language])

        def ask(corpus: Corpus, texts: Sequence[str]) -> Answers:
            root = "docs" if corpus.name == "docs" else f"{corpus.name}-{corpus.language}"
            found: Answers = page.evaluate(ASK, [f"/{root}/site/", corpus.language, list(texts)])
            ids = {re.sub(r"(^|/)index$", "", document.id): document.id for document in corpus.documents}
            prefix = re.compile(rf"^{corpus.language}(?:/|$)")
            keys = ([prefix.sub("", url).removeprefix("articles/") for url in urls] for urls in found)
            return [[ids.get(key, key) for key in row] for row in keys]

        yield Engine("helploop", "this version", ask)


def _docs(articles: Path) -> int:
    """The docs' files without their front matter, which is that of another tool; how many there are."""
    shutil.copytree(DATA / "fastapi-docs" / "articles", articles)
    files = list(articles.rglob("*.md"))
    for file in files:
        file.write_text(without_front_matter(file.read_text("utf-8")), "utf-8")
    return len(files)


def _pages(articles: Path, corpus: Corpus) -> int:
    articles.mkdir(parents=True)
    for document in corpus.documents:
        text = "\n\n".join(section.text for section in document.sections)
        head = f"---\ntitle: {json.dumps(document.title, ensure_ascii=False)}\n---\n\n"
        (articles / f"{document.id}.md").write_text(head + text + "\n", "utf-8")
    return len(corpus.documents)


def _build(root: Path, count: int, languages: Sequence[str]) -> None:
    """Build a site; links to pages that are not in the data are errors, and the rest is built."""
    (root / "mkdocs.yml").write_text(CONFIG.format(languages=", ".join(languages)), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(root / "mkdocs.yml")]
    subprocess.run(command, cwd=root, check=True, stderr=subprocess.DEVNULL)
    print(f"{root.name}: built from {count} files", file=sys.stderr, flush=True)


def table(built: Figures, alone: Figures) -> str:
    """What the built sites find first, beside the index alone, and by language."""
    lines = [
        "# Search in built sites: success at 1, mean over languages",
        "",
        "Every query of the sets: questions over encyclopedia paragraphs, and known-item queries over real documentation.",
        "The sites are made by `mkdocs build` and asked through their own client in Chromium; beside it the same queries to an",
        "index made from the same pages, in node. Made by `python -m benchmarks.search.built`.",
        "",
        "| set and kind | built site | index alone |",
        "|---|---|---|",
    ]
    for group, shares in built.shares.items():
        lines.append(f"| {group} | {mean(shares):.4f} | {mean(alone.shares[group]):.4f} |")
    empty = [str(sum(figures.empty.values())) for figures in (built, alone)]
    lines += [f"| queries that find nothing | {' | '.join(empty)} |", "", "By language, built sites:", ""]
    for group, shares in built.shares.items():
        lines.append(f"- {group}: " + ", ".join(f"{language} {value:.3f}" for language, value in shares.items()))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
