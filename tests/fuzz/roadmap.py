"""Any bytes as `roadmap.yaml`: a roadmap whose items all have what pages and feeds rely on, or the reasons why not."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import lru_cache
from urllib.parse import quote

import jsonschema

from fuzz.markup import check_quiet, is_quiet_address
from fuzz.problems import check_problems
from helploop.model.body import Body
from helploop.model.characters import has_control
from helploop.model.roadmap import Roadmap
from helploop.model.settings import RoadmapSettings, Settings
from helploop.model.site import Site
from helploop.outputs.feeds.roadmap import plan_roadmap_feeds
from helploop.outputs.links import Links
from helploop.outputs.markdown import convert
from helploop.sources.roadmap import parse_roadmap
from helploop.sources.roadmap_schema import RESERVED_IDS, render_schema
from helploop.sources.text import parse_text
from helploop.sources.yaml_source import parse_yaml
from outputs.feeds.feed_check import check_feed
from outputs.feeds.whole_feed import render_documents

PATH = "roadmap.yaml"
SETTINGS = Settings(
    site_name="Acme", site_url="https://help.example.com/", roadmap=RoadmapSettings(),
    repo_url="https://github.com/acme/app/",
)  # fmt: skip
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", re.ASCII)


def check(data: bytes) -> None:
    """Read the bytes as a roadmap and make its feeds."""
    text, problems = parse_text(data, PATH)
    if text is None:
        assert any(problem.is_error for problem in problems)
        return
    roadmap, problems = parse_roadmap(text, PATH, SETTINGS)
    check_problems(problems, text)
    if roadmap is None:
        assert any(problem.is_error for problem in problems), "left out without a reason"
        return
    check_items(roadmap, text.count("\n") + 1)
    if not problems:
        check_schema(text)
    check_feeds(roadmap)


def check_items(roadmap: Roadmap, lines: int) -> None:
    """Ids are nobody else's, drafts are away, and every value is one a page can carry."""
    names = [name for item in roadmap.items for name in (item.id, *item.merged)]
    assert len(set(names)) == len(names)
    assert all(_ID.match(name) and name not in RESERVED_IDS for name in names)
    assert not any(item.draft for item in roadmap.items)
    assert not set(roadmap.hidden) & set(names)
    stages = {stage.id for stage in roadmap.stages}
    for item in roadmap.items:
        assert item.stage in stages
        assert item.title.strip()
        assert 1 <= item.line <= lines
        assert all(number >= 0 for _, number in item.requests)
        assert all(is_quiet_address(link) for link in item.links)
        assert not has_control(f"{item.title}{item.summary}{item.body}{item.reason}{item.target}{item.tags}")
        check_quiet(convert(item.body, item.body_line, PATH, SETTINGS)[0].html)


def check_schema(text: str) -> None:
    """What is read without a word is right for editors too, which know the schema only."""
    document, _ = parse_yaml(text, PATH)
    assert document is not None
    _schema().validate(document.value)


@lru_cache(maxsize=1)
def _schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(render_schema()))


def check_feeds(roadmap: Roadmap) -> None:
    """Every feed of the roadmap keeps the rules."""
    site = Site(settings=SETTINGS, today=dt.date(2026, 11, 22), roadmap=roadmap)
    for feed in plan_roadmap_feeds(site, lambda _: Body(html=""), Links(site))[:4]:
        for file, document in render_documents(feed):
            assert check_feed(document, SETTINGS.site_url + quote(file)) == []
