"""The history of a roadmap: each change of stage, target and title with its day, and nothing that was never public."""

from __future__ import annotations

import json
import random

import pytest

from helploop.model.roadmap_history import ChangeKind, RoadmapHistory
from helploop.sources import roadmap_history
from helploop.sources.roadmap_history import load_roadmap_history
from repositories import Repository, cpu_seconds, fast_import
from sources.roadmap_layouts import FILE, ITEMS, changes_of, write


def test_every_change_of_stage_target_and_title_has_its_day(tmp_path):
    repository = Repository.create(tmp_path)
    csv, sso = (dict(item) for item in ITEMS)
    repository.commit("2026-01-01", {FILE: write([csv])})
    repository.commit("2026-01-02", {FILE: write([csv, sso])})
    csv |= {"stage": "building", "target": "2026-Q4"}
    repository.commit("2026-01-03", {FILE: write([csv, sso])})
    sso |= {"title": "Sign in once"}
    repository.commit("2026-01-04", {FILE: write([csv, sso])})
    assert changes_of(load_roadmap_history(tmp_path, FILE)) == [
        ("csv", "added", "", "planned", "2026-01-01"),
        ("sso", "added", "", "exploring", "2026-01-02"),
        ("csv", "stage", "planned", "building", "2026-01-03"),
        ("csv", "target", "2026-Q3", "2026-Q4", "2026-01-03"),
        ("sso", "title", "Single sign-on", "Sign in once", "2026-01-04"),
    ]


def test_moves_and_reformatting_are_no_change(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write(ITEMS[::-1], indent="", key_order=("stage", "title", "id", "target"))})
    repository.commit("2026-01-03", {FILE: write(ITEMS, tail="stages:\n  - id: shipped\n").replace("\n", "\r\n")})
    flow = json.dumps({"items": ITEMS})
    repository.commit("2026-01-04", {FILE: flow})
    repository.commit(
        "2026-01-05", {FILE: "\ufeff# a comment\n" + write(ITEMS).replace("Export as CSV", "'Export as CSV'")}
    )
    assert len(load_roadmap_history(tmp_path, FILE).changes) == 2


def test_a_renamed_file_keeps_its_history(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.move(FILE, "plans/roadmap.yaml")
    repository.commit("2026-01-02")
    repository.move("plans/roadmap.yaml", "roadmap-2026.yaml")
    repository.commit("2026-01-03", {"roadmap-2026.yaml": write([ITEMS[0] | {"stage": "building"}, ITEMS[1]])})
    changes = changes_of(load_roadmap_history(tmp_path, "roadmap-2026.yaml"))
    assert changes[-1] == ("csv", "stage", "planned", "building", "2026-01-03")
    assert [change[1] for change in changes] == ["added", "added", "stage"]


def test_a_branch_becomes_public_with_its_merge(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2026-01-02", {FILE: write([ITEMS[0] | {"stage": "building"}, ITEMS[1]])})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-01-03", {"other.txt": "x"})
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", date="2026-01-05T12:00:00+00:00")
    assert changes_of(load_roadmap_history(tmp_path, FILE))[-1] == (
        "csv",
        "stage",
        "planned",
        "building",
        "2026-01-05",
    )


def test_a_revert_is_two_changes(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write([ITEMS[0] | {"stage": "building"}, ITEMS[1]])})
    repository.git("revert", "--no-edit", "HEAD", date="2026-01-03T12:00:00+00:00")
    assert [change[2:4] for change in changes_of(load_roadmap_history(tmp_path, FILE))[-2:]] == [
        ("planned", "building"),
        ("building", "planned"),
    ]


def test_a_draft_leaves_no_trace(tmp_path):
    repository = Repository.create(tmp_path)
    secret = {"id": "secret", "title": "CANARY_secret", "stage": "exploring", "draft": "true"}
    repository.commit("2026-01-01", {FILE: write([*ITEMS, secret], key_order=("id", "title", "stage", "draft"))})
    public = secret | {"title": "Now public", "draft": ""}
    repository.commit("2026-01-02", {FILE: write([*ITEMS, public])})
    history = load_roadmap_history(tmp_path, FILE)
    assert "CANARY" not in repr(history)
    assert changes_of(history)[-1] == ("secret", "added", "", "exploring", "2026-01-02")


def test_a_version_nobody_could_read_is_passed_over(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write(ITEMS) + "<<<<<<< HEAD\n"})
    repository.commit("2026-01-03", {FILE: "items: [\n"})
    repository.commit("2026-01-04", {FILE: write(ITEMS)})
    assert len(load_roadmap_history(tmp_path, FILE).changes) == 2


def test_an_item_that_left_is_remembered(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write(ITEMS[:1])})
    assert load_roadmap_history(tmp_path, FILE).seen["sso"].title == "Single sign-on"


def test_a_shallow_clone_is_said_and_nothing_guessed(tmp_path):
    repository = Repository.create(tmp_path / "full")
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write([ITEMS[0] | {"stage": "building"}, ITEMS[1]])})
    Repository(tmp_path).git("clone", "-q", "--depth", "1", f"file://{tmp_path}/full", "shallow")
    history = load_roadmap_history(tmp_path / "shallow", FILE)
    assert (history.is_shallow, history.changes) == (True, ())


def test_without_git_there_is_no_history(tmp_path):
    (tmp_path / FILE).write_text(write(ITEMS))
    assert load_roadmap_history(tmp_path, FILE) == RoadmapHistory()


def test_a_project_in_a_folder_of_the_repository_has_its_history(tmp_path):
    repository = Repository.create(tmp_path)
    repository.commit("2026-01-01", {f"help/{FILE}": write(ITEMS), FILE: write(ITEMS[:1])})
    assert len(load_roadmap_history(tmp_path / "help", FILE).changes) == 2


def test_a_warm_build_reads_only_new_commits(tmp_path, monkeypatch):
    repository = Repository.create(tmp_path / "site")
    cache = tmp_path / "cache" / "history.json"
    repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write([ITEMS[0] | {"stage": "building"}, ITEMS[1]])})
    load_roadmap_history(repository.root, FILE, cache)
    repository.commit("2026-01-03", {FILE: write([ITEMS[0] | {"stage": "shipped"}, ITEMS[1]])})
    read = []
    original = roadmap_history.read_blobs
    monkeypatch.setattr(roadmap_history, "read_blobs", lambda root, blobs: read.extend(blobs) or original(root, blobs))
    warm = load_roadmap_history(repository.root, FILE, cache)
    assert len(read) == 1
    assert warm == load_roadmap_history(repository.root, FILE)
    read.clear()
    assert load_roadmap_history(repository.root, FILE, cache) == warm
    assert read == []


def test_a_cache_of_another_past_is_not_used(tmp_path):
    repository = Repository.create(tmp_path / "site")
    cache = tmp_path / "history.json"
    first = repository.commit("2026-01-01", {FILE: write(ITEMS)})
    repository.commit("2026-01-02", {FILE: write([ITEMS[0] | {"stage": "building"}, ITEMS[1]])})
    load_roadmap_history(repository.root, FILE, cache)
    repository.git("reset", "-q", "--hard", first)
    repository.commit("2026-01-03", {FILE: write([ITEMS[0] | {"stage": "declined"}, ITEMS[1]])})
    assert load_roadmap_history(repository.root, FILE, cache) == load_roadmap_history(repository.root, FILE)
    cache.write_text("not json")
    assert load_roadmap_history(repository.root, FILE, cache) == load_roadmap_history(repository.root, FILE)


@pytest.mark.slow
def test_three_hundred_items_over_two_thousand_commits_take_two_seconds(tmp_path):
    repository = Repository.create(tmp_path / "site")
    rng = random.Random(5)
    items = [
        {
            "id": f"item-{n}",
            "title": f"Item number {n} that people asked for",
            "stage": "planned",
            "target": "2026-Q3",
        }
        | {"summary": "One sentence that says what it is good for and to whom."}
        for n in range(300)
    ]
    keys = ("id", "title", "summary", "stage", "target")
    commits = []
    for number in range(2000):
        rng.choice(items)["stage"] = rng.choice(["exploring", "planned", "building"])
        commits.append((1_700_000_000 + number * 3600, {FILE: write(items, key_order=keys)}))
    fast_import(repository, commits)
    cache = tmp_path / "history.json"
    begun = cpu_seconds()
    history = load_roadmap_history(repository.root, FILE, cache)
    cold = cpu_seconds() - begun
    begun = cpu_seconds()
    assert load_roadmap_history(repository.root, FILE, cache) == history
    warm = cpu_seconds() - begun
    assert sum(change.kind is ChangeKind.STAGE for change in history.changes) > 1000
    assert cold < 2.0, f"{cold:.2f} s"
    assert warm < 0.2, f"{warm:.2f} s"
