"""Run the host without its own command line: `python -m helploop.mkdocs_plugins.host build|serve ...`.

The command line starts this as a process of its own, so that nothing but this folder imports the host. Problems go to
standard error in our own form; the exit code is ours (0, 1 content, 2 configuration).
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # which is there already: `signal` has to be loaded

if __name__ == "__main__":
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # while it loads, without a word: who waits for it has one
    if hasattr(_signal, "pthread_sigmask"):  # who started it let Ctrl-C wait until here
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, [_signal.SIGINT])

import argparse
import contextlib
import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    gc.disable()  # nothing of what is loaded now is ever let go of; looking for it takes a sixth of the time

try:
    from mkdocs.config import load_config
except ModuleNotFoundError:  # ProperDocs alone: it answers under the old name once this is imported
    import properdocs.replacement  # noqa: F401
    from mkdocs.config import load_config
from mkdocs.commands.build import build
from mkdocs.exceptions import ConfigurationError, MkDocsException

from helploop.mkdocs_plugins.articles import ArticlesPlugin
from helploop.mkdocs_plugins.host_words import host_words
from helploop.mkdocs_plugins.own_code import own_fault, place_in_project
from helploop.mkdocs_plugins.problems import LeakError, StopError
from helploop.mkdocs_plugins.stops import end_with, stop_in_order
from helploop.model.errors import (
    LEAKED,
    OUR_BUG,
    UNFINISHED,
    HelploopError,
    UsageError,
    fault_of_system,
    unwritable,
)
from helploop.pipeline.kept_places import NO_CACHE, PARENT, PREVIOUS_SITE, TREE
from helploop.pipeline.said import said_of
from helploop.pipeline.sealed import write_sealed
from helploop.pipeline.twin import gather
from helploop.pipeline.workers import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from helploop.model.site import Site


#: After so many seconds a thread that works in the background lets one go on that somebody waits for.
SWITCH = 0.0005


class _Counter(logging.Handler):
    """Prints warnings and errors, ours as they are and the host's behind a word, and counts them."""

    def __init__(self, config: Path) -> None:
        super().__init__(logging.WARNING)
        self.config = config
        self.errors = 0
        self.warnings: list[str] = []
        self.page = "the site"
        """The page the host could not write."""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().removeprefix("helploop: ")
        if text in {kind.WORDS for kind in StopError.__subclasses__()}:  # the command line has its own
            return
        if isinstance(sys.exc_info()[1], OSError | StopError):  # said once, by who catches it
            self.page = text.partition("'")[2].partition("'")[0] or self.page
            return
        ours = record.name.endswith("plugins.helploop")
        is_error = record.levelno >= logging.ERROR
        self.errors += is_error
        said = text if ours else host_words(text, "error" if is_error else "warning", self.config)
        if not is_error:
            self.warnings.append(said)
        sys.stderr.write(f"{said}\n")


def _configuration(options: argparse.Namespace, empty: str) -> dict[str, Any]:
    """Overrides for the host. A project without `docs/` is complete: its host sees an empty folder."""
    values: dict[str, Any] = {"config_file": str(options.config), "strict": False}
    if options.site_dir:
        values["site_dir"] = str(options.site_dir)
    if not _has_docs(options.config):
        values["docs_dir"] = empty
    return values


def _has_docs(config: Path) -> bool:
    from helploop.sources.settings import load_settings  # noqa: PLC0415 - the host is loaded first, whatever it is

    settings, _ = load_settings(config)
    return settings is None or (config.parent / settings.docs_dir).is_dir()


def _check_version() -> None:
    """Refuse a host whose plugins work in another way, before it fails somewhere inside.

    Raises:
        UsageError: it is not MkDocs 1.
    """
    from mkdocs import __version__ as version  # noqa: PLC0415 - ProperDocs answers under this name too

    if version.split(".")[0] != "1":
        raise UsageError(f"MkDocs {version} is installed, MkDocs 1.6 was expected", 'pip install "mkdocs>=1.6,<2"')


@contextlib.contextmanager
def _handled(logger: logging.Logger, handler: logging.Handler) -> Iterator[None]:
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def run_build(options: argparse.Namespace) -> int:
    """Build once into a folder; exit code 1 when there were errors (with --strict, warnings too)."""
    collect_rarely()
    _check_version()
    counter = _Counter(options.config)
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    with _handled(logger, counter), tempfile.TemporaryDirectory() as empty:
        try:
            config = load_config(**_configuration(options, empty))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
            site = _gather(config)
        except (ConfigurationError, MkDocsException, SystemExit) as error:
            if isinstance(error.__context__, StopError):
                return LEAKED if isinstance(error.__context__, LeakError) else UNFINISHED
            if not counter.errors:
                sys.stderr.write(f"error[config]: {error}\n")
            return 2
        except OSError as error:  # the host's own writing: our files raise WriteError
            if place_in_project(error, options.config.resolve().parent):
                raise
            raise unwritable(Path(str(error.filename or counter.page)).name, error) from error
    if options.said and site is not None and not counter.errors:
        write_sealed(options.said, said_of(site, counter.warnings))
    return 1 if counter.errors or (options.strict and counter.warnings) else 0


def _gather(config: MkDocsConfig) -> Site | None:
    """Our files and the host's stand in two folders: put them together. What is in them comes back."""
    plugin = config.plugins.get("helploop/articles")
    if not isinstance(plugin, ArticlesPlugin) or plugin.build is None:
        return None
    if tree := os.environ.get(TREE):
        gather(Path(config.site_dir), Path(tree), plugin.build.written.record)
    return plugin.build.site


def run_serve(options: argparse.Namespace) -> int:
    """Serve with live reload until stopped."""
    from mkdocs.commands.serve import serve  # noqa: PLC0415 - needed by this command only

    collect_rarely()
    sys.setswitchinterval(SWITCH)
    stop_in_order()
    logging.basicConfig(format="%(levelname)-7s %(message)s", level=logging.INFO, stream=sys.stderr)
    with tempfile.TemporaryDirectory() as empty:
        values = _configuration(options, empty)
        try:
            serve(
                config_file=values.pop("config_file"),
                livereload=True,
                open_in_browser=False,
                dev_addr=options.address,
                **values,
            )
        except ConfigurationError as error:
            sys.stderr.write(f"error[config]: {error}\n")
            return 2
        except MkDocsException as error:
            if not isinstance(error.__context__, StopError):
                raise
            return 1
    return 0


def _forget() -> None:
    """Know nothing of the last build, and have an empty folder for this one."""
    os.environ |= {NO_CACHE: "1", PREVIOUS_SITE: ""}
    if tree := os.environ.get(TREE):
        shutil.rmtree(tree, ignore_errors=True)
        Path(tree).mkdir(parents=True, exist_ok=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The entry of the process."""
    parser = argparse.ArgumentParser(prog="helploop.mkdocs_plugins.host")
    parser.add_argument("command", choices=["build", "serve"])
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--site-dir", type=Path)
    parser.add_argument("--address", default="127.0.0.1:8000")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--said", type=Path, help="a file for the warnings, where there was no error")
    options = parser.parse_args(arguments)
    midway = UNFINISHED if options.command == "build" else 1  # who serves is asked by a person
    try:
        return run_build(options) if options.command == "build" else run_serve(options)
    except HelploopError as error:
        sys.stderr.write(f"{error.said}\n")
        return midway if error.exit_code == 1 else error.exit_code
    except Exception as error:
        if place := place_in_project(error, options.config.resolve().parent):
            sys.stderr.write(f"{own_fault(error, place)}\n")
            return midway
        if options.command == "build" and not os.environ.get(NO_CACHE):  # what is kept may be damaged
            _forget()
            return main(arguments)
        if fault := fault_of_system(error):
            sys.stderr.write(f"helploop: {fault}\n")
            return midway
        sys.stderr.write(f"helploop: this is a bug in helploop ({type(error).__name__}: {error})\n")
        sys.stderr.write("  fix: please report it; HELPLOOP_DEBUG=1 shows where it happened\n")
        if os.environ.get("HELPLOOP_DEBUG"):
            raise
        return OUR_BUG


if __name__ == "__main__":
    if waiting := os.environ.pop(PARENT, ""):
        end_with(int(waiting))
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # the command that started this one says so
        sys.exit(130)
