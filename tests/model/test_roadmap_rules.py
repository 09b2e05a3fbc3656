from __future__ import annotations

from datetime import date

from repositories import Repository
from roadmap_sites import CONFIG, ENTRY, ROADMAP, load, problems_of, write_site

FRESH = "2026-11-20"


def site_with(tmp_path, files, today=date(2026, 11, 23)):
    """A site that has been in git since yesterday, then changed by the files."""
    repository = Repository.create(write_site(tmp_path))
    repository.commit(FRESH)
    for path, text in files.items():
        repository.write(path, text)
    return load(tmp_path, today)


def test_a_good_site_has_no_problem(tmp_path):
    assert problems_of(site_with(tmp_path, {"changelog/2026-11-20-csv.md": ENTRY})) == []


def test_shipped_without_an_entry(tmp_path):
    site = site_with(tmp_path, {"roadmap.yaml": ROADMAP.replace("stage: building", "stage: shipped")})
    assert problems_of(site) == [
        "roadmap.yaml:4: error[shipped-without-entry]: `csv-export` is shipped, and no changelog entry ships it\n"
        "  fix: write the entry with `ships: [csv-export]`, or set the stage back"
    ]


def test_shipped_before_its_entry_is_public(tmp_path):
    shipped = ROADMAP.replace("stage: building", "stage: shipped")
    future = ENTRY.replace("2026-11-20", "2026-12-24")
    site = site_with(tmp_path, {"roadmap.yaml": shipped, "changelog/csv.md": future})
    assert problems_of(site) == [
        "roadmap.yaml:4: error[shipped-without-entry]: `csv-export` is shipped, but its entry changelog/csv.md is not public before 2026-12-24\n"
        "  fix: leave the stage as it was: the entry moves the item when it is published"
    ]
    draft = ENTRY.replace("type: new", "type: new\ndraft: true")
    site = load(write_site(tmp_path, {"roadmap.yaml": shipped, "changelog/csv.md": draft}))
    assert "is a draft\n" in problems_of(site)[0]


def test_an_item_names_an_article_that_does_not_exist(tmp_path):
    site = site_with(tmp_path, {"roadmap.yaml": ROADMAP.replace("articles: [export]", "articles: [exprot]")})
    assert problems_of(site) == [
        "roadmap.yaml:11: error[item-article]: `csv-export` names an article `exprot`, which does not exist\n"
        "  fix: did you mean `export`?"
    ]


def test_a_shipped_item_whose_article_is_not_public(tmp_path):
    draft = "---\ntitle: Export\ndraft: true\n---\nx\n"
    entry = ENTRY.replace("articles: [export]\n", "").replace("[a table](../articles/export.md)", "a table")
    site = site_with(tmp_path, {"articles/export.md": draft, "changelog/csv.md": entry})
    assert problems_of(site) == [
        "roadmap.yaml:11: error[item-article]: `csv-export` is shipped, and its article `export` is not public\n"
        "  fix: publish the article"
    ]


def test_a_shipped_item_whose_article_is_older_than_the_day_it_shipped(tmp_path):
    site = site_with(tmp_path, {"changelog/csv.md": ENTRY.replace("2026-11-20", "2026-11-22")})
    assert problems_of(site) == [
        "roadmap.yaml:11: warning[shipped-article-old]: `csv-export` shipped on 2026-11-22 with changelog/csv.md, and articles/export.md is of 2026-11-20\n"
        "  fix: describe in articles/export.md what shipped"
    ]


def test_declined_without_a_reason(tmp_path):
    site = site_with(tmp_path, {"roadmap.yaml": ROADMAP.replace("    reason: Nobody has one.\n", "")})
    assert problems_of(site) == [
        "roadmap.yaml:22: error[declined-without-reason]: `fax` is declined without a reason\n  fix: add `reason: …`"
    ]


def test_a_stage_that_goes_back_without_a_word(tmp_path):
    back = ROADMAP.replace("stage: building", "stage: planned")
    site = site_with(tmp_path, {"roadmap.yaml": back})
    assert problems_of(site) == [
        "roadmap.yaml:4: warning[stage-backwards]: `csv-export` went back from building to planned without a word\n"
        "  fix: say why in `reason: …`, or set the stage right"
    ]
    Repository(tmp_path).commit("2026-11-22")
    assert "from building to planned on 2026-11-22 without a word" in problems_of(load(tmp_path))[0]
    with_word = back.replace("stage: planned\n", "stage: planned\n    reason: The format is not settled.\n")
    assert problems_of(load(write_site(tmp_path, {"roadmap.yaml": with_word}))) == []


def test_shipped_planned_and_shipped_again_is_no_problem(tmp_path):
    repository = Repository.create(write_site(tmp_path, {"changelog/csv.md": ENTRY}))
    for day, stage in (("2026-11-20", "shipped"), ("2026-11-21", "planned"), ("2026-11-22", "shipped")):
        text = ROADMAP.replace("stage: building", f"stage: {stage}")
        repository.commit(f"{day}T13:00:00+00:00", {"roadmap.yaml": text})
    assert problems_of(load(tmp_path)) == []


def test_an_item_taken_up_again_after_it_shipped_is_not_shipped(tmp_path):
    from helploop.model.shipping import shipping_of

    repository = Repository.create(write_site(tmp_path, {"changelog/csv.md": ENTRY}))
    for day, stage in (("2026-11-20", "shipped"), ("2026-11-21", "planned")):
        text = ROADMAP.replace("stage: building", f"stage: {stage}\n    reason: There is more to it.")
        repository.commit(f"{day}T13:00:00+00:00", {"roadmap.yaml": text})
    site = load(tmp_path)
    assert shipping_of(site).stage(site.roadmap.by_id["csv-export"]) == "planned"


def test_an_id_that_changed(tmp_path):
    site = site_with(tmp_path, {"roadmap.yaml": ROADMAP.replace("id: sso", "id: single-sign-on")})
    assert problems_of(site) == [
        "roadmap.yaml:15: error[id-changed]: the id of “Single sign-on” was `sso` and is `single-sign-on`; ids are for ever\n"
        "  fix: write `id: sso` again, or add `merged: [sso]`"
    ]


def test_an_item_that_vanished(tmp_path):
    site = site_with(tmp_path, {"roadmap.yaml": ROADMAP[: ROADMAP.index("  - id: fax")]})
    assert problems_of(site) == [
        "roadmap.yaml: error[item-vanished]: the item `fax` (“Fax”) has vanished; people may follow it\n"
        "  fix: put it back, add `merged: [fax]` to the item that stands for it, or decline it with a reason"
    ]


def test_an_item_that_was_public_and_is_a_draft_now(tmp_path):
    site = site_with(tmp_path, {"roadmap.yaml": ROADMAP + "    draft: true\n"})
    assert problems_of(site)[0].startswith(
        "roadmap.yaml: error[item-vanished]: the item `fax` (“Fax”) is a draft now; people may follow it"
    )


def test_a_merged_item_has_not_vanished(tmp_path):
    merged = ROADMAP[: ROADMAP.index("  - id: fax")].replace("tags: [security]", "merged: [fax]")
    assert problems_of(site_with(tmp_path, {"roadmap.yaml": merged})) == []


def test_a_target_in_the_past(tmp_path):
    for target in ("2026-Q3", "2026-10", "2025", "2026-H1"):
        site = load(write_site(tmp_path, {"roadmap.yaml": ROADMAP.replace("2027-Q1", target)}))
        assert problems_of(site) == [
            f"roadmap.yaml:9: warning[target-past]: the target of `csv-export`, {target}, has passed\n"
            "  fix: set a new `target:`, or leave it out until you know"
        ]
    for target in ("2026-Q4", "2026-11", "2026", "2026-H2", "soon"):
        site = load(write_site(tmp_path, {"roadmap.yaml": ROADMAP.replace("2027-Q1", target)}))
        assert problems_of(site) == []


def test_an_item_not_reviewed_for_ninety_days(tmp_path):
    write_site(tmp_path)
    assert problems_of(load(tmp_path, date(2027, 1, 30))) == []
    assert problems_of(load(tmp_path, date(2027, 1, 31))) == [
        "roadmap.yaml:14: warning[item-review]: nobody has reviewed `csv-export` since 2026-11-01, 91 days ago\n"
        "  fix: make sure that it is true, then write `reviewed: 2027-01-31`"
    ]


def test_an_item_without_a_review_is_as_old_as_its_last_change(tmp_path):
    site = site_with(tmp_path, {}, date(2027, 1, 29))
    assert problems_of(load(tmp_path, date(2027, 3, 1)))[1].startswith(
        "roadmap.yaml:15: warning[item-review]: nobody has reviewed `sso` since 2026-11-20, 101 days ago"
    )
    assert problems_of(site) == []


def test_a_shallow_clone(tmp_path):
    repository = Repository.create(write_site(tmp_path / "full"))
    repository.commit("2026-11-19")
    repository.commit("2026-11-20", {"x": "y"})
    Repository(tmp_path).git("clone", "-q", "--depth", "1", f"file://{tmp_path}/full", "shallow")
    assert problems_of(load(tmp_path / "shallow")) == [
        "roadmap.yaml: warning[roadmap-shallow]: the history of the roadmap can't be read: the clone is shallow\n"
        "  fix: clone the whole history (`fetch-depth: 0`, or `git fetch --unshallow`)"
    ]


def test_a_site_sets_each_rule_to_error_warning_or_off(tmp_path):
    text = ROADMAP.replace("2027-Q1", "2026-Q1").replace("    reason: Nobody has one.\n", "")
    levels = CONFIG.replace("ar]\n", "ar]\n      rules: {target-past: error, declined-without-reason: 'off'}\n")
    site = load(write_site(tmp_path, {"roadmap.yaml": text, "mkdocs.yml": levels}))
    assert [problem.split(":")[2].strip() for problem in problems_of(site)] == ["error[target-past]"]
