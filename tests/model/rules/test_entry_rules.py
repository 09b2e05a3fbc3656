from __future__ import annotations

import datetime as dt

import pytest

from helploop.model.article import Article
from helploop.model.entry import Entry, EntryType
from helploop.model.history import FileHistory, History
from helploop.model.language import Language
from helploop.model.problem import Severity
from helploop.model.roadmap import Item, Roadmap
from helploop.model.rules.entries import RULES as OF_ENTRIES
from helploop.model.rules.labels import RULES as OF_LABELS
from helploop.model.rules.rule import check_rules
from helploop.model.settings import ChangelogSettings, Settings
from helploop.model.site import Site

RULES = (*OF_ENTRIES, *OF_LABELS)

DAY = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def entry(key: str = "a", **values: object) -> Entry:
    given = {"title": "A", "date": DAY, "type": EntryType.NEW, "lines": (("title", 2),), "language": "en"}
    return Entry(key=key, path=f"changelog/{key}.md", **(given | values))  # type: ignore[arg-type]


def problems(
    *entries: Entry,
    labels: tuple[str, ...] = (),
    authority: str = "example.com",
    names: tuple[str, ...] = (),
    **values: object,
) -> list[str]:
    settings = Settings(
        site_name="S",
        site_url=str(values.pop("site_url", "https://example.com/")),
        languages=(Language("en", "English"), Language("de", "Deutsch")),
        changelog=ChangelogSettings(tag_authority=authority, labels=labels),
        label_names=tuple(((name, "de"), "Name") for name in names),
        lines=(("label_names", 7), ("bilings", 8)),
    )
    article = Article(key="billing/export", language="en", path="articles/billing/export.md", title="E", body="")
    given = {
        "entries": {(e.key, e.language): e for e in entries},
        "articles": {("billing/export", "en"): article},
        "roadmap": Roadmap(path="roadmap.yaml", items=(Item(id="csv-export", title="CSV", stage="shipped"),)),
        "files": frozenset({"changelog/shot.png"}),
    }
    site = Site(settings=settings, today=dt.date(2026, 12, 1), **(given | values))  # type: ignore[arg-type]
    return [str(problem) for problem in check_rules(site, RULES, {})]


def test_a_right_entry_has_no_problem() -> None:
    good = entry(
        labels=("C# & .NET", "api"),
        articles=("billing/export",),
        ships=("csv-export",),
        image="shot.png",
        image_alt="x",
    )
    assert problems(good) == []


def test_two_entries_never_share_an_id() -> None:
    assert problems(entry(), entry("b", id="a", lines=(("id", 3),))) == [
        (
            "changelog/b.md:3: error[dup-id]: the id `a` is also that of changelog/a.md:1\n"
            "  fix: give the newer one of the two another `id:`, and keep it for ever"
        )
    ]


@pytest.mark.parametrize("label", ["a/b", "..", "CON", "", "🎉", "a\\b"])
def test_a_label_that_can_stand_in_no_address_is_refused(label: str) -> None:
    assert problems(entry(labels=(label,))) == [
        (
            f"changelog/a.md:1: error[label]: the label `{label}` can't stand in an address\n"
            "  fix: write a word or two of letters and digits, like `api` or `Data export`"
        )
    ]


def test_an_unknown_label_is_named_with_the_nearest_one() -> None:
    assert problems(entry(labels=("bilings",)), labels=("billing", "api")) == [
        "changelog/a.md:1: error[label]: there is no label `bilings`\n  fix: did you mean `billing`?"
    ]


def test_a_label_for_each_ticket_is_told_before_the_site_grows_with_their_square() -> None:
    few = entry(labels=tuple(f"l{number}" for number in range(300)))
    more = entry("b", labels=("l7", "one-too-many"), lines=(("labels", 5),))
    assert problems(few) == []
    assert problems(few, more) == [
        "changelog/b.md:5: warning[many-labels]: the release notes have 301 labels: each gets a page and three feeds in "
        "every language\n"
        "  fix: use a few words for parts of the product, and name those allowed in `labels:` of helploop/changelog"
    ]


def test_a_name_for_a_label_that_looks_like_another_is_a_mistake_and_for_one_to_come_is_none() -> None:
    named = ("billing", "bilings", "csv", "later")
    roadmap = Roadmap(path="roadmap.yaml", items=(Item(id="csv-export", title="CSV", stage="planned", tags=("CSV",)),))
    assert problems(entry(labels=("Billing",)), names=named, roadmap=roadmap) == [
        "mkdocs.yml:8: warning[label-name]: `label_names` names `bilings`, which no entry and no item has\n"
        "  fix: did you mean `billing`?"
    ]


def test_two_labels_with_one_address_are_named() -> None:
    (found,) = problems(entry(labels=("API",)), entry("b", labels=("api!",)))
    assert found.startswith(
        "changelog/b.md:1: error[label]: the labels `api!` and `API` share the address `label/api/`"
    )


@pytest.mark.parametrize("key", ["2026", "subscribe", "type", "digest"])
def test_an_address_of_the_changelog_itself_is_taken(key: str) -> None:
    (found,) = problems(entry(key))
    assert found.startswith(f"changelog/{key}.md:1: error[reserved-slug]: `/changelog/{key}/` is an address")


def test_what_an_entry_names_exists() -> None:
    assert problems(
        entry(articles=("billing/exprt",), ships=("csv-exprt",), lines=(("articles", 4), ("ships", 5)))
    ) == [
        (
            "changelog/a.md:4: error[unknown-article]: `articles` names no article `billing/exprt`\n"
            "  fix: did you mean `billing/export`?"
        ),
        (
            "changelog/a.md:5: error[unknown-item]: `ships` names no roadmap item `csv-exprt`\n"
            "  fix: did you mean `csv-export`?"
        ),
    ]


@pytest.mark.parametrize(
    ("image", "code"),
    [
        ("http://169.254.169.254/x.png", "image-remote"),
        ("../../../etc/hostname", "image-outside"),
        ("/etc/hostname", "image-outside"),
        ("shto.png", "missing-image"),
    ],
)
def test_an_image_stands_in_the_project(image: str, code: str) -> None:
    (found,) = problems(entry(image=image, image_alt="x"))
    assert f"error[{code}]" in found


def test_dates_are_in_order_and_plausible() -> None:
    found = problems(entry(updated=DAY - dt.timedelta(days=1)), entry("b", date=dt.datetime(1989, 1, 1, tzinfo=dt.UTC)))
    assert [line.split(":")[2].strip() for line in found] == ["error[updated-order]", "warning[old-date]"]


def test_a_renamed_file_is_told_to_write_its_id_down() -> None:
    history = History(files={"changelog/b.md": FileHistory(DAY, DAY, former=("changelog/a.md",))}, head="x")
    assert problems(entry("b"), history=history) == [
        (
            "changelog/b.md:1: warning[renamed-entry]: the file was `a.md` before; its feed id stays `a` as long "
            "as git remembers\n  fix: add `id: a` and `redirect_from: [a]`"
        )
    ]


def test_a_shallow_clone_can_not_tell_ids() -> None:
    shallow = History(head="x", is_shallow=True)
    assert problems(entry(id="a"), history=shallow) == []
    (found,) = problems(entry(), entry("b"), history=shallow)
    assert found.startswith(
        "changelog/a.md:1: warning[shallow-ids]: this clone holds only the last commits: a renamed "
    )


def test_feeds_need_the_address_of_the_site_and_a_lasting_name() -> None:
    assert ["feeds-site-url" in line for line in problems(entry(), site_url="")] == [True]
    assert problems(entry(), authority="") == [
        (
            "mkdocs.yml:1: warning[tag-authority]: the ids in the feeds begin with the site's host: a new domain would "
            "announce every entry again\n"
            "  fix: add `tag_authority: example.com` to helploop/changelog and never change it"
        )
    ]


def test_every_rule_says_what_it_is_for() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.summary.endswith(".") and rule.severity in Severity for rule in RULES)
