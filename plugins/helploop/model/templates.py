"""What `helploop new` writes into a file for its author to replace: nobody is meant to read it on the site."""

from __future__ import annotations

ARTICLE_SUMMARY = "What the reader can do after reading, in one sentence."
ARTICLE_BODY = """Say first what to do.

1. First step.
2. Second step.

## If it does not work

What to check, and whom to ask.
"""
COLLECTION_SUMMARY = "What the articles of this folder are about, in one sentence."
ENTRY_BODY = "Say what customers can do now, and why it matters to them."
#: Each of these alone shows that a text was not written yet.
PLACEHOLDERS = (
    ARTICLE_SUMMARY,
    COLLECTION_SUMMARY,
    "Say first what to do.",
    "1. First step.",
    "What to check, and whom to ask.",
    ENTRY_BODY,
)
