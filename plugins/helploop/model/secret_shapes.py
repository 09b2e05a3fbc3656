"""Keys and passwords in text that everyone reads: those whose shape says what they are."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What each begins with, what it is, and how it goes on.
SHAPES = (
    ("PRIVATE KEY-----", "a private key", r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{16}"),
    ("ghp_", "a token of GitHub", r"\bghp_[A-Za-z0-9]{36}\b"),
    ("ghs_", "a token of GitHub", r"\bghs_[A-Za-z0-9]{36}\b"),
    ("github_pat_", "a token of GitHub", r"\bgithub_pat_[A-Za-z0-9_]{60,}"),
    ("AKIA", "a key of AWS", r"\bAKIA[0-9A-Z]{16}\b"),
    ("xox", "a token of Slack", r"\bxox[abprs]-[0-9A-Za-z]+-[0-9A-Za-z-]{16,}"),
    ("hooks.slack.com/services/", "a web hook of Slack", r"hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{16,}"),
    ("sk_live_", "a key of Stripe", r"\bsk_live_[0-9A-Za-z]{20,}"),
    ("AIza", "a key of Google", r"\bAIza[0-9A-Za-z_-]{35}\b"),
)
_PATTERNS = tuple((mark, what, re.compile(pattern)) for mark, what, pattern in SHAPES)
_LONG_MARKS = tuple(mark.encode() for mark, _, _ in SHAPES if len(mark) > 12)
#: What stands before the `_` of a mark or between two of them, and after the `A`.
_BEFORE_LINE = (b"ghp", b"ghs", b"pat", b"live")
_AFTER_A = (b"KI", b"Iza")
#: What examples are made of.
_EXAMPLE = re.compile(r"example|xxxx|0000|1234|abcd|\.\.\.|([0-9A-Za-z])\1{5}", re.IGNORECASE)


def may_hold_secret(data: bytes) -> bool:
    """Whether it is worth looking for each shape: never no where one of the marks stands.

    Every output is asked this. Cutting a text at a letter takes less time than searching it for each short word.
    """
    return (
        any(mark in data for mark in _LONG_MARKS)
        or (b"_" in data and any(map(bytes.endswith, data.split(b"_"), repeat(_BEFORE_LINE))))
        or any(map(bytes.startswith, data.split(b"A"), repeat(_AFTER_A)))
        or b"o" in data.split(b"x")
    )


def find_secrets(text: str) -> Iterator[tuple[int, str]]:
    """Where in a text a key stands, and what it is. What says that it is an example passes."""
    for mark, what, pattern in _PATTERNS:
        if mark in text:
            for match in pattern.finditer(text):
                if not _EXAMPLE.search(match.group()):
                    yield match.start(), what
