"""Yes and no as other tools write them; in doubt, nobody has agreed."""

from __future__ import annotations

import pytest

from helploop.model.consent import is_refusal, parse_consent


@pytest.mark.parametrize(
    "text", ["yes", "Y", " TRUE ", "ja", "sí", "はい", "نعم", "2026-01-31", "2026-01-31T10:00:00Z"]
)
def test_a_yes(text):
    assert parse_consent(text) is True


@pytest.mark.parametrize("text", ["no", "False", "0", "nein", "revoked", "opt-out", "いいえ", "لا"])
def test_a_no(text):
    assert parse_consent(text) is False
    assert not is_refusal(text)


@pytest.mark.parametrize("text", ["", "maybe", "2026-02-30", "yes?", "agreed by phone"])
def test_neither(text):
    assert parse_consent(text) is None


@pytest.mark.parametrize("text", ["true", "1", "x", "2026-03-01", "unsubscribed", "ja"])
def test_who_is_said_to_have_left_has_left_whatever_the_word(text):
    assert is_refusal(text)
