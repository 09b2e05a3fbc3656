"""Comments on issues of GitHub: one for each, found again when its answer was lost, and refused with a reason."""

from __future__ import annotations

from collections import Counter

import pytest

from helploop.notify.channels.github import GithubChannel, GithubSettings, render_comment
from helploop.notify.ledger_report import load_rows
from helploop.notify.letter import Letters
from helploop.notify.state import State
from notify.samples import entry, render, site
from notify.web import FakeGithub, web_server
from notify.web_delivery import LOCAL, NOW, deliver


def github(server, hub, **options):
    hub.url = server.url
    fields = {
        "site_id": "help.acme.example",
        "token": "token",
        "api": server.url,
        "private_hosts": LOCAL,
        "timeout": 0.5,
    }
    return {"github": GithubChannel(GithubSettings(**(fields | options)), rest=lambda _: None)}


def comment_once(tmp_path, hub, **options):
    with web_server(hub) as server:
        channels = github(server, hub, **options)
        rows = "csv-export,acme/app#12,yes,github,12\n"
        ledger, tally, states = deliver(tmp_path, channels, rows)
        deliver(tmp_path, channels, ledger=ledger, now=NOW + 7200)
        after = Counter(row.state for row in load_rows(ledger))
        reasons = [row.reason for row in load_rows(ledger)]
        ledger.store.close()
    return tally, states, after, reasons


def test_one_comment_with_a_hidden_mark(tmp_path):
    hub = FakeGithub()
    _, states, _, _ = comment_once(tmp_path, hub)
    assert states == {State.TOLD: 1}
    assert [one["body"] for one in hub.comments] == [
        (
            "<!-- helploop:help.acme.example:csv-export:1 -->\n\n"
            "**[CSV export is here](https://help.acme.example/changelog/2026-11-20-csv/)**\n"
        )
    ]


@pytest.mark.parametrize("trouble", ["kept, then cut", "kept, then 502"])
def test_a_comment_whose_answer_was_lost_is_found_and_not_repeated(trouble, tmp_path):
    hub = FakeGithub()
    hub.on_post = lambda: trouble
    _, states, _, _ = comment_once(tmp_path, hub)
    assert states == {State.TOLD: 1}
    assert (hub.posts, len(hub.comments)) == (1, 1)


@pytest.mark.parametrize("trouble", ["cut", (502, {}, b"")])
def test_a_comment_that_was_lost_is_written_by_a_later_run(trouble, tmp_path):
    hub, troubles = FakeGithub(), [trouble]
    hub.on_post = lambda: troubles.pop() if troubles else 201
    _, states, after, _ = comment_once(tmp_path, hub)
    assert (states, after) == ({State.WAITING: 1}, {State.TOLD: 1})
    assert len(hub.comments) == 1


def test_our_mark_is_found_on_the_fourth_page_and_a_forged_one_is_not_ours(tmp_path):
    mark = "<!-- helploop:help.acme.example:csv-export:1 -->"
    hub = FakeGithub()
    for number in range(350):
        hub.add("somebody", mark if number == 7 else "me too")
    _, states, _, _ = comment_once(tmp_path, hub)
    assert (states, hub.posts) == ({State.TOLD: 1}, 1)
    again = FakeGithub()
    again.comments = hub.comments
    (tmp_path / "second").mkdir()
    _, states, _, _ = comment_once(tmp_path / "second", again)
    assert (states, again.posts) == ({State.TOLD: 1}, 0)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((403, {}, {"message": "Repository was archived so is read-only."}), "403: the repository is archived"),
        ((403, {}, {"message": "Resource not accessible"}), "403: no permission to comment"),
        ((410, {}, {}), "410: the issue was deleted"),
        ((422, {}, {}), "422: GitHub refuses the comment"),
    ],
)
def test_a_refused_comment_says_why(answer, reason, tmp_path):
    hub = FakeGithub()
    hub.on_post = lambda: answer
    _, states, _, reasons = comment_once(tmp_path, hub)
    assert (states, reasons) == ({State.REFUSED: 1}, [reason])


def test_locked_and_missing_issues_are_refused(tmp_path):
    assert comment_once(tmp_path, FakeGithub(locked=True))[3] == ["the issue is locked"]
    (tmp_path / "two").mkdir()
    hub = FakeGithub()
    hub.issue_status = 404
    assert comment_once(tmp_path / "two", hub)[3] == ["404: the issue is not there"]


def test_a_rate_limit_is_waited_for_or_left_to_a_later_run(tmp_path):
    hub = FakeGithub()
    limits = [(403, {"retry-after": "2"}, {"message": "You have exceeded a secondary rate limit"})]
    hub.on_post = lambda: limits.pop() if limits else 201
    assert comment_once(tmp_path, hub)[1] == {State.TOLD: 1}
    (tmp_path / "two").mkdir()
    long = FakeGithub()
    long.on_post = lambda: (429, {"retry-after": "3600"}, {})
    tally, states, _, _ = comment_once(tmp_path / "two", long)
    assert states == {State.WAITING: 1}
    assert tally.stops[0][1] == "rate-limit"


def test_a_bad_token_stops_everything_and_is_not_shown(tmp_path):
    tally, states, _, _ = comment_once(tmp_path, FakeGithub(), token="wrong-secret")
    assert tally.is_misconfigured
    assert states == {State.WAITING: 1}
    assert "wrong-secret" not in str(tally.stops)


def test_a_moved_repository_is_followed_on_the_api_only(tmp_path):
    hub = FakeGithub()

    def moved(method, path, headers, body):
        if path.startswith("/repos/acme/app"):
            return 301, {"location": path.replace("/repos/acme/app", f"{hub.url}/repositories/5")}, {}
        return hub(method, path, headers, body)

    with web_server(moved) as server:
        ledger, _, states = deliver(tmp_path, github(server, hub), "csv-export,acme/app#12,yes,github,12\n")
        ledger.store.close()
    assert states == {State.TOLD: 1}
    (tmp_path / "two").mkdir()
    with web_server(lambda *_: (200, {}, b"{}")) as thief:

        def away(method, path, headers, body):
            return (301, {"location": thief.url}, {}) if "/repos/" in path else hub(method, path, headers, body)

        with web_server(away) as server:
            ledger, _, states = deliver(tmp_path / "two", github(server, hub), "csv-export,acme/app#12,yes,github,12\n")
            ledger.store.close()
        assert states == {State.REFUSED: 1}
        assert not thief.calls


def test_no_title_calls_a_person_or_an_issue(tmp_path):
    called = entry(title="@everyone see #12 <b>", summary="cc @team, #7")
    ledger, _, _ = deliver(tmp_path, {}, "csv-export,acme/app#12,yes,,\n")
    letter = Letters(site(called), render).letter("2026-11-20-csv", "en", ("csv-export",))
    text = render_comment(load_rows(ledger)[0], letter, "acme")
    ledger.store.close()
    assert "\\@\u200beveryone see \\#\u200b12 \\<b\\>" in text
    assert "cc @\u200bteam, #\u200b7" in text
