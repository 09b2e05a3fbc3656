"""One wheel, two hosts: MkDocs and ProperDocs build the same site, and both stop at a mistake in strict mode."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bad_cases import lay_out, load_cases

HOSTS = {
    "mkdocs": [sys.executable, "-m", "mkdocs"],
    "properdocs": [sys.executable, "-c", "import properdocs.replacement; from properdocs.__main__ import cli; cli()"],
}
#: The host's name in its own tag is the one difference allowed.
GENERATOR = re.compile(rb'<meta name="generator"[^>]*>')


def build(host: str, root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [*HOSTS[host], "build", "--strict", "-f", str(root / "mkdocs.yml"), "-d", str(site)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def outputs(site: Path) -> dict[str, bytes]:
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): GENERATOR.sub(b"", path.read_bytes()) for path in files}


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    from helploop.cli.main import run

    root = tmp_path / "starter"
    assert run(["new", "site", str(root)]) == 0
    return root


def test_both_hosts_build_the_same_bytes(starter: Path, tmp_path: Path) -> None:
    pytest.importorskip("properdocs")
    sites = {}
    for host in HOSTS:
        done = build(host, starter, tmp_path / host)
        assert done.returncode == 0, done.stderr
        sites[host] = outputs(tmp_path / host)
    assert sites["mkdocs"].keys() == sites["properdocs"].keys()
    assert [path for path, content in sites["mkdocs"].items() if sites["properdocs"][path] != content] == []
    assert "articles/index.html" in sites["mkdocs"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("case", ["A12", "B06", "C01", "C05", "D01", "G04c"])
def test_a_mistake_stops_a_strict_build(host: str, case: str, tmp_path: Path) -> None:
    pytest.importorskip(host)
    found = next(known for known in load_cases() if known.id == case)
    lay_out(found, tmp_path / "project")
    done = build(host, tmp_path / "project", tmp_path / "site")
    assert done.returncode == 1, done.stderr
    for problem in found.problems or ():
        assert problem.strip() in done.stderr
    assert "Traceback" not in done.stderr
