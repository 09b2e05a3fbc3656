"""An article's page made without its template is the page that the template makes, whatever stands in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.language import Language
from helploop.model.settings import ChangelogSettings, Settings
from helploop.outputs.pages.article import ArticleView, ContentsLine, render_article
from helploop.outputs.pages.article_quick import quick_article
from helploop.outputs.pages.outline import Teaser
from helploop.outputs.pages.shell import Alternate, Feed, Shell, site_frame
from helploop.outputs.pages.theme import Theme

THEME = Theme()
TEXT = st.text("ab &<>\"'é{}%", max_size=8)
TEASER = st.builds(
    Teaser,
    title=TEXT,
    href=st.sampled_from(["a/", "b/&amp;/", "it's/"]),
    language=st.sampled_from(["", "ar"]),
    direction=st.just("rtl"),
)
TEASERS = st.lists(TEASER, max_size=3).map(tuple)
SETTINGS = st.builds(
    Settings,
    site_name=TEXT.filter(bool),
    site_url=st.sampled_from(["", "https://help.example.com/it's/"]),
    languages=st.sampled_from(
        [
            (Language("en", "English"),),
            (Language("ar", "العربية"), Language("en", "<English>"), Language("de", "Deutsch")),
        ]
    ),
    changelog=st.sampled_from([None, ChangelogSettings()]),
    contact_url=st.sampled_from(["", "https://example.com/?a&b"]),
    feedback_endpoint=st.sampled_from(["", "https://example.com/f?a&b"]),
    signals_endpoint=st.sampled_from(["", "https://example.com/s"]),
    copyright=TEXT,
)


@st.composite
def views(draw: st.DrawFn) -> ArticleView:
    site = draw(SETTINGS)
    frame = site_frame(site, site.languages[0].tag)
    tags = [language.tag for language in site.languages]
    shell = Shell(
        frame=frame,
        kind="article",
        title=draw(st.one_of(TEXT, st.just(frame.site_name))),
        href="a/",
        root=draw(st.sampled_from(["./", "../../"])),
        description=draw(TEXT),
        canonical=draw(st.sampled_from(["", "https://help.example.com/a&b/"])),
        markdown=draw(st.sampled_from(["", "a/index.md"])),
        noindex=draw(st.integers(0, 9)) == 0,
        alternates=tuple(
            Alternate(tag, f"<{tag}>", "ltr", f"{tag}/'/", draw(st.booleans())) for tag in tags[1:] and tags
        ),
        feeds=draw(st.sampled_from([(), (Feed("f&.xml", "application/atom+xml", "'F'"),)])),
        styles=draw(st.sampled_from([(), ("changelog",)])),
        image=draw(st.sampled_from(["", "https://help.example.com/a&b.png"])),
        json_ld=draw(st.sampled_from(["", '{"a":"<"}'])),
    )
    lines = st.builds(ContentsLine, title=TEXT, anchor=TEXT, is_deep=st.booleans())
    return ArticleView(
        shell=shell,
        id=draw(TEXT),
        title=draw(TEXT),
        html=draw(st.sampled_from(["<p>a</p>", '<table><tr></tr></table><pre>x</pre><img src="a">'])),
        summary=draw(TEXT),
        source=draw(st.sampled_from(["", "https://git.example/edit/articles/a%20b.md?x&y"])),
        updated=draw(st.sampled_from([None, dt.date(2026, 11, 27)])),
        is_known_issue=draw(st.integers(0, 9)) == 0,
        crumbs=draw(TEASERS),
        contents=tuple(draw(st.lists(lines, max_size=3))),
        related=draw(TEASERS),
        siblings=draw(TEASERS),
        previous=draw(st.one_of(st.none(), TEASER)),
        next=draw(st.one_of(st.none(), TEASER)),
    )


@settings(max_examples=300, deadline=None)
@given(views())
def test_the_quick_page_is_the_page_of_the_template(view: ArticleView) -> None:
    assert quick_article(view, THEME) in {None, THEME.render("article.html", view.shell, page=view)}


@settings(max_examples=20, deadline=None)
@given(views())
def test_what_is_usual_is_quick_and_a_site_with_templates_of_its_own_gets_them(view: ArticleView) -> None:
    usual = replace(view, is_known_issue=False, shell=replace(view.shell, noindex=False))
    assert quick_article(usual, THEME)
    own = Theme((("parts/brand.html", "<link>"),))
    assert "\n<link>\n" in render_article(usual, own)
