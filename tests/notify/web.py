"""HTTP servers on loopback that answer by a script and remember what they were asked."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from contextlib import contextmanager


@contextmanager
def web_server(answer):
    """Serve `answer(method, path, headers, body)`: (status, headers, body), or `cut` to hang up without a word."""
    calls = []

    class Web(http.server.BaseHTTPRequestHandler):
        def handle_any(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            calls.append((self.command, self.path, headers, body))
            said = answer(self.command, self.path, headers, body)
            if said == "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            status, extra, content = said
            content = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = handle_any  # noqa: N815

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        server.url = f"http://127.0.0.1:{server.server_port}"
        server.calls = calls
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class FakeGithub:
    """Enough of GitHub's issues API: comments are paged, and `on_post` may misbehave after or before keeping one."""

    def __init__(self, **issue):
        self.comments = []
        self.issue = {"locked": False} | issue
        self.issue_status = 200
        self.on_post = lambda: 201
        self.posts = 0

    def add(self, login, body):
        self.comments.append({"user": {"login": login}, "body": body})

    def __call__(self, method, path, headers, body):
        if headers.get("authorization") != "Bearer token":
            return 401, {}, {}
        if path == "/user":
            return 200, {}, {"login": "acme-bot"}
        where, _, query = path.partition("?")
        if method == "POST" and where.endswith("/comments"):
            return self._post(json.loads(body)["body"])
        if where.endswith("/comments"):
            page = int(query.rpartition("page=")[2]) if "&page=" in query else 1
            rows = self.comments[(page - 1) * 100 : page * 100]
            more = {"link": f'<{self.url}{where}?per_page=100&page={page + 1}>; rel="next"'}
            return 200, more if len(self.comments) > page * 100 else {}, rows
        return self.issue_status, {}, self.issue

    def _post(self, body):
        self.posts += 1
        said = self.on_post()
        if said in (201, "kept, then cut", "kept, then 502"):
            self.add("acme-bot", body)
        if said == 201:
            return 201, {}, {}
        if said in ("cut", "kept, then cut"):
            return "cut"
        if said == "kept, then 502":
            return 502, {}, {}
        return said
