"""A real scheduler and two real workers on loopback give the bytes of one process; what can't work says why."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helploop.cli.main import run
from helploop.model.errors import UsageError
from helploop.pipeline.cluster import cluster_workers
from helploop.pipeline.stamp import engine_stamp
from trees import read_tree

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, each a process that knows nothing of any project."""
    from distributed import Client, LocalCluster

    folder = tmp_path_factory.mktemp("cluster")
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(folder)
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        client.wait_for_workers(2)
        yield cluster.scheduler_address


def built(project: Path, site: str, *arguments: str) -> tuple[int, str]:
    command = [Path(sys.executable).with_name("helploop"), "build", "--no-cache", "--site-dir", site, *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a template of its own, which the workers don't have on their disk."""
    folder = tmp_path_factory.mktemp("project") / "acme"
    assert run(["new", "site", str(folder)]) == 0
    (folder / "overrides").mkdir()
    template = '{% extends "base.html" %}{% block main %}<p>from our own template</p>{% endblock %}'
    (folder / "overrides/home.html").write_text(template, "utf-8")
    return folder


def test_a_cluster_builds_the_same_bytes(scheduler: str, project: Path) -> None:
    code, said = built(project, "far", "--scheduler", scheduler)
    assert code == 0, said
    assert built(project, "near")[0] == 0
    far, near = read_tree(project / "far"), read_tree(project / "near")
    assert "from our own template" in far["index.html"].decode()
    assert far == near


def test_a_mistake_keeps_its_file_and_line_on_a_cluster(scheduler: str, project: Path) -> None:
    article = project / "articles/wrong.md"
    article.write_text("---\ntitle: Wrong\n---\n\nOne\n\n[two](nowhere.md)\n", "utf-8")
    try:
        code, said = built(project, "wrong", "--scheduler", scheduler)
    finally:
        article.unlink()
    assert code == 1
    assert "articles/wrong.md:7:7: error[broken-link]" in said


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helploop.pipeline.cluster.PATIENCE", 0.2)
    with pytest.raises(UsageError) as refused, cluster_workers("tcp://127.0.0.1:9"):
        pass
    assert str(refused.value) == (
        "no Dask scheduler answers at `tcp://127.0.0.1:9`\n"
        "  fix: start one with `dask scheduler`, and name the address it prints, such as tcp://10.0.0.5:8786"
    )


def test_workers_with_other_packages_are_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "markdown-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    engine_stamp.cache_clear()
    said = "other code or other packages than here are installed for tcp://127"
    with pytest.raises(UsageError, match=said), cluster_workers(scheduler):
        pass
    monkeypatch.undo()
    engine_stamp.cache_clear()


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "helploop\[cluster\]"'), cluster_workers("tcp://127.0.0.1:9"):
        pass
