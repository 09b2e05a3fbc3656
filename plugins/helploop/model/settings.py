"""What a site's owner configures in `mkdocs.yml`, after validation: frozen values with their defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from helploop.model.language import Language
from helploop.model.slug import slugify

#: A label's part of an address and a language, and what the label is called there.
LabelName = tuple[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogSettings:
    """Options of `helploop/changelog`.

    `tag_authority` and `tag_year` begin the permanent id of every entry
    (`tag:example.com,2026:changelog/...`): a domain you held in that year. Set them once and never change
    them, not even when the site moves to another domain.
    """

    dir: str = "changelog"
    tag_authority: str = field(default="", metadata={"pattern": r"^$|^([a-z0-9._-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"})
    """Empty: the host of `site_url`, with a warning."""
    tag_year: int = field(default=2026, metadata={"ge": 1990, "le": 2100})
    feed_items: int = field(default=30, metadata={"ge": 1, "le": 100})
    """How many entries the newest document of a feed holds; older ones stand in its archive."""
    labels: tuple[str, ...] = ()
    """The labels entries may carry; empty allows every label."""
    hub: str = ""
    """A WebSub hub readers may subscribe at."""
    min_asked: int = field(default=3, metadata={"ge": 1, "le": 1000})
    """From how many customers on an entry says how many asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapSettings:
    """Options of `helploop/roadmap`."""

    file: str = "roadmap.yaml"
    min_asked: int = field(default=3, metadata={"ge": 1, "le": 1000})
    """From how many on the number of customers who asked is shown."""
    review_days: int = field(default=90, metadata={"ge": 1, "le": 3650})
    """How many days after its last review an item is named as not reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """Options of `helploop/search`."""

    synonyms: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a build needs to know besides the content. Paths are relative to the project, with `/`.

    The first language is the default one: its files have plain names and its pages stand at the root of
    the site. `site_url` is ASCII and ends with a slash, or is empty when unknown (then nothing absolute is written).
    """

    site_name: str
    site_url: str = ""
    host: str = ""
    """The site's host as its author writes it: what was named after it once keeps its name."""
    site_description: str = ""
    docs_dir: str = "docs"
    site_dir: str = "site"
    articles_dir: str = "articles"
    languages: tuple[Language, ...] = (Language("en", "English"),)
    contact_url: str = ""
    contact_email: str = ""
    feedback_endpoint: str = ""
    signals_endpoint: str = ""
    """Where browsers tell failed searches, opened answers and votes; empty: nowhere."""
    cards: bool = False
    """Whether a picture with its title is drawn for each page, for services that show links (Open Graph)."""
    repo_url: str = ""
    edit_uri: str = ""
    copyright: str = ""
    logo: str = ""
    theme: str = "helploop"
    markdown_extensions: tuple[str, ...] = ()
    markdown_options: tuple[tuple[str, str], ...] = ()
    """Per extension, its options as canonical JSON: hashable, so that a cache can key on them."""
    gone: tuple[str, ...] = ()
    """Addresses that were published and are meant to lead nowhere."""
    allowed_html: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    """Sites whose pages may show this one in a frame; `self` is the site's own host. Empty: nobody."""
    allowed_addresses: tuple[str, ...] = ()
    """E-mail addresses that may stand in public text (a support address)."""
    label_names: tuple[LabelName, ...] = ()
    """What labels of entries and tags of roadmap items are called, where a language has another word for them."""
    changelog: ChangelogSettings | None = None
    roadmap: RoadmapSettings | None = None
    search: SearchSettings | None = None
    rules: tuple[tuple[str, str], ...] = field(default=())
    """A rule's code to `error`, `warning` or `off`, where the site differs from the rule's own severity."""

    custom_dir: str = field(default="", compare=False)
    """The folder of templates the host looks into first."""
    config: str = field(default="mkdocs.yml", compare=False, repr=False)
    """The configuration's file, for messages."""
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)
    """The line in it of each option that is written there, for messages."""

    def line_of(self, *names: str) -> int:
        """The line of the first of these options that is written, 1 when none is."""
        written = dict(self.lines)
        return next((written[name] for name in names if name in written), 1)

    @property
    def default_language(self) -> str:
        """The tag of the language whose files have plain names."""
        return self.languages[0].tag

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of all languages, the default one first."""
        return tuple(language.tag for language in self.languages)

    @property
    def base_path(self) -> str:
        """The path the site stands under on its host, with a slash at both ends."""
        return unquote(urlsplit(self.site_url).path) or "/"

    def language(self, tag: str) -> Language:
        """The configured language with this tag."""
        return next(language for language in self.languages if language.tag == tag)

    def label_name(self, label: str, language: str) -> str:
        """What a label or a tag is called in a language."""
        return dict(self.label_names).get((slugify(label), language), label)

    def prefix(self, tag: str) -> str:
        """Where a language's pages start, relative to the site's root: empty or `de/`."""
        return "" if tag == self.default_language else f"{tag}/"
