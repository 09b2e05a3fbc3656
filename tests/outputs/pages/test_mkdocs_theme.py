from __future__ import annotations

import subprocess
import sys


def test_a_project_with_our_theme_alone_has_plain_pages_with_escaped_names(project):
    root = project(
        {
            "mkdocs.yml": 'site_name: "A <b>&"\ntheme: {name: helploop}\nplugins: []\n',
            "docs/index.md": "# Hello\n\nText\n",
        }
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", "out"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    html = (root / "out" / "index.html").read_text("utf-8")
    assert "<title>Hello · A &lt;b&gt;&amp;</title>" in html
    assert "<p>Text</p>" in html
