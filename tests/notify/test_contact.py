"""Which texts are an address we send to, and which spellings are the same person."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.mail_address import bare_address
from helploop.notify.contact import BadContactError, ContactKind, mask, mask_text, parse_contact


@pytest.mark.parametrize(
    "text",
    [
        "a@x\r\nBcc: e@y",
        "Ana <a@x>, e@y",
        "Ana <a@x.example>",
        "alice@e.org)bob@evil",
        "a@@x",
        " ",
        "",
        f"{'a' * 65}@x.example",
        f"a@{'b' * 64}.example",
        f"a@{'b.' * 130}example",
        "a\x00@x.example",
        "a@x.example\n",
        "a b@x.example",
        "@x.example",
        "a@",
        "a@[127.0.0.1]",
        "a@x..example",
        ".a@x.example",
        "rené@x.example",
        "a@x.example, b@x.example",
        "a@x.example\u2028",
        "a\u200bb@x.example",
        "a@x\u00ad.example",
        "mailto:a@x.example",
        "<a@x.example>",
        "a@127.0.0.1",
    ],
)
def test_what_is_not_one_address_is_refused_without_repeating_it(text):
    with pytest.raises(BadContactError) as error:
        parse_contact(text)
    assert "x.example" not in str(error.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A@X.EXAMPLE", "a@x.example"),
        ("ana@exämple.com", "ana@xn--exmple-cua.com"),
        (" ana@x.example\t", "ana@x.example"),
        ('"ana"@x.example', "ana@x.example"),
        ("\u00a0ana@x.example", "ana@x.example"),
        ("\u202aana@x.example\u202c", "ana@x.example"),
        ("\ufeffana@x.example", "ana@x.example"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("ana@STRASSE。example", "ana@strasse.example"),
        ("Acme/App#12", "https://github.com/acme/app/issues/12"),
        ("acme/app#012", "https://github.com/acme/app/pull/12?x=1"),
    ],
)
def test_two_spellings_of_one_contact_are_one_person(one, other):
    assert parse_contact(one).key == parse_contact(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [("ana@straße.example", "ana@strasse.example"), ("straße@x.example", "strasse@x.example"), ("a+b@x", "a@x")],
)
def test_mailboxes_of_two_owners_stay_two(one, other):
    contacts = [parse_contact(text, allow_utf8=True) for text in (one, other)]
    assert contacts[0].key != contacts[1].key
    assert contacts[0].address != contacts[1].address


def test_a_mailbox_written_in_pieces_or_whole_is_one():
    one, other = (parse_contact(text, allow_utf8=True) for text in ("ren\u00e9@x.example", "rene\u0301@x.example"))
    assert one == other


@pytest.mark.parametrize(
    "text", ["ana@x.example", "Ana Lopez <ana@x.example>", " <ana@x.example> ", "MAILTO:ana@x.example?subject=hi"]
)
def test_what_is_copied_along_with_an_address_can_be_taken_off(text):
    assert bare_address(text) == "ana@x.example"


@pytest.mark.parametrize("text", ["alice@e.org <bob@evil.example>", "<a@x.example>, <b@x.example>", "a <b> <c@x>"])
def test_what_may_be_two_addresses_is_left_as_it_is(text):
    assert bare_address(text) == text


def test_the_domain_is_sent_in_ascii_and_the_mailbox_as_written():
    assert parse_contact("Ana.B@EXÄMPLE.com").address == "Ana.B@xn--exmple-cua.com"
    assert parse_contact('"a b"@x').address == '"a b"@x'


def test_a_mailbox_in_other_letters_needs_smtputf8():
    assert parse_contact("rené@x.example", allow_utf8=True).address == "rené@x.example"


def test_kinds():
    assert parse_contact("ticket:zendesk/4711").kind is ContactKind.TICKET
    assert parse_contact("acme/app#1").kind is ContactKind.GITHUB


@settings(max_examples=50, deadline=None)
@given(st.emails())
def test_a_mask_hides_mailbox_and_domain(address):
    masked = mask(address)
    local, _, domain = address.rpartition("@")
    assert local not in masked.split("@")[0] or len(local) == 1 or set(local) <= set("*")
    assert domain.rpartition(".")[0] not in masked.split("@")[1] or len(domain.rpartition(".")[0]) <= 1


def test_addresses_in_a_servers_answer_are_masked():
    said = "550 5.1.1 <ana@example.com>: no such user ana@example.com"
    assert mask_text(said) == "550 5.1.1 <a***@e***.com>: no such user a***@e***.com"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_whatever_is_accepted_is_one_recipient_on_one_line(text):
    try:
        contact = parse_contact(text)
    except BadContactError:
        return
    assert not any(ord(char) < 32 or char in "<>," for char in contact.address.replace('"', ""))
