"""The audit finds what is hidden in any output, and takes nothing public for a leak."""

from __future__ import annotations

import datetime as dt
import gzip
import time
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helploop.model.article import Article
from helploop.model.entry import Entry, EntryType
from helploop.model.language import Language
from helploop.model.problem import Problem
from helploop.model.secret_shapes import SHAPES, may_hold_secret
from helploop.model.settings import ChangelogSettings, Settings
from helploop.model.site import Site
from helploop.pipeline.audit import leak_problems, watch_of
from helploop.pipeline.search_index import KINDS
from helploop.sources.private_values import load_private_values


def audit_files(files: dict[str, bytes], site: Site) -> list[Problem]:
    """A problem for each hidden thing that stands in some outputs."""
    watch = watch_of(site)
    return leak_problems([found for path, content in files.items() for found in watch.look(path, content)], watch)


DAY = dt.date(2026, 11, 22)
MARKS = [mark for mark, _, _ in SHAPES]
SETTINGS = Settings(
    site_name="Acme",
    site_url="https://help.example.com/",
    languages=(Language("en", "English"), Language("de", "Deutsch")),
    allowed_addresses=("support@acme.org",),
    changelog=ChangelogSettings(),
)


def article(key: str, title: str, body: str = "", language: str = "en") -> Article:
    suffix = "" if language == "en" else f".{language}"
    return Article(key=key, language=language, path=f"articles/{key}{suffix}.md", title=title, body=body)


def entry(key: str, title: str) -> Entry:
    moment = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    return Entry(key=key, language="en", path=f"changelog/{key}.md", title=title, date=moment, type=EntryType.NEW)


SITE = Site(
    settings=SETTINGS,
    today=DAY,
    articles={("export", "en"): article("export", "Export data", "How to import people.")},
    hidden_articles={
        ("secret", "en"): article("secret", 'The "secret" plan & more'),
        ("import", "en"): article("import", "import people"),
        ("sso", "en"): article("sso", "SSO"),
        ("export", "de"): article("export", "Daten ausleiten", language="de"),
    },
    hidden_entries={("2026-12-01-rockets", "en"): entry("2026-12-01-rockets", "Rockets for all")},
    hidden_items=("moon-base",),
)


@pytest.mark.parametrize(
    ("path", "content", "what"),
    [
        ("index.html", "<li>The &quot;secret&quot; plan &amp; more</li>", "the title of articles/secret.md"),
        ("index.html", '<li>The "secret" plan &amp; more</li>', "the title of articles/secret.md"),
        ("api/v1/x.json", '{"t": "Rockets for all"}', "the title of changelog/2026-12-01-rockets.md"),
        ("de/index.html", "Daten ausleiten", "the title of articles/export.de.md"),
        ("sitemap.xml", "<loc>https://help.example.com/articles/secret/</loc>", "the address of articles/secret.md"),
        ("articles/secret/index.html", "", "a page of articles/secret.md"),
        ("changelog/2026-12-01-rockets/index.html", "", "a page of changelog/2026-12-01-rockets.md"),
        ("de/roadmap/moon-base/index.html", "", "a page of the item moon-base"),
        ("feed.xml", "by ana@acme.org", "`an…@acme.org` is an e-mail address"),
        ("a/index.html", '<a href="mailto:cleo@acme.org">', "`cl…@acme.org` is an e-mail address"),
        ("a/index.html", '<a href="mailto:cleo%40acme.org">', "`cl…@acme.org` is an e-mail address"),
        ("a/index.html", "write to cleo@acme.xn--p1ai", "`cl…@acme.xn--p1ai` is an e-mail address"),
        ("zh/index.html", "請寫信給張三@acme.org", "`請寫…@acme.org` is an e-mail address"),
        ("ja/index.html", "連絡先はcleo@acme.org(東京)です", "`連絡…@acme.org` is an e-mail address"),
        ("ja/index.html", "連絡先: cleo＠acme.org", "`cl…@acme.org` is an e-mail address"),
        ("a/index.html", r"<code>cleo\@acme.org</code>", "`cl…@acme.org` is an e-mail address"),
        ("a/index.html", '<a href="mailto:cleo%40acme%2Eorg">', "`cl…@acme.org` is an e-mail address"),
        ("privacy/index.html", "&#99;&#108;&#101;&#111;&#64;acme.org", "`cl…@acme.org` is an e-mail address"),
        ("api/v1/x.json", r'{"t": "one\ncleo@acme.org"}', "`cl…@acme.org` is an e-mail address"),
        ("api/v1/x.json", r'{"t": "cleo\\@acme.org"}', "`cl…@acme.org` is an e-mail address"),
    ],
)
def test_a_leak_is_found(path: str, content: str, what: str) -> None:
    found = audit_files({path: content.encode()}, SITE)
    assert [problem.path for problem in found] == [path]
    assert what in found[0].message
    assert found[0].is_error


def test_a_leak_in_a_compressed_file_is_found() -> None:
    found = audit_files({"sitemap.xml.gz": gzip.compress(b"Rockets for all")}, SITE)
    assert [problem.code for problem in found] == ["leak"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("index.html", "How to import people, with SSO"),  # public words that are also a draft's title
        ("de/articles/export/index.html", "Export data"),  # the original, where the translation is a draft
        ("index.html", "support@acme.org, SUPPORT@ACME.ORG, ana@example.com"),
        ("index.html", "@media {} git@github.com:acme/x.git icon@2x.png {&quot;@type&quot;: 1}"),
        ("index.html", "requests.get(...)と@app.get(...)を比べ、ฟังก์ชัน@app.put() 함수@app.post(...)"),
        ("index.html", "mailto:support%40acme.org mailto:ana%40example.com ?next=ana%40example.com"),
        ("assets/app.js", "ana@acme.org"),
        ("api/v1/x.json", r'{"t": "one\nsupport@acme.org\n\t@app.get(1)\n@app.get(2)"}'),
        ("sitemap.xml", "<loc>https://help.example.com/articles/secret-santa/</loc>"),
    ],
)
def test_what_is_public_is_no_leak(path: str, content: str) -> None:
    assert audit_files({path: content.encode()}, SITE) == []


@pytest.mark.parametrize("apart", range(300))
def test_addresses_that_are_allowed_pass_however_far_apart_they_stand(apart: int) -> None:
    for first, second in product(("support@acme.org", "mailto:support%40acme.org"), repeat=2):
        assert audit_files({"index.html": f"<p>{first} {' ' * apart}{second}</p>".encode()}, SITE) == []


def test_numbers_of_the_search_index_are_no_address_and_its_texts_may_hold_none() -> None:
    for kind in KINDS:
        assert audit_files({f"search/ja/{kind}/e3818be381aa.txt": b"!kana\tEQ@VAT.BS+@9a\n"}, SITE) == []
    found = audit_files({"search/ja/t/3-0.json": b'{"sections":[["","","ana@acme.org"]]}'}, SITE)
    assert [problem.code for problem in found] == ["address-in-public"]


def test_the_owner_may_allow_addresses() -> None:
    quiet = replace(SITE, settings=replace(SETTINGS, rules=(("address-in-public", "off"),)))
    assert audit_files({"index.html": b"ana@acme.org"}, quiet) == []
    warned = replace(SITE, settings=replace(SETTINGS, rules=(("address-in-public", "warning"),)))
    assert [problem.is_error for problem in audit_files({"index.html": b"ana@acme.org"}, warned)] == [False]


def test_many_hidden_things_are_found_like_few() -> None:
    hidden = {(f"draft-{n}", "en"): article(f"draft-{n}", f"A draft of number {n:03}") for n in range(200)}
    site = replace(SITE, hidden_articles=hidden)
    found = audit_files({"index.html": b"<p>A draft of number 117</p>"}, site)
    assert [problem.message.split(",")[0] for problem in found] == ["the title of articles/draft-117.md"]


@pytest.mark.parametrize(
    "text", ["fine", "The SSO", "CANARY_1", "me@acme.org", "AKIAQWERTYUIOPASDFGH", "Rockets for all"]
)
def test_outputs_looked_at_together_are_found_as_they_are_one_by_one(text: str) -> None:
    watch = watch_of(SITE)
    for name in ("b.json", "b.png", "sso/index.html"):
        files = [("a.html", b"<p>fine"), (name, text.encode()), ("c.txt.gz", gzip.compress(text.encode()))]
        for some in (files, files[:2]):
            assert watch.look_at_all(some) == tuple(found for path, data in some for found in watch.look(path, data))


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*MARKS, "A", "x", "_", "pat", "live", "gh", "KI", "ox", " "]), max_size=8))
def test_a_text_that_is_not_searched_for_keys_holds_no_beginning_of_one(parts: list[str]) -> None:
    text = "".join(parts)
    assert may_hold_secret(text.encode()) or not any(mark in text for mark in MARKS)


def test_a_thousand_pages_take_no_time() -> None:
    page = (b"<p>Some words of an article about exports @ work.</p>\n" * 400)[:20_000]
    files = {f"articles/{n}/index.html": page for n in range(1000)}
    start = time.perf_counter()
    assert audit_files(files, SITE) == []
    assert time.perf_counter() - start < 3  # 0.1 s on an idle machine


def test_titles_of_hidden_collections_and_items_are_found() -> None:
    site = replace(SITE, hidden_titles=(("Moon base", "roadmap.yaml"),))
    found = audit_files({"index.html": b"<h1>Moon base</h1>"}, site)
    assert [problem.message for problem in found] == [
        "the title of roadmap.yaml, which is not public, stands in `index.html`"
    ]


def test_a_canary_is_found_unless_people_can_read_it_in_public() -> None:
    told = replace(SITE, articles={("a", "en"): article("a", "A", "Plant CANARY_a. <!-- CANARY_b -->")})
    found = audit_files({"x.json": b'"CANARY_a CANARY_b"', "y.svg": b"<title>CANARY_c</title>"}, told)
    assert [problem.message for problem in found] == [
        "the canary `CANARY_b` stands in `x.json`",
        "the canary `CANARY_c` stands in `y.svg`",
    ]


def test_a_download_that_only_is_called_compressed_is_read_as_it_is() -> None:
    assert [problem.code for problem in audit_files({"a.gz": b"CANARY_x"}, SITE)] == ["leak"]


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"SMTP_PASSWORD": "k9-Zq71-pleasant"}, {"SMTP_PASSWORD"}),
        ({"PASSWORD": "correcthorsebattery"}, set()),  # letters only: a word
        ({"API_TOKEN": "short1"}, set()),
        ({"HOME": "/home/ana-1234567"}, set()),
    ],
)
def test_private_values_are_those_that_could_not_be_a_word(environment, found, tmp_path) -> None:
    assert set(load_private_values(tmp_path, environment)) == found


def test_a_file_of_private_values_is_read_like_the_environment(tmp_path) -> None:
    (tmp_path / ".env").write_text("# ours\nexport STRIPE_SECRET='k9-Zq71-pleasant'\nNAME=x\n", "utf-8")
    assert load_private_values(tmp_path, {}) == {"STRIPE_SECRET": "k9-Zq71-pleasant"}
