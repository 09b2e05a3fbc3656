"""What the widget costs an app while nobody uses it: idle, in a page that changes all the time, under a flood of messages.

    python benchmarks/widget_cpu.py [--seconds 5] [--rounds 5]

The same page with and without the widget by turns, four times slower than this machine (Chromium's throttle): the time in
which the page's main thread was at work, and the share of its samples that were taken in the widget's own code.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from widget_hosts import Server, page
from widget_site import write_widget_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: What goes on in the app, as a script; a frame of another origin sends the messages.
HOSTS = {
    "idle": "",
    "200 changes of the page a second": "setInterval(() => { for (let i = 0; i < 2; i++) { const p = document.createElement('p');"
    " p.textContent = i; document.body.append(p); if (document.body.childElementCount > 60) document.body.children[9].remove(); }"
    " document.documentElement.dataset.beat = performance.now(); }, 10)",
    "10,000 messages of another origin a second": "",
}
FLOOD = (
    "<script>setInterval(() => { for (let i = 0; i < 100; i++)"
    " parent.postMessage({ helploop: 'open', url: 'javascript:1', kind: i }, '*') }, 10)</script>"
)


def work(browser: Browser, address: str, seconds: float) -> tuple[float, float]:
    """How much of the time the main thread was at work, and how much of it in the widget, after the page has settled."""
    shown = browser.new_page()
    shown.goto(address, wait_until="load")
    shown.wait_for_timeout(1500)
    session = shown.context.new_cdp_session(shown)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.send("Performance.enable", {"timeDomain": "timeTicks"})

    def measured() -> tuple[float, float]:
        found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return found["Timestamp"], found["TaskDuration"]

    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": 200})
    session.send("Profiler.start")
    began = measured()
    shown.wait_for_timeout(seconds * 1000)
    ended = measured()
    profile = session.send("Profiler.stop")["profile"]
    shown.close()
    ours = {node["id"] for node in profile["nodes"] if "/widget" in node["callFrame"]["url"]}
    samples = profile["samples"]
    return (ended[1] - began[1]) / (ended[0] - began[0]), sum(one in ours for one in samples) / len(samples)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as engine:
        site = Server(write_widget_site(Path(folder)), {"Access-Control-Allow-Origin": "*"})
        app, other = Server(), Server()
        other.answers["/flood"] = 200, {"Content-Type": "text/html"}, FLOOD.encode()
        browser = engine.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        widget = (
            f'<helploop-widget site="{site.address}"></helploop-widget>'
            f'<script type="module" src="{site.address}widget.js"></script>'
        )
        for name, script in HOSTS.items():
            frame = f'<iframe src="{other.address}flood"></iframe>' if "messages" in name else ""
            for path, more in (("/with", widget), ("/without", "")):
                app.answers[path] = page(f"<p>The app</p><script>{script}</script>{frame}{more}")
            turns = [
                [work(browser, app.address + path, given.seconds) for path in ("with", "without")]
                for _ in range(given.rounds)
            ]
            ours, bare = (statistics.median(turn[side][0] for turn in turns) for side in (0, 1))
            own = max(turn[0][1] for turn in turns)
            print(
                f"{name}: busy with the widget {ours:.1%}, without {bare:.1%}; in the widget's code {own:.2%} at most"
            )
        browser.close()
        for server in (site, app, other):
            server.close()


if __name__ == "__main__":
    main()
