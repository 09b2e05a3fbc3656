from __future__ import annotations

from helploop.model.shipping import shipping_of
from helploop.model.timeline import timeline
from repositories import Repository
from roadmap_sites import ENTRY, ROADMAP, load, write_site


def life(root):
    return [
        (str(event.kind), event.when.date().isoformat()) for event in timeline("csv-export", shipping_of(load(root)))
    ]


def test_what_happened_on_the_day_of_the_entry_stands_before_it(tmp_path):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-11-19", {"roadmap.yaml": ROADMAP.replace("stage: building", "stage: planned")})
    repository.commit("2026-11-20T15:00:00+00:00", {"roadmap.yaml": ROADMAP, "changelog/csv.md": ENTRY})
    assert life(tmp_path) == [("added", "2026-11-19"), ("stage", "2026-11-20"), ("shipped", "2026-11-20")]


def test_an_item_taken_up_again_on_the_day_it_shipped_goes_on_after_it(tmp_path):
    repository = Repository.create(write_site(tmp_path, {"changelog/csv.md": ENTRY}))
    repository.commit("2026-11-19", {"roadmap.yaml": ROADMAP.replace("stage: building", "stage: shipped")})
    repository.commit("2026-11-20T15:00:00+00:00", {"roadmap.yaml": ROADMAP})
    assert life(tmp_path) == [("added", "2026-11-19"), ("shipped", "2026-11-20"), ("stage", "2026-11-20")]


def test_an_item_written_down_after_it_had_shipped_was_not_added_then(tmp_path):
    Repository.create(write_site(tmp_path, {"changelog/csv.md": ENTRY})).commit("2026-11-22")
    assert life(tmp_path) == [("shipped", "2026-11-20")]


def test_a_move_to_shipped_is_told_once_by_the_entry(tmp_path):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-11-19")
    shipped = ROADMAP.replace("stage: building", "stage: shipped")
    repository.commit("2026-11-21", {"roadmap.yaml": shipped, "changelog/csv.md": ENTRY})
    assert life(tmp_path) == [("added", "2026-11-19"), ("shipped", "2026-11-20")]


def test_ids_tell_two_changes_of_one_day_apart_and_never_change(tmp_path):
    repository = Repository.create(write_site(tmp_path))
    repository.commit("2026-11-18")
    for hour, stage in (("10", "planned"), ("11", "building"), ("12", "planned")):
        text = ROADMAP.replace("stage: building", f"stage: {stage}")
        repository.commit(f"2026-11-19T{hour}:00:00+00:00", {"roadmap.yaml": text})
    ids = [event.id for event in timeline("csv-export", shipping_of(load(tmp_path)))]
    assert ids == [
        "csv-export/added/2026-11-18",
        "csv-export/stage/2026-11-19",
        "csv-export/stage/2026-11-19/2",
        "csv-export/stage/2026-11-19/3",
    ]
