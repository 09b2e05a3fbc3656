"""A built site read back: its documents and its search index. What is not published can't be found here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from helploop.model.address import api_address
from helploop.model.errors import UsageError
from helploop.search.ranking import rank
from helploop.search.shipped import ShippedIndex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helploop.search.ranking import Hit
    from helploop.search.reference import Match


class BuiltSite:
    """The folder of a built site. Files are read when asked for: a build in between is seen at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._indexes: dict[str, ShippedIndex] = {}
        self.about()

    def about(self) -> dict[str, Any]:
        """What the site says of itself.

        Raises:
            UsageError: there is no built site in the folder.
        """
        try:
            found = json.loads(self._read(api_address("index")))
        except (OSError, ValueError) as error:
            hint = "run `helploop build` first; the site needs `site_url:` in mkdocs.yml"
            raise UsageError(f"there is no built site with an API in `{self.folder.name}/`", hint) from error
        return dict(found)

    def language(self, wanted: str) -> str:
        """The site's language that is nearest to a tag: itself, its main language, else the site's first."""
        site = self.about()
        tags = [str(language["tag"]) for language in site["languages"]]
        by_name = {tag.lower(): tag for tag in tags}
        main = wanted.lower().partition("-")[0]
        near = next((tag for tag in tags if tag.lower().partition("-")[0] == main), str(site["default_language"]))
        return by_name.get(wanted.lower(), near)

    def items(self, kind: str, language: str) -> Iterator[dict[str, Any]]:
        """Everything in a list (`articles`, `changelog`, `roadmap`), over all its pages; nothing when there is none."""
        number, name = 1, kind
        while (self.folder / api_address(name, language)).is_file():
            page = json.loads(self._read(api_address(name, language)))
            yield from page["items"]
            if not page["next"]:
                return
            number += 1
            name = f"{kind}-{number}"

    def markdown(self, item: dict[str, Any]) -> str:
        """The text of a thing as Markdown."""
        address = unquote(str(item["markdown"]).removeprefix(str(self.about()["url"])))
        return self._read(address).decode()

    def search(self, query: str, language: str, limit: int) -> tuple[list[Match], list[Hit]]:
        """The words of a query and what a reader of a language would find, the best first.

        Raises:
            UsageError: the site was built without search.
        """
        folder = f"search/{language}/"
        if not (self.folder / folder / "index.json").is_file():
            raise UsageError("the site was built without search", "add `- helploop/search` to `plugins:`")
        version = json.loads(self._read(f"{folder}index.json"))["version"]
        known = self._indexes.get(language)
        if known is None or known.version != version:
            known = self._indexes[language] = ShippedIndex(lambda name: self._read(folder + name))
        return rank(known, query, limit)

    def _read(self, address: str) -> bytes:
        return (self.folder / address).read_bytes()
