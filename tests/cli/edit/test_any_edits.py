"""Random rows of edits publish and say what builds without a cache do."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.edit.edited_site import ARTICLES, ENTRY, ITEMS, WORDS, Site, article, heard, problems_in, put
from helploop.cli.main import run

keys = st.sampled_from(sorted(ARTICLES))
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
one = st.one_of(
    st.tuples(st.just("body"), keys, words),
    st.tuples(st.just("title"), keys, words),
    st.tuples(st.just("summary"), keys, words),
    st.tuples(st.just("translate"), keys, words),
    st.tuples(st.just("heading"), keys, words),
    st.tuples(st.just("link"), keys, keys),
    st.tuples(st.just("draft"), keys, st.just("")),
    st.tuples(st.just("collection"), st.sampled_from(["billing", "team"]), words),
    st.tuples(st.just("announce"), keys, words),
    st.tuples(st.just("rename"), keys, st.sampled_from(["moved", "team/new"])),
    st.tuples(st.just("mark"), keys, st.just("")),
    st.tuples(st.just("picture"), keys, words),
    st.tuples(st.just("order"), keys, st.sampled_from(["-1", "5"])),
    st.tuples(st.just("review"), keys, st.sampled_from(["2020-01-01", "2999-01-01"])),
    st.tuples(st.just("item"), keys, words),
)


def do(root: Path, what: str, key: str, how: str) -> None:
    file = root / f"articles/{key}.md"
    if what == "translate":
        put(root / f"articles/{key}.de.md", article(f"Auf Deutsch {how}", "", how))
    elif what == "mark":
        if (root / f"articles/{key}.de.md").exists():
            assert run(["translations", "mark", "-f", str(root), str(root / f"articles/{key}.de.md")]) == 0
    elif what == "item":
        put(root / "roadmap.yaml", ITEMS.replace("Faster tables", f"Faster {how}").replace("team/roles", key))
    elif what == "collection":
        put(root / f"articles/{key}/index.md", f"---\ntitle: About {how}\n---\n\n{how}\n")
    elif what == "announce":
        put(root / "changelog/2026-01-15-tables.md", ENTRY.replace("billing/export]", f"{key}]") + how)
    elif file.exists():
        text = file.read_text("utf-8")
        if what == "rename":
            (root / f"articles/{how}.md").parent.mkdir(exist_ok=True)
            file.rename(root / f"articles/{how}.md")
        else:
            title = text.partition("\n")[2].partition("\n")[0]
            made = {
                "body": f"{text}\n{how}\n",
                "title": text.replace(title, f"title: About {how}", 1),
                "summary": text.replace(title, f"{title}\nsummary: In short {how}", 1),
                "heading": f"{text}\n## {how}\n",
                "link": f"{text}\n[there](/articles/{how}/#where)\n",
                "picture": f"{text}\n![{how}](gone.png)\n",
                "order": text.replace(title, f"{title}\norder: {how}", 1) if "order:" not in text else text,
                "review": text.replace(title, f"{title}\nreview_by: {how}", 1) if "review_by" not in text else text,
                "draft": text.replace(title, f"{title}\ndraft: true", 1),
            }
            put(file, made[what])


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(one, min_size=3, max_size=6))
def test_any_row_of_edits_publishes_and_says_what_a_build_without_cache_does(
    edits: list[tuple[str, str, str]], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.delenv("CI", raising=False)
        site = Site(Path(folder), patch)
        site.edit("mkdocs.yml", lambda text: text.replace("de]}", "de], rules: {missing-image: warning}}"))
        assert site.build() == 0
        for edit in edits:
            do(site.root, *edit)
            told = heard(site, capfd)
            code, cold = site.cold()
            assert (told[0], problems_in(told[1])) == (code, problems_in(capfd.readouterr().err))
            assert code != 0 or site.contents() == cold
        strict = heard(site, capfd, "--strict")
        assert strict[0] == (told[0] or int("warning[" in told[1]))
