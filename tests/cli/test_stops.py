"""Signals end a command with one plain line: its host and its folders go with it, and nothing is left half done."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bad_cases import WHOLE
from cli.processes import helploop, started, started_server
from helploop.cli.main import run
from helploop.cli.stops import ctrl_c_waits
from helploop.mkdocs_plugins.stops import whole

#: In the host's process: say who it is, then wait to be ended.
HOOK = """\
import os


def on_pre_build(config):
    if os.environ.get("TOLD"):
        with open(os.environ["TOLD"], "w") as told:
            told.write(str(os.getpid()))
        open(os.environ["TOLD"] + ".never").read()
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux ends a process with another")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_host_ends_with_the_command_that_started_it(root: Path, number: signal.Signals) -> None:
    build, host = waiting_host(root, number)
    open_files = [os.readlink(file) for file in Path(f"/proc/{host}/fd").iterdir() if file.is_symlink()]
    assert [file for file in open_files if file.endswith("site.lock")], "who outlives the command keeps others out"
    ended = os.pidfd_open(host)
    build.send_signal(number)
    assert select.select([ended], [], [], 60)[0], "the host goes on"
    os.close(ended)
    _, said = build.communicate(timeout=60)
    if number != signal.SIGKILL:
        assert (build.returncode, said.lstrip()) == (128 + number, "helploop: stopped\n")
        assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []
    assert helploop(root, "build").returncode == 0
    assert (root / "site/articles/good/index.html").is_file()


@pytest.mark.parametrize("is_asked", [True, False])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_server_that_is_ended_takes_its_folder_with_it(root: Path, number: signal.Signals, *, is_asked: bool) -> None:
    place = root.parent / "places"
    place.mkdir()
    server, address = started_server(root, number, TMPDIR=str(place))
    if is_asked:
        with urllib.request.urlopen(address, timeout=60) as page:  # now all of its threads work
            assert page.status == 200
    assert list(place.iterdir())
    server.send_signal(number)
    said = server.communicate(timeout=60)[1]
    assert (server.returncode, "Traceback" in said, list(place.iterdir())) == (0, False, [])


def waiting_host(root: Path, number: signal.Signals) -> tuple[subprocess.Popen[str], int]:
    """A build whose host waits in a hook to be ended, and the host's number."""
    (root / "hook.py").write_text(HOOK, encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"{WHOLE['mkdocs.yml']}hooks: [hook.py]\n", encoding="utf-8")
    told = root.parent / "told"
    os.mkfifo(told)
    os.mkfifo(f"{told}.never")
    build = started(root, number, "build", TOLD=str(told))
    return build, int(told.read_text(encoding="utf-8"))


def test_a_host_that_the_system_ends_is_named_with_what_to_do(root: Path) -> None:
    build, host = waiting_host(root, signal.SIGTERM)
    os.kill(host, signal.SIGKILL)
    _, said = build.communicate(timeout=60)
    assert (build.returncode, said) == (
        1,
        "helploop: error[system]: the process that builds was ended by SIGKILL; nothing was published: the site is as it was\n"
        "  fix: build again; where it happens each time, the build needs more memory than there is\n",
    )
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


#: Stands in the place of a library that is loaded first, and presses Ctrl-C.
PRESSED = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit('loaded on')\n"


@pytest.mark.parametrize(("module", "library"), [("helploop", "click"), ("helploop.mkdocs_plugins.host", "mkdocs")])
def test_ctrl_c_ends_a_command_that_still_loads_without_a_word(tmp_path: Path, module: str, library: str) -> None:
    (tmp_path / f"{library}.py").write_text(PRESSED)
    done = subprocess.run(
        [sys.executable, "-m", module, "serve"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        check=False,
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, ""), "what a shell reports as 130"


def test_ctrl_c_between_loading_and_working_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("helploop.cli.main.helploop.main", press)
    assert run(["check"]) == 130
    assert capsys.readouterr().err == "helploop: stopped\n"


def test_ctrl_c_waits_until_the_process_that_is_started_lets_it_in() -> None:
    look = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    with ctrl_c_waits():
        inside = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, encoding="utf-8").stdout
    after = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, encoding="utf-8").stdout
    assert (inside, after) == ("True\n", "False\n")


def test_a_stop_waits_for_what_may_not_be_left_half_done() -> None:
    done: list[str] = []

    def begin() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done.append("whole")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            whole(begin)()
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["whole"]


def test_what_a_killed_build_without_a_memory_leaves_goes_with_the_next(root: Path) -> None:
    place = root.parent / "places"
    place.mkdir()
    script = (
        "import os, signal, sys\nfrom helploop.pipeline.cache import Cache\ncache = Cache(None)\n"
        "cache.put_many('a', {'b': b'c'})\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "TMPDIR": str(place)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert len(list(place.iterdir())) == 1
    alive = "from helploop.pipeline.cache import Cache\ncache = Cache(None)\nprint(cache.file, flush=True)\ninput()\n"
    other = subprocess.Popen(
        [sys.executable, "-c", alive], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert other.stdout is not None
    its = Path(other.stdout.readline().strip())
    assert [path.name for path in place.iterdir()] == [its.parent.name]
    assert helploop(root, "build", "--no-cache", env=environment).returncode == 0
    assert its.is_file(), "nobody takes it from who is alive"
    other.communicate("\n", timeout=60)
    assert list(place.iterdir()) == []
