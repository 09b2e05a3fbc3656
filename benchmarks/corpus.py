"""A help center of any size, made the same way every time: collections, articles of 300 to 900 words, links, code, tables."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

SYLLABLES = "ba be bi bo bu da de di do du fa fe ka ke ki ko la le li lo ma me mi mo na ne no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi".split()
ENGLISH = "the a of to and in is for on with your you can this that it from when open choose click save account page list file name settings".split()

#: The first is the default, the others have translations in files with their tag.
LANGUAGES = ("en", "de", "fr", "es", "it")


class Writer:
    """Writes one corpus; every choice comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = ["".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4))) for _ in range(9000)]
        self.weights = [1 / (rank + 3) for rank in range(len(self.words))]

    def sentence(self) -> str:
        rare = self.random.choices(self.words, self.weights, k=self.random.randint(4, 9))
        common = self.random.choices(ENGLISH, k=self.random.randint(4, 9))
        mixed = [word for pair in zip(common, rare, strict=False) for word in pair]
        return " ".join(mixed).capitalize() + "."

    def paragraph(self) -> str:
        text = " ".join(self.sentence() for _ in range(self.random.randint(2, 5)))
        return text.replace(self.words[0], f"**{self.words[0]}**").replace(self.words[1], f"`{self.words[1]}`")

    def article(self, number: int, others: list[str]) -> str:
        title = " ".join(self.random.choices(self.words, self.weights, k=3)).capitalize()
        keywords = ", ".join(self.random.choices(self.words, k=3))
        parts = [
            f"---\ntitle: {title} {number}\nsummary: {self.sentence()}\nkeywords: [{keywords}]\n---\n",
            self.paragraph(),
        ]
        for _ in range(self.random.randint(4, 8)):
            parts.append("## " + " ".join(self.random.choices(self.words, self.weights, k=3)).capitalize())
            parts.append(self.paragraph())
            parts.append(self.random.choice((self.steps, self.table, self.code, self.note, self.paragraph))())
            if others and self.random.random() < 0.5:
                parts.append(f"See [{self.random.choice(self.words)}]({self.random.choice(others)}).")
        return "\n\n".join(parts) + "\n"

    def steps(self) -> str:
        return "\n".join(f"{n}. {self.sentence()}" for n in range(1, self.random.randint(3, 6)))

    def table(self) -> str:
        rows = [f"| `{self.random.choice(self.words)}` | {self.sentence()} |" for _ in range(4)]
        return "| Name | Meaning |\n|---|---|\n" + "\n".join(rows)

    def code(self) -> str:
        lines = [
            f"{self.random.choice(self.words)} = {self.random.randint(1, 99)}  # {self.sentence()}" for _ in range(4)
        ]
        return "```python\n" + "\n".join(lines) + "\n```"

    def note(self) -> str:
        return f'!!! note "{self.random.choice(self.words).capitalize()}"\n\n    {self.sentence()} {self.sentence()}'


def write_corpus(folder: Path, count: int, languages: int = 1, seed: int = 1) -> None:
    """`count` articles in `folder`, in collections of about 25, and as many translations as there are other languages."""
    tags = ["", *(f".{tag}" for tag in LANGUAGES[1:languages])]
    collections = max(2, count // 25)
    for place, tag in enumerate(tags):
        writer = Writer(seed + place)
        names = [f"c{n % collections:03}/a{n:05}" for n in range(count)]
        for number, name in enumerate(names):
            near = [f"../{other}.md" for other in writer.random.sample(names, 3)]
            file = folder / f"{name}{tag}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(writer.article(number, near), encoding="utf-8")
        for n in range(collections):
            text = f"---\ntitle: Collection {n}\nsummary: {writer.sentence()}\n---\n"
            (folder / f"c{n:03}" / f"index{tag}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--languages", type=int, default=1)
    options = parser.parse_args()
    write_corpus(options.folder, options.count, options.languages)
