"""Firefox and WebKit, driven by the words of WebDriver.

Firefox understands them itself on a socket (Marionette), WebKit by the program that comes with it, over HTTP. A browser
that is not here raises an error which says what to install.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PATIENCE = 60
MINI_BROWSER = next(iter(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")), None)
KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "ArrowDown": "\ue015",
    "ArrowUp": "\ue013",
    "Control": "\ue009",
    "Tab": "\ue004",
}
#: Light, without motion, and with a mouse: none of these is there by itself where no screen is.
FIREFOX_PREFS = {
    "layout.css.prefers-color-scheme.content-override": 1, "ui.primaryPointerCapabilities": 6, "ui.prefersReducedMotion": 1,
    "ui.allPointerCapabilities": 6, "marionette.port": 0, "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True, "browser.shell.checkDefaultBrowser": False, "remote.prefs.recommended": True,
}  # fmt: skip


class MissingError(Exception):
    """What has to be installed before this browser can be driven."""


class Page:
    """One window of a browser."""

    def __init__(self, process: subprocess.Popen, send, *held) -> None:
        self.process, self.send, self.held = process, send, held

    def go(self, address: str) -> None:
        self.send("POST", "url", "Navigate", {"url": address})

    def run(self, script: str, *given):
        return self.send("POST", "execute/sync", "ExecuteScript", {"script": script, "args": list(given)})

    def await_(self, script: str, *given):
        """The value of an `async` function's body, or its error."""
        whole = f"const done = arguments[arguments.length - 1]; (async (...given) => {{ {script} }})(...arguments).then((value) => done([value]), (error) => done([null, String(error)]));"
        value, *failed = self.send(
            "POST", "execute/async", "ExecuteAsyncScript", {"script": whole, "args": list(given)}
        )
        assert not failed, failed
        return value

    def until(self, script: str, *given):
        """The first value of an expression that is not false."""
        end = time.monotonic() + PATIENCE / 2
        while time.monotonic() < end:
            if value := self.run(f"return {script}", *given):
                return value
        raise AssertionError(script)

    def type(self, text: str) -> None:
        self.press(*text)

    def press(self, *names: str) -> None:
        """Key after key; `Control+k` is both at once."""
        steps = []
        for name in names:
            codes = [KEYS.get(each, each) for each in (name.split("+") if len(name) > 1 else [name])]
            steps += [{"type": "keyDown", "value": code} for code in codes]
            steps += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self.send("POST", "actions", "PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def resize(self, width: int, height: int) -> None:
        self.send("POST", "window/rect", "SetWindowRect", {"width": width, "height": height})

    def picture(self) -> str:
        return self.send("GET", "screenshot", "TakeScreenshot", {})

    def close(self) -> None:
        with contextlib.suppress(OSError, HTTPError):
            self.send("DELETE", "", "DeleteSession", {})
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(PATIENCE)
        for each in self.held:
            each.close()


def _start(*command: str, **named: str) -> subprocess.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, start_new_session=True, env=os.environ | named, **quiet)


def _when(ready, what: str):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            return ready()
        threading.Event().wait(0.05)
    raise AssertionError(f"{what} did not start")


def open_firefox(profile: Path, **prefs: object) -> Page:
    binary = next(filter(None, map(shutil.which, ("firefox", "firefox-esr"))), None)
    if binary is None:
        raise MissingError("Firefox is not installed: apt-get install firefox-esr")
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in (FIREFOX_PREFS | prefs).items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    process = _start(
        binary,
        "--headless",
        "--no-remote",
        "--marionette",
        "--profile",
        str(profile),
        MOZ_HEADLESS_WIDTH="1280",
        MOZ_HEADLESS_HEIGHT="900",
    )
    port = _when(lambda: int((profile / "MarionetteActivePort").read_text()), "Firefox")
    line = _when(lambda: socket.create_connection(("127.0.0.1", port), PATIENCE), "Firefox")
    stream = line.makefile("rb")

    def read():
        length = b""
        while (digit := stream.read(1)) != b":":
            length += digit
        return json.loads(stream.read(int(length)))

    def send(_method: str, _path: str, command: str, values: dict):
        message = json.dumps([0, 1, f"WebDriver:{command}", values]).encode()
        line.sendall(b"%d:%s" % (len(message), message))
        _, _, error, value = read()
        assert error is None, error
        return value["value"] if isinstance(value, dict) and value.keys() == {"value"} else value

    read()
    send("", "", "NewSession", {})
    return Page(process, send, stream, line)


def open_webkit(port: int, theme: str = "Adwaita") -> Page:
    missing = [name for name in ("WebKitWebDriver", "xvfb-run") if not shutil.which(name)]
    if missing or MINI_BROWSER is None:
        raise MissingError("WebKit is not installed: apt-get install webkit2gtk-driver xvfb")
    process = _start(
        "xvfb-run",
        "-a",
        "-s",
        "-screen 0 1600x1200x24",
        "WebKitWebDriver",
        f"--port={port}",
        GTK_THEME=theme,
        WEBKIT_DISABLE_COMPOSITING_MODE="1",
    )
    root = f"http://127.0.0.1:{port}/session"

    def call(method: str, address: str, values: dict):
        body = json.dumps(values).encode() if method == "POST" else None
        request = Request(address, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from error

    wanted = {
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {"binary": str(MINI_BROWSER), "args": ["--automation"]},
    }
    session = _when(lambda: call("POST", root, {"capabilities": {"alwaysMatch": wanted}}), "WebKit")["sessionId"]
    return Page(
        process, lambda method, path, _command, values: call(method, f"{root}/{session}/{path}".rstrip("/"), values)
    )
