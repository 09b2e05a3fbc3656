"""`mkdocs.yml` to `Settings`: what a site's owner configures, validated, every mistake with its line."""

from __future__ import annotations

import json
import os
import re
from dataclasses import MISSING, dataclass, fields, replace
from dataclasses import Field as DataclassField
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints
from urllib.parse import SplitResult, urlsplit

from babel import Locale, UnknownLocaleError
from pydantic import BeforeValidator, Field, create_model

from helploop.model.language import Language, canonical_tag
from helploop.model.problem import Problem, warning
from helploop.model.rules.all import CODES as RULE_CODES
from helploop.model.settings import ChangelogSettings, RoadmapSettings, SearchSettings, Settings
from helploop.model.spelling import did_you_mean
from helploop.sources.config_values import check_values
from helploop.sources.config_yaml import load_config
from helploop.sources.extensions import extension_problem, named
from helploop.sources.host_settings import check_host
from helploop.sources.validate import Strings, Written, salvage

if TYPE_CHECKING:
    from pathlib import Path as File

    from helploop.sources.yaml_source import Path, YamlDocument

PLUGINS = ("helploop/articles", "helploop/search", "helploop/changelog", "helploop/roadmap")
_SECRET = re.compile(r"(?:^|_)(?:password|passwd|secret|token|api_?key)$", re.IGNORECASE)
_USERINFO = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def _levels(value: object) -> object:
    """YAML 1.1 reads a bare `off` as false and a bare `on` as true; people mean the words."""
    words = {False: "off", True: "on"}
    if not isinstance(value, dict):
        return value
    return {code: words[level] if isinstance(level, bool) else level for code, level in value.items()}


class WrittenSignals(Written):
    """`signals:` of `helploop/articles`."""

    endpoint: str = ""


class WrittenArticles(Written):
    """Options of `helploop/articles`."""

    articles_dir: str = "articles"
    languages: list[str | dict[str, str]] = Field(default=["en"])
    contact_url: str = ""
    contact_email: str = ""
    feedback_endpoint: str = ""
    signals: WrittenSignals = WrittenSignals()
    cards: bool = False
    gone: Strings = ()
    allowed_html: Strings = ()
    allowed_addresses: Strings = ()
    rules: Annotated[dict[str, str], BeforeValidator(_levels)] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """One `helploop/...` entry of the plugin list: its options and where they stand."""

    options: dict[str, Any]
    where: Path


def load_settings(file: File) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings of the project whose configuration is `file`, or None with the problems (exit code 2)."""
    settings, problems = mend_settings(file)
    return (None if any(p.is_error for p in problems) else settings), problems


def mend_settings(file: File) -> tuple[Settings | None, tuple[Problem, ...]]:
    """What is good of a configuration with mistakes, so that those of the content are found in the same run.

    Nothing is ever published from it. None where nothing could be read.
    """
    document, problems = load_config(file)
    if document is None:
        return None, tuple(problems)
    settings = _Reader(document, file, problems).settings()
    return settings, tuple(problem for problem in problems if not _only_follows(problem, document))


def _only_follows(problem: Problem, document: YamlDocument) -> bool:
    """Whether something is missing only because its line could not be read."""
    is_missing = problem.code == "plugin-missing" or (problem.code == "site-url" and problem.line == 1)
    return bool(document.mended) and is_missing


class _Reader:
    def __init__(self, document: YamlDocument, file: File, problems: list[Problem]) -> None:
        self.document = document
        self.values: dict[str, Any] = document.value
        self.path = file.name
        self.root = file.parent.resolve()
        self.problems = problems

    def settings(self) -> Settings:
        """All settings, as far as they can be read; what is wrong goes to `problems`."""
        self.check_secrets()
        found = self.plugins()
        if PLUGINS[0] not in found:
            hint = "add `- helploop/articles` to `plugins:`"
            self.add(("plugins",), "plugin-missing", f"the plugin `{PLUGINS[0]}` is not in use", hint)
            found[PLUGINS[0]] = _Found({}, ())
        articles = self.options(found[PLUGINS[0]], WrittenArticles)
        parts = {
            "search": self.part(found, PLUGINS[1], SearchSettings),
            "changelog": self.part(found, PLUGINS[2], ChangelogSettings),
            "roadmap": self.part(found, PLUGINS[3], RoadmapSettings),
        }
        assert isinstance(articles, WrittenArticles)
        names, options = self.markdown()
        theme = self.values.get("theme")
        where = found[PLUGINS[0]].where
        settings = Settings(
            site_name=self.text("site_name") or "Help",
            site_url=self.site_url(),
            site_description=self.text("site_description"),
            docs_dir=self.text("docs_dir") or "docs",
            site_dir=self.text("site_dir") or "site",
            articles_dir=articles.articles_dir.strip("/"),
            languages=self.languages(articles, where),
            contact_url=articles.contact_url,
            contact_email=articles.contact_email,
            feedback_endpoint=self.endpoint((*where, "feedback_endpoint"), articles.feedback_endpoint),
            signals_endpoint=self.endpoint((*where, "signals", "endpoint"), articles.signals.endpoint),
            cards=articles.cards,
            repo_url=self.text("repo_url"),
            edit_uri=self.text("edit_uri"),
            copyright=self.text("copyright"),
            logo=str(theme.get("logo") or "") if isinstance(theme, dict) else "",
            theme=str(theme.get("name") or "helploop") if isinstance(theme, dict) else str(theme or "helploop"),
            markdown_extensions=names,
            markdown_options=options,
            gone=articles.gone,
            allowed_html=articles.allowed_html,
            allowed_addresses=articles.allowed_addresses,
            rules=self.rules(articles, found[PLUGINS[0]].where),
            config=self.path,
            lines=self.lines(),
            **parts,
        )
        self.problems.extend(check_values(self.document, settings, self.path))
        self.problems.extend(check_host(self.document, self.root, settings, self.path))
        return self.with_folders(settings, found)

    def lines(self) -> tuple[tuple[str, int], ...]:
        """The line of each option: of ours `helploop/changelog` and `tag_authority`, of the host's `site_url`."""
        places = self.document.places.items()
        return tuple((str(where[-1]), line) for where, (line, _) in places if where[0] == "plugins" or len(where) == 1)

    def add(self, where: Path, code: str, message: str, hint: str) -> None:
        line, column = self.document.place(where)
        self.problems.append(Problem(self.path, line, code, message, hint, column))

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if value is not None and not isinstance(value, (str, int, float)):
            self.add((key,), "text", f"`{key}` is no text", "put the value in quotes")
            return ""
        return str(value or "")

    def plugins(self) -> dict[str, _Found]:
        """Our plugins as they stand in the list, which may be a list or a mapping."""
        listed = self.values.get("plugins") or []
        found: dict[str, _Found] = {}
        for where, name, options in named(listed, ("plugins",)):
            if not name.startswith("helploop/"):
                continue
            if name not in PLUGINS:
                hint = did_you_mean(name, PLUGINS, f"one of {', '.join(PLUGINS)}")
                self.add(where, "plugin-unknown", f"there is no plugin `{name}`", hint)
            elif name in found:
                self.add(where, "plugin-twice", f"the plugin `{name}` is listed twice", "keep one of the two")
            else:
                if options is not None and not isinstance(options, dict):
                    message = f"`{name}` has options that are no keys with values"
                    self.add(where, "mapping", message, "indent `key: value` lines below it")
                if not found and name != PLUGINS[0]:
                    hint = f"list them in this order: {', '.join(PLUGINS)}"
                    self.add(where, "plugin-order", f"`{name}` stands before `{PLUGINS[0]}`", hint)
                found[name] = _Found(options if isinstance(options, dict) else {}, where)
        return found

    def options(self, found: _Found, model: type[Written]) -> Written:
        """One plugin's options through its model; those that are wrong have their defaults."""
        holder = type(self.document)(found.options, {}, {}, self.document.place(found.where))
        for path, place in self.document.places.items():
            if path[: len(found.where)] == found.where:
                holder.places[path[len(found.where) :]] = place
        holder.mended = self.document.mended
        # A wrong name would else be called a missing one as well.
        value, problems = salvage(holder, model, self.path, instead={"tag_authority": "example.com"})
        self.problems.extend(problems)
        return value or model()

    def part(self, found: dict[str, _Found], name: str, model: type[Any]) -> Any:
        """A part's settings, None when its plugin is not listed."""
        if name not in found:
            return None
        return model(**self.options(found[name], written_model(model)).model_dump())

    def languages(self, articles: WrittenArticles, where: Path) -> tuple[Language, ...]:
        languages: dict[str, Language] = {}
        if not articles.languages:
            self.add((*where, "languages"), "empty", "`languages` is empty", "write `languages: [en]`")
        for number, item in enumerate(articles.languages):
            given = item if isinstance(item, dict) else {"tag": item}
            written = str(given.get("tag") or given.get("code") or "")
            place = (*where, "languages", number)
            tag = canonical_tag(written)
            if tag is None:
                self.add(
                    place,
                    "language-tag",
                    f"`{written}` is no language tag",
                    "write a BCP 47 tag like `de` or `pt-BR`",
                )
            elif tag != written:
                self.add(place, "language-tag", f"`{written}` is not in its usual case", f"did you mean `{tag}`?")
            elif tag in languages:
                self.add(place, "language-twice", f"the language `{tag}` is listed twice", "keep one of the two")
            else:
                languages[tag] = Language(tag, str(given.get("name") or _autonym(tag)))
        return tuple(languages.values()) or (Language("en", "English"),)

    def markdown(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """The extensions of `markdown_extensions:` in order, and the options of each as canonical JSON."""
        listed = self.values.get("markdown_extensions") or []
        if not isinstance(listed, (list, dict)):
            message = f"`markdown_extensions` is `{listed}`, a list was expected"
            self.add(("markdown_extensions",), "list", message, "write one `- …` a line below it")
            listed = []
        pairs: dict[str, Any] = {}
        for where, name, value in named(listed, ("markdown_extensions",)):
            if problem := extension_problem(name, value):
                self.add(where, "markdown-extension", *problem)
            else:
                pairs[name] = value
        written = tuple((name, json.dumps(value, sort_keys=True)) for name, value in pairs.items() if value)
        return tuple(pairs), written

    def site_url(self) -> str:
        """The address of the site, with a slash at its end."""
        url = self.text("site_url").strip()
        if not url:
            hint = "write `site_url: https://help.example.com/`"
            message = "`site_url` is missing: feeds, canonical addresses and the sitemap need it"
            self.problems.append(warning(self.path, 1, "site-url", message, hint))
            return ""
        parts = _split(url)
        if parts is None or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
            hint = "write `site_url: https://help.example.com/`"
            expected = "an address without `?` and `#`" if "://" in url else "an address that begins with `https://`"
            if "://" not in url and re.fullmatch(r"[\w.-]+\.\w{2,}(?:/.*)?", url):
                hint = f"write `site_url: https://{url.rstrip('/')}/`"
            self.add(("site_url",), "site-url", f"`site_url` is `{url}`, {expected} was expected", hint)
            return "https://help.example.com/"
        line, column = self.document.place(("site_url",))
        host = parts.hostname or ""
        if host not in _LOOPBACK and (parts.scheme == "http" or re.fullmatch(r"[\d.]+", host)):
            message = f"`site_url` is `{url}`, an `https://` address with a host name was expected"
            self.problems.append(warning(self.path, line, "site-url", message, "use the public address", column))
        return url if url.endswith("/") else f"{url}/"

    def endpoint(self, where: Path, written: str) -> str:
        """Where browsers send something: an address on the web, or a path on the site's own host."""
        endpoint = written.strip()
        is_path = endpoint.startswith("/") and not endpoint.startswith("//")
        parts = _split(endpoint) if endpoint and not is_path else None
        if not endpoint or is_path or (parts and parts.scheme in {"http", "https"}):
            return endpoint
        key = where[-1]
        message = f"`{key}` is `{endpoint}`, an address or a path was expected"
        hint = f"write `{key}: https://acme.example/signals` or `{key}: /signals`"
        self.add(where, "address", message, hint)
        return ""

    def check_secrets(self) -> None:
        """No password stands in a file that is committed."""
        for where in list(self.document.places):
            key = where[-1]
            value = _at(self.values, where)
            if not isinstance(key, str) or not isinstance(value, str) or where in self.document.from_environment:
                continue
            if _USERINFO.match(value):
                message = f"`{key}` holds a secret (`***`) in a file that is committed"
                hint = "remove the password from the address, and give it in the environment"
                self.add(where, "secret-in-config", message, hint)
            elif value and _SECRET.search(key):
                message = f"`{key}` holds a secret (`***`) in a file that is committed"
                hint = f"remove it, and give it in the environment as HELPLOOP_{key.upper()}"
                self.add(where, "secret-in-config", message, hint)

    def rules(self, articles: WrittenArticles, where: Path) -> tuple[tuple[str, str], ...]:
        """The levels of rules that exist."""
        levels = ("error", "warning", "off")
        for code, level in articles.rules.items():
            if level not in levels:
                message = f"the rule `{code}` is `{level}`, `error`, `warning` or `off` was expected"
                hint = did_you_mean(level, levels[1:], "write `error`")
                self.add((*where, "rules", code), "choice", message, hint)
            if code not in RULE_CODES:
                hint = did_you_mean(code, RULE_CODES, f"one of {', '.join(RULE_CODES)}")
                self.add((*where, "rules", code), "unknown-rule", f"there is no rule `{code}`", hint)
        return tuple(sorted((code, level) for code, level in articles.rules.items() if level in levels))

    def with_folders(self, settings: Settings, found: dict[str, _Found]) -> Settings:
        """No folder we write is one we read, or holds one; what we read is inside the project, else the usual one."""
        articles = found[PLUGINS[0]].where
        settings = self.inside(settings, ("docs_dir",), "docs")
        settings = self.inside(settings, (*articles, "articles_dir"), "articles")
        if settings.changelog is not None:
            part = self.inside(settings.changelog, (*found[PLUGINS[2]].where, "dir"), "changelog")
            settings = replace(settings, changelog=part)
        if settings.roadmap is not None:
            part = self.inside(settings.roadmap, (*found[PLUGINS[3]].where, "file"), "roadmap.yaml")
            settings = replace(settings, roadmap=part)
        self.check_site_dir(settings)
        return settings

    def inside(self, part: Any, where: Path, default: str) -> Any:
        """Settings whose folder of that name is inside the project."""
        name = str(where[-1])
        written = getattr(part, name)
        folder, root = os.path.normpath(self.root / written), str(self.root)
        if _within(folder, root) and (folder != root or name == "docs_dir"):
            return part
        message = f"`{name}` is `{written}`: a folder inside the project was expected"
        self.add(where, "folder-outside", message, f"write `{name}: {default}`")
        return replace(part, **{name: default})

    def check_site_dir(self, settings: Settings) -> None:
        site = os.path.normpath(self.root / os.path.expanduser(settings.site_dir.strip()))
        if site == os.path.expanduser("~") or _within(str(self.root), site):
            message = f"`site_dir` is `{settings.site_dir}`: a build would empty it"
            self.add(("site_dir",), "site-dir", message, "write `site_dir: site`")
            return
        changelog, roadmap = settings.changelog, settings.roadmap
        sources = [("docs_dir", settings.docs_dir), ("articles_dir", settings.articles_dir)]
        sources += [("dir", changelog.dir)] if changelog else []
        sources += [("file", roadmap.file)] if roadmap else []
        for name, written in sources:
            folder = os.path.normpath(self.root / written)
            if _within(site, folder) or _within(folder, site):
                message = f"`site_dir` is `{settings.site_dir}` and `{name}` is `{written}`: one holds the other"
                self.add(("site_dir",), "site-dir", message, "write `site_dir: site`")


def written_model(model: type[Any]) -> type[Written]:
    """The model of what people write for a settings dataclass: same names, types and defaults.

    A field's metadata are limits in pydantic's words: `field(default=30, metadata={"ge": 1, "le": 500})`.
    """
    hints = get_type_hints(model)
    definitions: dict[str, Any] = {}
    for item in fields(model):
        hint = Strings if hints[item.name] == tuple[str, ...] else hints[item.name]
        definitions[item.name] = (hint, _default(item))
    return create_model(f"Written{model.__name__}", __base__=Written, **definitions)


def _default(item: DataclassField[Any]) -> Any:
    limits = dict(item.metadata)
    if item.default_factory is not MISSING:
        return Field(default_factory=item.default_factory, **limits)
    return Field(default=item.default if item.default is not MISSING else ..., **limits)


def _autonym(tag: str) -> str:
    """A language's name in itself, capitalised as the language does in a list."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:]


def _split(url: str) -> SplitResult | None:
    """An address in its parts, None when it is none: no host, a port out of range, spaces or quotes."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\"'<>`{}|\\^]", url)
    except ValueError:
        return None
    return parts if usable else None


def _at(values: Any, where: Path) -> Any:
    for part in where:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer.rstrip('/')}/")
