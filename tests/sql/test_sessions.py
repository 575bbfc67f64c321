"""Busiest sessions and how features spread, against requests made by hand (operation 12; traps 9 and 12)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from ja4dash import db, statement
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import sessions
from ja4dash.scope import Scope, Window
from tests.sql.sample import CHROME, CHROME_JA4
from tests.sql.traffic import send

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
MODERN = {
    "header_sec_ch_ua": '"Chromium";v="131"',
    "header_sec_fetch_mode": "navigate",
    "header_accept_language": "de",
    "header_accept_encoding": "gzip, br",
    "http_version": "HTTP/2.0",
}


@pytest.fixture(scope="module")
def hour_door(file_door: Door) -> Door:
    send(
        file_door,
        [
            {"src_ip": "10.0.0.80", "ago": 300, "src_country_code": "FR"},
            *({"src_ip": "10.0.0.9", "ago": 300, "path": f"/a/{number}", "host": "b.example"} for number in range(5)),
            *({"src_ip": "10.0.0.9", "ago": 300, "path": f"/a/{number}", "host": "a.example"} for number in range(5)),
            *({"src_ip": "2001:db8::1", "ago": ago, "header_accept_language": "de"} for ago in (300, 360)),
            *({"src_ip": "10.0.0.2", "ago": ago} for ago in (300, 399)),
            *({"src_ip": "10.0.0.3", "ago": 300, "ja4": CHROME_JA4, "header_user_agent": CHROME} | MODERN for _ in range(7)),
            *({"src_ip": "10.0.0.3", "ago": 300, "ja4": CHROME_JA4, "header_user_agent": FIREFOX} | MODERN for _ in range(3)),
        ],
    )
    return file_door


@pytest.fixture
def hour(hour_door: Door) -> Iterator[Door]:
    with db.use(hour_door):
        yield hour_door


def bins(frame: pd.DataFrame, feature: str) -> dict[tuple[float, float], int]:
    """Bins of a feature that hold sessions."""
    part = frame[(frame["feature"] == feature) & (frame["sessions"] > 0)]
    return {(low, high): count for low, high, count in part[["low", "high", "sessions"]].itertuples(index=False)}


def test_busiest_first_and_equals_in_a_fixed_order(hour: Door) -> None:
    """Trap 9: addresses are ordered as numbers, so 10.0.0.9 stands before 10.0.0.80."""
    frame, _ = sessions.busiest(Scope())
    assert frame[["ip", "host", "hits"]].to_numpy().tolist() == [
        ["10.0.0.3", "shop.example", 10],
        ["10.0.0.9", "a.example", 5],
        ["10.0.0.9", "b.example", 5],
        ["10.0.0.2", "shop.example", 2],
        ["2001:db8::1", "shop.example", 2],
        ["10.0.0.80", "shop.example", 1],
    ]
    assert set(sessions.FEATURES) <= set(frame.columns)
    first = frame.iloc[0]
    assert (first["browser_family"], first["modern_browser_score"]) == ("Chrome", 100)
    assert first["fingerprint_coherence_score"] == pytest.approx(0.7 + 0.3 / 3, abs=1e-6)


def test_histograms_by_hand(hour: Door) -> None:
    _, spread = sessions.busiest(Scope())
    assert bins(spread, "hits") == {(1, 2): 1, (2, 5): 2, (5, 10): 2, (10, 20): 1}
    assert bins(spread, "hit_velocity") == {(0.02, 0.05): 2, (1, 2): 1, (5, 10): 2, (10, 20): 1}
    assert bins(spread, "fuzzing_index") == {(1, 2): 4, (5, 10): 2}
    assert bins(spread, "temporal_entropy") == {(0, 0.1): 4, (0.1, 0.2): 2}
    assert bins(spread, "modern_browser_score") == {(0, 10): 4, (20, 30): 1, (90, 100): 1}
    assert bins(spread, "fingerprint_coherence_score") == {(0.8, 0.9): 1, (0.9, 1): 5}


def test_an_edge_belongs_to_the_bin_above_it(hour: Door) -> None:
    """2 requests in 100 seconds are 0.02 a second, which as a Float32 lies below 0.02."""
    frame, spread = sessions.busiest(Scope().where("ip", "10.0.0.2"))
    assert float(frame["hit_velocity"].iloc[0]) < 0.02
    assert bins(spread, "hit_velocity") == {(0.02, 0.05): 1}


def test_bins_touch_and_show_the_empty_ones_between(hour: Door) -> None:
    _, spread = sessions.busiest(Scope())
    assert list(dict.fromkeys(spread["feature"])) == [
        "hits",
        "hit_velocity",
        "fuzzing_index",
        "temporal_entropy",
        "modern_browser_score",
        "fingerprint_coherence_score",
    ]
    for feature, part in spread.groupby("feature"):
        assert part["sessions"].sum() == 6, feature
        assert part["high"].tolist()[:-1] == part["low"].tolist()[1:], feature
    assert (spread["feature"] == "temporal_entropy").sum() == 10
    assert (spread["feature"] == "hit_velocity").sum() == 9, "from 0.02 to 20: open scales end where the sessions end"


def test_the_histograms_are_of_all_sessions_not_of_the_busiest(hour: Door) -> None:
    frame, spread = sessions.busiest(Scope(), limit=2)
    assert (len(frame), frame["total"].iloc[0]) == (2, 6)
    assert spread.groupby("feature")["sessions"].sum().unique().tolist() == [6]


def test_filters_hold_for_both(hour: Door) -> None:
    frame, spread = sessions.busiest(Scope().where("country", "FR"))
    assert frame["ip"].tolist() == ["10.0.0.80"]
    assert bins(spread, "hits") == {(1, 2): 1}


def test_none_is_empty_with_its_columns(door: Door) -> None:
    frame, spread = sessions.busiest(Scope())
    assert frame.empty
    assert spread.empty
    assert list(spread.columns) == ["feature", "low", "high", "sessions"]
    assert {"ip", *sessions.FEATURES} <= set(frame.columns)


def test_one_reading_answers_both() -> None:
    """Trap 12."""
    assert statement.text("sessions/busiest").count("view_ai_features_1h") == 1


def test_the_operation_places_sessions_by_the_chosen_features(hour: Door) -> None:
    run = OPERATIONS["behavior"].run
    assert run is not None
    found = run(Scope(), x="hits", y="fuzzing_index", colour="bot_name", limit=3)
    assert isinstance(found, dict)
    assert list(found) == ["sessions", "histograms"]
    assert found["sessions"][["x", "y", "colour"]].to_numpy().tolist() == [[10, 1, ""], [5, 5, ""], [5, 5, ""]]


@pytest.mark.parametrize("wrong", [{"x": "ip"}, {"y": "hits; DROP TABLE x"}, {"colour": "country_code"}, {"limit": 0}])
def test_what_is_no_feature_is_refused(hour: Door, wrong: dict[str, object]) -> None:
    run = OPERATIONS["behavior"].run
    assert run is not None
    with pytest.raises(QueryError) as caught:
        run(Scope(), **wrong)
    assert caught.value.category is Category.PARAMETER


@pytest.mark.parametrize("name", ["behavior", "features", "geo"])
def test_another_window_is_refused(hour: Door, name: str) -> None:
    run = OPERATIONS[name].run
    assert run is not None
    with pytest.raises(QueryError, match="always looks at the last hour"):
        run(Scope(Window("24h")))
