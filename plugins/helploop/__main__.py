"""The command `helploop`, and `python -m helploop`: while it loads, Ctrl-C ends it without a word."""

import _signal  # type: ignore[import-not-found]  # which is there already: `signal` has to be loaded

_SIGINT = 2
if _is_ours := _signal.getsignal(_SIGINT) is _signal.default_int_handler:
    _signal.signal(_SIGINT, _signal.SIG_DFL)


def main() -> None:
    """The console script."""
    from helploop.cli.main import main as command  # noqa: PLC0415 - it takes most of the time

    command(hears_ctrl_c=_is_ours)


if __name__ == "__main__":
    main()
