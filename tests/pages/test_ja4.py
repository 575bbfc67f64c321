"""The page of one JA4: which one, what is said of one that is none or was never seen, how much is asked of the engine."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from ja4dash import statement
from ja4dash.db import Door
from tests.pages.conftest import Open, See, words
from tests.sql.detected import FULL, RESUMED
from tests.sql.traffic import send

UNSEEN = "t13d0203h2_aaaaaaaaaaaa_bbbbbbbbbbbb"
HOSTILE = "<img src=x onerror=alert(1)> **b** `c` $d$ :material/home:"


def test_without_one_the_busiest_are_offered_and_a_click_opens_one(look: Open) -> None:
    app = look("ja4")
    assert "Type a JA4, or pick one below." in words(app)
    busiest = app.dataframe[0].value
    assert busiest["requests"].is_monotonic_decreasing
    app.session_state["busiest"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "ja4")]}}
    app.run()
    assert not app.exception
    assert app.text_input(key="ja4_field").value == busiest["ja4"].iloc[0]
    assert "If it were blocked" in words(app)


def test_who_carries_it_in_one_sentence(open_page: Open, door: Door) -> None:
    agents = {"10.0.0.1": "curl/8.0", "10.0.0.2": "curl/8.1", "2001:db8::1": "Wget/1.21"}
    send(door, [{"src_ip": ip, "ja4": UNSEEN, "header_user_agent": agent, "src_asn": 64500} for ip, agent in agents.items()])
    said = words(open_page("ja4", ja4=UNSEEN))
    assert "3 requests from 3 sources in 1 network, saying they are curl and Wget." in said
    assert "Nobody has decided about any of these sources." in said
    assert "In 100 % of the requests nothing contradicts itself." in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>", "A JA4 has three parts with an underscore between them; this has 1 part."),
        ("771,4865-4866,0-23", "This looks like the raw form (JA4_r)"),
        ("abc", "A JA4 has three parts with an underscore between them; this has 1 part."),
        ("x13d1516h2_8daaf6152771_02713d6af862", "The first character tells the protocol and is t, q or d."),
        ("cd08e31494f9531f560d64c695473da9", "This looks like a JA3"),
    ],
)
def test_why_a_text_is_none_is_said(open_page: Open, door: Door, text: str, why: str) -> None:
    app = open_page("ja4", ja4=text)
    assert not app.exception
    assert why in words(app)
    assert app.text_input(key="ja4_field").value == text


def test_one_that_is_malformed_but_sent_is_shown(open_page: Open, door: Door) -> None:
    send(door, [{"ja4": "unknown_client"}])
    said = words(open_page("ja4", ja4="unknown_client"))
    assert "this has 2 parts" in said
    assert "1 request from 1 source" in said


def test_one_that_was_never_seen_says_so_once_and_shows_its_relatives(open_page: Open, door: Door) -> None:
    send(door, [{"ja4": f"t13d0203h2_aaaaaaaaaaaa_{'c' * 12}"}])
    app = open_page("ja4", ja4=UNSEEN)
    said = words(app)
    assert not app.exception
    assert "No request with this JA4 in the last 24 h, no scored session in the last 7 d" in said
    assert "It was never scored" in said
    assert "If it were blocked" not in said
    assert "same part a and b" in app.dataframe[-1].value["relation"].tolist()


def test_it_keeps_the_scope_and_leads_on(open_page: Open, door: Door) -> None:
    send(door, [{"ja4": FULL, "src_country_code": "DE"}, {"ja4": FULL, "src_country_code": "FR"}])
    app = open_page("ja4", ja4=FULL, window="7d", country="DE")
    assert "Last 7 d, country DE" in words(app)
    assert "1 request from 1 source" in words(app)
    ways = [link.proto for link in app.get("page_link") if link.proto.label.endswith(" with it")]
    assert {way.label for way in ways} == {"Requests with it", "Detections with it", "Scores with it"}
    assert all("window=7d" in way.query_string and "country=DE" in way.query_string for way in ways)
    assert all(f"ja4={FULL}" in way.query_string for way in ways)


def test_siblings_are_told_apart_from_other_relatives(seen: See) -> None:
    app = seen("ja4", ja4=FULL).app
    said = words(app)
    assert "Its probable siblings, the same clients resuming their connections or not, sent" in said
    related = next(frame.value for frame in app.dataframe if "relation" in frame.value)
    assert related.set_index("ja4").loc[RESUMED, "relation"] == "probably the resumed handshake, 1 extension more"


@pytest.mark.parametrize("detail", ["Detections", "Scores", "Requests", "Sessions"])
def test_how_much_is_asked_of_the_engine(look: Open, everything: Door, monkeypatch: pytest.MonkeyPatch, detail: str) -> None:
    """Opening the page and choosing a kind of rows: at most twelve statements, and the log at most twice."""
    asked: list[str] = []
    read = everything.read

    def noted(name: str, *given: Any, **named: Any) -> pd.DataFrame:
        asked.append(name)
        return read(name, *given, **named)

    monkeypatch.setattr(everything, "read", noted)
    app = look("ja4", ja4=FULL)
    app.segmented_control(key="detail").set_value(detail).run()
    assert not app.exception
    own = [name for name in asked if name.startswith("ja4/")]
    assert len(own) == len(set(own)) == (5 if detail in ("Detections", "Scores") else 6)
    assert len(set(asked)) <= 12
    of_log = {name for name in own if re.search(r"http_logs|view_ai_features", statement.text(name))}
    assert of_log == {"ja4/observed"} | {"Requests": {"ja4/requests"}, "Sessions": {"ja4/features"}}.get(detail, set())


def test_what_an_attacker_wrote_is_never_markup(open_page: Open, door: Door) -> None:
    row = dict.fromkeys(("header_user_agent", "host", "path", "header_sec_ch_ua", "tls_alpn", "h2_fingerprint"), HOSTILE)
    send(door, [{"ja4": FULL, **row}] * 2)
    app = open_page("ja4", ja4=FULL)
    assert not app.exception
    marked = [str(element.value) for kind in (app.title, app.markdown, app.caption, app.metric) for element in kind]
    assert not [text for text in marked if "<img" in text]
