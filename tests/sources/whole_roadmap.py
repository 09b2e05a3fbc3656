"""A roadmap with everything that may be written in one, and the settings it is read with."""

from __future__ import annotations

from helploop.model.language import Language
from helploop.model.settings import RoadmapSettings, Settings

SETTINGS = Settings(
    site_name="Help",
    languages=(Language("en", "English"), Language("de", "Deutsch")),
    roadmap=RoadmapSettings(),
    allowed_addresses=("help@example.com",),
)
WHOLE = """\
# yaml-language-server: $schema=schemas/roadmap.schema.json
stages:
  - id: idea
    title: Ideas
    color: "#3366cc"
  - id: shipped
items:
  - id: csv-export
    title: Export as CSV
    stage: idea
    summary: All of it.
    body: |
      Every **row**.
    tags: [api, data]
    target: 2027-Q1
    confidence: low
    articles: [export]
    requests: {zendesk: 31, form: 9}
    links: [acme/app#12, "https://example.com/x"]
    merged: [csv-download]
    reviewed: 2026-11-01
  - id: secret
    title: Not yet
    stage: idea
    draft: true
"""
