"""The tools as a server of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from helploop import __version__
from helploop.mcp_server import tools
from helploop.model.errors import HelploopError

if TYPE_CHECKING:
    from collections.abc import Callable

    from helploop.mcp_server.built_site import BuiltSite

Answered = TypeVar("Answered")

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "The help center of {name}: articles, release notes and the public roadmap. Search first, then read the best hit "
    "before you answer, and give its address. Say so when a text is outdated or not in the language asked for. "
    "What is not in here, the help center does not answer: say that, and look in the roadmap."
)

Language = Annotated[str, Field(description="A language tag such as `de`; empty for the site's own.")]


def make_server(site: BuiltSite) -> MCPServer:
    """A server over a built site."""
    about = site.about()
    name = str(about["name"])
    tags = ", ".join(language["tag"] for language in about["languages"])
    server = MCPServer(
        name=name,
        instructions=f"{_INSTRUCTIONS.format(name=name)} Languages: {tags}.",
        version=__version__,
        log_level="WARNING",
    )
    _add_tools(server, site)
    return server


def _add_tools(server: MCPServer, site: BuiltSite) -> None:
    @server.tool(annotations=_READS)
    def search(query: str, language: Language = "", limit: int = 5) -> list[tools.Found]:
        """Find the articles, release notes and roadmap items that answer a question, the best first.

        Ask in the language given, in the customer's words. If no summary fits, ask again with other words.
        """
        return _told(lambda: tools.search(site, query, language, limit))

    @server.tool(annotations=_READS)
    def read_article(
        article: Annotated[str, Field(description="An id or an address from `search`.")], language: Language = ""
    ) -> tools.Text:
        """Read an article, a release note or a roadmap item as Markdown."""
        return _told(lambda: tools.read_article(site, article, language))

    @server.tool(annotations=_READS)
    def whats_new(
        language: Language = "",
        since: Annotated[str, Field(description="A day, 2026-11-20; empty for all.")] = "",
        limit: int = 10,
    ) -> list[tools.Answer]:
        """List release notes, the newest first."""
        return _told(lambda: tools.whats_new(site, language, since, limit))

    @server.tool(annotations=_READS)
    def roadmap(
        language: Language = "",
        stage: Annotated[str, Field(description="exploring, planned, building, shipped or declined.")] = "",
    ) -> list[tools.Planned]:
        """List what is explored, planned, built, shipped and declined."""
        return _told(lambda: tools.roadmap(site, language, stage))


def _told(ask: Callable[[], Answered]) -> Answered:
    """What a tool answers; a mistake of the one who asked is told with its fix."""
    try:
        return ask()
    except HelploopError as error:
        raise ToolError(str(error)) from error
