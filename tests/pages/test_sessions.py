"""Sessions: axes from the address, a frame that lists what it holds and can be let go, one reading of the view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from ja4dash.db import Door, Guard
from ja4dash.provenance import Asked
from ja4dash.ui.sessions import within
from tests.pages.conftest import Open, words
from tests.sql.traffic import send

KEY = "sessions_hit_velocity_modern_browser_score_0"
SLOW, FAST = {"src_ip": "10.0.0.1", "ago": 60}, {"src_ip": "10.0.0.2", "ago": 60}


def asked(door: Door, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are put from now on."""
    statements: list[str] = []
    ask = door.ask

    def noted(name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        statements.append(sql)
        return ask(name, sql, parameters, guard)

    monkeypatch.setattr(door, "ask", noted)
    return statements


@pytest.mark.parametrize(("page", "views"), [("sessions", 1), ("geography", 1), ("features", 2)])
def test_a_page_reads_each_view_once(page: str, views: int, open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trap 12."""
    send(door, [SLOW])
    open_page("glossary")
    statements = asked(door, monkeypatch)
    app = open_page(page)
    assert not app.exception
    assert sum(sql.count("features_1h") for sql in statements) == views
    assert len(statements) <= 12


def test_a_frame_lists_what_is_in_it_and_can_be_let_go(open_page: Open, door: Door) -> None:
    send(door, [SLOW, *([FAST] * 8)])
    app = open_page("sessions")
    assert set(app.dataframe[0].value["ip"]) == {"10.0.0.1", "10.0.0.2"}
    assert "2 sessions. Drag over the dots" in words(app)
    app.session_state[KEY] = {"selection": {"brush": {"hit_velocity": [9, 7], "modern_browser_score": [-1, 5]}}}
    app.run()
    assert not app.exception
    assert app.dataframe[0].value["ip"].tolist() == ["10.0.0.2"]
    assert "1 of 2 sessions: Requests a second 7 to 9, Modern browser points -1 to 5." in words(app)
    app.button(key="sessions_clear").click().run()
    assert set(app.dataframe[0].value["ip"]) == {"10.0.0.1", "10.0.0.2"}


def test_an_empty_frame_is_said(open_page: Open, door: Door) -> None:
    send(door, [SLOW])
    app = open_page("sessions")
    app.session_state[KEY] = {"selection": {"brush": {"hit_velocity": [50, 60], "modern_browser_score": [0, 5]}}}
    app.run()
    assert "No session is inside the frame" in words(app)
    assert app.button(key="sessions_clear")


def test_axes_come_from_the_address_and_odd_ones_are_named(open_page: Open, door: Door) -> None:
    send(door, [SLOW])
    app = open_page("sessions", x="hits", y="ip", colour="bot_name")
    assert not app.exception
    assert [box.value for box in app.selectbox if box.label in ("Across", "Up")] == ["hits", "modern_browser_score"]
    assert "`y` in this address is none of the choices" in words(app)
    assert list(app.dataframe[0].value.columns)[:6] == ["ip", "ja4", "host", "bot_name", "hits", "modern_browser_score"]


def test_the_busiest_of_many_is_said(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": f"10.0.{number // 250}.{number % 250}", "ago": 60} for number in range(503)])
    assert "The busiest 500 of 503 sessions." in words(open_page("sessions"))


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        ({}, [1, 2, 3]),
        ({"a": [1, 2]}, [1, 2]),
        ({"a": [3.5, 2]}, [2, 3]),
        ({"a": [1, 3], "b": [0, 5]}, [1]),
        ({"a": [4, 5]}, []),
    ],
)
def test_within_takes_every_range_with_its_ends(ranges: Mapping[str, Any], kept: list[int]) -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [5, 6, float("nan")]})
    assert within(frame, ranges)["a"].tolist() == kept
