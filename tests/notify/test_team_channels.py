"""What tells a team: its chat, once, and files for its other tools."""

from __future__ import annotations

import json
import stat

import pytest

from helploop.notify.channels.files import FilesChannel, FilesSettings
from helploop.notify.channels.slack import SlackChannel, SlackSettings, render_note
from helploop.notify.contact import ContactKind
from helploop.notify.letter import Letters
from helploop.notify.notice import Routing
from helploop.notify.state import State
from notify.runner import MAIL
from notify.samples import entry, render, site
from notify.web import web_server
from notify.web_delivery import LOCAL, deliver


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {}, b"ok"), State.TOLD),
        ((404, {}, b"no_service"), State.REFUSED),
        ((500, {}, b""), State.UNSURE),
        ("cut", State.UNSURE),
        ((429, {"retry-after": "600"}, b""), State.WAITING),
    ],
)
def test_the_team_chat_is_told_once_or_somebody_decides(answer, state, tmp_path):
    with web_server(lambda *_: answer) as server:
        channel = SlackChannel(SlackSettings(url=server.url, private_hosts=LOCAL, timeout=0.5))
        ledger, _, states = deliver(tmp_path, {"slack": channel})
        assert states == {state: 1}
        deliver(tmp_path, {"slack": channel}, ledger=ledger)
        ledger.store.close()
        assert len(server.calls) == (2 if state is State.WAITING else 1)


def test_a_title_mentions_nobody_in_the_chat():
    letter = Letters(site(entry(title="<!channel> *bold* <@U1>|x")), render).letter(
        "2026-11-20-csv", "en", ("csv-export",)
    )
    assert "<!channel>" not in render_note(letter)
    assert "&lt;!channel&gt;" in render_note(letter)


def test_files_for_other_tools(tmp_path):
    folder = tmp_path / "out"
    channel = FilesChannel(FilesSettings(dir=str(folder), format="json"), MAIL)
    routing = Routing(by_kind={ContactKind.TICKET: "files", ContactKind.EMAIL: "files"})
    rows = "csv-export,,yes,zendesk,4711\ncsv-export,ana@example.com,yes,,\n"
    ledger, _, states = deliver(tmp_path, {"files": channel}, rows, routing)
    ledger.store.close()
    assert states == {State.TOLD: 2}
    data = [json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()]
    assert {"source": "zendesk", "id": "4711"} in [one["ticket"] for one in data]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not [path for path in folder.iterdir() if "ana" in path.name]
