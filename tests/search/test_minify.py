"""What is shipped is the program that was written, in fewer characters."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from helploop.browser.bundle import joined
from helploop.browser.minify import minify
from helploop.model.body import Section
from helploop.model.search_document import SearchDocument
from helploop.search.assets import INNER, search_assets
from helploop.search.index import index_files
from search.node import NODE, needs_node

SOURCE = """// A comment.
const words = { count: 1, "a b": 2 };
function plus(first, { count = 3, ...others }) {
  // another // one
  const total = `sum ${first + count} \\` // and ${"}"} no comment`;
  const pattern = /[/"'`]\\/\\d+/g;
  return [total, others, { pattern: pattern.source, count, total }];
}
const HALF = 0.5;
const one = 1;
const two = () => { const three = { 3: [one,] }; const four = 4; for (const five of [four,]) return three; };
const again = (number) => number - -1 + + 1;
const given = [(each) => (each ? "yes" : "no"), (each) => (each, 3), (each) => ({ each }), (each) => (each + 1) * 2, (each) => ((each) + (each))];
export const result = () => [given.map((one) => (one(1))), plus(2, words), plus(1, {}), again(5), 5 - HALF, true && !false, undefined ?? Infinity, "// no comment", words["a b"], two()]
export { again as more };
"""


def run(text: str, tail: str) -> object:
    assert NODE
    done = subprocess.run([NODE, "--input-type=module"], input=text + tail, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@needs_node
def test_a_short_module_does_what_the_long_one_does() -> None:
    tail = "\nconsole.log(JSON.stringify(result()));"
    short = minify(SOURCE)
    assert run(short, tail) == run(SOURCE, tail)
    assert "comment." not in short
    assert "export let result" in short
    assert "HALF" not in short
    assert '?"yes":"no",' in short


@needs_node
def test_names_that_never_meet_are_one_and_the_modules_own_stay_apart() -> None:
    source = """const first = () => { const inside = 2; return inside; };
const second = (added) => { const within = 3; return first() + within + added; };
const third = (large) => large ? first : second;
export const result = () => [second(1), third(true)(), third(false)(4)];
"""
    short = minify(source)
    assert run(short, "\nconsole.log(JSON.stringify(result()));") == [6, 2, 9]
    names = re.findall(r"(?:let |,)(\w)=", short)
    assert (len(names), len(set(names))) == (5, 3)


@needs_node
def test_a_name_that_is_also_a_property_of_the_browsers_is_short_where_it_is_a_variable() -> None:
    source = """const counted = (list) => { const size = list.size + 1; return size + list.size; };
const listed = (list) => { const found = { size: 3 }; return found.size + list.length; };
const spread = (list) => { const length = [...list].length; return length; };
export const result = () => [counted(new Set([1, 2])), listed([5]), spread("abc")];
"""
    short = minify(source)
    assert run(short, "\nconsole.log(JSON.stringify(result()));") == [5, 4, 3]
    assert "let length" not in short


@needs_node
def test_the_shipped_client_answers() -> None:
    texts = ("Export your data", "Change the e-mail address", "Invoices and refunds")
    pages = [
        SearchDocument(id=f"p{n}", url=f"p{n}/", title=t, language="en", sections=(Section("", "", f"{t} here."),))
        for n, t in enumerate(texts)
    ]
    files = {f"search/en/{name}": content.decode() for name, content in index_files(pages, "en").items()}
    tail = f"""
const files = {json.dumps(files)};
const search = await open("", "en", {{ get: async (path) => files[path.slice(1).split("?")[0]] }});
const found = [];
for (const text of ["exprot", "emails", "refunds"]) found.push((await search.query(text))[0]?.title);
console.log(JSON.stringify(found));
"""
    assert run(search_assets()["client.js"].decode(), tail) == list(texts)


def test_what_it_cannot_read_it_refuses() -> None:
    with pytest.raises(ValueError, match="a template does not end"):
        minify("const text = `${1}")


@needs_node
def test_names_that_others_see_are_shipped_as_they_are() -> None:
    """Nothing of the browser's, of the files and of the answers is called what only the client's inside is called."""
    assert NODE
    script = """
const seen = new Set();
const look = (object) => {
  for (; object; object = Object.getPrototypeOf(object)) Object.getOwnPropertyNames(object).forEach((name) => seen.add(name));
};
for (const value of Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name])) [value, value?.prototype].forEach(look);
[[][Symbol.iterator](), (function* () {})(), /a/[Symbol.matchAll]("a").next(), /a/.exec("a")].forEach(look);
console.log(JSON.stringify([...seen]));
"""
    done = subprocess.run([NODE, "--input-type=module"], input=script, capture_output=True, text=True, check=True)
    page = SearchDocument(id="p", url="p/", title="T", language="en", sections=(Section("a", "Head", "Text"),))
    files = index_files([page], "en")
    written = set(json.loads(files["index.json"]))
    answer = set("title url section excerpt kind stage score language ranges limit signal".split())
    unused = {"read"}  # of streams, which the client does not touch
    assert {name for name in INNER - unused if name in {*json.loads(done.stdout), *written, *answer}} == set()


def test_two_modules_of_one_file_may_not_declare_the_same_name() -> None:
    modules = {"a": "const NEAR = 1.5;\nexport const near = () => NEAR;\n", "b": "const NEAR = 25;\n"}
    with pytest.raises(ValueError, match=r"NEAR is declared in a\.js and in b\.js"):
        joined(modules, "b")
