"""The triage page: decisions reach the engine, the queue stands still, and who may not decide is told."""

from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from ja4dash import cache
from ja4dash.db import Door
from ja4dash.queries import feedback
from ja4dash.rights import Person, Role
from ja4dash.writes.feedback import decide
from tests.pages.conftest import Open, send_everything, words
from tests.sql.detected import put, session

ELSEWHERE = Person("ann", Role.ANALYST)


def decisions(door: Door) -> list[tuple[str, str, str]]:
    sql = """
    SELECT replaceOne(toString(src_ip), '::ffff:', ''), classification, comment
    FROM {db:Identifier}.soc_feedback ORDER BY ordered_at, src_ip"""
    return list(door.query(sql, {"db": door.settings.processing_db}).itertuples(index=False, name=None))


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=f"triage_{key}").click().run()


def look_again(app: AppTest) -> AppTest:
    """The page when what it knows is no longer fresh."""
    cache.forget(feedback.suggested)
    return app.run()


def test_worst_first_and_onward(open_page: Open, door: Door) -> None:
    send_everything(door)
    app = open_page("triage")
    assert "203.0.113.60" in words(app)
    app.text_input(key="triage_comment").set_value("=1+1 **b**")
    press(app, "bot")
    press(app, "legitimate")
    assert not app.exception
    assert decisions(door) == [("203.0.113.60", "bot", "=1+1 **b**"), ("203.0.113.61", "legitimate", "")]
    assert "203.0.113.61 is now legitimate, written and read back" in words(app).replace("`", "").replace("  ", " ")


def test_all_of_a_campaign_after_they_were_shown(open_page: Open, door: Door) -> None:
    send_everything(door)
    app = open_page("triage")
    app.segmented_control(key="triage_whom").set_value("campaign_id").run()
    assert "The keys are about these 6 sources:" in words(app)
    press(app, "suspicious")
    assert [row[1] for row in decisions(door)] == ["suspicious"] * 6
    press(app, "undo")
    assert [row[1] for row in decisions(door)][6:] == ["undecided"] * 6
    assert "6 sources are undecided again" in words(app)


def test_what_arrives_waits_until_it_is_loaded(open_page: Open, door: Door) -> None:
    """A worse source that arrives between two looks must not slip under the key."""
    send_everything(door)
    app = open_page("triage")
    at = f"{door.now() - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}"
    put(door, "ml_detected_anomalies", [session(at, "198.51.100.9", "CRITICAL", -1.0) | {"reason": "new"}])
    look_again(app)
    assert [button.label for button in app.button if "new: load" in button.label] == ["1 new: load"]
    press(app, "bot")
    assert decisions(door) == [("203.0.113.60", "bot", "")]
    app.button(key="triage_load").click().run()
    press(app, "bot")
    assert decisions(door)[1][0] == "198.51.100.9"


def test_a_source_that_somebody_else_decided_no_longer_waits(open_page: Open, door: Door) -> None:
    send_everything(door)
    app = open_page("triage")
    decide(["203.0.113.61"], "bot", who=ELSEWHERE)
    look_again(app)
    press(app, "bot")
    assert "203.0.113.62" in words(app)
    assert "2 of 6 sources done" in app.get("progress")[0].proto.text


def test_a_newer_decision_of_somebody_else_is_not_taken_back(open_page: Open, door: Door) -> None:
    send_everything(door)
    app = open_page("triage")
    press(app, "bot")
    decide(["203.0.113.60"], "legitimate", who=ELSEWHERE)
    press(app, "undo")
    assert "a newer decision by ann says legitimate" in words(app)
    assert [row[1] for row in decisions(door)] == ["bot", "legitimate"]
