"""A small site with people who asked, for the tests of notify."""

from __future__ import annotations

from datetime import UTC, date, datetime

from helploop.model.entry import Entry, EntryType
from helploop.model.language import Language
from helploop.model.roadmap import Item, ItemTranslation, Roadmap
from helploop.model.settings import ChangelogSettings, RoadmapSettings, Settings
from helploop.model.site import Site
from helploop.notify.contact import ContactKind
from helploop.notify.identity import Identity
from helploop.notify.notice import Routing
from helploop.notify.request import parse_requests

SETTINGS = Settings(
    site_name="Acme",
    site_url="https://help.acme.example/",
    languages=(Language("en", "English"), Language("de", "Deutsch"), Language("ar", "العربية")),
    changelog=ChangelogSettings(),
    roadmap=RoadmapSettings(),
)
IDENTITY = Identity("help.acme.example", b"secret")
ROUTING = Routing(by_kind={ContactKind.EMAIL: "smtp"})
ITEMS = (
    Item(
        id="csv-export",
        title="CSV export",
        stage="shipped",
        merged=("spreadsheet",),
        translations={"de": ItemTranslation(title="CSV-Export")},
    ),
    Item(id="dark-mode", title="Dark mode", stage="shipped"),
    Item(id="sso", title="Single sign-on", stage="planned"),
)


def entry(key="2026-11-20-csv", language="en", **fields):
    defaults = {
        "path": f"changelog/{key}.md",
        "title": "CSV export is here",
        "date": datetime(2026, 11, 20, tzinfo=UTC),
        "type": EntryType.NEW,
        "body": "Export *everything*.",
        "ships": ("csv-export",),
    }
    return Entry(key=key, language=language, **(defaults | fields))


def site(*entries, items=ITEMS):
    entries = entries or (entry(),)
    return Site(
        settings=SETTINGS,
        today=date(2026, 11, 23),
        entries={(one.key, one.language): one for one in entries},
        roadmap=Roadmap(path="roadmap.yaml", items=items),
    )


def requests_of(text, **options):
    requests, problems = parse_requests(text, "requests.csv", **options)
    assert not problems, problems
    return requests


def crowd(count, item="csv-export"):
    rows = (f"{item},person{number}@example.com,en,email,,yes,2026-01-0{number % 9 + 1}" for number in range(count))
    return requests_of("item,contact,locale,source,source_id,consent,asked_at\n" + "\n".join(rows) + "\n")


def render(one):
    return f"<p>{one.body}</p>", one.body
