"""A server that is too old, and clocks that differ: said in the header, in plain words."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.queries import overview
from ja4dash.queries.status import engine
from ja4dash.scope import Scope
from ja4dash.versions import too_old
from tests.pages.conftest import Open, words
from tests.sql.traffic import send_captured


@pytest.mark.parametrize(
    ("version", "old"),
    [
        ("24.8.1.2684", False),
        ("24.7.9.1", True),
        ("23.12.1.1", True),
        ("25.3.2.1-altinity", False),
        ("26.9.1", False),
        ("?", False),
    ],
)
def test_versions(version: str, old: bool) -> None:
    assert too_old(version) is old


def test_an_old_server_is_named_in_the_header(http_door: Door, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    found = engine()
    monkeypatch.setattr("ja4dash.queries.status.engine", lambda: found.assign(version="24.3.5.46"))
    with db.use(http_door):
        assert "is older than 24.8: upgrade the server" in words(open_page("overview"))


@pytest.mark.parametrize("apart", [timedelta(hours=2), -timedelta(hours=30), timedelta(minutes=7)])
def test_clocks_apart_are_told_and_windows_follow_the_engine(door: Door, open_page: Open, apart: timedelta) -> None:
    send_captured(door)
    open_page("overview")
    door._offset = (time.monotonic(), apart)
    said = words(open_page("overview"))
    assert "engine clock" in said
    assert ("ahead" if apart > timedelta() else "behind") in said
    until = overview.totals(Scope()).attrs["until"]
    assert abs(until - (datetime.now(UTC) + apart)) <= timedelta(seconds=62)


def test_clocks_that_agree_are_not_worth_a_word(door: Door, open_page: Open) -> None:
    assert "engine clock" not in words(open_page("overview"))
    assert door.clock_difference() == timedelta()


def test_the_difference_is_measured_at_the_engine(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = pd.DataFrame({"t": [pd.Timestamp.now(UTC) + pd.Timedelta(minutes=90)], "table": "http_logs", "name": "time"})
    ahead["now"] = ahead["t"]
    monkeypatch.setattr(door, "query", lambda *_: ahead)
    assert abs(door.clock_difference() - timedelta(minutes=90)) < timedelta(seconds=5)
    assert abs(door.now() - ahead["t"][0]) < timedelta(seconds=5)


@pytest.mark.parametrize(("answered", "told"), [(0.0, 0.0), (8.0, 0.0), (-90.0, -90.0), (98.0, 90.0)])
def test_a_slow_answer_is_no_difference(door: Door, answered: float, told: float) -> None:
    """The answer took eight seconds, and the engine's clock was read somewhere between."""
    asked = datetime.now(UTC) - timedelta(seconds=8)
    difference = door._differs(asked + timedelta(seconds=answered), asked)
    assert abs(difference - timedelta(seconds=told)) < timedelta(seconds=0.5)
