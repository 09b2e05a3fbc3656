"""A help center on one origin and an app on another, as the widget meets them: what each answers can be changed by a test."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from pathlib import Path
from typing import Any

MEDIA = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".html": "text/html",
    ".css": "text/css",
    ".txt": "text/plain",
}


class Server:
    """Answers from a folder, or as told: `answers[path]` is (status, headers, body) or a function that gives one."""

    def __init__(self, folder: Path | None = None, headers: dict[str, str] | None = None) -> None:
        self.folder, self.headers = folder, headers or {}
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else a body waits 40 ms for the acknowledgement of its head

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                server.asked.append(self.path)
                status, headers, body = server.answer(path)
                self.send_response(status)
                for name, value in (server.headers | headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

            def handle(self) -> None:
                with contextlib.suppress(ConnectionError):  # the browser has heard enough
                    super().handle()

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.http.server_port}/"

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """What a path is answered with."""
        if path in self.answers:
            given = self.answers[path]
            return given() if callable(given) else given
        file = self.folder / (path.strip("/") or "index.html") if self.folder else None
        if file is not None and file.is_dir():
            file /= "index.html"
        if file is None or not file.is_file():
            return 404, {"Content-Type": "text/html"}, b"<!doctype html><title>404</title>"
        return 200, {"Content-Type": MEDIA.get(file.suffix, "application/octet-stream")}, file.read_bytes()

    def close(self) -> None:
        """Stops answering."""
        self.http.shutdown()
        self.http.server_close()


def json_answer(value: object) -> tuple[int, dict[str, str], bytes]:
    """A document as the site would send it."""
    return 200, {"Content-Type": "application/json"}, json.dumps(value).encode()


def page(body: str, policy: str = "", head: str = "", lang: str = "en") -> tuple[int, dict[str, str], bytes]:
    """A page of the app, under a policy if one is given."""
    html = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Acme</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head><body>{body}</body></html>'
    )
    headers = {"Content-Type": "text/html; charset=utf-8"} | ({"Content-Security-Policy": policy} if policy else {})
    return 200, headers, html.encode()
