"""Redirects of another site become old addresses of articles, and what no article can keep is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from helploop.cli.main import run
from own_addresses import give_addresses

MKDOCS = """\
site_name: Old
plugins:
  - search
  - redirects:
      redirect_maps:
        old.md: guides/new.md
        a/README.md: guides/new.md
        b/index.md: guides/new.md
        c.markdown: guides/new.md
        de/alt.md: de/neu.md
"""
LOST = """\
        c.md: https://other.example/x
        d.md: gone.md
        e.md: guides/new.md#part
        f.md#part: guides/new.md
        neu.md: guides/new.md
        index.md: guides/new.md
        g.md: de/neu.md
        old.markdown: neu.md
        h.md: 5
"""
PAGES = {
    "docs/guides/new.md": "# New\n\nText.\n",
    "docs/neu.md": "# Two\n\nText.\n",
    "docs/de/neu.md": "# Neu\n\nText.\n",
}
DOCUSAURUS = """\
import path from 'node:path';
// a comment about {{from: '/no', to: '/docs/guides/new'}}
export default {{
  url: 'https://a.example', baseUrl: '/', presets: [['classic', {{docs: {{}}}}]],
  plugins: [{plugin}],
}};
"""
PLUGIN = "@docusaurus/plugin-client-redirects"
REMEDY = "write each old address as `redirect_from` into its article"


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert run(["new", "site", str(tmp_path / "new")]) == 0
    give_addresses(tmp_path / "new")
    monkeypatch.chdir(tmp_path / "new")
    return tmp_path / "new"


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def told(kind: str, old: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What an import leaves out, in its own words."""
    capsys.readouterr()
    assert run(["import", kind, str(old)]) == 0
    lines = capsys.readouterr().out.splitlines()
    return [line.removeprefix("left out: ") for line in lines if line.startswith("left out: ")]


@pytest.mark.parametrize(
    ("settings", "addresses", "own"),
    [
        ("", '"/old/", "/a/", "/b/", "/c/"', "/guides/new/"),
        ("use_directory_urls: false\n", '"/old.html", "/a/", "/b/", "/c.html"', "/guides/new.html"),
    ],
)
def test_redirects_of_mkdocs_become_old_addresses(
    new: Path, capsys: pytest.CaptureFixture[str], settings: str, addresses: str, own: str
) -> None:
    old = write(new.parent / "old", {"mkdocs.yml": settings + MKDOCS, **PAGES})
    assert told("mkdocs", old, capsys) == []
    text = (new / "articles/guides/new.md").read_text()
    assert text == f'---\nredirect_from: ["{own}", {addresses}]\n---\n\n# New\n\nText.\n'
    ending = ".html" if settings else "/"
    assert (new / "articles/neu.de.md").read_text() == f'---\nredirect_from: ["/alt{ending}"]\n---\n\n# Neu\n\nText.\n'
    assert run(["check", "--strict"]) == 0
    assert run(["build", "--strict"]) == 0
    redirects = (new / "site/_redirects").read_text().splitlines()
    assert f"/old{ending} /articles/guides/new/ 301" in redirects
    assert f"/de/old{ending} /de/articles/guides/new/ 301" in redirects
    assert f"/de/alt{ending} /de/articles/neu/ 301" in redirects
    assert told("mkdocs", old, capsys) == []


def test_redirects_of_mkdocs_that_no_article_can_keep_are_named(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(new.parent / "old", {"mkdocs.yml": MKDOCS + LOST, "docs/_redirects": "/a /b\n", **PAGES})
    lead = "mkdocs.yml: the redirect from"
    assert told("mkdocs", old, capsys) == [
        f"{lead} `c.md` to `https://other.example/x`: it leads out of the site; set it up where the site is hosted",
        f"{lead} `d.md` to `gone.md`: it leads to no page that comes along; write `redirect_from: [/d/]` into the"
        " article that answers instead",
        f"{lead} `e.md` to `guides/new.md#part`: the old address leads to the page, not to `#part`",
        f"{lead} `f.md#part` to `guides/new.md`: no article can take this old address",
        f"{lead} `neu.md` to `guides/new.md`: the old address leads to neu.md already",
        f"{lead} `index.md` to `guides/new.md`: no article can take this old address",
        f"{lead} `g.md` to `de/neu.md`: it leads from one language to another, which an article can't say",
        f"{lead} `old.markdown` to `neu.md`: the old address leads to guides/new.md already",
        f"_redirects: redirects of its host; {REMEDY}",
        f"{lead} `h.md` leads to `5`, a page was expected",
    ]
    assert '"/c/", "/e/"]' in (new / "articles/guides/new.md").read_text()
    assert run(["check", "--strict"]) == 0


def test_a_redirect_from_the_address_that_a_page_gets_here_is_none(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maps = "        articles/guides/new.md: guides/new.md\n        articles/neu.md: guides/new.md\n"
    settings = "site_name: Old\nplugins:\n  - redirects:\n      redirect_maps:\n"
    old = write(new.parent / "old", {"mkdocs.yml": settings + maps, **PAGES})
    assert told("mkdocs", old, capsys) == [
        "mkdocs.yml: the redirect from `articles/neu.md` to `guides/new.md`: articles/neu.md has this address here"
    ]
    assert "/articles/" not in (new / "articles/guides/new.md").read_text().partition("\n---\n")[0]
    assert run(["check", "--strict"]) == 0


def test_a_file_where_a_folder_is_now_is_an_old_address(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = "site_name: Old\nuse_directory_urls: false\nplugins:\n  - redirects:\n      redirect_maps: {articles/neu.md: neu.md}\n"
    assert told("mkdocs", write(new.parent / "old", {"mkdocs.yml": settings, **PAGES}), capsys) == []
    assert '"/articles/neu.html"' in (new / "articles/neu.md").read_text()
    assert run(["check", "--strict"]) == 0


def test_redirects_that_are_switched_off_are_not_taken(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = "site_name: Old\nplugins:\n  - redirects:\n      enabled: false\n      redirect_maps: {old.md: neu.md}\n"
    old = write(new.parent / "old", {"mkdocs.yml": settings, **PAGES})
    assert told("mkdocs", old, capsys) == []
    assert "/old/" not in (new / "articles/neu.md").read_text()


def test_redirects_of_mkdocs_that_are_no_map_are_named(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = "site_name: Old\nplugins:\n  redirects:\n    redirect_maps: [a.md]\n"
    old = write(new.parent / "old", {"mkdocs.yml": settings, **PAGES})
    assert told("mkdocs", old, capsys) == [
        "mkdocs.yml: `redirect_maps` is `[a.md]`, old pages with new ones were expected"
    ]


def test_an_edited_article_keeps_its_text_and_its_missing_addresses_are_named(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(new, {"articles/guides/new.md": "---\nredirect_from: [/old/, a]\n---\n\n# Mine\n\nText.\n"})
    old = write(new.parent / "old", {"mkdocs.yml": MKDOCS, **PAGES})
    stays = "guides/new.md: it stays as it is, without the old address"
    assert told("mkdocs", old, capsys) == [
        f"{stays} `/a/`; add it to its `redirect_from`",
        f"{stays} `/b/`; add it to its `redirect_from`",
        f"{stays} `/c/`; add it to its `redirect_from`",
    ]


def docusaurus(new: Path, plugin: str) -> Path:
    files = {
        "docusaurus.config.js": DOCUSAURUS.format(plugin=plugin),
        "docs/guides/new.md": PAGES["docs/guides/new.md"],
        "docs/guides/other.md": "# Other\n\nText.\n",
    }
    return write(new.parent / "old", files)


@pytest.mark.parametrize("name", [f"'{PLUGIN}'", "'client-redirects'", f"require.resolve('{PLUGIN}')"])
def test_redirects_of_docusaurus_that_are_written_out_become_old_addresses(
    new: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    plain = "{from: '/old', to: '/docs/guides/new'}, {to: '/docs/guides/new/', from: ['/a', '/b/c.html']}"
    old = docusaurus(new, f"'./own', [{name}, {{redirects: [{plain}]}}]")
    assert told("docusaurus", old, capsys) == []
    assert (new / "articles/guides/new.md").read_text() == (
        '---\nredirect_from: ["/docs/guides/new/", "/old/", "/a/", "/b/c.html"]\n---\n\n# New\n\nText.\n'
    )
    assert run(["check", "--strict"]) == 0
    assert run(["build", "--strict"]) == 0
    redirects = (new / "site/_redirects").read_text().splitlines()
    assert "/b/c.html /articles/guides/new/ 301" in redirects
    assert "/de/old/ /de/articles/guides/new/ 301" in redirects


def test_redirects_of_docusaurus_that_no_article_can_keep_are_named(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = (
        "{from: '/a', to: '/docs/guides/new#part'}, {from: '/b', to: '/blog/x'}, {from: '/c', to: 'https://x.example'},"
        "{from: '/docs/guides/other', to: '/docs/guides/new'}, {from: '/d', to: target}, ...more"
    )
    made = "createRedirects(path) { return [path + '/x']; }"
    old = docusaurus(new, f"['{PLUGIN}', {{fromExtensions: ['html'], redirects: [{listed}], {made}}}]")
    write(old, {"static/_redirects": "/a /b\n"})
    lead = "docusaurus.config.js: the redirect from"
    assert told("docusaurus", old, capsys) == [
        f"{lead} `/a` to `/docs/guides/new#part`: the old address leads to the page, not to `#part`",
        f"{lead} `/b` to `/blog/x`: it leads to no page that comes along; write `redirect_from: [/b/]` into the"
        " article that answers instead",
        f"{lead} `/c` to `https://x.example`: it leads out of the site; set it up where the site is hosted",
        f"{lead} `/docs/guides/other` to `/docs/guides/new`: the old address leads to guides/other.md already",
        f"docusaurus.config.js: `fromExtensions`, `createRedirects` of `{PLUGIN}`; {REMEDY}",
        f"docusaurus.config.js: 2 computed redirects of `{PLUGIN}`; {REMEDY}",
        f"static/_redirects: redirects of its host; {REMEDY}",
    ]
    assert 'redirect_from: ["/docs/guides/new/", "/a/"]' in (new / "articles/guides/new.md").read_text()
    assert run(["check", "--strict"]) == 0


@pytest.mark.parametrize(
    ("plugin", "what"),
    [
        (f"['{PLUGIN}', {{redirects: require('./r.json')}}]", "`redirects`"),
        (f"['{PLUGIN}', {{redirects}}]", "`redirects`"),
        (f"['{PLUGIN}', {{redirects: [], createRedirects: make}}]", "`createRedirects`"),
        (f"['{PLUGIN}', {{...options}}]", "`...options`"),
        (f"isLive && ['{PLUGIN}', {{redirects: [{{from: '/a', to: '/docs/guides/new'}}]}}]", "the redirects"),
        (f"['{PLUGIN}', options]", "the redirects"),
    ],
)
def test_redirects_of_docusaurus_that_are_computed_are_named(
    new: Path, capsys: pytest.CaptureFixture[str], plugin: str, what: str
) -> None:
    assert told("docusaurus", docusaurus(new, plugin), capsys) == [
        f"docusaurus.config.js: {what} of `{PLUGIN}`; {REMEDY}"
    ]


def test_addresses_of_docusaurus_are_read_as_javascript_reads_them(
    new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    redirects = r"{from: ['/caf\u00e9', '/\x61b', '/\u{1F600}', '/it\'s'], to: '/docs/guides/new'}"
    old = docusaurus(new, f"['{PLUGIN}', {{redirects: [{redirects}]}}]")
    told("docusaurus", old, capsys)
    written = (new / "articles/guides/new.md").read_text()
    assert all(f'"{address}"' in written for address in ("/café/", "/ab/", "/😀/", "/it's/"))


def test_a_plugin_that_stands_in_a_comment_has_no_redirects(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told("docusaurus", docusaurus(new, f"/* ['{PLUGIN}', options] */"), capsys) == []


def test_an_extension_that_includes_files_is_not_recommended(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extensions = "markdown_extensions:\n  - pymdownx.snippets: {base_path: parts}\n  - pymdownx.keys\n"
    files = {"mkdocs.yml": f"site_name: Old\n{extensions}", "docs/a.md": '# A\n\n--8<-- "part.md"\n'}
    assert told("mkdocs", write(new.parent / "old", files), capsys) == [
        "mkdocs.yml: texts of other files (`pymdownx.snippets`); put them into the articles, at each line that"
        " `helploop check` names",
        "extensions of its Markdown, which you can add to mkdocs.yml: pymdownx.keys",
    ]
    assert run(["check"]) == 0
    assert "articles/a.md:7:1: warning[include]" in capsys.readouterr().out


TAKEN = "this site has a page or file of its own there"


def test_what_the_site_has_itself_is_no_old_address(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maps = "        changelog.md: neu.md\n        robots.txt: neu.md\n        de/search.md: de/neu.md\n        privacy.md: neu.md\n"
    settings = "site_name: Old\nplugins:\n  - redirects:\n      redirect_maps:\n"
    own = {"docs/roadmap/index.md": "---\naliases: [/feeds.opml, /was-here/]\n---\n\n# Roadmap\n\nText.\n"}
    old = write(new.parent / "old", {"mkdocs.yml": settings + maps, **PAGES, **own})
    lead = "mkdocs.yml: the redirect from"
    assert told("mkdocs", old, capsys) == [
        f"{lead} `changelog.md` to `neu.md`: {TAKEN}",
        f"{lead} `robots.txt` to `neu.md`: {TAKEN}",
        f"{lead} `de/search.md` to `de/neu.md`: {TAKEN}",
        f"{lead} `privacy.md` to `neu.md`: {TAKEN}",
        f"roadmap/index.md: its old address `/roadmap/`: {TAKEN}",
        f"roadmap/index.md: its old address `/feeds.opml`: {TAKEN}",
    ]
    assert 'redirect_from: ["/was-here/"]' in (new / "articles/roadmap/index.md").read_text()
    assert run(["check", "--strict"]) == 0
    assert run(["build", "--strict"]) == 0


def test_a_part_that_the_site_has_not_leaves_its_address_free(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = new / "mkdocs.yml"
    config.write_text(config.read_text().replace("  - helploop/search\n", ""))
    old = write(new.parent / "old", {"mkdocs.yml": "site_name: Old\n", "docs/search.md": "# Find\n\nText.\n"})
    assert told("mkdocs", old, capsys) == []
    assert 'redirect_from: ["/search/"]' in (new / "articles/search.md").read_text()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("[a]", "`redirects` has `[a]`, its option `redirect_maps` was expected"),
        ("5", "`redirects` has `5`, its option `redirect_maps` was expected"),
        ("{redirect_map: {a.md: neu.md}}", "`redirects` has no option `redirect_map` (did you mean `redirect_maps`?)"),
        ("{zzz: 1}", "`redirects` has no option `zzz`"),
    ],
)
def test_options_that_can_not_be_read_are_named(
    new: Path, capsys: pytest.CaptureFixture[str], options: str, words: str
) -> None:
    settings = f"site_name: Old\nplugins:\n  - redirects: {options}\n"
    old = write(new.parent / "old", {"mkdocs.yml": settings, **PAGES})
    assert told("mkdocs", old, capsys) == [f"mkdocs.yml: {words}"]


def test_settings_that_are_inherited_are_followed(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = "plugins:\n  redirects:\n    redirect_maps: {old.md: neu.md}\n"
    own = "INHERIT: ../base.yml\nsite_name: Old\nplugins:\n  redirects:\n    redirect_maps: {other.md: neu.md}\n"
    old = write(new.parent / "old", {"base.yml": base, "en/mkdocs.yml": own, "en/docs/neu.md": "# Two\n\nText.\n"})
    assert told("mkdocs", old / "en", capsys) == []
    assert 'redirect_from: ["/neu/", "/old/", "/other/"]' in (new / "articles/neu.md").read_text()
