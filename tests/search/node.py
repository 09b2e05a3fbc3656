"""Runs the shipped client in node: a script gets the client's module as `client` and JSON on its standard input."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from helploop.search.assets import client_module

if TYPE_CHECKING:
    from pathlib import Path

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed: the client is not tested here")


def run_client(tmp_path: Path, body: str, data: Any, *, exports: str = "") -> Any:
    """What `body`, an async function's body over `client` and `data`, returns. `exports` opens inner names for a test."""
    text = client_module(opened=exports).decode()
    (tmp_path / "client.mjs").write_text(text, "utf-8")
    (tmp_path / "run.mjs").write_text(
        'import fs from "node:fs";\nimport * as client from "./client.mjs";\n'
        'const data = JSON.parse(fs.readFileSync(0, "utf8"));\n'
        f"const result = await (async () => {{ {body} }})();\n"
        "process.stdout.write(JSON.stringify(result));\n",
        "utf-8",
    )
    assert NODE
    done = subprocess.run(
        [NODE, str(tmp_path / "run.mjs")], input=json.dumps(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
