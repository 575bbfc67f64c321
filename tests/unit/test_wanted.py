"""Whether anybody waits for an answer: told by what the session asks of its script, without taking it away."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType

from ja4dash.ui import wanted
from ja4dash.watch import never


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> ScriptRequests:
    made = ScriptRequests()
    monkeypatch.setattr(wanted, "get_script_run_ctx", lambda **_: SimpleNamespace(script_requests=made))
    return made


def test_outside_of_a_script_every_answer_is_wanted() -> None:
    assert wanted.asker() is never


def test_a_running_script_waits(requests: ScriptRequests) -> None:
    assert not wanted.asker()()


def test_a_newer_click_makes_it_unwanted(requests: ScriptRequests) -> None:
    unwanted = wanted.asker()
    assert requests.request_rerun(RerunData())
    assert unwanted()
    taken = requests.on_scriptrunner_yield()
    assert taken is not None, "the request is still there for the script"
    assert taken.type is ScriptRequestType.RERUN
    assert not unwanted()


def test_a_piece_that_refreshes_itself_does_not(requests: ScriptRequests) -> None:
    unwanted = wanted.asker()
    requests.request_rerun(RerunData(fragment_id="status line"))
    assert not unwanted()
    requests.request_rerun(RerunData())
    assert unwanted()


def test_a_closed_tab_does(requests: ScriptRequests) -> None:
    unwanted = wanted.asker()
    requests.request_stop()
    assert unwanted()
