"""Faults of the system around a command: said in one plain line, and the site and the project stay whole."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bad_cases import WHOLE
from disks import fill, small_disk
from helploop.cli.main import run
from helploop.cli.stops import ctrl_c_waits
from helploop.mkdocs_plugins.stops import whole

HELPLOOP = [sys.executable, "-m", "helploop"]
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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for path, text in WHOLE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def started(root: Path, number: signal.Signals, *command: str, **told: str) -> subprocess.Popen[str]:
    """A command that hears the signal, whatever the one that runs the tests was told to ignore."""
    return subprocess.Popen(
        [*HELPLOOP, *command],
        cwd=root,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **told},
        preexec_fn=lambda: None if number == signal.SIGKILL else signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509
    )


def helploop(root: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HELPLOOP, *arguments],
        cwd=root,
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )


@pytest.mark.parametrize("command", [["check"], ["build", "--no-cache"], ["changelog", "--format", "keep-a-changelog"]])
def test_a_full_disk_for_what_is_printed_is_said(root: Path, command: list[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = helploop(root, *command, stdout=full)
    assert done.stderr.endswith(
        "helploop: error[system]: what was to be written or read: No space left on device\n"
        "  fix: make room there, then run it again\n"
    )
    assert (done.returncode, "Exception ignored" in done.stderr) == (1, False)


LONG = "a" * 300


@pytest.mark.parametrize("command", [["build", "-d", LONG], ["check", "-f", LONG], ["new", "site", LONG]])
def test_a_name_that_no_disk_takes_is_a_mistake_of_usage(root: Path, command: list[str]) -> None:
    done = helploop(root, *command)
    assert done.stderr == (f"helploop: `{'a' * 100}…` can't be used: File name too long\n  fix: give a shorter name\n")
    assert done.returncode == 2


def test_the_top_of_the_disk_is_named_as_a_site(root: Path) -> None:
    done = helploop(root, "build", "-d", "/")
    assert done.stderr.startswith("helploop: `/` holds the project's own files, or stands among them\n")
    assert done.returncode == 2


def test_a_device_in_the_place_of_a_file_is_never_read(root: Path) -> None:
    (root / "roadmap.yaml").unlink()
    os.mkfifo(root / "roadmap.yaml")
    said = "roadmap.yaml: error[unreadable]: the file can't be read: it is a pipe, a socket or a device\n"
    (root / "synonyms.yaml").symlink_to("/dev/zero")
    linked = "synonyms.yaml: error[symlink-outside]: a symbolic link to another place of this computer, outside the project\n"
    for command in ("check", "build"):
        done = helploop(root, command)
        assert said in done.stdout + done.stderr
        assert linked in done.stdout + done.stderr
        assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["C", "POSIX"])
def test_names_and_texts_are_utf_8_whatever_the_system_is_set_to(root: Path, encoding: str) -> None:
    (root / "articles/größe.md").write_text("# Größe\n\n日本語\n", encoding="utf-8")
    told = {**os.environ, "LC_ALL": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = helploop(root, "build", env=told)
    assert (done.returncode, (root / "site/articles/größe/index.html").is_file()) == (0, True), done.stderr
    done = helploop(root, "new", "article", "日本", "--title", "Straße", env=told)
    assert (done.returncode, done.stdout) == (0, "wrote articles/日本.md\n")


def limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))


def test_half_a_new_site_stands_in_nobodys_way(tmp_path: Path) -> None:
    done = helploop(tmp_path, "new", "site", "mine", preexec_fn=limited)
    assert done.returncode == 1
    assert "error[write-failed]" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert helploop(tmp_path, "new", "site", "mine").returncode == 0


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
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = started(root, number, "serve", "--address", address, TMPDIR=str(place))
    assert server.stderr is not None
    assert any(f"Serving on http://{address}/" in line for line in server.stderr)
    if is_asked:
        with urllib.request.urlopen(f"http://{address}/", timeout=60) as page:  # now all of its threads work
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


NO_FILES = "fix: remove some files there: that disk has room, but for no further file (`df -i`)\n"


@pytest.mark.parametrize("arguments", [["build"], ["import", "mkdocs", "../old"]])
def test_a_disk_with_room_but_for_no_file_is_told_from_a_full_one(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.md").write_text("# A\n")
    with small_disk(tmp_path / "disk", 4096, files=60) as disk:
        assert helploop(disk, "new", "site", "mine").returncode == 0
        (disk / "old").symlink_to(tmp_path / "old")
        with contextlib.suppress(OSError):
            for number in range(60):
                (disk / str(number)).touch()
        done = helploop(disk / "mine", *arguments)
        assert (done.returncode, NO_FILES in done.stderr) == (1, True), done.stderr
        assert not (disk / "mine/site").exists()


def test_a_picture_is_brought_over_whole_or_not_at_all(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "a.md").write_text("# A\n\n![p](p.png)\n")
    (old / "p.png").write_bytes(os.urandom(300_000))
    with small_disk(tmp_path / "disk", 400) as disk:
        assert helploop(disk, "new", "site", "mine").returncode == 0
        (disk / "ballast").write_bytes(bytes(100_000))
        done = helploop(disk / "mine", "import", "mkdocs", str(old))
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert [path.name for path in (disk / "mine/articles").iterdir() if "p.png" in path.name] == []
        (disk / "ballast").unlink()
        assert helploop(disk / "mine", "import", "mkdocs", str(old)).returncode == 0
        assert (disk / "mine/articles/p.png").read_bytes() == (old / "p.png").read_bytes()


def test_a_server_goes_on_when_its_project_has_no_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 700) as disk, socket.create_server(("127.0.0.1", 0)) as free:
        root, address = disk / "mine", f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        assert helploop(disk, "new", "site", "mine").returncode == 0
        fill(disk)
        server = started(root, signal.SIGTERM, "serve", "--address", address)
        assert server.stderr is not None
        assert any(f"Serving on http://{address}/" in line for line in server.stderr)
        with urllib.request.urlopen(f"http://{address}/articles/getting-started/sign-in/", timeout=60) as page:
            assert page.status == 200
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[1]
        assert (server.returncode, "Traceback" in said) == (0, False)
