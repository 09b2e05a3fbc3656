"""One text file to text: encodings named, line ends made one, characters no output can carry refused or shown."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from helploop.model.characters import CONTROL, visible
from helploop.model.problem import Problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A content file larger than this is not prose.
MAX_BYTES = 4_000_000
MAX_FRONT_MATTER = 256_000

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) .*$", re.MULTILINE)
LFS_POINTER = "version https://git-lfs.github.com/spec/"


def load_text(file: Path, path: str, data: bytes | None = None) -> tuple[str | None, list[Problem]]:
    """The text of a file, with line feeds as line ends and no byte order mark, or None with the reason.

    `data` is what it holds, where that was read already.
    """
    try:
        data = _read(file) if data is None else data
    except FileNotFoundError:
        return None, [Problem(path, 0, "unreadable", "the file does not exist", "create it, or remove what names it")]
    except IsADirectoryError:
        return None, [Problem(path, 0, "unreadable", "a folder stands where a file was expected", "rename the folder")]
    except OSError as error:
        reason = error.strerror or "unknown reason"
        hint = "check its permissions" if error.errno else "put a file there"
        return None, [Problem(path, 0, "unreadable", f"the file can't be read: {reason}", hint)]
    return parse_text(data, path)


def _read(file: Path) -> bytes:
    mode = file.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # a pipe would be waited for, for ever; a device never ends
        raise OSError(0, "it is a pipe, a socket or a device")
    return file.read_bytes()


def mend_text(file: Path) -> str:
    """The text of a file that can't be published, as well as it can be read; empty when that would only mislead."""
    try:
        data = _read(file)
    except OSError:
        return ""
    if len(data) > MAX_BYTES or data.startswith(LFS_POINTER.encode()):
        return ""
    name = _other_encoding(data)
    text = data.decode(name or "utf-8-sig", "replace").lstrip("\ufeff").replace("\x00", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "" if _has_conflict(text) else text


def parse_text(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Bytes to text. Control characters become visible pictures (`␈`), so that nothing is lost, with a warning."""
    if len(data) > MAX_BYTES:
        return None, [_too_large(data, path)]
    if name := _other_encoding(data):
        return None, [Problem(path, 1, "encoding", f"the file is {name}", f"file is {name}, save as UTF-8", 1)]
    try:
        text = data.decode("utf-8-sig").lstrip("\ufeff")  # files put together bring one each
    except UnicodeDecodeError as error:
        return None, [_bad_byte(data, path, error)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        line, column = place_of(text, text.index("\x00"))
        found = "a NUL character; text was expected"
        return None, [Problem(path, line, "nul-byte", found, "remove the NUL character", column)]
    if _has_conflict(text):
        return None, list(_conflicts(text, path))
    if text.startswith(LFS_POINTER):
        found = "a Git LFS pointer instead of the file's content"
        return None, [Problem(path, 1, "lfs-pointer", found, "run `git lfs pull`", 1)]
    return _show_controls(text, path)


def _has_conflict(text: str) -> bool:
    may = ("<" in text and "<<<<<<< " in text) or (">" in text and ">>>>>>> " in text)
    return may and _CONFLICT.search(text) is not None


def _conflicts(text: str, path: str) -> Iterator[Problem]:
    """One problem for each conflict: the line it opens on, or a closing one that was left."""
    is_open = False
    for marker in _CONFLICT.finditer(text):
        opens = marker.group().startswith("<")
        if opens or not is_open:
            line, _ = place_of(text, marker.start())
            found = f"a merge conflict marker `{marker.group()[:40]}`"
            yield Problem(path, line, "conflict-marker", found, "resolve the conflict and remove the markers", 1)
        is_open = opens


def _too_large(data: bytes, path: str) -> Problem:
    """A file too large to be content. Of front matter that never ends, the front matter is the mistake."""
    if data.startswith(b"---") and b"\n---" not in data[:MAX_FRONT_MATTER]:
        found = f"front matter of more than {MAX_FRONT_MATTER:,} characters, at most {MAX_FRONT_MATTER:,} are read"
        return Problem(path, 2, "yaml-limit", found, "move long text to the body")
    code = "yaml-limit" if path.endswith((".yaml", ".yml")) else "too-large"
    found = f"the file has {len(data):,} bytes, at most {MAX_BYTES:,} are read"
    return Problem(path, 0, code, found, "split it, or link to a download")


def _other_encoding(data: bytes) -> str:
    """The name of an encoding that is not UTF-8: by its mark, or by the zeros UTF-16 puts beside each Latin letter."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    start = data[:200]
    half = len(start) // 2
    zeros = max(start[::2].count(0), start[1::2].count(0))
    return "UTF-16" if half > 3 and zeros > 0.7 * half else ""


def _bad_byte(data: bytes, path: str, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    found = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
    return Problem(path, line, "encoding", found, "save as UTF-8", column)


def _show_controls(text: str, path: str) -> tuple[str | None, list[Problem]]:
    """Replace each control character by its picture; one warning a line. In YAML it is an error: data is not shown."""
    if not CONTROL.search(text):
        return text, []
    problems = []
    lines = text.split("\n")
    last_of_yaml = _last_line_of_yaml(lines, path)
    for number, line in enumerate(lines, 1):
        if found := CONTROL.search(line):
            if number <= last_of_yaml:
                message = f"a control character U+{ord(found.group()):04X} in YAML"
                problems.append(Problem(path, number, "control-char", message, "remove it", found.start() + 1))
                continue
            message = f"a control character U+{ord(found.group()):04X}, shown as `{visible(found.group())}`"
            problems.append(warning(path, number, "control-char", message, "remove it", found.start() + 1))
            lines[number - 1] = visible(line)
    return (None if any(p.is_error for p in problems) else "\n".join(lines)), problems


def _last_line_of_yaml(lines: list[str], path: str) -> int:
    """All of a YAML file, the front matter of another, 0 when there is none."""
    if path.endswith((".yaml", ".yml")):
        return len(lines)
    if not lines[0].startswith("---"):
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.startswith("---")), len(lines))


def place_of(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
