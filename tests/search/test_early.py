"""Who types slowly is shown a few results while more texts are not read yet, and then what all others see."""

from __future__ import annotations

from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.index import index_files
from search.node import needs_node, run_client

ASKED = """
let asked = [];
const get = async (path) => {
  asked.push(path.split("/")[3]);
  return data[path.split("?")[0]];
};
const texts = () => asked.filter((kind) => kind === "t").length;
const plain = await (await client.open("/", "en", { get })).query("invoice", { limit: 8 });
const search = await client.open("/", "en", { get });
const seen = [];
for (let time = 0; time < 2; time++) {
  asked = [];
  const early = async (results, count) => seen.push([texts(), results.map(({ url }) => url), count]);
  seen.push([texts(), await search.query("invoice", { limit: 8, early })]);
}
const cancelled = new AbortController();
const early = async () => cancelled.abort();
const last = await client.open("/", "en", { get });
asked = [];
const end = await last.query("invoice", { early, signal: cancelled.signal }).catch(({ name }) => name);
return { plain, seen, end: [end, texts()] };
"""
PAGES = [
    SearchDocument(
        id=f"p{n}", url=f"p{n}/", title=f"Page {n}", language="en",
        sections=(Section("", "", f"The invoice {'of a month ' * n} and the next"),),
    )
    for n in range(12)
]  # fmt: skip


@needs_node
def test_first_results_need_four_new_texts_and_the_last_word_is_as_without(tmp_path):
    files = {f"/search/en/{path}": content.decode() for path, content in index_files(PAGES, "en").items()}
    found = run_client(tmp_path, ASKED, files)
    (asked, first, count), (_, results), (again, at_once) = found["seen"]
    assert (asked, len(first), count) == (4, 4, 8)
    assert results == at_once == found["plain"]
    assert again == 0  # what has been read is shown at once
    assert set(first) <= {each["url"] for each in results}
    assert found["end"] == ["AbortError", 4]
