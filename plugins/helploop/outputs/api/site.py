"""Where readers of the API start: the site, its languages, and where their documents are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helploop.model.address import absolute, api_address, home_address
from helploop.outputs.api import VERSION
from helploop.outputs.api.tree import dumped

if TYPE_CHECKING:
    from helploop.model.language import Language
    from helploop.model.settings import Settings
    from helploop.outputs.api import schema

SCHEMA = "schema"


def site_document(settings: Settings) -> tuple[str, bytes]:
    """`/api/v1/index.json`."""
    document: schema.SiteDocument = {
        "kind": "site",
        "version": VERSION,
        "name": settings.site_name,
        "description": settings.site_description,
        "url": settings.site_url,
        "default_language": settings.default_language,
        "languages": [_language(settings, language) for language in settings.languages],
        "contact_url": settings.contact_url,
        "contact_email": settings.contact_email,
        "schema": absolute(settings, api_address(SCHEMA)),
    }
    return api_address("index"), dumped(document)


def _language(settings: Settings, language: Language) -> schema.SiteLanguage:
    def first(name: str) -> str:
        return absolute(settings, api_address(name, language.tag))

    return {
        "tag": language.tag,
        "name": language.name,
        "direction": "rtl" if language.direction == "rtl" else "ltr",
        "url": absolute(settings, home_address(settings, language.tag)),
        "llms": absolute(settings, f"{settings.prefix(language.tag)}llms.txt"),
        "articles": first("articles"),
        "collections": first("collections"),
        "changelog": first("changelog") if settings.changelog else None,
        "roadmap": first("roadmap") if settings.roadmap else None,
        "search": absolute(settings, f"search/{language.tag}/") if settings.search else None,
    }
