"""One build under the host: settings at its start, the check when files are known, our pages when the host is done."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helploop.model.address import ascii_url
from helploop.model.errors import HelploopError
from helploop.model.problem import Problem, sort_problems
from helploop.outputs.pages.docs import docs_view, render_docs
from helploop.outputs.places import Places, dropped_problems
from helploop.outputs.sanitise import sanitise
from helploop.pipeline.ahead import Ahead
from helploop.pipeline.audit import is_unpublishable, watch_of
from helploop.pipeline.audit_written import check_written, clean_photos
from helploop.pipeline.build import build_site
from helploop.pipeline.check import check_site, without_followers
from helploop.pipeline.edit import private_stamp
from helploop.pipeline.kept_places import NEXT_KEPT, NEXT_RECORD, PREVIOUS_SITE, RECORD, TREE
from helploop.pipeline.kept_site import dump_site, keep_site
from helploop.pipeline.memory import Memory
from helploop.pipeline.output import NOTHING, Last, Output, load_last, write_record
from helploop.pipeline.saved import load_saved, make_saved
from helploop.pipeline.sealed import seal_of, write_sealed
from helploop.pipeline.similar import write_terms
from helploop.pipeline.themes import theme_of
from helploop.pipeline.tools import open_tools
from helploop.pipeline.turn import Turn
from helploop.pipeline.twin import load_standing
from helploop.pipeline.workers import give_back_memory
from helploop.sources.docs import overwritten
from helploop.sources.moment import build_date
from helploop.sources.private_values import load_private_values
from helploop.sources.settings import load_settings, mend_settings
from helploop.sources.text import load_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from helploop.model.settings import Settings
    from helploop.model.site import Site
    from helploop.outputs.pages.outline import Outline
    from helploop.pipeline.audit import Watch
    from helploop.pipeline.checked import Checked, Tools
    from helploop.pipeline.kept_site import KeptSite


def start_build(config: MkDocsConfig) -> tuple[HostBuild | None, tuple[Problem, ...]]:
    """A build for the host's configuration, or None with what is wrong in it."""
    # The host gives a relative path when it was started with -f.
    file = Path(config.config_file_path or "mkdocs.yml").resolve()
    settings, problems = load_settings(file)
    if settings is None:
        return None, sort_problems([*problems, *without_followers(_content_problems(file), problems)])
    # The host may have changed its address (mike adds a version) and its theme (a command line option).
    url = str(config.site_url or "")
    url = url if not url or url.endswith("/") else f"{url}/"
    host = urlsplit(url).hostname or ""
    settings = replace(settings, site_url=ascii_url(url), host=host, theme=str(config.theme.name))
    return HostBuild(file.parent, settings), problems


def _content_problems(file: Path) -> tuple[Problem, ...]:
    """What is wrong with the content of a project whose configuration has mistakes: all is named in one run."""
    settings, _ = mend_settings(file)
    if settings is None:
        return ()
    try:
        with open_tools(file.parent) as tools:
            return check_site(file.parent, settings, build_date(), tools).problems
    except HelploopError:  # extensions of Markdown that can't be set up: the configuration's own problems say so
        return ()


@dataclass(slots=True)
class HostBuild:
    """What one build knows; made anew at every rebuild."""

    root: Path
    settings: Settings
    checked: Checked | None = None
    hosted: dict[str, str] = field(default_factory=dict)
    """What the host writes from `docs/`: each output with its source, relative to the project."""
    is_mended: bool = False
    """Whether there are mistakes without which the site would be another one, or that keep it from being published."""
    late: list[Problem] = field(default_factory=list)
    """What was found wrong while the host made its pages."""
    memory: Memory = field(default_factory=Memory)
    """What builds in one process tell the next one."""
    written: Last = NOTHING
    """The outputs of ours as they stand in the site."""
    pages: frozenset[str] = frozenset()
    """The pages of ours among them."""
    turn: Turn | None = None
    """Set where this build may be given up for a newer one."""
    watch: Watch | None = None
    """What may stand in no output."""
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Each language's order, for pages that are made by themselves."""
    ahead: Ahead = field(default_factory=Ahead)
    """Processes that wait for work from the check on."""
    is_whole: bool = False
    """Whether all of it was made, and nothing was found wrong with its files."""
    kept: KeptSite | None = None
    """The site as it stands on the disk, whole: where an edit can begin."""
    replaced: dict[str, bytes] = field(default_factory=dict)
    """Files of that site that were made again since, as far as an edit needs them."""

    @property
    def site(self) -> Site:
        """The site, once it was checked."""
        if self.checked is None:
            raise RuntimeError("the site has not been checked yet")
        return self.checked.site

    def check(self) -> tuple[Problem, ...]:
        """Read and check the whole project."""
        with self._tools() as tools:
            whole = replace(tools, ahead=self.ahead)
            return self.take(check_site(self.root, self.settings, build_date(), whole, for_search=True))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the check has found."""
        return self.checked.problems if self.checked else ()

    def take(self, checked: Checked) -> tuple[Problem, ...]:
        """Go on with a project that was checked."""
        self.checked = checked
        self.is_mended = self.checked.site.mended is not None or any(each.is_error for each in self.checked.problems)
        return self.checked.problems

    def page_html(self, page: Page) -> str:
        """A page of `docs/`, whole, in our look and its own language."""
        path = f"{self.settings.docs_dir}/{page.file.src_uri}"
        place = next((place for place, source in self.site.pages.items() if source == path), None)
        if place is None:
            return page.content or ""
        description = str(page.meta.get("description") or "")
        html, problems = self._clean(page)
        self.late.extend(problems)
        view = docs_view(self.site, place, str(page.title or ""), html, description)
        return render_docs(view, theme_of(self.root, self.settings))

    def _clean(self, page: Page) -> tuple[str, list[Problem]]:
        """The host's HTML without what could act in a visitor's browser: `docs/` has many authors too."""
        html, dropped = sanitise(page.content or "", self.settings.allowed_html)
        if not dropped:
            return html, []
        path = f"{self.settings.docs_dir}/{page.file.src_uri}"
        text, _ = load_text(self.root / path, path)
        found = dropped_problems(dropped, Places(text or "", 1), path)
        # What no author wrote (an extension's inline style) is dropped without a word.
        return html, [problem for problem in found if problem.column]

    def _overwritten(self, files: Mapping[str, object]) -> list[Problem]:
        """Outputs of ours that would replace a file of `docs/`."""
        return [overwritten(path, self.hosted[path]) for path in sorted(self.hosted.keys() & files.keys())]

    def finish(self, site_dir: Path) -> tuple[Problem, ...]:
        """Make everything and write it into the site. What the last build made from the same is taken over from it."""
        previous, tree = os.environ.get(PREVIOUS_SITE, ""), Path(os.environ.get(TREE) or site_dir)
        last = load_last(self.root / RECORD, Path(previous)) if previous else NOTHING
        if previous and tree != site_dir:
            last = last._replace(standing=load_standing(self.root, Path(previous), tree))
        clean_photos(site_dir, self.hosted)
        output = self.make(tree, last)
        problems = [*output.problems, *check_written(site_dir, output, load_private_values(self.root))]
        said = set(self.problems)
        overwriting = [problem for problem in self._overwritten(output.record) if problem not in said]
        everything = sort_problems([*problems, *self.late, *overwriting])
        if is_unpublishable(problems):
            output.remove()
        elif previous:
            record = write_record(self.root / NEXT_RECORD, Path(previous), output)
            self._keep(output, seal_of(record).decode(), [*problems, *self._overwritten(output.record)])
        return everything

    def _keep(self, output: Output, record: str, problems: Sequence[Problem]) -> None:
        """Leave the site for the next build, when no mistake is in it and nothing is wrong with its files."""
        if self.checked is not None and not self.is_mended and not problems:
            checked = self.as_hosted(self.checked)
            private = private_stamp(load_private_values(self.root))
            kept = keep_site(checked, output.watch, self.memory, private, record)
            write_terms(self.root, checked, record)
            write_sealed(self.root / NEXT_KEPT, dump_site(kept, record))

    def make(self, site_dir: Path, last: Last, *, for_machines: bool = True) -> Output:
        """Every output of ours in the site, or only what a reader sees at once."""
        if self.checked is None:
            raise RuntimeError("the site has not been checked yet")
        checked = self.as_hosted(self.checked)
        output = Output(site_dir, watch_of(checked.site, self._shown()), last, self.turn)
        if not self.memory.stays:
            self.memory.forget_texts()
            checked = self.checked = checked.without_texts()
            give_back_memory()
        with self._tools() as tools, self.ahead:
            whole = replace(tools, ahead=self.ahead)
            self.outlines = build_site(self.root, checked, whole, output, for_machines=for_machines)
        if for_machines:
            output.remove_others()
        else:
            output.remove_others(_is_page)
            output.keep_others(lambda path: not _is_page(path))
        self.written = Last(str(site_dir), output.record, output.watched)
        self.pages = frozenset(filter(_is_page, output.record))
        self.is_whole = for_machines and not output.problems and not self._overwritten(output.record)
        self.watch = output.watch
        return output

    def make_first(self, site_dir: Path, path: str) -> bool:
        """The page of a source file that was just saved; False where more than its text may have changed."""
        if self.checked is None or self.watch is None:
            return False
        with open_tools(self.root, memory=self.memory, turn=Turn()) as tools:
            saved = load_saved(self.root, self.as_hosted(self.checked), self.outlines, path, tools)
            if saved is None:
                return False
            self.checked, self.outlines = saved.checked, saved.outlines
            output = Output(site_dir, self.watch, self.written)
            make_saved(self.root, saved, tools, output, self.replaced)
        return not output.problems

    def _tools(self) -> AbstractContextManager[Tools]:
        return open_tools(self.root, memory=self.memory, turn=self.turn)

    def _shown(self) -> str:
        """Public text that is no article, entry or item: pages of `docs/`, and the configuration."""
        sources = [*self.site.pages.values(), "mkdocs.yml"]
        return "\n".join(load_text(self.root / path, path)[0] or "" for path in sources)

    def as_hosted(self, checked: Checked) -> Checked:
        """The site with those pages of `docs/` that the host really builds (`exclude_docs` takes some out)."""
        built = set(self.hosted.values())
        pages = {place: path for place, path in checked.site.pages.items() if path in built}
        return replace(checked, site=replace(checked.site, pages=pages))

    def watched(self) -> list[Path]:
        """The folders and files whose change starts a rebuild."""
        settings = self.settings
        names = [settings.articles_dir]
        if settings.changelog is not None:
            names.append(settings.changelog.dir)
        if settings.roadmap is not None:
            names.append(settings.roadmap.file)
        names.append("overrides")
        return [self.root / name for name in names if (self.root / name).exists()]


def _is_page(path: str) -> bool:
    return path.endswith(".html")
