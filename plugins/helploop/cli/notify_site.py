"""What the notify commands load: site, private configuration, requests, and the way an entry is rendered."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helploop.cli.project import open_project
from helploop.model.address import changelog_address
from helploop.model.errors import UsageError
from helploop.model.problem import warning
from helploop.notify.config import load_config
from helploop.notify.identity import Identity
from helploop.notify.place import check_outside, check_unpublished, is_in_repository
from helploop.notify.request import parse_requests
from helploop.notify.requests_file import load_list, open_to_all
from helploop.notify.session import Books
from helploop.outputs.addresses import resolve
from helploop.outputs.links import Links, Viewpoint
from helploop.outputs.markdown import convert
from helploop.sources.moment import build_date
from helploop.sources.site import load_site

if TYPE_CHECKING:
    from helploop.cli.project import Project
    from helploop.model.entry import Entry
    from helploop.model.problem import Problem
    from helploop.model.site import Site
    from helploop.notify.config import NotifyConfig
    from helploop.notify.request import Request

_path = click.Path(path_type=Path)
project_option = click.option(
    "-f", "--config-file", "project", type=_path, help="The site's mkdocs.yml (default: here or above)."
)
config_option = click.option(
    "--config",
    "private_config",
    type=_path,
    envvar="HELPLOOP_NOTIFY_CONFIG",
    help="The private notify configuration, YAML or TOML: channels and limits. Secrets come from the environment.",
)
books_option = click.option(
    "--ledger",
    envvar="HELPLOOP_LEDGER",
    help="Who was told: a SQLite file outside the repository, or postgresql://…",
)


@dataclass(kw_only=True)
class Told:
    """Everything a run needs before it opens the ledger."""

    site: Site
    config: NotifyConfig
    books: Books
    requests: tuple[Request, ...]
    problems: tuple[Problem, ...]
    identity: Identity
    links: Links
    name: str
    """What messages call the requests file."""
    began: float = field(default_factory=time.time)

    def render(self, entry: Entry) -> tuple[str, str]:
        """An entry's body as its page shows it; the text is made from the HTML."""
        settings = self.site.settings
        body, _ = convert(entry.body, entry.body_line, entry.path, settings)
        page = changelog_address(settings, entry.language, entry.key)
        return resolve(body.html, self.links, Viewpoint(entry.path, page, entry.language)), ""


def open_books_of(
    project: Project, private_config: Path | None, ledger: str | None, *, sends: bool = False
) -> tuple[Books, NotifyConfig]:
    """Where the ledger is, and the configuration."""
    settings = project.settings
    config = load_config(private_config, settings.host, sends=sends)
    if config.files:  # each of its files holds an address
        check_outside(Path(config.files.dir), project.root, "`files.dir`")
    books = Books(
        ledger=ledger or "",
        root=project.root,
        settings=settings,
        site_id=config.site_id,
        secret=config.secret,
    )
    return books, config


def load_notify(
    *, project: Path | None, private_config: Path | None, ledger: str | None, requests: str, sends: bool
) -> Told:
    """Load all of it.

    Raises:
        UsageError: the site or the configuration can't be used.
        RefusedError: messages would be written among what is published.
    """
    opened = open_project(project)
    books, config = open_books_of(opened, private_config, ledger, sends=sends)
    if not opened.settings.site_url:
        raise UsageError("the site has no address to send people to", "set `site_url` in mkdocs.yml")
    today = build_date()
    site, found = load_site(opened.root, opened.settings, today)
    errors = [problem for problem in found if problem.is_error]
    if errors:
        raise UsageError("the site has errors; nothing is sent:\n" + "\n".join(map(str, errors[:20])))
    problems: list[Any] = []
    if requests != "-" and "://" not in requests:
        path = Path(requests)
        check_unpublished(path, opened.root, opened.settings)
        if is_in_repository(path, opened.root):
            hint = "keep it outside: people never stand in the site's repository"
            problems.append(warning(path.name, 0, "requests-place", "the requests stand in the repository", hint))
    problems.extend(open_to_all(requests))
    text, name = load_list(requests)
    rows, bad = parse_requests(text, name, today=today, allow_utf8=bool(config.smtp and config.smtp.smtputf8))
    return Told(
        site=site,
        config=config,
        books=books,
        requests=rows,
        problems=(*problems, *bad),
        identity=Identity(config.site_id, (config.secret or "preview").encode()),
        links=Links(site),
        name=name,
    )
