"""What follows from a save in `helploop serve` where words of a few articles have changed, made and nothing else.

The same is done as by a build after an edit, into the site that people look at. It begins from a site that stands
whole on the disk. Where there is none, because work was given up in the middle, or more may have changed, everything
is made, and begins such a site again.
"""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from helploop.mkdocs_plugins.problems import log
from helploop.pipeline.disk import remove_file
from helploop.pipeline.edit import Standing, check_edit, make_edit, private_stamp
from helploop.pipeline.kept_site import keep_site
from helploop.pipeline.said import said_of
from helploop.pipeline.tools import open_tools
from helploop.pipeline.turn import SupersededError
from helploop.sources.git import load_head
from helploop.sources.moment import build_date, build_moment
from helploop.sources.private_values import load_private_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helploop.mkdocs_plugins.build import HostBuild
    from helploop.pipeline.audit import Watch
    from helploop.pipeline.checked import Checked
    from helploop.pipeline.edit import Edit
    from helploop.pipeline.edited import Edited
    from helploop.pipeline.kept_site import KeptSite
    from helploop.pipeline.turn import Turn


class Saved(NamedTuple):
    """Files that were saved; nobody has looked at their front matter yet."""

    edited: Sequence[str]

    def has_same_front(self, path: str) -> bool:  # noqa: ARG002 - a question that is asked of others too
        """Never known."""
        return False


def keep_whole(build: HostBuild, turn: Turn) -> None:
    """Remember a site that stands whole on the disk, when nothing is wrong with it.

    Where that fails, the next save makes everything; nothing is to be repaired now.
    """
    if build.checked is None or build.watch is None or build.is_mended or not build.is_whole:
        return
    try:
        kept = _kept(build, build.as_hosted(build.checked), build.watch)
    except Exception:  # noqa: BLE001 - what is on the disk is right
        log.debug(traceback.format_exc())
        return
    with turn:
        build.kept = kept
        build.replaced.clear()


def _kept(build: HostBuild, checked: Checked, watch: Watch) -> KeptSite:
    site = checked.site
    outdated = frozenset(article.path for article in site.articles.values() if site.is_outdated(article))
    whole = replace(checked, site=replace(site, outdated=outdated))
    private = private_stamp(load_private_values(build.root))
    kept = keep_site(whole, watch, build.memory, private, "")
    kept.articles.know(site.articles)
    return kept


def make_edited(build: HostBuild, site_dir: Path, paths: Sequence[str], turn: Turn) -> Edit | None:
    """Make what follows from saved articles; None where everything has to be made.

    Raises:
        SupersededError: something was saved again. What was made till then is of no use to a later edit.
    """
    with turn:
        kept, build.kept = build.kept, None
    if kept is None or not _is_of_now(build, kept):
        return None
    try:
        with open_tools(build.root, memory=build.memory, turn=turn) as tools:
            edited = check_edit(build.root, kept, Saved(paths), tools)
            standing = Standing(site_dir, lambda: build.written.record, turn, build.replaced)
            edit = make_edit(build.root, kept, edited, tools, standing) if edited else None
    except SupersededError:
        raise
    except Exception:  # noqa: BLE001 - a build of everything says what is wrong
        log.debug(traceback.format_exc())
        return None
    if edited is None or edit is None:
        return None
    with turn:
        _take(build, site_dir, edited, edit)
    return edit


def _take(build: HostBuild, site_dir: Path, edited: Edited, edit: Edit) -> None:
    """The edit is complete: what comes next begins from it."""
    for path in edit.gone:
        build.written.record.pop(path, None)
        remove_file(str(site_dir), path)
    if build.checked is not None:
        build.checked = replace(build.checked, problems=edited.checked.problems)
    build.kept = edit.kept
    build.replaced.clear()


def _is_of_now(build: HostBuild, kept: KeptSite) -> bool:
    """Whether time has changed nothing: no day and no hour at which an entry appears, no commit that dates texts."""
    head = load_head(build.root)
    return (
        kept.site.today == build_date()
        and said_of(kept.site, ()).holds(build_moment())
        and kept.site.history.head == (head.commit if head else "")
    )
