"""The dialog of the search box as a visitor opens it."""

from __future__ import annotations


def in_dialog(page, site, text):
    """The dialog with the results of a text."""
    page.goto(f"{site}/index.html")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.wait_for_selector("dialog[open] .hl-hit")
