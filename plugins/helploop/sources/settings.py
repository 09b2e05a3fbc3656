"""`mkdocs.yml` to `Settings`: what a site's owner configures, validated, every mistake with its line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from helploop.model.address import ascii_url
from helploop.model.problem import Problem
from helploop.model.settings import ChangelogSettings, RoadmapSettings, SearchSettings, Settings
from helploop.model.spelling import did_you_mean
from helploop.sources.config_secrets import check_secrets
from helploop.sources.config_values import check_values
from helploop.sources.config_yaml import load_config
from helploop.sources.extension_options import find_refusals
from helploop.sources.extensions import extension_problem, named
from helploop.sources.folders import with_folders
from helploop.sources.host_settings import check_host, is_plugin
from helploop.sources.label_names import parse_label_names
from helploop.sources.languages import parse_languages
from helploop.sources.plugin_names import PLUGINS, is_ours, meant_plugin
from helploop.sources.validate import salvage, short
from helploop.sources.web_addresses import check_endpoints, good_endpoint, parse_site_url
from helploop.sources.written_options import WrittenArticles, written_model

if TYPE_CHECKING:
    from pathlib import Path as File

    from helploop.sources.languages import Report
    from helploop.sources.validate import Written
    from helploop.sources.yaml_source import Path, YamlDocument


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
        self.problems.extend(check_secrets(self.document, self.path))
        found = self.plugins()
        articles = self.options(found[PLUGINS[0]], WrittenArticles)
        assert isinstance(articles, WrittenArticles)
        where = found[PLUGINS[0]].where
        settings = Settings(
            **self.of_host(), **self.of_articles(articles, where), **self.parts(found), **self.markdown()
        )
        options = {"articles_dir": PLUGINS[0], "dir": PLUGINS[2], "file": PLUGINS[3]}
        places = {option: (*found[name].where, option) for option, name in options.items() if name in found}
        settings, problems = with_folders(settings, self.document, self.root, places)
        self.problems.extend(problems)
        self.problems.extend(check_values(self.document, settings, self.path))
        self.problems.extend(check_host(self.document, self.root, settings, self.path))
        return settings

    def of_host(self) -> dict[str, Any]:
        """What the host's own keys say."""
        theme = self.values.get("theme")
        url, problems = parse_site_url(self.document, self.path)
        self.problems.extend(problems)
        return {
            "site_name": self.text("site_name") or "Help",
            "site_url": ascii_url(url),
            "host": urlsplit(url).hostname or "",
            "docs_dir": self.text("docs_dir") or "docs",
            "site_dir": self.text("site_dir") or "site",
            "logo": str(theme.get("logo") or "") if isinstance(theme, dict) else "",
            "theme": str(theme.get("name") or "helploop") if isinstance(theme, dict) else str(theme or "helploop"),
            "custom_dir": str(theme.get("custom_dir") or "") if isinstance(theme, dict) else "",
            "config": self.path,
            "lines": self.lines(),
        } | {key: self.text(key) for key in ("site_description", "repo_url", "edit_uri", "copyright")}

    def of_articles(self, articles: WrittenArticles, where: Path) -> dict[str, Any]:
        """What the options of `helploop/articles` say."""
        written = {
            "feedback_endpoint": ((*where, "feedback_endpoint"), articles.feedback_endpoint.strip()),
            "signals_endpoint": ((*where, "signals", "endpoint"), articles.signals.endpoint.strip()),
        }
        self.problems.extend(check_endpoints(self.document, written.values(), self.path))
        endpoints = {name: address if good_endpoint(address) else "" for name, (_, address) in written.items()}
        taken = (
            "contact_url",
            "contact_email",
            "cards",
            "gone",
            "allowed_html",
            "allowed_addresses",
            "frame_ancestors",
        )
        languages = parse_languages(articles.languages, self.reporter(*where, "languages"))
        names = [language.tag for language in languages]
        return endpoints | {
            "articles_dir": articles.articles_dir.strip("/"),
            "languages": languages,
            "label_names": parse_label_names(articles.label_names, names, self.reporter(*where, "label_names")),
            "rules": self.rules(articles, (*where, "rules")),
            **{name: getattr(articles, name) for name in taken},
        }

    def lines(self) -> tuple[tuple[str, int], ...]:
        """The line of each option: of ours `helploop/changelog` and `tag_authority`, of the host's `site_url`."""
        places = self.document.places.items()
        return tuple((str(where[-1]), line) for where, (line, _) in places if where[0] == "plugins" or len(where) == 1)

    def add(self, where: Path, code: str, message: str, hint: str) -> None:
        line, column = self.document.place(where)
        self.problems.append(Problem(self.path, line, code, message, hint, column))

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return value if isinstance(value, str) else ""  # `host_values` names one of another type

    def plugins(self) -> dict[str, _Found]:
        """Our plugins as they stand in the list, which may be a list or a mapping."""
        found: dict[str, _Found] = {}
        listed = named(self.values.get("plugins") or [], ("plugins",))
        others = {name for _, name, _ in listed}
        for where, name, options in listed:
            if name in PLUGINS:
                self.plugin(where, name, options, found)
                continue
            meant = meant_plugin(name)
            if is_ours(name):
                hint = f"did you mean `{meant}`?" if meant else f"one of {', '.join(PLUGINS)}"
                self.add(where, "plugin-unknown", f"there is no plugin `{name}`", hint)
            if meant and meant not in {*others, *found} and not is_plugin(name):  # read as what it is meant to be
                found[meant] = _Found(options if isinstance(options, dict) else {}, where)
        if PLUGINS[0] not in found:
            written = self.values.get("plugins") or []
            if isinstance(written, (list, dict)):
                hint = "add `- helploop/articles` to `plugins:`"
                self.add(("plugins",), "plugin-missing", f"the plugin `{PLUGINS[0]}` is not in use", hint)
            else:
                message = f"`plugins` is `{short(written)}`, a list was expected"
                self.add(("plugins",), "plugin-missing", message, f"write `- {PLUGINS[0]}` on a line below it")
            found[PLUGINS[0]] = _Found({}, ())
        return found

    def plugin(self, where: Path, name: str, options: Any, found: dict[str, _Found]) -> None:
        """One of ours."""
        if name in found:
            self.add(where, "plugin-twice", f"the plugin `{name}` is listed twice", "keep one of the two")
        else:
            if options is not None and not isinstance(options, dict):
                message = f"`{name}` has options that are no keys with values"
                self.add(where, "mapping", message, "indent `key: value` lines below it")
            if not found and name != PLUGINS[0]:
                hint = f"list them in this order: {', '.join(PLUGINS)}"
                self.add(where, "plugin-order", f"`{name}` stands before `{PLUGINS[0]}`", hint)
            found[name] = _Found(options if isinstance(options, dict) else {}, where)

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

    def parts(self, found: dict[str, _Found]) -> dict[str, Any]:
        """The settings of each part, None when its plugin is not listed."""
        models = (SearchSettings, ChangelogSettings, RoadmapSettings)
        return {
            name.partition("/")[2]: model(**self.options(found[name], written_model(model)).model_dump())
            if name in found
            else None
            for name, model in zip(PLUGINS[1:], models, strict=True)
        }

    def reporter(self, *where: str | int) -> Report:
        """Takes problems of what stands at a place, each with its way from there."""

        def report(inner: Path, code: str, message: str, hint: str) -> None:
            self.add((*where, *inner), code, message, hint)

        return report

    def markdown(self) -> dict[str, Any]:
        """The extensions of `markdown_extensions:` in order, and the options of each as canonical JSON."""
        listed = self.values.get("markdown_extensions")
        if listed is not None and not isinstance(listed, (list, dict)):
            message = f"`markdown_extensions` is `{short(listed)}`, a list was expected"
            self.add(("markdown_extensions",), "list", message, "write one `- …` a line below it")
            listed = []
        pairs: dict[str, Any] = {}
        for where, name, value in named(listed, ("markdown_extensions",)):
            if problem := extension_problem(name, value):
                self.add(where, "markdown-extension", *problem)
            elif refusals := find_refusals(name, value) if value else []:
                for option, message, hint in refusals:
                    self.add((*where, option), "markdown-extension", message, hint)
            else:
                pairs[name] = value
        options = tuple((name, json.dumps(value, sort_keys=True)) for name, value in pairs.items() if value)
        return {"markdown_extensions": tuple(pairs), "markdown_options": options}

    def rules(self, articles: WrittenArticles, where: Path) -> tuple[tuple[str, str], ...]:
        """The levels of rules that exist."""
        if not articles.rules:
            return ()
        from helploop.model.rules.all import CODES  # noqa: PLC0415 - all rules, for the few sites that set some

        levels = ("error", "warning", "off")
        for code, level in articles.rules.items():
            if level not in levels:
                message = f"the rule `{code}` is `{level}`, `error`, `warning` or `off` was expected"
                self.add((*where, code), "choice", message, did_you_mean(level, levels[1:], "write `error`"))
            if code not in CODES:
                hint = did_you_mean(code, CODES, f"one of {', '.join(CODES)}")
                self.add((*where, code), "unknown-rule", f"there is no rule `{code}`", hint)
        return tuple(sorted((code, level) for code, level in articles.rules.items() if level in levels))
