"""The leading plugin: reads the project when MkDocs starts a build, and adds every page of ours when MkDocs is done.

MkDocs keeps the pages in `docs/`; links from them to articles, entries and the roadmap resolve here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from helploop.mkdocs_plugins.build import HostBuild, start_build
from helploop.mkdocs_plugins.files import adopt_files
from helploop.mkdocs_plugins.options import AnyOptions
from helploop.mkdocs_plugins.problems import LeakError, TemplateError, log_problems, own_code_stops
from helploop.mkdocs_plugins.rebuild import Rebuild
from helploop.mkdocs_plugins.stops import whole
from helploop.mkdocs_plugins.watch import Live
from helploop.pipeline.audit import is_unpublishable
from helploop.sources.own_templates import is_template

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


class ArticlesPlugin(BasePlugin[AnyOptions]):
    """`helploop/articles`."""

    build: HostBuild | None = None
    command: str = ""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - the host's signature
        """Being here keeps this object through all rebuilds of `mkdocs serve`."""
        self.command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the settings; a mistake in them stops the build before anything is written."""
        last = self.build
        self.build, problems = start_build(config)
        if last is not None and self.build is not None:
            self.build.memory = last.memory
        elif self.build is not None:
            self.build.memory.stays = self.command != "build"
        log_problems(problems)
        if self.build is None:
            raise PluginError("mkdocs.yml has mistakes, see above")
        # The host's sitemap knows only the pages of docs/; ours lists everything.
        config.theme.static_templates.discard("sitemap.xml")
        return config

    @event_priority(-90)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Check everything, then tell the host where our pages will stand.

        Raises:
            TemplateError: a template can't be used.
        """
        build = self._build()
        problems = build.check()
        log_problems(problems)
        if any(problem.is_error and is_template(problem.path, build.settings) for problem in problems):
            raise TemplateError
        return adopt_files(files, config, build)

    def on_page_context(self, context: dict[str, Any], *, page: Page, **_: object) -> dict[str, Any]:
        """A page of `docs/` in our own look is made whole here; other themes make it from the context as always."""
        build = self._build()
        if build.settings.theme == "helploop":
            with own_code_stops():
                context["helploop_page"] = build.page_html(page)
        return context

    @event_priority(-90)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write every page, feed and index of ours into the site.

        Raises:
            LeakError: they hold what nobody may see.
        """
        with own_code_stops():
            problems = self._build().finish(Path(config.site_dir))
        log_problems(problems)
        if is_unpublishable(problems):
            raise LeakError

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        """Watch our folders too, and answer an edit of ours without a full rebuild."""
        live, build = Live(server), self._build()
        live.watch(build.watched())
        if not (build.root / build.settings.docs_dir).is_dir():
            live.forget(config.docs_dir)
        if thread := getattr(server, "serve_thread", None):  # another host may have none
            thread.start = whole(thread.start)
        server.builder = Rebuild(self, server.builder, Path(config.site_dir), live)
        return server

    def _build(self) -> HostBuild:
        if self.build is None:
            raise PluginError("helploop/articles has not been configured")
        return self.build
