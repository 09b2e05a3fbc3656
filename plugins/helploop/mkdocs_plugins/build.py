"""One build under the host: settings at its start, the check when files are known, our pages when the host is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helploop.model.problem import sort_problems
from helploop.outputs.pages.docs import docs_view, render_docs
from helploop.pipeline.build import render_site, theme_of
from helploop.pipeline.check import Checked, check_site
from helploop.pipeline.tools import open_tools
from helploop.pipeline.writer import write_files
from helploop.sources.settings import load_settings
from helploop.sources.site import build_date

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from helploop.model.problem import Problem
    from helploop.model.settings import Settings
    from helploop.model.site import Site


def start_build(config: MkDocsConfig) -> tuple[HostBuild | None, tuple[Problem, ...]]:
    """A build for the host's configuration, or None with what is wrong in it."""
    # The host gives a relative path when it was started with -f.
    file = Path(config.config_file_path or "mkdocs.yml").resolve()
    settings, problems = load_settings(file)
    if settings is None:
        return None, problems
    # The host may have changed its address (mike adds a version) and its theme (a command line option).
    url = str(config.site_url or "")
    settings = replace(
        settings, site_url=url if not url or url.endswith("/") else f"{url}/", theme=str(config.theme.name)
    )
    return HostBuild(file.parent, settings), problems


@dataclass(slots=True)
class HostBuild:
    """What one build knows; made anew at every rebuild."""

    root: Path
    settings: Settings
    checked: Checked | None = None

    @property
    def site(self) -> Site:
        """The site, once it was checked."""
        if self.checked is None:
            raise RuntimeError("the site has not been checked yet")
        return self.checked.site

    def check(self) -> tuple[Problem, ...]:
        """Read and check the whole project."""
        with open_tools(self.root) as tools:
            self.checked = check_site(self.root, self.settings, build_date(), tools)
        return self.checked.problems

    def page_html(self, page: Page) -> str:
        """A page of `docs/`, whole, in our look and its own language."""
        path = f"{self.settings.docs_dir}/{page.file.src_uri}"
        place = next((place for place, source in self.site.pages.items() if source == path), None)
        if place is None:
            return page.content or ""
        description = str(page.meta.get("description") or "")
        view = docs_view(self.site, place, str(page.title or ""), page.content or "", description)
        return render_docs(view, theme_of(self.root, self.settings))

    def finish(self, site_dir: Path) -> tuple[Problem, ...]:
        """Render everything and write it into the site."""
        if self.checked is None:
            raise RuntimeError("the site has not been checked yet")
        with open_tools(self.root) as tools:
            rendered = render_site(self.root, self.checked, tools)
        write_files(site_dir, rendered.files)
        return sort_problems(rendered.problems)

    def watched(self) -> list[Path]:
        """The folders and files whose change starts a rebuild."""
        settings = self.settings
        names = [settings.articles_dir]
        if settings.changelog is not None:
            names.append(settings.changelog.dir)
        if settings.roadmap is not None:
            names.append(settings.roadmap.file)
        return [self.root / name for name in names if (self.root / name).exists()]
