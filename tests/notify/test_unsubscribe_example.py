"""The worker in the article about unsubscribing does what the article says, and `forget` takes what it lists."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from conftest import ROOT

ARTICLES = sorted((ROOT / "articles/announce").glob("unsubscribe*.md"))
#: A store of pages of one code each; then requests, and what comes back.
CALLS = """
import worker from "./worker.mjs";
const kept = [], code = "ab".repeat(16), other = "cd".repeat(16);
const store = {
  put: async (name) => kept.includes(name) || kept.push(name),
  list: async ({ cursor = 0 }) => ({
    keys: kept.slice(cursor, cursor + 1).map((name) => ({ name })),
    list_complete: cursor + 1 >= kept.length, cursor: cursor + 1,
  }),
};
const told = [];
const call = async (path, options, env = { KEY: "k", STOPPED: store }) => {
  const answer = await worker.fetch(new Request(`https://stop.acme.example/${path}`, options), env);
  told.push([answer.status, await answer.text()]);
};
await call(code);
await call("list", { headers: { authorization: "Bearer k" } });
await call(code, { method: "POST", body: "List-Unsubscribe=One-Click" });
await call(other, { method: "POST" });
await call("nobody", { method: "POST" });
await call("list");
await call("list", { headers: { authorization: "Bearer undefined" } }, { STOPPED: store });
await call("list", { headers: { authorization: "Bearer k" } });
console.log(JSON.stringify(told));
"""


def worker_of(article):
    return article.read_text(encoding="utf-8").partition("```js\n")[2].partition("```\n")[0]


def test_every_language_shows_the_same_worker():
    assert len({worker_of(article) for article in ARTICLES}) == 1
    assert len(ARTICLES) == 4


def test_the_worker_takes_a_click_and_not_a_look(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    (tmp_path / "worker.mjs").write_text(worker_of(ARTICLES[0]), encoding="utf-8")
    (tmp_path / "calls.mjs").write_text(CALLS, encoding="utf-8")
    ran = subprocess.run([node, "calls.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    told = json.loads(ran.stdout)
    assert [status for status, _ in told] == [200, 200, 200, 200, 404, 403, 403, 200]
    assert '<form method="post">' in told[0][1]
    assert told[1][1] == ""
    assert told[-1][1] == "ab" * 16 + "\n" + "cd" * 16 + "\n"
