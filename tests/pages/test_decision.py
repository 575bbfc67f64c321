"""Deciding about a source on its page."""

from __future__ import annotations

import pytest

from ja4dash.db import Door
from tests.pages.conftest import Open, words
from tests.sql.traffic import send


@pytest.mark.parametrize(("verdict", "label"), [("bot", "bot"), ("legitimate", "legitimate"), ("suspicious", "suspicious")])
def test_a_decision_is_written_read_back_and_shown(open_page: Open, door: Door, verdict: str, label: str) -> None:
    send(door, [{"src_ip": "203.0.113.9"}])
    app = open_page("ip", ip="203.0.113.9")
    assert "Nobody has decided about this source yet" in words(app)
    app.text_input(key="comment_203.0.113.9").set_value("**why** <b>not</b>")
    app.button(key=f"decide_{verdict}").click().run()
    assert not app.exception
    assert f"is now {label}, written and read back" in words(app)
    assert "Nobody has decided" not in words(app)
    assert app.text_input(key="comment_203.0.113.9").value == ""
    sql = "SELECT classification, comment FROM {db:Identifier}.soc_feedback"
    written = door.query(sql, {"db": door.settings.processing_db})
    assert written.to_dict("records") == [{"classification": verdict, "comment": "**why** <b>not</b>"}]


def test_a_decision_that_cannot_be_written_says_why(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": "203.0.113.9"}])
    app = open_page("ip", ip="203.0.113.9")
    door.command("RENAME TABLE {db:Identifier}.soc_feedback TO {db:Identifier}.gone", {"db": door.settings.processing_db})
    app.button(key="decide_bot").click().run()
    assert not app.exception
    assert "**Not deployed**" in words(app)
    assert "is now" not in words(app)
