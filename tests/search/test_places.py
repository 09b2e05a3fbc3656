"""Where on a page a result leads: what asks for the page to its top, what asks for a section to that section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search import index
from helploop.search.analysis import analyse
from helploop.search.parts import text_parts
from helploop.search.ranking import rank
from helploop.search.reference import Reference
from search.node import needs_node, run_client

if TYPE_CHECKING:
    from pathlib import Path

#: Long enough to be a part of its own, and without a word that is asked for.
FILLER = "Nothing here is of any use to whoever wants to know. " * 30
PAGE = SearchDocument(
    id="export",
    url="export/",
    title="Export data as tables",
    language="en",
    keywords=("download", "nightly backup", "saml"),
    sections=(
        Section("", "", "Everything that was written can leave."),
        Section("before", "Before", "You export data as tables only with the right to do so."),
        Section("long", "Much to read", FILLER),
        Section("tables", "Tables", "Each table has a row for each record."),
        Section("else", "What else", FILLER),
        Section("files", "Files", "A download of the archive keeps pictures too."),
        Section("nights", "Each night", "A backup runs nightly."),
        Section("rights", "Rights", "Who may do that, and who may not."),
    ),
)
OTHER = SearchDocument(
    id="other", url="other/", title="Invite people", language="en", sections=(Section("", "", "Write to them."),)
)
#: A page that begins with a heading.
ABRUPT = SearchDocument(
    id="abrupt",
    url="abrupt/",
    title="Move a project",
    language="en",
    sections=(Section("first", "First of all", "You move a project with care."),),
)
ANSWERS = """
const search = await client.open("/", "en", { get: async (path) => data.files[path.split("?")[0]] });
const results = [];
for (const text of data.queries) results.push((await search.query(text))[0]);
return results;
"""


@needs_node
@pytest.mark.parametrize(
    ("query", "place", "section"),
    [
        pytest.param("Export data as tables", "export/", "", id="the title"),
        pytest.param("export data", "export/", "", id="the title's beginning"),
        pytest.param("tables", "export/", "", id="a word of the title whose section is far below"),
        pytest.param("before", "export/#before", "Before", id="a heading"),
        pytest.param("download", "export/#files", "Files", id="a keyword that a section explains"),
        pytest.param("nightly backup", "export/#nights", "Each night", id="a keyword of two words"),
        pytest.param("saml", "export/", "", id="a keyword that stands nowhere"),
        pytest.param("move a project", "abrupt/", "", id="the title of a page that begins with a heading"),
    ],
)
def test_a_result_leads_to_the_place_that_was_asked_for(tmp_path: Path, query: str, place: str, section: str) -> None:
    analyses = [analyse(document, "en") for document in (PAGE, OTHER, ABRUPT)]
    assert len(analyses[0].parts) > 2
    files = {f"/search/en/{path}": content.decode() for path, content in index.build(analyses, "en").items()}
    (found,) = run_client(tmp_path, ANSWERS, {"files": files, "queries": [query]})
    assert (found["url"], found["section"]) == (f"/{place}", section)
    (hit, *_) = rank(Reference(analyses, "en"), query)[1]
    assert (hit.address, hit.section) == (place, section)


@needs_node
@pytest.mark.parametrize(
    "query", ["change the order of articles", "which order", "can I put articles in another order"]
)
def test_words_that_an_owner_gave_an_article_weigh_like_its_title(tmp_path: Path, query: str) -> None:
    """Another page that holds the query word by word, as an example or in passing, comes after."""
    said = f"A reader may ask: {query}. What the order of articles is, and how to change the order, is said elsewhere."
    pages = [
        SearchDocument(
            id="collections",
            url="collections/",
            title="Collections",
            language="en",
            keywords=("category", "change the order of articles", "which order", "can I put articles in another order"),
            sections=(Section("", "", "A collection is a folder. Its file says in which sequence things are listed."),),
        ),
        SearchDocument(
            id="search",
            url="search/",
            title="Test the search",
            language="en",
            sections=(Section("", "", "Type."), Section("ask", "Ask", said)),
        ),
        OTHER,
    ]
    analyses = [analyse(document, "en") for document in pages]
    files = {f"/search/en/{path}": content.decode() for path, content in index.build(analyses, "en").items()}
    (found,) = run_client(tmp_path, ANSWERS, {"files": files, "queries": [query]})
    assert (found["title"], found["ranges"]["title"]) == ("Collections", [])
    assert rank(Reference(analyses, "en"), query)[1][0].score == pytest.approx(found["score"])


def test_an_article_of_that_title_comes_before_one_with_the_keyword() -> None:
    start = Section("start", "Start the file", "The file starts with three dashes.")
    first = replace(OTHER, id="first", url="first/", keywords=("front matter",), sections=(start,))
    titled = replace(OTHER, id="titled", url="titled/", title="Front matter", sections=(Section("", "", "All keys."),))
    reference = Reference([analyse(page, "en") for page in (first, titled, PAGE)], "en")
    assert [hit.url for hit in rank(reference, "front matter")[1]] == ["titled/", "first/"]


@needs_node
def test_what_leads_to_the_top_shows_how_the_page_begins_and_marks_only_the_title(tmp_path: Path) -> None:
    analyses = [analyse(document, "en") for document in (PAGE, OTHER)]
    files = {f"/search/en/{path}": content.decode() for path, content in index.build(analyses, "en").items()}
    (found,) = run_client(tmp_path, ANSWERS, {"files": files, "queries": ["export data"]})
    assert found["excerpt"] == "Everything that was written can leave."
    assert found["ranges"] == {"title": [[0, 6], [7, 11]], "section": [], "excerpt": []}


@needs_node
def test_words_that_only_bind_others_are_not_marked(tmp_path: Path) -> None:
    text = "The order of the list is the order of the day."
    page = SearchDocument(id="a", url="a/", title="Days", language="en", sections=(Section("", "", text),))
    analyses = [analyse(document, "en") for document in (page, OTHER)]
    files = {f"/search/en/{path}": content.decode() for path, content in index.build(analyses, "en").items()}
    (found,) = run_client(tmp_path, ANSWERS, {"files": files, "queries": ["the order of the list"]})
    marked = [found["excerpt"][begin:end] for begin, end in found["ranges"]["excerpt"]]
    assert marked == ["order", "list", "order"]


@needs_node
def test_what_a_keyword_says_of_a_whole_page_leads_to_its_top(tmp_path: Path) -> None:
    """A section that has a few of its words is no better answer."""
    page = SearchDocument(
        id="pictures",
        url="pictures/",
        title="Links and files",
        language="en",
        keywords=("put a screenshot into an article",),
        sections=(
            Section("", "", "What stands beside the text."),
            Section("link", "Link to another article", "Write its path."),
        ),
    )
    analyses = [analyse(document, "en") for document in (page, OTHER)]
    files = {f"/search/en/{path}": content.decode() for path, content in index.build(analyses, "en").items()}
    queries = ["put a screenshot into an article", "link to another article"]
    found = run_client(tmp_path, ANSWERS, {"files": files, "queries": queries})
    assert [hit["url"] for hit in found] == ["/pictures/", "/pictures/#link"]
    ours = [rank(Reference(analyses, "en"), query)[1][0].anchor for query in queries]
    assert ours == ["", "link"]


def test_hundreds_of_keywords_make_no_text_large() -> None:
    """They are found all the same; only the first ones count as titles."""
    keywords = tuple(f"keyword number {number}" for number in range(400))
    page = replace(PAGE, keywords=keywords)
    few = text_parts(replace(page, keywords=()))
    many = text_parts(page)
    assert max(len(after) - len(before) for before, after in zip(few, many, strict=True)) < 1000
    (hit, *_) = rank(Reference([analyse(page, "en"), analyse(OTHER, "en")], "en"), "keyword number 399")[1]
    assert hit.url == "export/"
