"""`roadmap.<lang>.yaml`: an item's words in another language, by id, laid over `roadmap.yaml`'s items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from helploop.model.problem import Problem, warning
from helploop.model.roadmap import Item, ItemTranslation, Roadmap, Stage, is_outdated, item_source_hash
from helploop.model.spelling import did_you_mean
from helploop.sources.roadmap_schema import WrittenItemTranslation
from helploop.sources.validate import validate
from helploop.sources.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helploop.sources.yaml_source import YamlDocument

_KEYS = ("stages", "items")


def add_translations(roadmap: Roadmap, files: Iterable[tuple[str, str, str]]) -> tuple[Roadmap, list[Problem]]:
    """The roadmap with the words of every file: a language, a path and a text each."""
    problems: list[Problem] = []
    for tag, path, text in files:
        document, found = parse_yaml(text, path)
        problems.extend(found)
        if document is None or document.value is None:
            continue
        if not isinstance(document.value, dict):
            line, column = document.first
            message = "the translation is no mapping, `items:` with ids was expected"
            problems.append(Problem(path, line, "mapping", message, "write `items:` and `an-id:` below it", column))
            continue
        reader = _Reader(roadmap, tag, path, document, problems)
        reader.check_keys()
        roadmap = replace(
            roadmap,
            stages=tuple(reader.stage(stage) for stage in roadmap.stages),
            items=tuple(reader.item(item) for item in roadmap.items),
        )
    return roadmap, problems


class _Reader:
    """Reads one translation; what is wrong goes to `problems`."""

    def __init__(self, roadmap: Roadmap, tag: str, path: str, document: YamlDocument, problems: list[Problem]) -> None:
        self.roadmap = roadmap
        self.tag = tag
        self.path = path
        self.document = document
        self.problems = problems

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.document.value.get(key)
        return value if isinstance(value, dict) else {}

    def check_keys(self) -> None:
        """Name every key that belongs to nothing."""
        items = [*self.roadmap.by_id, *self.roadmap.hidden]
        known = {(): _KEYS, ("stages",): [stage.id for stage in self.roadmap.stages], ("items",): items}
        for where, names in known.items():
            for key in self.mapping(where[0]) if where else self.document.value:
                if key not in names:
                    self.unknown((*where, key), names)
        for key in _KEYS:
            if self.document.value.get(key) is not None and not self.mapping(key):
                line, column = self.document.place((key,))
                hint = "write the ids as keys: `csv-export:` and the words below it"
                self.problems.append(Problem(self.path, line, "mapping", f"`{key}` is no mapping", hint, column))

    def unknown(self, where: tuple[str, ...], names: Iterable[str]) -> None:
        line, column = self.document.place(where)
        key = where[-1]
        hint = did_you_mean(key, names, "remove it")
        if where[0] == "items" and len(where) == 2:
            merged = self.roadmap.merged_into.get(key)
            hint = f"it was merged into `{merged}`: translate that one" if merged else hint
            message = f"a translation of `{key}`, which is no item of {self.roadmap.path}"
            self.problems.append(warning(self.path, line, "orphan-translation", message, hint, column))
        else:
            message = f"the key `{key}` is not known here"
            self.problems.append(Problem(self.path, line, "unknown-key", message, hint, column))

    def stage(self, stage: Stage) -> Stage:
        title = self.mapping("stages").get(stage.id)
        return replace(stage, titles={**stage.titles, self.tag: str(title)}) if title else stage

    def item(self, item: Item) -> Item:
        if item.id not in self.mapping("items"):
            return item
        where = ("items", item.id)
        written, found = validate(self.document, WrittenItemTranslation, self.path, root=where)
        self.problems.extend(found)
        if written is None:
            return item
        line, _ = self.document.value_place((*where, "body"))
        translation = ItemTranslation(
            title=written.title.strip(),
            summary=written.summary.strip(),
            body=written.body,
            reason=written.reason.strip(),
            target=written.target.strip(),
            source=written.source,
            path=self.path,
            body_line=line + 1 if "\n" in written.body else line,
        )
        item = replace(item, translations={**item.translations, self.tag: translation})
        if is_outdated(item, self.tag):
            line, column = self.document.place((*where, "source"))
            message = f"`{item.id}` was translated from an older text of {self.roadmap.path}"
            hint = f"review the translation, then write `source: {item_source_hash(item)}`"
            self.problems.append(warning(self.path, line, "stale-translation", message, hint, column))
        return item
