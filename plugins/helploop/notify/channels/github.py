"""One comment on the GitHub issue somebody asked in. A hidden marker is looked up before writing and in any doubt."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from helploop.model.errors import UsageError
from helploop.notify.http import Call, NotSentError, Response, UnclearError, check_url, send
from helploop.notify.plain_line import clean_line
from helploop.notify.result import TOLD, ChannelDownError, ChannelRefusedError, Result, later
from helploop.notify.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helploop.notify.channel import Claim
    from helploop.notify.ledger_row import Row
    from helploop.notify.letter import Letter

_NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="next"')
_ISSUE = re.compile(r"^([A-Za-z0-9-]+/[A-Za-z0-9._-]+)#(\d+)$")
_MAX_PAGES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GithubSettings:
    """The API and the token. `login` is whose comments count as ours, for tokens that can't say it themselves."""

    site_id: str
    token: str = field(repr=False)
    api: str = "https://api.github.com"
    login: str = ""
    private_hosts: tuple[str, ...] = ()
    timeout: float = 30


class GithubChannel:
    """Comments on issues. Because it looks before it writes, trying again is safe."""

    is_idempotent = True

    def __init__(self, settings: GithubSettings, *, rest: Callable[[float], object]) -> None:
        check_url(settings.api, settings.private_hosts)
        self.settings, self._rest, self._login = settings, rest, settings.login

    def deliver(self, row: Row, letter: Letter, claim: Claim) -> Result:
        """Write one comment, unless it stands there already."""
        match = _ISSUE.match(row.contact)
        if match is None:
            return Result(state=State.REFUSED, reason="the contact is no GitHub issue")
        issue = f"{self.settings.api.rstrip('/')}/repos/{match[1]}/issues/{match[2]}"
        try:
            self._sign_in()
            refusal = self._look_at(issue, row)
            if refusal is not None:
                return refusal
            if self._is_told(issue, row):
                return TOLD
            body = json.dumps({"body": render_comment(row, letter, self.settings.site_id)}).encode()
            return self._write(issue, body, row, claim)
        except UsageError as error:
            raise ChannelRefusedError("url-refused", error.message, error.hint) from None
        except (NotSentError, UnclearError) as error:
            raise ChannelDownError(str(error)) from None
        except _AnswerError as error:
            return error.result

    def _write(self, issue: str, body: bytes, row: Row, claim: Claim) -> Result:
        was_claimed = False

        def claimed() -> None:
            nonlocal was_claimed
            if not was_claimed:  # a redirect connects a second time
                claim()
                was_claimed = True

        try:
            response = self._call("POST", f"{issue}/comments", body, claimed)
        except UnclearError as error:
            return self._after_doubt(issue, row, str(error))
        except NotSentError as error:
            if was_claimed:
                return self._after_doubt(issue, row, str(error))
            raise
        if response.status == 201:
            return TOLD
        if response.status >= 500:
            return self._after_doubt(issue, row, f"GitHub answered {response.status}")
        return _judge(response, row)

    def _after_doubt(self, issue: str, row: Row, reason: str) -> Result:
        """Look for the comment, twice with a rest between; not found means that a later run looks again."""
        for seconds in (1, 5):
            self._rest(seconds)
            try:
                if self._is_told(issue, row):
                    return TOLD
            except (NotSentError, UnclearError, UsageError, _AnswerError):
                break
        return later(reason, row.attempts)

    def _sign_in(self) -> None:
        if self._login:
            return
        response = self._call("GET", f"{self.settings.api.rstrip('/')}/user")
        if response.status in {401, 403}:
            hint = "check HELPLOOP_GITHUB_TOKEN; an app's token needs `github.login` in the configuration"
            raise ChannelRefusedError("github-auth", f"GitHub refuses the token ({response.status})", hint)
        if response.status != 200:
            raise ChannelDownError(f"GitHub answered {response.status}")
        self._login = str(_json(response).get("login", ""))

    def _look_at(self, issue: str, row: Row) -> Result | None:
        response = self._call("GET", issue)
        if response.status != 200:
            return _judge(response, row)
        if _json(response).get("locked"):
            return Result(state=State.REFUSED, reason="the issue is locked")
        return None

    def _is_told(self, issue: str, row: Row) -> bool:
        """Whether comments of our own carry the markers of all the items."""
        missing = set(markers(row, self.settings.site_id))
        for comment in self._comments(issue, row):
            user = comment.get("user")
            author = str(user.get("login", "")) if isinstance(user, dict) else ""
            if author.casefold() == self._login.casefold():
                missing -= {marker for marker in missing if marker in str(comment.get("body", ""))}
            if not missing:
                return True
        return False

    def _comments(self, issue: str, row: Row) -> Iterator[dict[str, Any]]:
        url: str | None = f"{issue}/comments?per_page=100"
        for _ in range(_MAX_PAGES):
            if url is None:
                return
            response = self._call("GET", url)
            if response.status != 200:
                raise _AnswerError(_judge(response, row))
            yield from _list(response)
            following = _NEXT.search(response.headers.get("link", ""))
            url = following[1] if following and self._is_api(following[1]) else None

    def _call(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        on_connected: Callable[[], None] = lambda: None,
    ) -> Response:
        """One call with the token; a moved repository is followed, on the API's own host only."""
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.settings.token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        for _ in range(3):
            response = send(
                Call(
                    method=method,
                    url=url,
                    headers=headers,
                    body=body,
                    timeout=self.settings.timeout,
                    private_hosts=self.settings.private_hosts,
                ),
                on_connected,
            )
            target = urljoin(url, response.headers.get("location", ""))
            if response.status not in {301, 307, 308} or not self._is_api(target):
                break
            url = target
        if response.status == 401:
            raise ChannelRefusedError("github-auth", "GitHub refuses the token (401)", "check HELPLOOP_GITHUB_TOKEN")
        return response

    def close(self) -> None:
        """Nothing stays open."""

    def _is_api(self, url: str) -> bool:
        ours, theirs = urlsplit(self.settings.api), urlsplit(url)
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


class _AnswerError(Exception):
    def __init__(self, result: Result) -> None:
        super().__init__(result.reason)
        self.result = result


def _judge(response: Response, row: Row) -> Result:
    """An answer that is no yes."""
    status, text = response.status, response.body[:2000].decode("utf-8", "replace").lower()
    is_limit = status == 429 or (status == 403 and ("rate limit" in text or "retry-after" in response.headers))
    if is_limit:
        pause = response.retry_after or 60
        return Result(state=State.WAITING, reason=f"{status}: GitHub's rate limit", pause=pause)
    if status >= 500:
        return later(f"GitHub answered {status}", row.attempts)
    words = {301: "the repository moved away", 403: "no permission to comment", 404: "the issue is not there"}
    words |= {410: "the issue was deleted", 422: "GitHub refuses the comment"}
    if status == 403 and "archived" in text:
        words[403] = "the repository is archived"
    if status == 403 and "locked" in text:
        words[403] = "the issue is locked"
    return Result(state=State.REFUSED, reason=f"{status}: {words.get(status, 'an unexpected answer')}")


def _list(response: Response) -> list[dict[str, Any]]:
    """The objects of an answer.

    Raises:
        ChannelDownError: it is something else, like the page of a proxy.
    """
    try:
        data = json.loads(response.body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, list):
        raise ChannelDownError("GitHub's answer can't be read")
    return [each for each in data if isinstance(each, dict)]


def _json(response: Response) -> dict[str, Any]:
    try:
        data = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def markers(row: Row, site_id: str) -> tuple[str, ...]:
    """The hidden marks of a comment, one per item."""
    return tuple(f"<!-- helploop:{site_id}:{item}:{row.wave} -->" for item in row.items)


def render_comment(row: Row, letter: Letter, site_id: str) -> str:
    """The comment: its marks, then the entry's title, summary and address."""
    title = _calling_nobody(re.sub(r"([\[\]\\`*_<>@#])", r"\\\1", clean_line(letter.title)))
    summary = _calling_nobody(clean_line(letter.summary).replace("<", "&lt;"))
    lines = ["\n".join(markers(row, site_id)), f"**[{title}]({letter.url})**"]
    return "\n\n".join([*lines, *([summary] if summary else [])]) + "\n"


def _calling_nobody(text: str) -> str:
    """A text that mentions no person and no issue: GitHub looks for both after the backslashes are gone."""
    return re.sub(r"([@#])(?=\w)", "\\1\u200b", text)
