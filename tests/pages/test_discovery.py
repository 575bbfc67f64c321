"""Discovery and First seen on screen: filters, the chosen profile, and a collector that counts otherwise."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ja4dash import statement
from ja4dash.db import Door
from ja4dash.words import percent
from tests.pages.conftest import Open, words
from tests.sql.sample import CHROME, CHROME_H2, CHROME_JA4
from tests.sql.traffic import send, send_captured

UNKNOWN = "t13d0404h2_111111111111_222222222222"
HOSTILE = "**b** ![x](http://203.0.113.9/x) `y`"


def profiles(door: Door) -> None:
    known = {"ja4": CHROME_JA4, "h2_fingerprint": CHROME_H2, "header_user_agent": CHROME}
    strange = {"ja4": UNKNOWN, "header_user_agent": HOSTILE, "header_sec_ch_ua": HOSTILE}
    send(door, [*[known] * 30, *[strange] * 12, {"ja4": ""}, {"ja4": "t13d0505h2_111111111111_222222222222"}])


def explained(app: AppTest) -> list[str]:
    """Texts of the profile in detail; statements of "how this was asked" are none."""
    return [str(code.value) for code in app.code if "SELECT" not in str(code.value)]


def test_only_what_was_chosen_is_listed(open_page: Open, door: Door) -> None:
    profiles(door)
    app = open_page("discovery")
    assert app.dataframe[1].value["ja4"].tolist() == [CHROME_JA4, UNKNOWN]
    for query, listed in (
        ({"lists": "unknown"}, [UNKNOWN]),
        ({"lists": "known"}, [CHROME_JA4]),
        ({"agents": "Other"}, [UNKNOWN]),
        ({"agents": "Firefox"}, []),
    ):
        app = open_page("discovery")
        if "lists" in query:
            app.segmented_control(key="lists").set_value(query["lists"])
        else:
            app.selectbox(key="agents").set_value(query["agents"])
        app.run()
        assert not app.exception
        shown = [frame.value["ja4"].tolist() for frame in app.dataframe if "ja4" in frame.value and "hits" in frame.value]
        assert shown == ([listed] if listed else [])
    assert "No JA4 with so many requests" in words(app)


def test_what_is_in_no_profile_is_said(open_page: Open, door: Door) -> None:
    profiles(door)
    assert f"In no profile: 1 request ({percent(1, 44)}) without a JA4." in words(open_page("discovery"))


def test_the_clicked_row_is_explained_as_text(open_page: Open, door: Door) -> None:
    profiles(door)
    app = open_page("discovery")
    assert explained(app)[0] == CHROME_JA4
    app.session_state["profiles"] = {"selection": {"rows": [], "columns": [], "cells": [[1, "hits"]]}}
    app.run()
    assert not app.exception
    assert explained(app)[0] == UNKNOWN
    assert explained(app).count(HOSTILE) == 2
    assert HOSTILE not in "\n".join(str(element.value) for kind in (app.markdown, app.caption) for element in kind)


def test_few_reads_of_the_log_a_page(open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    send_captured(door)
    asked: list[str] = []
    read = Door.read

    def noted(self: Door, name: str, *rest: Any, **more: Any) -> pd.DataFrame:
        asked.append(name)
        return read(self, name, *rest, **more)

    monkeypatch.setattr(Door, "read", noted)
    for page, wanted in (
        ("discovery", ["discovery/profiles", "discovery/sources"]),
        ("novelty", ["novelty/extensions", "novelty/fingerprints", "novelty/sources"]),
    ):
        asked.clear()
        open_page(page)
        header = {"status/freshness", "status/engine", "status/simulated"}
        assert sorted(name for name in asked if "http_logs" in statement.text(name) and name not in header) == wanted
        assert len(asked) <= 12


def test_a_collector_fault_is_told_from_an_attack(open_page: Open, door: Door) -> None:
    send(
        door,
        [
            {"ja4": f"t13d{10 + n}{12 + (2 if hour < 4 else 0)}h2_{n:012x}_{'a' * 12}", "ago": hour * 3600 + 60}
            for n in range(5)
            for hour in range(10)
            for _ in range(20)
        ],
    )
    app = open_page("novelty")
    assert not app.exception
    said = words(app)
    assert "**Collector fault, not an attack.**" in said
    assert "5 TLS stacks" in said
    assert "2 more extensions" in said or "have 2 more extensions" in said.replace("  ", " ")
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert spec["mark"]["type"] == "line"


def test_a_log_that_begins_in_the_window_is_said(open_page: Open, door: Door) -> None:
    send_captured(door)
    app = open_page("novelty")
    assert "The request log begins in this window" in words(app)
    assert "Collector fault" not in words(app)
    send(door, [{"ja4": CHROME_JA4, "ago": 3 * 86_400}])
    assert "The request log begins in this window" not in words(open_page("novelty"))
