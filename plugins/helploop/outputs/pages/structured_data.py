"""Pages as search engines read them, in the words of schema.org, and the picture that stands for a page elsewhere."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from helploop.model.address import absolute, home_address, search_address

if TYPE_CHECKING:
    from helploop.model.body import Body
    from helploop.model.settings import Settings

#: How questions end: Latin, full-width, Arabic, Greek, Ethiopic.
_QUESTION_MARKS = ("?", "？", "؟", "\u037e", "፧")
_PICTURE = re.compile(r'<img\s[^<>]*?src="([^"]+\.(?:png|jpe?g|webp|gif))"', re.IGNORECASE)


def script_json(value: object) -> str:
    """JSON that may stand inside a script element: nothing in it ends or opens one."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def find_questions(body: Body) -> tuple[tuple[str, str], ...]:
    """The questions and answers of a text that is nothing else: each of its main headings is a question with an answer.

    That is how an article says that it is a list of questions; anything else has none.
    """
    if len(body.headings) < 2 or not body.headings[0].text.endswith(_QUESTION_MARKS):
        return ()
    top = min(heading.level for heading in body.headings)
    main = {heading.anchor for heading in body.headings if heading.level == top}
    found: list[tuple[str, list[str]]] = []
    for section in body.sections:
        if section.anchor in main:
            found.append((section.heading, [section.text]))
        elif found:
            found[-1][1].extend((section.heading, section.text))
    pairs = tuple((question, " ".join(filter(None, answer))) for question, answer in found)
    is_list = len(pairs) > 1 and all(question.endswith(_QUESTION_MARKS) and answer for question, answer in pairs)
    return pairs if is_list else ()


def faq_json(body: Body, language: str) -> str:
    """A node `FAQPage` for a graph, or nothing for a text that is no list of questions."""
    questions = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in find_questions(body)
    ]
    return script_json({"@type": "FAQPage", "inLanguage": language, "mainEntity": questions}) if questions else ""


def website_json(settings: Settings, language: str) -> str:
    """The whole site in one language, and how to search it."""
    site = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.site_name,
        "url": absolute(settings, home_address(settings, language)),
        "inLanguage": language,
    }
    if settings.site_description:
        site["description"] = settings.site_description
    if settings.search is None:
        return script_json(site)
    results = absolute(settings, search_address(settings, language))
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{results}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return script_json({**site, "potentialAction": action})


def first_picture(html: str, page_url: str) -> str:
    """The full address of the first picture on a page that other sites can show; drawings (SVG) are not."""
    found = _PICTURE.search(html) if "<img" in html else None
    return urljoin(page_url, unescape(found[1])) if found else ""
