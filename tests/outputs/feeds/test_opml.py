from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from helploop.outputs.feeds.opml import render_opml
from outputs.feeds.feed_check import check_html
from outputs.feeds.sites import feeds_of, site_of

NASTY = Path(__file__).parents[2] / "sites" / "nasty_entries"


def test_one_file_hands_every_feed_to_a_reader_by_the_rules_of_opml() -> None:
    feeds = feeds_of(site_of(NASTY))
    root = etree.fromstring(render_opml("Nasty & <Co>", feeds))
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("opml", "2.0", ["head", "body"])
    assert check_html(root.findtext("head/title")) == []
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", root.findtext("head/dateModified") or "")
    assert [group.get("text") for group in root.findall("body/outline")] == ["en", "de"]
    outlines = root.findall("body/outline/outline")
    assert [outline.get("xmlUrl") for outline in outlines] == [
        f"https://help.example.com/base/{folder}atom.xml" for folder in (_quoted(feed.folder) for feed in feeds)
    ]
    for outline in outlines:
        assert outline.get("type") == "rss"
        assert check_html(outline.get("text")) == check_html(outline.get("title")) == []


def _quoted(folder: str) -> str:
    return folder.replace("ö", "%C3%B6")
