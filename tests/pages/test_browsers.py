"""From a class of sessions to the sessions behind it, and from a fingerprint to what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ja4dash import cache
from ja4dash.db import Door
from tests.pages.conftest import Open, words
from tests.sql.test_browsers import CHROME_H2, SESSIONS
from tests.sql.test_signatures import BROKEN, NEAR_CHROME
from tests.sql.test_signatures import SESSIONS as CARRIED
from tests.sql.traffic import send


@pytest.fixture
def hour(door: Door) -> Door:
    send(door, SESSIONS)
    return door


def table(app: AppTest, heading: str) -> Any:
    """The one table that has this column."""
    (found,) = [frame.value for frame in app.dataframe if heading in frame.value.columns]
    return found


def click(app: AppTest, key: str, row: int, column: str) -> AppTest:
    """Click a cell of a table."""
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(row, column)]}}
    return app.run()


def of(app: AppTest, name: str) -> str:
    value = app.query_params.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


@pytest.mark.parametrize(
    ("page", "query", "said", "sessions"),
    [
        ("coherence", {}, "JA4 and HTTP/2 contradict each other", 3),
        ("coherence", {"of": "window:none sent"}, "WINDOW_UPDATE signal none sent", 1),
        ("coherence", {"of": "window:not recorded"}, "WINDOW_UPDATE signal not recorded", 1),
        ("coherence", {"of": "against:Chrome"}, "JA4 says Chrome, HTTP/2 contradicts it", 2),
        ("coherence", {"of": "pair:Chrome / Firefox"}, "JA4 / HTTP/2 say ` Chrome / Firefox `", 2),
        ("coherence", {"of": "h2:"}, "HTTP/2 says something that has no signature", 2),
        ("browsers", {}, "Neither a known browser nor a known bot", 3),
        ("browsers", {"of": "family:Chrome"}, "JA4 says Chrome", 4),
        ("browsers", {"of": "family:"}, "JA4 says no known browser", 4),
        ("browsers", {"of": "nonsense:Chrome"}, "Neither a known browser nor a known bot", 3),
    ],
)
def test_the_address_names_whose_sessions_are_shown(
    hour: Door, open_page: Open, page: str, query: Mapping[str, str], said: str, sessions: int
) -> None:
    app = open_page(page, **query)
    assert not app.exception
    assert f"**{said}** :gray[{sessions} session" in words(app)
    assert len(table(app, "contradiction")) == sessions


def test_a_class_that_nobody_is_in_says_so(hour: Door, open_page: Open) -> None:
    app = open_page("browsers", of="family:<b>Netscape</b>")
    assert not app.exception
    assert "No such session in the last hour" in words(app)
    assert "JA4 says ` <b>Netscape</b> `" in words(app)


def test_a_click_on_a_family_shows_its_sessions_and_the_way_back(hour: Door, open_page: Open) -> None:
    app = click(open_page("browsers"), "classes_family_browser_family", 1, "browser_family")
    assert not app.exception
    assert of(app, "of") == "family:"
    assert "JA4 says no known browser" in words(app)
    app = click(app, "classes_h2_h2_dict_family", 0, "sessions")
    assert of(app, "of").startswith("h2:"), "the click in the other table stays, and the newer one counts"
    app.button(key="drill_back").click().run()
    assert not app.exception
    assert "of" not in app.query_params
    assert "Neither a known browser nor a known bot" in words(app)


def test_families_by_http2_stand_beside_families_by_ja4(hour: Door, open_page: Open) -> None:
    app = open_page("browsers")
    by_ja4 = app.dataframe[0].value
    assert dict(zip(by_ja4["browser_family"], by_ja4["sessions"], strict=True)) == {
        "Chrome": 4,
        "no known browser": 4,
        "Firefox": 2,
    }
    by_http2 = table(app, "h2_dict_family")
    assert dict(zip(by_http2["h2_dict_family"], by_http2["sessions"], strict=True)) == {
        "Chrome": 3,
        "Firefox": 3,
        "no signature": 2,
        "Safari": 1,
    }


def test_the_selected_fingerprint_is_explained(door: Door, open_page: Open) -> None:
    send(door, CARRIED)
    app = open_page("signatures")
    assert not app.exception
    assert NEAR_CHROME in [code.value for code in app.code]
    assert "Nearest known signature: Chrome except INITIAL_WINDOW_SIZE 2097152." in words(app)
    assert "none: unknown" in words(app)
    app = open_page("signatures", h2=CHROME_H2)
    assert "Chrome, confidence 0.90, in use\nEdge, confidence 0.50, Chrome counts" in words(app)
    assert "3 sessions of 2 sources" in words(app)
    app = open_page("signatures", h2=BROKEN)
    assert not app.exception
    assert BROKEN in [code.value for code in app.code]
    app = open_page("signatures", h2="1:1|2|0|m,a,s,p")
    assert "not in the last hour" in words(app)


def test_a_click_selects_a_fingerprint(door: Door, open_page: Open) -> None:
    send(door, CARRIED)
    app = click(open_page("signatures"), "unknown_h2", 2, "fingerprint")
    assert not app.exception
    assert of(app, "h2") == BROKEN


def test_without_its_table_the_list_is_read_only(door: Door, open_page: Open) -> None:
    open_page("signatures")
    door.command("DROP TABLE {processing:Identifier}.browser_h2_signatures SETTINGS check_table_dependencies = 0", door.names())
    app = open_page("signatures")
    assert not app.exception
    assert "The table of signatures is not deployed" in words(app)
    assert "`dict_browser_h2`" in words(app)
    assert len(app.dataframe) >= 1


@pytest.mark.parametrize(
    ("page", "logs"),
    [
        ("fingerprints", ["fingerprints/groups"]),
        ("browsers", ["browsers/classes", "browsers/combinations"]),
        ("coherence", ["browsers/classes", "browsers/combinations"]),
        ("signatures", ["signatures/changes", "signatures/observed"]),
    ],
)
def test_a_page_reads_the_log_at_most_twice(
    hour: Door, open_page: Open, monkeypatch: pytest.MonkeyPatch, page: str, logs: list[str]
) -> None:
    """Trap 12: the view once, and the log once more where sessions are explained."""
    asked: list[str] = []
    read = Door.read

    def noted(self: Door, name: str, *args: Any, **kwargs: Any) -> pd.DataFrame:
        asked.append(name)
        return read(self, name, *args, **kwargs)

    monkeypatch.setattr(Door, "read", noted)
    monkeypatch.setattr(cache, "serving", lambda: True)
    assert not open_page(page).exception
    assert sorted(name for name in asked if name.startswith(("fingerprints/", "browsers/", "signatures/"))) == logs
    assert len(asked) <= 12, asked
