"""Which of a site's languages a reader of another one is given."""

from __future__ import annotations

import pytest

from helploop.locales.known import is_language
from helploop.model.language import nearest_tag

TAGS = ["en", "de", "pt-BR", "zh-Hans", "zh-Hant", "nb", "he"]


@pytest.mark.parametrize(
    ("tag", "nearest"),
    [
        *[("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("DE", "de"), ("pt", "pt-BR"), ("pt-PT", "pt-BR")],
        *[("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("no", "nb")],
        *[("iw", "he"), ("en-GB", "en"), ("fr", ""), ("", ""), ("d", "")],
    ],
)
def test_the_nearest_language(tag, nearest):
    assert nearest_tag(tag, TAGS) == nearest


def test_a_site_may_use_an_older_code():
    assert nearest_tag("nb", ["en", "no"]) == "no"
    assert nearest_tag("zh-TW", ["en", "zh-Hans"]) == "zh-Hans"


def test_languages_are_known_by_present_and_older_codes():
    assert [tag for tag in ("de", "pt-BR", "iw", "zh-Hant", "tlh", "xx", "gr") if not is_language(tag)] == ["xx", "gr"]
