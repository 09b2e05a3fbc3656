"""Where a text can be changed: the page of its file at a code host, for readers who send corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from helploop.model.settings import Settings


def source_address(settings: Settings, path: str) -> str:
    """The address of a file of the project at the code host, empty when the site names none.

    `edit_uri` is written as in MkDocs, which counts from its folder of pages: `edit/main/docs/`. Articles stand beside
    that folder, so its name is taken off again; `edit/main/` says the same.
    """
    uri = settings.edit_uri.strip()
    if not uri:
        return ""
    if uri.startswith(("https://", "http://")):
        base = uri
    elif settings.repo_url:
        base = settings.repo_url.rstrip("/") + ("" if uri.startswith(("?", "#")) else "/") + uri.lstrip("/")
    else:
        return ""
    pages = f"/{settings.docs_dir.strip('/')}"
    base = base.rstrip("/").removesuffix(pages)
    return f"{base}{'' if base.endswith('=') else '/'}{quote(path)}"
