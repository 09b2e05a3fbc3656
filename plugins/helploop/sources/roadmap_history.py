"""The history of the roadmap from git: every change of an item's stage, target and title.

Moves inside the file, reformatting and renames of the file are no change. The result is kept for the
commit it was made at; the next run reads only what came after it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from helploop.model.roadmap_history import Change, ChangeKind, LastSeen, RoadmapHistory
from helploop.sources.git import load_head, read_blobs, run_git
from helploop.sources.roadmap_versions import ItemState, VersionReader, load_versions

if TYPE_CHECKING:
    from pathlib import Path

    from helploop.sources.roadmap_versions import Version

#: Where the result is kept, below the project. Safe to delete, safe to share.
CACHE = ".cache/helploop/roadmap-history.json"
_CACHE_FORMAT = 1


def load_roadmap_history(root: Path, path: str, cache: Path | None = None) -> RoadmapHistory:
    """The past of the roadmap file `path` below `root`, empty where git knows nothing."""
    head = load_head(root)
    if head is None:
        return RoadmapHistory()
    if head.is_shallow:
        return RoadmapHistory(head=head.commit, is_shallow=True)
    past = _load_cache(cache, path) if cache else None
    if past is not None and past.head == head.commit:
        return past.history()
    if past is None or not _is_first_parent(root, past.head):
        past = _Past()
    _read_on(past, root, load_versions(root, path, past.head))
    past.head = head.commit
    if cache:
        _store_cache(cache, path, past)
    return past.history()


@dataclass(slots=True)
class _Past:
    """A history being derived: all that the next version has to be compared with."""

    head: str = ""
    seen: dict[str, LastSeen] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def history(self) -> RoadmapHistory:
        return RoadmapHistory(tuple(self.changes), dict(self.seen), self.head)

    def see(self, state: ItemState, version: Version) -> None:
        """Note what is new about one item of one version."""
        before = self.seen.get(state.id)
        if before is None:
            self._note(state.id, ChangeKind.ADDED, "", state.stage, version)
        else:
            for kind in (ChangeKind.STAGE, ChangeKind.TARGET, ChangeKind.TITLE):
                old, new = getattr(before, kind), getattr(state, kind)
                if old != new:
                    self._note(state.id, kind, old, new, version)
        for name in state.merged:
            if before is None or name not in before.merged:
                self._note(name, ChangeKind.MERGED, name, state.id, version)
        commit = before.commit if before else version.commit
        self.seen[state.id] = LastSeen(state.title, state.stage, state.target, commit, state.merged)

    def _note(self, item: str, kind: ChangeKind, before: str, after: str, version: Version) -> None:
        self.changes.append(Change(item, kind, before, after, version.when, version.commit))


def _read_on(past: _Past, root: Path, versions: list[Version]) -> None:
    """Compare each version with the ones before it."""
    reader = VersionReader()
    present = [version for version in versions if version.blob]
    latest: dict[str, ItemState] = {}
    for version, data in zip(present, read_blobs(root, [version.blob for version in present]), strict=False):
        taken = set()
        for state in reader.read(data) or ():
            # An unchanged item is the same object as before: nothing to compare. Of two with one id the
            # first counts.
            if state.id not in taken and latest.get(state.id) is not state:
                past.see(state, version)
                latest[state.id] = state
            taken.add(state.id)


def _is_first_parent(root: Path, commit: str) -> bool:
    """Whether a commit stands on the line of first parents that leads to HEAD."""
    printed = run_git(root, "rev-list", "--first-parent", "--parents", f"{commit}..HEAD")
    lines = (printed or b"").decode("ascii", "replace").splitlines()
    return bool(lines) and lines[-1].split()[1:2] == [commit]


def _load_cache(cache: Path, path: str) -> _Past | None:
    """What an earlier run found out, None when there is nothing we can use."""
    try:
        stored: Any = json.loads(cache.read_text(encoding="utf-8"))
        if stored["format"] != _CACHE_FORMAT or stored["path"] != path:
            return None
        seen = {
            item: LastSeen(title, stage, target, commit, tuple(merged))
            for item, (title, stage, target, commit, merged) in stored["seen"].items()
        }
        changes = [
            Change(item, ChangeKind(kind), before, after, datetime.fromisoformat(when), commit)
            for item, kind, before, after, when, commit in stored["changes"]
        ]
        return _Past(str(stored["head"]), seen, changes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _store_cache(cache: Path, path: str, past: _Past) -> None:
    """Keep what was found out; a folder that can't be written to costs time only."""
    stored = {
        "format": _CACHE_FORMAT,
        "path": path,
        "head": past.head,
        "seen": {
            item: [seen.title, seen.stage, seen.target, seen.commit, seen.merged] for item, seen in past.seen.items()
        },
        "changes": [[c.item, c.kind, c.before, c.after, c.when.isoformat(), c.commit] for c in past.changes],
    }
    temporary = cache.with_name(f"{cache.name}.{os.getpid()}")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        temporary.replace(cache)
    except OSError:
        temporary.unlink(missing_ok=True)
