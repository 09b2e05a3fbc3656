"""`helploop/changelog`: switches its part on. `helploop/articles` reads the options and does the work."""

from __future__ import annotations

from mkdocs.plugins import BasePlugin

from helploop.mkdocs_plugins.options import AnyOptions


class ChangelogPlugin(BasePlugin[AnyOptions]):
    """Present in `plugins:` or not: that is all it has to be."""
