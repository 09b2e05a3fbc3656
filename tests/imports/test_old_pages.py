"""Another site's pages come over whole: texts, order, languages, links, pictures and old addresses."""

from __future__ import annotations

from typing import Any

import pytest

from helploop.imports.entries import Act
from helploop.imports.old_nav import Nav, parse_nav
from helploop.imports.old_pages import OldSite, Plan, place_of, plan_pages

TAGS = ("en", "de", "pt-BR")


def plan(pages: dict[str, str], files: tuple[str, ...] = (), nav: object = None, **more: Any) -> Plan:
    old = OldSite(pages=pages, files=files, nav=parse_nav(nav) if nav else Nav(), **more)
    return plan_pages(old, TAGS, {})


def texts(found: Plan) -> dict[str, str]:
    return {page.path: page.text for page in found.pages}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("guides/install.md", "guides/install.md"),
        ("guides/README.md", "guides/index.md"),
        ("de/guides/install.md", "guides/install.de.md"),
        ("pt-br/install.md", "install.pt-BR.md"),
        ("en/install.md", "install.md"),
        ("install.de.md", "install.de.md"),
        ("install.en.md", "install.md"),
        ("fr/install.md", "fr/install.md"),
        ("node.js.md", "node.js.md"),
    ],
)
def test_folders_and_suffixes_of_a_language_are_translations(old: str, new: str) -> None:
    assert place_of(old, TAGS).path == new


def test_the_head_keeps_its_meaning_and_says_what_it_loses() -> None:
    text = "---\ndescription: How to\n  install.\ntags: [setup, a b]\nhide: [toc]\nstatus: new\nweight: 3\n---\n# Install\n\nText.\n"
    found = plan({"guides/install.md": text})
    assert texts(found)["guides/install.md"] == (
        '---\nsummary: "How to install."\nkeywords: ["setup", "a b"]\norder: 3\n'
        'redirect_from: ["/guides/install/"]\n---\n\n# Install\n\nText.\n'
    )
    assert found.left_out == ["guides/install.md: the keys `hide`, `status`"]


def test_the_navigation_gives_order_titles_and_names_of_folders() -> None:
    nav = [{"Home": "index.md"}, {"How to": ["guides/b.md", {"First": "guides/a.md"}]}, {"Web": "https://x.example"}]
    found = texts(plan({"index.md": "Hello.\n", "guides/a.md": "Text.\n", "guides/b.md": "# B\n"}, nav=nav))
    assert found["guides/index.md"] == '---\ntitle: "How to"\norder: 20\n---\n'
    assert found["guides/a.md"].startswith('---\ntitle: "First"\norder: 20\n')
    assert found["guides/b.md"].startswith("---\norder: 10\n")
    assert found["index.md"] == '---\ntitle: "Home"\norder: 10\n---\n\nHello.\n'


@pytest.mark.parametrize(
    ("link", "new"),
    [
        ("configure.md#deep", "configure.md#deep"),
        ("configure", "configure.md"),
        ("../configure/", "configure.md"),
        ("/guides/configure/#deep", "configure.md#deep"),
        ("/api/rest.md?plain=1", "../api/rest.md?plain=1"),
        ("../api/", "../api/index.md"),
        ("../assets/a%20b.png", "../assets/a%20b.png"),
        ("/assets/a%20b.png", "../assets/a%20b.png"),
        ("gone.md", "gone.md"),
        ("https://x.example/configure/", "https://x.example/configure/"),
        ("#here", "#here"),
        ("mailto:a@example.com", "mailto:a@example.com"),
    ],
)
def test_a_link_leads_to_the_same_page_however_it_was_written(link: str, new: str) -> None:
    pages = {"guides/install.md": f'# I\n\n[a]({link}) ![b]({link} "t")\n\n[c]: {link}\n'}
    pages |= {"guides/configure.md": "# C\n", "api/rest.md": "# R\n", "api/README.md": "# A\n"}
    text = texts(plan(pages, ("assets/a b.png",)))["guides/install.md"]
    assert text.endswith(f'[a]({new}) ![b]({new} "t")\n\n[c]: {new}\n')


def test_links_of_a_translation_count_from_its_new_place_and_name_the_plain_file() -> None:
    pages = {"de/guides/a.md": "[b](b.md) ![p](../../img/p.png)", "de/guides/b.md": "B", "guides/b.md": "B"}
    assert "[b](b.md) ![p](../img/p.png)" in texts(plan(pages, ("img/p.png",)))["guides/a.de.md"]


def test_code_is_never_changed() -> None:
    code = "`[a](/guides/b/)` and\n\n```md\n[a](/guides/b/) :material-home:\n~~~\n```\n\n    ~~~~\n[a](/guides/b/)"
    text = texts(plan({"guides/a.md": f"{code}\n", "guides/b.md": "# B\n"}))["guides/a.md"]
    assert "`[a](/guides/b/)` and" in text
    assert "[a](/guides/b/) :material-home:\n~~~" in text


def test_icons_of_a_theme_are_not_read_as_words() -> None:
    found = plan(
        {"a.md": "# A\n\n:material-clock-fast:{ .lg .middle } Fast :octicons-arrow-right-24: 10:30:15 :smile:\n"}
    )
    assert texts(found)["a.md"].endswith("# A\n\nFast 10:30:15 :smile:\n")
    assert found.left_out == ["a.md: 2 icons such as `:material-clock-fast:`"]


def test_old_addresses_lead_on_with_and_without_folders() -> None:
    pages = {
        "index.md": "# H\n",
        "a.md": "---\naliases: [/b/, c]\n---\n# A\n",
        "g/index.md": "# G\n",
        "de/a.md": "# A\n",
    }
    found = texts(plan(pages))
    assert 'redirect_from: ["/a/", "/b/", "/c"]' in found["a.md"]
    assert 'redirect_from: ["/g/"]' in found["g/index.md"]
    assert "redirect_from" not in found["index.md"] + found["a.de.md"]
    assert 'redirect_from: ["/a.html", "/b/", "/c"]' in texts(plan(pages, has_folders=False))["a.md"]


def test_of_two_pages_for_one_place_the_second_is_named_and_left() -> None:
    found = plan({"README.md": "# Two\n", "index.md": "# One\n", "de/a.md": "# A\n", "a.de.md": "# B\n"})
    assert [page.old for page in found.pages] == ["a.de.md", "index.md"]
    assert found.left_out == [
        "README.md: index.md becomes `index.md`, too; rename one of the two",
        "de/a.md: a.de.md becomes `a.de.md`, too; rename one of the two",
    ]


def test_languages_this_site_does_not_have_are_named_once_each() -> None:
    pages = {
        "a.md": "# A\n",
        "b.md": "# B\n",
        "a.fr.md": "# A\n",
        "b.fr.md": "# B\n",
        "a.ja.md": "# A\n",
        "node.js.md": "# N\n",
    }
    found = plan(pages | {"a.de.md": "# A\n"})
    assert sorted(texts(found)) == ["a.de.md", "a.md", "b.md", "node.js.md"]
    add = "(add `{0}` to `languages:` in mkdocs.yml, then run this again)"
    assert found.left_out == [
        f"2 pages such as a.fr.md: this site has no `fr` {add.format('fr')}",
        f"a.ja.md: this site has no `ja` {add.format('ja')}",
    ]


def test_posts_of_a_blog_are_named_and_left() -> None:
    found = plan({"blog/posts/hello.md": "# Hi\n", "blog/index.md": "# Blog\n"})
    assert list(texts(found)) == ["blog/index.md"]
    assert found.left_out == ["blog/posts/hello.md: a post of a blog; see `helploop new entry`"]


def test_a_head_that_cannot_be_read_stays_for_its_author() -> None:
    found = plan({"a.md": "---\ntitle: [\n---\n# A\n"})
    assert texts(found)["a.md"] == "---\ntitle: [\n---\n# A\n"
    assert found.left_out[0].startswith("a.md: its front matter can't be read")


def test_mdx_is_read_as_markdown_and_its_components_are_named() -> None:
    page = (
        "---\nsidebar_position: 2\n---\nimport Tabs from '@theme/Tabs';\nimport {\n  A\n} from './a';\n"
        "export const Rows = () => (\n  <ul>\n\n  </ul>\n);\n\n# Install\n\n"
        "import your data first {/* a remark */}\n\n<Tabs>\n[b](./b.mdx) `<Code>`\n</Tabs>\n\n```jsx\nimport X from 'x';\n```\n"
    )
    found = plan({"guides/a.mdx": page, "guides/b.mdx": "# B\n", "guides/b.md": "# Other\n"})
    text = texts(found)["guides/a.md"]
    assert text.partition("---\n\n")[2] == (
        "# Install\n\nimport your data first \n\n<Tabs>\n[b](b.md) `<Code>`\n</Tabs>\n\n```jsx\nimport X from 'x';\n```\n"
    )
    assert found.left_out == [
        "guides/b.mdx: guides/b.md becomes `guides/b.md`, too; rename one of the two",
        "guides/a.mdx: `<Tabs>` of MDX, which stays in the text; write it as Markdown",
    ]


@pytest.mark.parametrize(
    ("slug", "address"),
    [("/", "/docs/"), ("/start", "/docs/start/"), ("first", "/docs/guides/first/"), ("../first/", "/docs/first/")],
)
def test_a_page_that_chose_its_address_leads_on_from_it(slug: str, address: str) -> None:
    pages = {"guides/install.md": f"---\nslug: {slug}\n---\n# I\n", "a.md": f"[i]({address}) [j](guides/install.md)\n"}
    found = plan(pages, base="/docs")
    new = texts(found)
    assert f'redirect_from: ["{address}"]' in new["guides/install.md"]
    assert new["a.md"].endswith("[i](guides/install.md) [j](guides/install.md)\n")
    assert found.left_out == []
    assert 'redirect_from: ["/guides/install/"]' in texts(plan(pages, has_slugs=False))["guides/install.md"]


def test_categories_give_folders_their_names_places_and_summaries() -> None:
    categories = {
        "guides/_category_.json": '{"label": "How to", "position": 3, "link": {"type": "generated-index",'
        ' "description": "All\\nsteps.", "slug": "/how-to"}}',
        "de/guides/_category_.yml": "label: Anleitungen\nposition: 3\n",
        "api/_category_.yml": "label: API\nposition: first\n",
        "known/_category_.json": '{"label": "Unused", "position": 4}',
        "empty/_category_.json": '{"label": "Nothing in it"}',
        "bad/_category_.json": '{"label": ',
        "list/_category_.yml": "- a\n",
    }
    pages = {f"{folder}/a.md": "# A\n" for folder in ("guides", "de/guides", "api", "known", "bad", "list")}
    found = plan(pages | {"known/index.md": "# Known\n"}, categories=categories, base="/docs")
    new = texts(found)
    assert new["guides/index.md"] == (
        '---\ntitle: "How to"\nsummary: "All steps."\norder: 3\nredirect_from: ["/docs/how-to/"]\n---\n'
    )
    assert new["guides/index.de.md"] == '---\ntitle: "Anleitungen"\n---\n'
    assert new["api/index.md"] == '---\ntitle: "API"\n---\n'
    assert new["known/index.md"].startswith("---\norder: 4\n")
    assert not {"empty/index.md", "bad/index.md", "list/index.md"} & {*new}
    assert found.left_out == [
        "api/_category_.yml: its position `first`, which is no number",
        "bad/_category_.json: line 1 is no JSON: Expecting value",
        "list/_category_.yml: it is a list, keys with values were expected",
    ]


def test_pages_that_are_there_already_are_known_by_their_text() -> None:
    old = OldSite(pages={"a.md": "# A\n", "b.md": "# B\n"}, files=(), nav=Nav())
    first = {page.path: page.text for page in plan_pages(old, TAGS, {}).pages}
    again = plan_pages(old, TAGS, first | {"b.md": "edited"})
    assert {page.path: page.act for page in again.pages} == {"a.md": Act.SAME, "b.md": Act.EDITED}
