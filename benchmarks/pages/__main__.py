"""`python -m benchmarks pages`: bytes and requests of a first visit in Chromium, and Lighthouse's four scores.

Lighthouse comes from the npm registry into a temporary folder; it is run with its own mobile preset.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages.server import served

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PAGES = {
    "home": "/",
    "article": "/articles/write/first-article/",
    "article, Arabic": "/ar/articles/write/first-article/",
    "changelog": "/changelog/",
    "roadmap": "/roadmap/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--no-lighthouse", action="store_true", help="measure the weight only")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium is missing")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        build: list[str | Path] = [
            Path(sys.executable).with_name("helploop"),
            "build",
            "--no-cache",
            "--site-dir",
            folder / "site",
        ]
        subprocess.run(build, cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        with served(folder / "site") as base:
            rows = {name: first_visit(browser, base + path) for name, path in PAGES.items()}
            browser.close()
            if not options.no_lighthouse:
                version = install(folder)
                for name, path in PAGES.items():
                    rows[name] |= lighthouse(folder, base + path, chromium)
                    print(name, rows[name], file=sys.stderr, flush=True)
    write(rows, "" if options.no_lighthouse else version)


def first_visit(browser: Browser, url: str) -> dict[str, Any]:
    """Compressed bytes of what an empty browser asks for, without pictures; requests; those to other origins."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    asked: dict[str, dict[str, Any]] = {}

    def ask(event: dict[str, Any]) -> None:
        asked.setdefault(event["requestId"], {"url": event["request"]["url"], "type": event.get("type")})

    session.on("Network.requestWillBeSent", ask)
    session.on(
        "Network.loadingFinished", lambda event: asked[event["requestId"]].update(bytes=event["encodedDataLength"])
    )
    page.goto(url, wait_until="networkidle")
    context.close()
    counted = [one for one in asked.values() if one["type"] != "Image"]
    return {
        "bytes": sum(one.get("bytes", 0) for one in counted),
        "requests": len(asked),
        "elsewhere": sum(
            not one["url"].startswith((url.split("/", 3)[0] + "//" + url.split("/", 3)[2], "data:"))
            for one in asked.values()
        ),
    }


def install(folder: Path) -> str:
    """Lighthouse in a folder of its own; its version."""
    npm = shutil.which("npm") or sys.exit("npm is missing: use --no-lighthouse")
    subprocess.run([npm, "install", "--silent", "--no-fund", "--no-audit", "lighthouse@12"], cwd=folder, check=True)
    found: str = json.loads((folder / "node_modules/lighthouse/package.json").read_text("utf-8"))["version"]
    return found


def lighthouse(folder: Path, url: str, chromium: str) -> dict[str, int]:
    """The four scores of a page, out of 100."""
    report = folder / "report.json"
    command: list[str | Path] = [
        folder / "node_modules/.bin/lighthouse",
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
    ]
    subprocess.run([*command, f"--chrome-flags={FLAGS}"], env={**os.environ, "CHROME_PATH": chromium}, check=True)
    scores = json.loads(report.read_text("utf-8"))["categories"]
    return {name: round(scores[name]["score"] * 100) for name in CATEGORIES}


def write(rows: dict[str, dict[str, Any]], version: str) -> None:
    (RESULTS / "pages.json").write_text(json.dumps({"lighthouse": version, "pages": rows}, indent=1) + "\n", "utf-8")
    lines = [
        "# What a page weighs",
        "",
        "Made by `make bench ARGS=pages`. Our own site, served compressed on loopback, an empty browser 390 pixels wide.",
        f"Lighthouse {version}, mobile preset." if version else "Lighthouse was not run.",
        "",
        "| page | KB over the wire, no pictures | requests | to other origins | " + " | ".join(CATEGORIES) + " |",
        "|---|---:|---:|---:|" + "---:|" * len(CATEGORIES),
    ]
    for name, row in rows.items():
        scores = " | ".join(str(row.get(category, "")) for category in CATEGORIES)
        lines.append(f"| {name} | {row['bytes'] / 1000:.1f} | {row['requests']} | {row['elsewhere']} | {scores} |")
    (RESULTS / "pages.md").write_text("\n".join(lines) + "\n", "utf-8")
    print((RESULTS / "pages.md").read_text("utf-8"))


if __name__ == "__main__":
    main()
