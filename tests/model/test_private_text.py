"""No address, no number and no name gets through, however it is written; words and small numbers stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helploop.model.private_text import MARK, strip_private
from private_things import AROUND, HOST, LOCAL, phones

PRIVATE = [
    "ana@example.com", "Ana.Maria+shop@mail.example.co.uk", '"ana b"@example.com', "ana (at) example (dot) com", "ana[at]example[dot]org",
    "ana at example dot com", "ana ＠ example．com", "ana\u200b@exam\u00adple.com", "用户@例子.公司", "ana@localhost", "@ana_b", "mailto:ana@x.example",
    "+49 (0)30 901820", "+49 30 9018-20", "030/901820", "(555) 123-4567", "555.123.4567", "1-800-555-1234", "+81 90-1234-5678", "０９０－１２３４－５６７８",
    "٠٥٠ ١٢٣ ٤٥٦٧", "०९८७६५४३२१", "0 5 5 5 1 2 3 4", "+33 1 42 68 53 00", "tel:+15551234567", "1-800-FLOWERS",
    "DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "4111 1111 1111 1111", "4111-1111-1111-1111", "order #17", "Bestellnummer 1234",
    "INV-2026-0042", "AB12345", "#88231", "https://app.example/reset?token=abc", "app.example/reset?token=abc", "www.app.example/x", "ssh://a:b@host",
    "sk_live_51H8xKl2eZvKYlo2C", "550e8400-e29b-41d4-a716-446655440000", "10.0.0.1", "2001:db8::8a2e:370:7334", "00:1B:44:11:3A:B7", "12 High Street",
    "Musterstraße 12", "12345 Berlin", "[address]", "[number]", "[link]",
]  # fmt: skip
KEPT = [
    "dark mode", "2fa", "error 404", "iso8601", "utf-8", "sha256", "oauth2", "base64", "C# and .NET", "node.js", "version 1.2.3", "in 2026",
    "24/7", "3 users, 20 projects", "10 000 rows", "windows 11", "Donaudampfschifffahrtsgesellschaft", "PostgreSQL", "日本語の検索", "كيف أضيف لغة",
]  # fmt: skip


@pytest.mark.parametrize("private", PRIVATE)
def test_what_reaches_a_person_is_taken_out(private: str) -> None:
    text = strip_private(f"please write to {private} about dark mode")
    assert text.startswith("please write to ")
    assert text.endswith(" about dark mode") or text == f"please write to {MARK}"
    left = text.removeprefix("please write to ").removesuffix(" about dark mode")
    assert MARK in left
    assert not re.search(r"@|\d|ana|example|FLOWERS|Street|Muster", left, re.IGNORECASE)


@pytest.mark.parametrize("kept", KEPT)
def test_what_a_question_is_about_stays(kept: str) -> None:
    assert strip_private(f"how about {kept}") == f"how about {kept}"


def test_names_the_export_knows_are_taken_out() -> None:
    assert (
        strip_private("This is Ana-Maria, Ana Lopez asks for a refund", ["Ana Lopez"])
        == f"This is {MARK} asks for a refund"
    )
    assert strip_private("山田太郎です。返金してください", ["山田太郎"]) == f"{MARK}です。返金してください"


@given(LOCAL, HOST, AROUND, AROUND)
def test_no_mail_address_gets_through(local: str, host: str, before: str, after: str) -> None:
    text = strip_private(f"{before} {local}@{host} {after}")
    assert "@" not in text
    assert host not in text


@given(phones(), AROUND, AROUND)
def test_no_phone_number_gets_through(phone: str, before: str, after: str) -> None:
    text = strip_private(f"{before}{phone} {after}")
    assert sum(sign.isdecimal() for sign in text) <= 3, text


@given(st.text(max_size=200))
def test_any_text_is_answered_and_asking_twice_changes_nothing(text: str) -> None:
    once = strip_private(text)
    assert strip_private(once) == once
    assert "@" not in once
