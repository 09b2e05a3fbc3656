"""Mails that servers send back about one of ours: a bounce, and a complaint of a provider."""

from __future__ import annotations

KEY = "1.0123456789.0123456789abcdef"
BOUNCE = """From: MAILER-DAEMON@relay.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="x"
MIME-Version: 1.0

--x
Content-Type: text/plain

It did not work.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; ana@example.com
Action: {action}
Status: {status}
--x
Content-Type: text/rfc822-headers

From: updates@acme.example
Message-ID: <{key}@acme.example>
--x--
"""
COMPLAINT = """From: staff@provider.example
Subject: FW: CSV export has shipped
Content-Type: multipart/report; report-type=feedback-report; boundary="x"
MIME-Version: 1.0

--x
Content-Type: text/plain

This is a report for a mail that was sent to one of our customers.
--x
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
--x
Content-Type: message/rfc822

From: updates@acme.example
Message-ID: <{key}@acme.example>

It is there.
--x--
"""


def complaint(kind="abuse", key=KEY):
    return COMPLAINT.format(kind=kind, key=key).encode()


def bounce(action="failed", status="5.1.1", key=KEY):
    return BOUNCE.format(action=action, status=status, key=key).encode()
