"""A mistake in a project's own template or hook is named with its line, and is never called a bug of ours."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from helploop.outputs.pages.own_templates import own_fault
from helploop.outputs.pages.theme import TEMPLATES, Theme

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """site_name: Acme
site_url: https://help.example.com/
theme:
  name: helploop
  custom_dir: overrides
hooks: [hook.py]
plugins:
  - helploop/articles
"""


FILES = {
    "mkdocs.yml": CONFIG,
    "hook.py": "",
    "articles/index.md": "---\ntitle: Help\n---\n",
    "docs/privacy.md": "# Privacy\n\nNo cookies.\n",
    "overrides/x.txt": "",
}


def helploop(root: Path, files: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    for name, content in files.items():
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_text(content, "utf-8")
    command = [sys.executable, "-m", "helploop", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("overrides/main.html", "a\n{% if x %}\n", "overrides/main.html:"),
        ("overrides/main.html", "a\n{{ 1 / 0 }}\n", "overrides/main.html:2:"),
        ("overrides/main.html", "{% extends 'nope.html' %}\n", "overrides/main.html:1:"),
        ("overrides/main.html", "\n{% extends 'main.html' %}\n", "overrides/main.html:2:"),
        ("hook.py", "def on_config(config):\n    raise ValueError\n", "hook.py:2:"),
        ("hook.py", "def (:\n", "hook.py:1:"),
    ],
)
def test_a_mistake_in_own_code_is_named_with_its_place(tmp_path: Path, file: str, text: str, place: str) -> None:
    ran = helploop(tmp_path, FILES | {file: text}, "build", "--keep-going")
    assert ran.returncode == 1, ran.stderr
    assert f"{place}" in ran.stderr
    assert "error[own-code]" in ran.stderr
    assert "fix:" in ran.stderr
    assert "bug in helploop" not in ran.stderr
    assert not (tmp_path / "site").exists()


PLAIN = CONFIG.replace("  custom_dir: overrides\nhooks: [hook.py]\n", "")


@pytest.mark.parametrize("docs", [True, False])
@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("{{ shel.root }}", "`shel` is not known in this template", "did you mean `shell`?"),
        ("{{ whatever.x }}", "`whatever` is not known in this template", "correct the template there"),
        ("{{ shell.rot }}", "`Shell` has no `rot`", "correct the template there"),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero", "correct the template there"),
        ("{% include 'nope' ~ '.html' %}", "there is no template `nope.html`", "did you mean `home.html`?"),
        (
            "{% from 'macros.html' import card %}{{ card() }}",
            "the parameter `item` is missing",
            "correct the template there",
        ),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(
    tmp_path: Path, text: str, what: str, fix: str, docs: bool
) -> None:
    files = FILES | {"mkdocs.yml": PLAIN, "overrides/parts/brand.html": f"<meta>\n{text}\n"}
    ran = helploop(tmp_path, {name: content for name, content in files.items() if docs or name[:5] != "docs/"}, "build")
    assert ran.stderr.splitlines()[:-1] == [f"overrides/parts/brand.html:2: error[own-code]: {what}", f"  fix: {fix}"]
    assert ran.stderr.splitlines()[-1] == "nothing was published: the site is as it was"
    assert ran.returncode == 1


def test_a_template_that_fails_in_another_process_is_named_too(tmp_path: Path) -> None:
    many = {f"articles/a{number}.md": f"# A{number}\n\nText.\n" for number in range(300)}
    own = {
        "overrides/article.html": "{% extends 'base.html' %}\n{% block content %}\n{{ page.nope }}\n{% endblock %}\n"
    }
    ran = helploop(tmp_path, FILES | many | own | {"mkdocs.yml": PLAIN}, "build", "--keep-going")
    said = "overrides/article.html:3: error[own-code]: `ArticleView` has no `nope`\n  fix: correct the template there\n"
    assert ran.stderr == said + "nothing was published: the site is as it was\n"
    assert ran.returncode == 1


def test_the_server_ends_with_the_place_of_a_mistake_and_no_traceback(tmp_path: Path) -> None:
    files = FILES | {"mkdocs.yml": PLAIN, "overrides/parts/brand.html": "{{ shel.root }}\n"}
    ran = helploop(tmp_path, files, "serve", "--address", "127.0.0.1:0")
    assert "overrides/parts/brand.html:1: error[own-code]: `shel` is not known in this template" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "bug in helploop" not in ran.stderr
    assert ran.returncode == 1


def test_our_own_templates_are_not_their_authors(tmp_path: Path) -> None:
    """A site that replaces one template is not blamed for what another one does."""
    environment = Theme((("parts/brand.html", ""),)).environment("en")
    with pytest.raises(Exception, match="undefined") as caught:
        environment.get_template("home.html").render()
    assert own_fault(caught.value, environment, TEMPLATES) is None
