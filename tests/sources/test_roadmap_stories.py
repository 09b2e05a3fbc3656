"""Random lives of a roadmap in real repositories: its history is what reading every commit finds."""

from __future__ import annotations

import random

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helploop.sources.roadmap_history import load_roadmap_history
from repositories import Repository
from sources.roadmap_layouts import FILE, ITEMS, changes_of, write


def oracle(repository: Repository, file: str):
    """Slow and obvious: take every commit of the main line, read the whole file, compare item by item."""
    seen, found = {}, []
    for commit in repository.git("rev-list", "--first-parent", "--reverse", "HEAD").split():
        names = repository.git("ls-tree", "--name-only", "-r", commit).split()
        name = next((n for n in names if n.startswith("roadmap")), None)
        if name is None:
            continue
        day = repository.git("log", "-1", "--format=%aI", commit)[:10]
        document = yaml.safe_load(repository.git("show", f"{commit}:{name}"))
        for item in document["items"] or []:
            if item.get("draft"):
                continue
            now = {key: str(item.get(key) or "") for key in ("stage", "target", "title")}
            old = seen.get(item["id"])
            if old is None:
                found.append((item["id"], "added", "", now["stage"], day))
            else:
                found += [(item["id"], key, old[key], now[key], day) for key in now if old[key] != now[key]]
            seen[item["id"]] = now
    return found


class Story:
    """A random life of a roadmap in a real repository."""

    def __init__(self, repository: Repository, rng: random.Random) -> None:
        self.repository, self.rng = repository, rng
        self.file, self.day, self.layout = FILE, 0, {}
        self.items = [dict(item) for item in ITEMS]
        self.save()

    def save(self):
        self.day += 1
        self.repository.commit(
            f"2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}",
            {self.file: write(self.items, **self.layout)},
        )

    def step(self):
        getattr(
            self,
            self.rng.choice(["edit", "edit", "edit", "move", "reformat", "branch", "rename", "revert", "add", "drop"]),
        )()

    def edit(self):
        item = self.rng.choice(self.items)
        key = self.rng.choice(["stage", "target", "title"])
        item[key] = self.rng.choice(
            {
                "stage": ["planned", "building", "shipped", "declined"],
                "target": ["2026-Q3", "2026-Q4", "soon", ""],
                "title": ["Export\nas CSV", "Sign in: once".replace(":", ""), "Größe 漢字", "404 pages"],
            }[key]
        )
        self.save()

    def move(self):
        self.rng.shuffle(self.items)
        self.save()

    def reformat(self):
        order = ["id", "title", "stage", "target"]
        self.rng.shuffle(order)
        tail = self.rng.choice(["", "stages:\n  - id: shipped\n", "# the end\n"])
        head = self.rng.choice(["", "# comment\n", "stages:\n- id: shipped\n"]) if "stages" not in tail else ""
        self.layout = {
            "indent": self.rng.choice(["", "  ", "    "]),
            "key_order": tuple(order),
            "head": head,
            "tail": tail,
        }
        self.save()

    def branch(self):
        git = self.repository.git
        git("checkout", "-q", "-b", "side")
        for _ in range(self.rng.randint(1, 2)):
            self.edit()
        git("checkout", "-q", "main")
        self.day += 1
        day = f"2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}"
        self.repository.commit(day, {"other.txt": day})
        git("merge", "-q", "--no-ff", "-m", "merge", "side", date=f"{day}T12:00:00+00:00")
        git("branch", "-q", "-D", "side")

    def rename(self):
        after = self.rng.choice(["roadmap.yaml", "roadmap/plan.yaml", "roadmap-b.yaml"])
        if after != self.file:
            self.repository.move(self.file, after)
            self.file = after
            self.save()

    def revert(self):
        before = write(self.items, **self.layout)
        items = [dict(item) for item in self.items]
        self.edit()
        if write(self.items, **self.layout) != before:
            self.day += 1
            date = f"2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}T12:00:00+00:00"
            self.repository.git("revert", "--no-edit", "HEAD", date=date)
            self.items = items

    def add(self):
        number = len(self.items) + self.rng.randint(0, 3)
        if f"new-{number}" not in {item["id"] for item in self.items}:
            self.items.append({"id": f"new-{number}", "title": f"New {number}", "stage": "exploring"})
            self.save()

    def drop(self):
        if len(self.items) > 2:
            self.items.pop(self.rng.randrange(len(self.items)))
            self.save()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_random_histories_agree_with_reading_every_commit(tmp_path_factory, seed):
    root = tmp_path_factory.mktemp("story")
    story = Story(Repository.create(root / "site"), random.Random(seed))
    cache = root / "history.json"
    for step in range(14):
        story.step()
        if step == 7:
            load_roadmap_history(story.repository.root, story.file, cache)
    expected = oracle(story.repository, story.file)
    assert changes_of(load_roadmap_history(story.repository.root, story.file)) == expected
    assert changes_of(load_roadmap_history(story.repository.root, story.file, cache)) == expected
