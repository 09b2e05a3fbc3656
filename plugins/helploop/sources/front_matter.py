"""A Markdown file's text to its front matter and its body, with the file's own line numbers."""

from __future__ import annotations

from dataclasses import dataclass

from helploop.model.problem import Problem, warning
from helploop.sources.fences import FENCE, glued_fence, misplaced_front
from helploop.sources.text import MAX_FRONT_MATTER
from helploop.sources.yaml_mend import mend_yaml
from helploop.sources.yaml_source import YamlDocument, parse_yaml


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file cut in two. `document` is None without front matter; `body_line` is the body's first file line."""

    document: YamlDocument | None
    body: str
    body_line: int


def parse_front_matter(text: str, path: str) -> tuple[SourceText | None, list[Problem]]:
    """Cut a text at its `---` fences. None means the front matter can't be used: such a file is never published."""
    lines = text.split("\n")
    if not FENCE.match(lines[0]):
        misplaced = glued_fence(lines[0], path) or misplaced_front(lines, 0, path)
        return (None, misplaced) if misplaced else (SourceText(None, text, 1), [])
    end = next((number for number in range(1, len(lines)) if FENCE.match(lines[number])), None)
    if end is None:
        found = "the front matter that opens here is never closed"
        return None, [Problem(path, 1, "front-matter-open", found, "add a line `---` below the last key", 1)]
    if misplaced := misplaced_front(lines, end + 1, path):
        return None, misplaced
    body = SourceText(None, "\n".join(lines[end + 1 :]), end + 2)
    written = "\n".join(lines[1:end])
    if len(written) > MAX_FRONT_MATTER:
        found = f"front matter of more than {MAX_FRONT_MATTER:,} characters, at most {MAX_FRONT_MATTER:,} are read"
        return None, [Problem(path, 2, "yaml-limit", found, "move long text to the body")]
    if not written.strip():
        hint = "remove it, or write a `title:`"
        return body, [warning(path, 1, "front-matter-type", "the front matter is empty", hint, 1)]
    document, problems = parse_yaml(written, path, 2)
    if document is None:
        return None, problems
    if document.value is None:  # comments only
        return body, problems
    if not isinstance(document.value, dict):
        kind = "a list" if isinstance(document.value, list) else "a single value"
        found = f"the front matter is {kind}, keys with values were expected"
        line, column = document.first
        return None, [*problems, Problem(path, line, "front-matter-type", found, "write `title: …`", column)]
    return SourceText(document, body.body, body.body_line), problems


def mend_front_matter(text: str, path: str) -> tuple[SourceText, list[Problem]]:
    """A text whose front matter can't be used, cut anyway, with every problem of its YAML: to find what else is wrong.

    Nothing is ever published from it.
    """
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if FENCE.match(line)), None)
    if not FENCE.match(lines[0]):
        return SourceText(None, text, 1), []
    if end is None:  # what was meant as front matter ends with its paragraph
        end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    written = "\n".join(lines[1:end])
    document, problems = mend_yaml(written, path, 2) if len(written) <= MAX_FRONT_MATTER else (None, [])
    usable = document is not None and isinstance(document.value, dict)
    return SourceText(document if usable else None, "\n".join(lines[end + 1 :]), end + 2), problems
