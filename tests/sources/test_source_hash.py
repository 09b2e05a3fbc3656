"""What makes a translation outdated, and what does not."""

from __future__ import annotations

from helploop.model.article import Article, source_hash


def article(body: str) -> Article:
    return Article(key="a", language="en", path="articles/a.md", title="A", body=body)


def test_a_corrected_link_is_no_reason_to_translate_again() -> None:
    assert source_hash(article("See [export](../old.md#csv).")) == source_hash(article("See [export](../new.md)."))


def test_changed_words_are() -> None:
    assert source_hash(article("See [export](../old.md).")) != source_hash(article("See [exports](../old.md)."))
