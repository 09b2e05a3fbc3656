"""The command `helploop`: its subcommands, and the one place where a failure becomes an exit code."""

from __future__ import annotations

import gc
import importlib
import os
import re
import signal
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from helploop import __version__
from helploop.cli.stops import clean_up_when_stopped, let_go_of_output, speak_utf8
from helploop.model.errors import OUR_BUG, HelploopError, fault_of_system
from helploop.model.spelling import did_you_mean, nearest
from helploop.sources.moment import build_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Subcommands by name, imported when asked for: a command starts fast whatever the others need.
COMMANDS = {
    "new": "helploop.cli.new:new",
    "check": "helploop.cli.check:check",
    "build": "helploop.cli.build:build",
    "serve": "helploop.cli.serve:serve",
    "headers": "helploop.cli.headers:headers",
    "translations": "helploop.cli.translations:translations",
    "search": "helploop.cli.search:search",
    "gaps": "helploop.cli.gaps:gaps",
    "changelog": "helploop.cli.changelog:changelog",
    "loop": "helploop.cli.loop:loop",
    "notify": "helploop.cli.notify:notify",
    "requests": "helploop.cli.requests:requests",
    "import": "helploop.cli.imports:imports",
    "mcp": "helploop.cli.mcp:mcp",
}

#: The first sentence of each one's help, so that the list of all imports none.
SUMMARIES = {
    "new": "Start something: a site, an article, a changelog entry.",
    "check": "Find every mistake at once: front matter, links, translations, addresses, the loop.",
    "build": "Check the project and build the site.",
    "serve": "Show the site in a browser and reload it whenever a file is saved.",
    "headers": "Print the security headers of this site for a HOST.",
    "translations": "List missing and outdated translations of articles and roadmap items, with percentages.",
    "search": "Search the site as its readers do, without building it.",
    "gaps": "Find what customers ask and no article answers, in search logs and ticket exports (- for stdin).",
    "changelog": "Write the published entries in another form.",
    "loop": "Say what merging this would do: what goes live, moves, redirects, and who is told.",
    "notify": "Tell everyone who asked for what has shipped, once.",
    "requests": "Who asked for what: import it from the tools people ask in, and see it per roadmap item.",
    "import": "Bring pages, release notes and requests from other tools.",
    "mcp": "Let an assistant on this computer search and read the built site (Model Context Protocol).",
}


class LazyGroup(click.Group):
    """A group whose commands are named as `package.module:object` and imported on use."""

    def __init__(
        self,
        *args: object,
        lazy: Mapping[str, str] | None = None,
        summaries: Mapping[str, str] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.lazy = dict(lazy or {})
        self.summaries = dict(summaries or {})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands; where there are summaries, without importing a command."""
        if not self.summaries:
            super().format_commands(ctx, formatter)
            return
        limit = formatter.width - 6 - max(map(len, self.summaries))
        told = [click.Command(name, help=text) for name, text in self.summaries.items()]
        with formatter.section("Commands"):
            formatter.write_dl([(str(each.name), each.get_short_help_str(limit)) for each in told])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a person's day."""
        return [*super().list_commands(ctx), *self.lazy]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was asked for; a misspelled one is answered with the nearest."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self.list_commands(ctx), f"one of {', '.join(self.list_commands(ctx))}")
            raise click.UsageError(f"there is no command `{args[0]}`\n  fix: {hint}", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.lazy[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


@click.group(
    cls=LazyGroup, lazy=COMMANDS, summaries=SUMMARIES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="helploop")
def helploop() -> None:
    """A help center, a roadmap and a changelog from one git repository.

    \b
    Start here:
      helploop new site my-help     a complete small site in two languages
      helploop serve                see it at http://127.0.0.1:8000/, live
      helploop check                every problem at once, with file, line and fix
      helploop build                check, build, and swap the site only when it is good
    """
    build_moment()  # what the environment says of it is wrong for every command


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a person's mistake never shows a traceback."""
    try:
        code = helploop.main(args=arguments, prog_name="helploop", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("helploop: stopped", err=True)
        return 130
    except click.BadParameter as error:
        error.show()
        if near := _nearest_choice(error):
            click.echo(f"  fix: did you mean `{near}`?", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except HelploopError as error:
        click.echo(error.said, err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except ModuleNotFoundError as error:
        click.echo(f"helploop: the Python package `{error.name}` is not installed", err=True)
        click.echo("  fix: install helploop again: pip install --upgrade --force-reinstall helploop", err=True)
        return 2
    except Exception as error:
        if os.environ.get("HELPLOOP_DEBUG"):
            raise
        return _say_failure(error)
    return int(code or 0) if isinstance(code, int) else 0


def _say_failure(error: Exception) -> int:
    """Say what stopped a command that nobody expected; the exit code."""
    if fault := fault_of_system(error):
        click.echo(f"helploop: {fault}", err=True)
        return fault.exit_code
    from helploop.notify.contact import mask_text  # noqa: PLC0415 - only a failure needs it

    # what stopped it may be somebody's row, and a job's log is read by many
    click.echo(f"helploop: this is a bug in helploop ({type(error).__name__}: {mask_text(str(error))})", err=True)
    click.echo("  fix: please report it with the command you ran; HELPLOOP_DEBUG=1 shows where it happened", err=True)
    return OUR_BUG


def _nearest_choice(error: click.BadParameter) -> str | None:
    """What was probably meant where only certain words are allowed."""
    kind = error.param.type if error.param else None
    said = re.search(r"'([^']*)' is not one of", error.message)
    return nearest(said[1], map(str, kind.choices)) if said and isinstance(kind, click.Choice) else None


def main(*, hears_ctrl_c: bool = False) -> None:
    """The console script; `hears_ctrl_c` says that Ctrl-C ended it without a word so far, and is to be heard now."""
    speak_utf8()
    clean_up_when_stopped()
    # Pydantic would read the lists of all packages, to find extensions of its own: none is meant for our values.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name or an argument may hold bytes that are no text
            stream.reconfigure(errors="backslashreplace")
    if sys.argv[1:2] == ["build"]:
        gc.disable()  # most builds are over before looking for what nobody needs would pay; long ones look again
    if hears_ctrl_c:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = run()
    code = let_go_of_output() or code
    if hears_ctrl_c:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is left that would have to be put in order
    gc.freeze()  # nor is it worth it at the end
    sys.exit(code)
