"""The raw bytes of a mail: headers nobody can add to, no address but the reader's, nothing that loads from afar."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.notify.ledger_row import Row
from helploop.notify.letter import Letter, Letters
from helploop.notify.mail import render_mail
from helploop.notify.mail_body import clean_html, plain_text
from helploop.notify.state import State
from notify.runner import MAIL
from notify.samples import entry, render, site

ROW = Row(
    id=1,
    message_key="1.aaaaaaaaaa.bbbbbbbbbbbbbbbb",
    entry="2026-11-20-csv",
    wave=1,
    channel="smtp",
    token="0123456789abcdef" * 2,
    language="en",
    items=("csv-export",),
    source="",
    source_id="",
    state=State.WAITING,
    reason="",
    attempts=0,
    due=0,
    created=1_763_900_000.5,
    changed=0,
    kind="email",
    contact="ana@example.com",
)
LETTER = Letters(site(), render).letter("2026-11-20-csv", "en", ("csv-export",))


def parsed(letter=LETTER, row=ROW, **mail):
    raw = render_mail(row, letter, replace(MAIL, **mail))
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    return message_from_bytes(raw, policy=policy.strict), raw


def parts(message):
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return plain.get_content(), html.get_content()


def test_the_headers():
    message, _ = parsed()
    assert message["From"] == "Acme <updates@acme.example>"
    assert message["To"] == "ana@example.com"
    assert message["Subject"] == "CSV export is here"
    assert message["Message-ID"] == "<1.aaaaaaaaaa.bbbbbbbbbbbbbbbb@acme.example>"
    assert message["List-Id"] == "<csv-export.help.acme.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Sun, 23 Nov 2025 12:13:20 +0000"
    assert message["List-Unsubscribe"].startswith("<mailto:unsubscribe@acme.example?subject=unsubscribe%20")
    assert message["List-Unsubscribe-Post"] is None


def test_the_same_message_has_the_same_bytes():
    assert parsed()[1] == parsed()[1]


def test_one_click_is_said_only_with_an_endpoint_and_a_long_address_stays_whole():
    url = f"https://acme.example/{'x' * 120}?t={{token}}"
    message, raw = parsed(unsubscribe_url=url, one_click=True)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    expected = f"List-Unsubscribe: <{url.replace('{token}', ROW.token)}>, <mailto:"
    assert expected.encode() in raw
    assert "List-Unsubscribe-Post" not in parsed(unsubscribe_url="", one_click=True)[0]


@pytest.mark.parametrize("url", ["https://a.example/u/{token}", f"https://a.example/{'y' * 90}/{{token}}"])
def test_the_words_too_hold_the_readers_own_link_to_stop(url):
    for text in parts(parsed(unsubscribe_url=url)[0]):
        assert url.replace("{token}", ROW.token) in text


@settings(max_examples=30, deadline=None)
@given(st.text("0123456789abcdef", min_size=32, max_size=32), st.integers(0, 70))
def test_the_link_to_stop_by_mail_holds_the_readers_code_wherever_lines_break(token, width):
    stop = f"unsubscribe{'-' * width}@acme.example"
    message, raw = parsed(row=ROW._replace(token=token), unsubscribe_mailto=stop)
    for text in parts(message):
        assert f"mailto:{stop}?subject=unsubscribe%20{token}" in text
    assert all(len(line) <= 76 for line in raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))


@pytest.mark.parametrize(
    "title",
    [
        "Export\r\nBcc: eve@evil.example",
        "x" * 1200,
        "🎉 neue Größe 👩‍👩‍👧",
        "تصدير \u202ecsv\u202c جديد",
        "=?utf-8?q?evil?=",
        "\x00\x08tab\there",
        "",
        "<b>bold</b> & more",
    ],
)
def test_whatever_the_title_there_is_one_subject_and_no_other_header(title):
    message, _ = parsed(replace(LETTER, title=title))
    assert len(message.get_all("Subject")) == 1
    assert message["Bcc"] is None
    assert message["To"] == "ana@example.com"
    assert not message.defects
    if title.startswith("=?"):
        assert message["Subject"] == title


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=300))
def test_any_title_and_text_make_a_mail_that_reads_back(title, text):
    message, raw = parsed(replace(LETTER, title=title, text=text, html="<p>x</p>", summary=text))
    assert set(re.findall(rb"[\w.]+@[\w.]+", raw.partition(b"\r\n\r\n")[0])) <= {
        b"updates@acme.example",
        b"unsubscribe@acme.example",
        b"ana@example.com",
        b"1.aaaaaaaaaa.bbbbbbbbbbbbbbbb@acme.example",
    }
    assert len(message.keys()) == len(parsed()[0].keys())
    for part in parts(message):
        assert "\x00" not in part


def test_the_words_of_the_entry_are_in_both_parts_and_the_direction_is_right():
    arabic = site(entry(language="en"), entry(language="ar", title="تصدير", body="تصدير كل شيء"))
    letter = Letters(arabic, render).letter("2026-11-20-csv", "ar", ("csv-export",))
    message, _ = parsed(letter)
    plain, html = parts(message)
    assert "تصدير كل شيء" in plain
    assert "تصدير كل شيء" in html
    assert 'dir="rtl"' in html
    assert message["Content-Language"] == "ar"


def test_nothing_is_loaded_from_afar_and_nothing_is_active():
    dirty = (
        '<p onclick="x()">Hi <img src="https://t.example/p.gif" alt="A chart">'
        '<a href="../sso/">next</a> <a href="javascript:x()">no</a></p>'
        '<script>x()</script><style>p{}</style><iframe src="https://t.example"></iframe><img src="x.png">'
        '<svg onload="x()"><a href="/top">top</a></svg>'
    )
    html = clean_html(dirty, "https://help.acme.example/changelog/csv/")
    assert html.startswith(
        '<p>Hi [A chart]<a href="https://help.acme.example/changelog/sso/">next</a> '
        '<a href="https://help.acme.example/changelog/csv/">no</a></p>'
    )
    assert not re.search(r"<img|<script|<style|<iframe|<svg|onclick|onload|javascript|t\.example|x\(\)", html)


def test_html_becomes_readable_text():
    html = (
        '<h2>New</h2><p>Read <a href="https://a.example/">the page</a>,\nplease.</p>'
        "<ul><li>one</li><li>two<ol><li>x</li></ol></li></ul><pre>  a\n  b</pre><p>a &amp; b</p>"
    )
    assert plain_text(html) == (
        "New\n\nRead the page (https://a.example/), please.\n\n- one\n- two\n  1. x\n\n  a\n  b\n\na & b"
    )


def test_a_letter_names_the_items_in_the_readers_language():
    german = site(entry(), entry(language="de", title="CSV-Export ist da"))
    letter = Letters(german, render).letter("2026-11-20-csv", "de", ("csv-export",))
    assert isinstance(letter, Letter)
    assert letter.items == (("csv-export", "CSV-Export"),)
    assert letter.url == "https://help.acme.example/de/changelog/2026-11-20-csv/"
