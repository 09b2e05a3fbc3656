from __future__ import annotations

import pytest

from helploop.sources.settings import load_settings

CONFIG = "site_name: S\nsite_url: https://h.example/\nplugins:\n  - helploop/articles:\n      signals:\n        endpoint: {}\n"


@pytest.mark.parametrize("endpoint", ["https://acme.example/signals", "/signals"])
def test_signals_go_to_an_address_or_a_path_of_the_site_s_host(project, endpoint: str) -> None:
    settings, problems = load_settings(project({"mkdocs.yml": CONFIG.format(endpoint)}) / "mkdocs.yml")
    assert settings is not None
    assert (settings.signals_endpoint, problems) == (endpoint, ())


@pytest.mark.parametrize("endpoint", ["javascript:alert(1)", "//other.example/x", "acme.example/signals", "mailto:a"])
def test_signals_go_nowhere_else(project, endpoint: str) -> None:
    settings, problems = load_settings(project({"mkdocs.yml": CONFIG.format(endpoint)}) / "mkdocs.yml")
    assert settings is None
    assert [str(problem) for problem in problems] == [
        f"mkdocs.yml:6:9: error[address]: `endpoint` is `{endpoint}`, an address or a path was expected\n"
        "  fix: write `endpoint: https://acme.example/signals` or `endpoint: /signals`"
    ]


def test_by_default_nothing_is_sent(project) -> None:
    text = "site_name: S\nsite_url: https://h.example/\nplugins: [helploop/articles]\n"
    settings, _ = load_settings(project({"mkdocs.yml": text}) / "mkdocs.yml")
    assert settings is not None
    assert settings.signals_endpoint == ""


def test_votes_go_to_an_address_or_a_path_too(project) -> None:
    written = "https://x.example/;script-src 'unsafe-inline'"
    text = f'site_name: S\nsite_url: https://h.example/\nplugins:\n  - helploop/articles:\n      feedback_endpoint: "{written}"\n'
    settings, problems = load_settings(project({"mkdocs.yml": text}) / "mkdocs.yml")
    assert settings is None
    assert [str(problem) for problem in problems] == [
        f"mkdocs.yml:5:7: error[address]: `feedback_endpoint` is `{written}`, an address or a path was expected\n"
        "  fix: write `feedback_endpoint: https://acme.example/signals` or `feedback_endpoint: /signals`"
    ]
