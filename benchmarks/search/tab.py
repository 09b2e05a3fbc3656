"""A tab of Chromium that nobody watches the network of: Playwright does, which costs the page a third of each request."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 30.0
"""Seconds an answer may take."""


class Tab:
    """Speaks the protocol of the developer's tools with a page that Playwright doesn't know."""

    def __init__(self, browser: Browser, address: str, slower: float) -> None:
        self.browser = browser.new_browser_cdp_session()
        self.browser.on("Target.receivedMessageFromTarget", self._hear)
        self.target = self.browser.send("Target.createTarget", {"url": address})["targetId"]
        attached = {"targetId": self.target, "flatten": False}
        self.session = self.browser.send("Target.attachToTarget", attached)["sessionId"]
        self.answers: dict[int, dict[str, Any]] = {}
        self.asked = 0
        self.workers: dict[Path, float] = {}
        self.send("Performance.enable", timeDomain="threadTicks")
        self.send("Emulation.setCPUThrottlingRate", rate=slower)

    def _hear(self, heard: dict[str, str]) -> None:
        message = json.loads(heard["message"])
        if "id" in message:
            self.answers[message["id"]] = message

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the page and wait for what it says."""
        self.asked += 1
        message = json.dumps({"id": self.asked, "method": method, "params": params})
        self.browser.send("Target.sendMessageToTarget", {"sessionId": self.session, "message": message})
        limit = time.monotonic() + PATIENCE
        while self.asked not in self.answers:
            if time.monotonic() > limit:
                raise TimeoutError(method)
            self.browser.send("Browser.getVersion")  # lets Playwright hand out what has come
        answer: dict[str, Any] = self.answers.pop(self.asked)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def run(self, script: str) -> Any:
        """What an expression comes to, awaited."""
        done = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"])
        return done["result"].get("value")

    def press(self, letter: str) -> None:
        """A key down and up."""
        code = ord(letter.upper()) if letter.isalnum() else 0
        self.send("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter, windowsVirtualKeyCode=code)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=letter, windowsVirtualKeyCode=code)

    def spent(self) -> float:
        """Milliseconds of processor time of the main thread until now."""
        metrics = self.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")

    def helped(self) -> float:
        """Milliseconds of processor time of all workers until now, as Linux counts it: Chromium does not slow them down."""
        processes = self.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        for process in processes:
            for thread in Path(f"/proc/{process['id']}/task").glob("*"):
                with suppress(FileNotFoundError):
                    if (thread / "comm").read_text().startswith("DedicatedWorker"):
                        self.workers[thread] = int((thread / "schedstat").read_text().split()[0]) / 1e6
        return sum(self.workers.values())

    def close(self) -> None:
        """Close the page."""
        self.browser.send("Target.closeTarget", {"targetId": self.target})
