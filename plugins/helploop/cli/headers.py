"""`helploop headers`: the security headers of this site, as its host reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helploop.cli.project import config_option, open_project
from helploop.outputs.security_headers import HOSTS, render_for_host
from helploop.pipeline.check import check_site
from helploop.pipeline.headers import site_headers, why_open
from helploop.pipeline.tools import open_tools
from helploop.sources.moment import build_date

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@config_option
@click.argument("host", type=click.Choice(sorted(HOSTS)))
def headers(config: Path | None, host: str) -> int:
    """Print the security headers of this site for a HOST.

    The policy allows what the site needs: its own files, your endpoints, and the hosts whose pictures your texts show.
    Templates with scripts, inline styles or files from elsewhere, and other themes, get a policy that says only who
    may frame the site.

    \b
    helploop headers nginx > /etc/nginx/help-headers.conf
    helploop headers vercel > vercel.json

    Netlify and Cloudflare Pages need nothing: the build writes `_headers`. GitHub Pages sends no headers of yours.
    """
    project = open_project(config)
    with open_tools(project.root) as tools:
        checked = check_site(project.root, project.settings, build_date(), tools)
    click.echo(render_for_host(host, site_headers(project.root, checked)), nl=False)
    if reason := why_open(project.root, project.settings):
        click.echo(f"note: {reason}: the policy says only who may frame the site", err=True)
    return 0
