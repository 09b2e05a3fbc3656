"""Translations of a roadmap are laid over it by id; those that are old or of nothing are named."""

from __future__ import annotations

from pathlib import Path

from helploop.model.language import Language
from helploop.model.roadmap import is_outdated, item_source_hash
from helploop.model.settings import RoadmapSettings, Settings
from helploop.sources.roadmap import load_roadmap, parse_roadmap
from helploop.sources.roadmap_translation import add_translations
from sources.whole_roadmap import SETTINGS, WHOLE


def load(tmp_path: Path, translation: str):
    (tmp_path / "roadmap.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "roadmap.de.yaml").write_text(translation, encoding="utf-8")
    roadmap, problems = load_roadmap(tmp_path, SETTINGS)
    assert roadmap is not None
    return roadmap, [str(problem) for problem in problems]


def test_a_translation_is_laid_over_by_id(tmp_path):
    text = "stages:\n  idea: Ideen\nitems:\n  csv-export:\n    title: Als CSV exportieren\n    body: |\n      Jede Zeile.\n"
    roadmap, problems = load(tmp_path, text)
    assert problems == []
    assert roadmap.stages[0].titles == {"de": "Ideen"}
    translation = roadmap.items[0].translations["de"]
    assert (translation.title, translation.body, translation.body_line) == (
        "Als CSV exportieren",
        "Jede Zeile.\n",
        7,
    )


def test_an_outdated_translation_is_named_with_the_hash_to_write(tmp_path):
    text = "items:\n  csv-export:\n    title: Als CSV exportieren\n    source: 0123456789ab\n"
    roadmap, problems = load(tmp_path, text)
    new = item_source_hash(roadmap.items[0])
    assert is_outdated(roadmap.items[0], "de")
    assert problems == [
        "roadmap.de.yaml:4:5: warning[stale-translation]: `csv-export` was translated from an older text of roadmap.yaml\n"
        f"  fix: review the translation, then write `source: {new}`"
    ]
    roadmap, problems = load(tmp_path, text.replace("0123456789ab", new))
    assert (is_outdated(roadmap.items[0], "de"), problems) == (False, [])


def test_a_translation_of_nothing_is_named(tmp_path):
    text = "stages:\n  ide: Ideen\nitems:\n  csv-exprot:\n    title: A\n  csv-download:\n    title: B\n  secret:\n    title: C\n"
    _, problems = load(tmp_path, text)
    assert problems == [
        "roadmap.de.yaml:2:3: error[unknown-key]: the key `ide` is not known here\n  fix: did you mean `idea`?",
        "roadmap.de.yaml:4:3: warning[orphan-translation]: a translation of `csv-exprot`, which is no item of roadmap.yaml\n"
        "  fix: did you mean `csv-export`?",
        "roadmap.de.yaml:6:3: warning[orphan-translation]: a translation of `csv-download`, which is no item of roadmap.yaml\n"
        "  fix: it was merged into `csv-export`: translate that one",
    ]


def test_our_own_roadmap_is_complete_in_every_language():
    root = Path(__file__).parents[2]
    tags = ("en", "de", "ar", "ja")
    settings = Settings(
        site_name="helploop", languages=tuple(Language(tag, tag) for tag in tags), roadmap=RoadmapSettings()
    )
    text = (root / "roadmap.yaml").read_text(encoding="utf-8")
    roadmap, problems = parse_roadmap(text, "roadmap.yaml", settings)
    files = [
        (tag, f"roadmap.{tag}.yaml", (root / f"roadmap.{tag}.yaml").read_text(encoding="utf-8")) for tag in tags[1:]
    ]
    assert roadmap is not None
    roadmap, found = add_translations(roadmap, files)
    assert [*problems, *found] == []
    for item in roadmap.items:
        assert set(item.translations) == set(tags[1:]), item.id
        assert all(words.source and words.summary for words in item.translations.values()), item.id
