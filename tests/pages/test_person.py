"""Who is at the screen: name and role in the sidebar, and forms only for those who may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.rights import Visit
from ja4dash.writes import demo
from ja4dash.writes.feedback import MAX_COMMENT
from tests.pages.conftest import Open, words
from tests.sql.traffic import send

SOURCE = "203.0.113.9"


def analysts(door: Door) -> list[str]:
    return list(door.query("SELECT analyst FROM {db:Identifier}.soc_feedback", {"db": door.settings.processing_db})["analyst"])


def test_a_name_is_kept_over_pages_and_stands_beside_decisions(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": SOURCE}])
    app = open_page("overview")
    app.text_input(key="person_typed").set_value(" Ana <b>").run()
    app.query_params["ip"] = SOURCE
    app.switch_page("pages/ip.py").run()
    app.button(key="decide_bot").click().run()
    assert not app.exception
    assert analysts(door) == ["Ana <b>"]
    assert str(app.text_input(key="person_typed").value).strip() == "Ana <b>"


def test_a_name_that_cannot_be_is_refused_and_the_one_before_stays(open_page: Open, door: Door) -> None:
    app = open_page("ip", ip=SOURCE)
    app.text_input(key="person_typed").set_value("Ana").run()
    app.text_input(key="person_typed").set_value("visitor-1").run()
    assert "are those of a demo's visitors" in words(app)
    app.button(key="decide_bot").click().run()
    assert analysts(door) == ["Ana"]


def test_a_server_for_everybody_is_read_only_and_says_so(open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Visit, "local", False)
    app = open_page("ip", ip=SOURCE)
    assert not app.exception
    assert "nobody signs in" in words(app)
    assert not [button for button in app.button if str(button.key).startswith("decide_")]


def test_a_form_that_was_offered_before_is_refused_in_the_write(
    open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("ip", ip=SOURCE)
    monkeypatch.setattr(Visit, "local", False)
    app.button(key="decide_bot").click().run()
    assert not app.exception
    assert "**Refused**" in words(app)
    assert analysts(door) == []


def test_a_database_user_that_may_not_insert_gets_no_form(open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ja4dash.queries.permissions.refusal", lambda table: f"The database user 'x' may not write {table}.")
    app = open_page("ip", ip=SOURCE)
    assert "may not write soc_feedback" in words(app)
    assert not [button for button in app.button if str(button.key).startswith("decide_")]


def test_a_demo_states_when_it_forgets_and_does(open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    now = door.now()
    shown = Door(door.settings.model_copy(update={"demo": True}), clock=lambda: now, pool=door.pool)
    with db.use(shown):
        app = open_page("ip", ip=SOURCE)
        assert "removed 60 min later" in words(app)
        app.text_input(key=f"comment_{SOURCE}").set_value("x" * MAX_COMMENT)
        app.button(key="decide_bot").click().run()
        assert [name[:8] for name in analysts(door)] == ["visitor-"]
        monkeypatch.setattr(shown, "_clock", lambda: now + timedelta(minutes=61))
        demo._looked.clear()
        app.run()
        assert analysts(door) == []
    demo._looked.clear()
