"""`roadmap.yaml` and its translations to a `Roadmap`: items that can't be used are left out and named.

An item with a mistake does not hide the others; a draft is never part of the result.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from helploop.model.entry import is_name, label_slug
from helploop.model.problem import Problem, warning
from helploop.model.roadmap import DEFAULT_STAGES, SHIPPED, Item, Roadmap, Stage
from helploop.model.settings import RoadmapSettings
from helploop.model.spelling import did_you_mean
from helploop.model.visibility import ANY_DAY, is_public
from helploop.sources.links_out import check_inside, is_written, load_inside
from helploop.sources.roadmap_history import CACHE, load_roadmap_history
from helploop.sources.roadmap_links import addresses_in, masked, web_address
from helploop.sources.roadmap_schema import RESERVED_IDS, WrittenItem, WrittenRoadmap, WrittenStage
from helploop.sources.roadmap_translation import add_translations
from helploop.sources.sample import without_sample
from helploop.sources.text import mend_text
from helploop.sources.validate import salvage, short, unknown_key, validate
from helploop.sources.yaml_mend import mend_yaml
from helploop.sources.yaml_source import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from helploop.model.settings import Settings
    from helploop.sources.yaml_source import YamlDocument

_NO_FILE = "create it, or take `helploop/roadmap` out of `plugins:` in mkdocs.yml"


def load_roadmap(root: Path, settings: Settings) -> tuple[Roadmap | None, list[Problem]]:
    """The roadmap of a project with its translations and its past, or None with the reasons."""
    options = settings.roadmap or RoadmapSettings()
    text, problems = load_inside(root, options.file)
    if text is None:
        is_there = is_written(root, options.file)
        return None, problems if is_there else [replace(problem, hint=_NO_FILE) for problem in problems]
    roadmap, found = parse_roadmap(text, options.file, settings)
    problems.extend(found)
    if roadmap is None:
        return None, problems
    roadmap, found = add_translations(roadmap, _translations(root, options.file, settings, problems))
    history = load_roadmap_history(root, options.file, root / CACHE)
    known = {*roadmap.by_id, *roadmap.merged_into, *roadmap.hidden}
    history = replace(history, seen=without_sample(history.seen, known))
    return replace(roadmap, history=history), [*problems, *found]


def mend_roadmap(root: Path, settings: Settings) -> tuple[Roadmap | None, list[Problem]]:
    """The roadmap with what is good of items that can't be published, and every mistake in it: for checks only."""
    options = settings.roadmap or RoadmapSettings()
    if problem := check_inside(root, options.file):
        return None, [problem]
    document, problems = mend_yaml(mend_text(root / options.file), options.file)
    if document is None or not isinstance(document.value, dict):
        return None, problems
    past = load_roadmap_history(root, options.file, root / CACHE)
    reader = _MendingReader(document, options.file, settings, problems)
    reader.stages_before = {name: seen.stage for name, seen in past.seen.items()}
    roadmap, found = add_translations(
        reader.roadmap(with_drafts=False), _translations(root, options.file, settings, problems)
    )
    return replace(roadmap, history=past), [*problems, *found]


def _translations(root: Path, file: str, settings: Settings, problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Language, path and text of every translation there is: `roadmap.de.yaml` beside `roadmap.yaml`."""
    plain = PurePosixPath(file)
    found = []
    for tag in settings.tags[1:]:
        path = str(plain.with_name(f"{plain.stem}.{tag}{plain.suffix}"))
        if is_written(root, path):
            text, wrong = load_inside(root, path)
            problems.extend(wrong)
            if text is not None:
                found.append((tag, path, text))
    return found


def parse_roadmap(
    text: str, path: str, settings: Settings, *, with_drafts: bool = False
) -> tuple[Roadmap | None, list[Problem]]:
    """The roadmap in a text, without translations and past, or None when the text is none.

    `with_drafts` is for tools that write the file: what is shown to readers never has them.
    """
    document, problems = parse_yaml(text, path)
    if document is None:
        return None, problems
    if document.value is None:
        hint = "add `items:` with one `- id: …` an item, or remove the file"
        problems.append(warning(path, 1, "empty-roadmap", "the roadmap has no items", hint))
        return Roadmap(path=path), problems
    if not isinstance(document.value, dict):
        kind = "a list" if isinstance(document.value, list) else "a single value"
        line, column = document.first
        message = f"the roadmap is {kind}, `stages:` and `items:` were expected"
        problems.append(Problem(path, line, "mapping", message, "write `items:` and indent the list below it", column))
        return None, problems
    reader = _Reader(document, path, settings, problems)
    return reader.roadmap(with_drafts=with_drafts), problems


class _Reader:
    """Reads one document; what is wrong goes to `problems`."""

    def __init__(self, document: YamlDocument, path: str, settings: Settings, problems: list[Problem]) -> None:
        self.document = document
        self.path = path
        self.settings = settings
        self.problems = problems

    def add(self, where: tuple[str | int, ...], code: str, message: str, hint: str) -> None:
        line, column = self.document.place(where)
        self.problems.append(Problem(self.path, line, code, message, hint, column))

    def roadmap(self, *, with_drafts: bool) -> Roadmap:
        known = tuple(WrittenRoadmap.model_fields)
        for key in self.document.value:
            if key not in known:
                self.add((key,), "unknown-key", *unknown_key(key, known))
        stages = self.stages()
        items = self.items(stages)
        if not self.document.value.get("items"):
            message, hint = "the roadmap has no items", "add one `- id: …` below `items:`"
            line, column = self.document.place(("items",))
            self.problems.append(warning(self.path, line, "empty-roadmap", message, hint, column))
        hidden = [item for item in items if not is_public(item, ANY_DAY)]
        return Roadmap(
            path=self.path,
            stages=stages,
            items=tuple(item for item in items if with_drafts or item not in hidden),
            hidden=tuple(item.id for item in hidden),
            hidden_titles=tuple(item.title for item in hidden),
        )

    def list_at(self, key: str) -> list[Any]:
        value = self.document.value.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self.add((key,), "list", f"`{key}` is no list", "write one `- id: …` a line below it")
        return []

    def stages(self) -> tuple[Stage, ...]:
        stages: dict[str, Stage] = {}
        for number, item in enumerate(self.list_at("stages")):
            if isinstance(item, str):
                message = f"`stages` holds `{short(item)}`, a stage with its `id:` was expected"
                self.add(("stages", number), "mapping", message, f"write `- id: {short(item)}`")
                continue
            written, problems = validate(self.document, WrittenStage, self.path, root=("stages", number))
            self.problems.extend(problems)
            if written is None:
                continue
            if written.id in stages:
                hint = "remove one of the two"
                self.add(("stages", number, "id"), "dup-id", f"the stage `{written.id}` is listed twice", hint)
            stages[written.id] = Stage(id=written.id, title=written.title, color=written.color or "")
        if stages and SHIPPED not in stages:
            message = f"the stages have no `{SHIPPED}`, where entries of the changelog move items"
            self.add(("stages",), "stage-missing", message, f"add `- id: {SHIPPED}` as the last one")
        return tuple(stages.values()) or DEFAULT_STAGES

    def items(self, stages: tuple[Stage, ...]) -> list[Item]:
        places: dict[str, int] = {}
        items = []
        for number in range(len(self.list_at("items"))):
            where = ("items", number)
            written = self.written(where, stages)
            line = self.document.place((*where, "id"))[0]
            if written is not None and self.takes_names(where, written, places, line):
                items.append(self.item(where, written, line))
        return items

    def written(self, where: tuple[str | int, ...], stages: tuple[Stage, ...]) -> WrittenItem | None:
        """One item as it is written; None when it can't be used."""
        written, problems = validate(self.document, WrittenItem, self.path, root=where)
        self.problems.extend(problems)
        return None if written is None or self.has_no_stage(where, written.stage, stages) else written

    def has_no_stage(self, where: tuple[str | int, ...], stage: str, stages: tuple[Stage, ...]) -> bool:
        """Name a stage that does not exist."""
        known = [stage.id for stage in stages]
        if stage in known:
            return False
        message = f"there is no stage `{stage}`; stages: {', '.join(known)}"
        hint = did_you_mean(stage, known, f"use one of {', '.join(known)}")
        self.add((*where, "stage"), "stage-unknown", message, hint)
        return True

    def takes_names(
        self, where: tuple[str | int, ...], written: WrittenItem, places: dict[str, int], line: int
    ) -> bool:
        """Whether the item's id and its merged ids are nobody else's; they are its own from now on."""
        is_free = True
        for item_id, key in [(written.id, "id"), *((merged, "merged") for merged in written.merged)]:
            if item_id in RESERVED_IDS:
                message = f"the id `{item_id}` is an address of our own"
                self.add((*where, key), "reserved-slug", message, f"reserved: {', '.join(sorted(RESERVED_IDS))}")
                is_free = False
            elif item_id in places:
                message = f"the id `{item_id}` stands here a second time (first in {self.path}:{places[item_id]})"
                self.add((*where, key), "dup-id", message, "give each item its own id; a merged id is no item's")
                is_free = False
            else:
                places[item_id] = line
        return is_free

    def item(self, where: tuple[str | int, ...], written: WrittenItem, line: int) -> Item:
        keys = self.document.value["items"][where[1]]
        self.check_addresses(where, keys)
        links = self.links(where, written)
        return Item(
            id=written.id,
            title=written.title.strip(),
            stage=written.stage,
            summary=written.summary.strip(),
            body=written.body,
            tags=self.tags(where, written),
            target=written.target or "",
            confidence=written.confidence,
            articles=written.articles,
            requests=tuple(sorted(written.requests.items())),
            links=tuple(address for address, _ in links),
            merged=tuple(written.merged),
            reason=written.reason.strip(),
            reviewed=written.reviewed,
            draft=written.draft,
            line=line,
            lines=(
                *((key, self.document.place((*where, key))[0]) for key in keys),
                *((f"links/{number}", line) for number, (_, line) in enumerate(links)),
            ),
            body_line=self.body_line(where, written.body),
        )

    def tags(self, where: tuple[str | int, ...], written: WrittenItem) -> tuple[str, ...]:
        """The tags, each once, but those that can't name the folder of their page."""
        kept = []
        for number, tag in enumerate(written.tags):
            if not is_name(label_slug(tag)):
                message, hint = f"the tag `{tag[:60]}` can't stand in an address", "write a word or two, like `api`"
                self.add((*where, "tags", number), "label", message, hint)
            elif tag:
                kept.append(tag)
        return tuple(dict.fromkeys(kept))

    def body_line(self, where: tuple[str | int, ...], body: str) -> int:
        """The line of the body's first words: the one after the `|` of a block."""
        line, _ = self.document.value_place((*where, "body"))
        return line + 1 if "\n" in body else line

    def links(self, where: tuple[str | int, ...], written: WrittenItem) -> list[tuple[str, int]]:
        """The addresses that are some, each with its line."""
        links = []
        for number, link in enumerate(written.links):
            address = web_address(link, self.settings.repo_url)
            if address:
                links.append((address, self.document.place((*where, "links", number))[0]))
            else:
                message = f"the link `{link[:60]}` is no web address and no issue"
                hint = "write `https://…` or `owner/repo#12`; `#12` needs `repo_url` in mkdocs.yml"
                self.add((*where, "links", number), "link", message, hint)
        return links

    def check_addresses(self, where: tuple[str | int, ...], keys: dict[str, Any]) -> None:
        """No person's e-mail address stands in what everybody reads."""
        for key, value in keys.items():
            for text in value if isinstance(value, list) else [value]:
                for address in addresses_in(text, self.settings) if isinstance(text, str) else ():
                    message = f"`{key}` holds the e-mail address `{masked(address)}`: all could read it"
                    hint = "remove it, or list a support address in `allowed_addresses`"
                    self.add((*where, key), "email-address", message, hint)


class _MendingReader(_Reader):
    """Reads what is good of every item: no output is ever made from it."""

    stages_before: Mapping[str, str] = {}
    """The stage of each item as git knows it, for an item whose stage can't be read."""

    def written(self, where: tuple[str | int, ...], stages: tuple[Stage, ...]) -> WrittenItem | None:
        """One item, with something that does no harm where a value can't be used."""
        value = self.document.value["items"][where[1]]
        name = str(value.get("id", "")) if isinstance(value, dict) else ""
        stage = self.stages_before.get(name, stages[0].id)
        instead = {"id": f"item-{where[1]}", "title": name or "?", "stage": stage}
        written, problems = salvage(self.document, WrittenItem, self.path, root=where, instead=instead)
        self.problems.extend(problems)
        if written is not None and self.has_no_stage(where, written.stage, stages):
            return written.model_copy(update={"stage": stage})
        return written
