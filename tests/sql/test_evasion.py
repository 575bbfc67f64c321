"""Evasion, against requests and detections made by hand (operations 25 to 28; traps 2, 3, 9, 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import evasion
from ja4dash.scope import Scope
from tests.sql import detected as by_hand
from tests.sql.detected import FULL, GO, RESUMED
from tests.sql.traffic import send

HOSTILE = "<script>alert(1)</script>=1+1"


def requests() -> list[dict[str, object]]:
    def many(count: int, **columns: object) -> list[dict[str, object]]:
        return [{"ago": 60 + place, **columns} for place in range(count)]

    rotating = [f"t13d15{10 + 3 * place}h2_8daaf6152771_{place:012x}" for place in range(6)]
    return [
        *many(30, src_ip="10.0.0.1", method="POST", path="/login"),
        *many(45, src_ip="2001:db8::1", method="POST", path="/wp-login.php", host="blog.example"),
        *many(19, src_ip="10.0.0.2", method="POST", path="/login"),
        *many(30, src_ip="10.0.0.3", method="GET", path="/login"),
        *(row for ja4 in (FULL, RESUMED) for row in many(50, src_ip="10.1.0.1", ja4=ja4)),
        *(row for ja4 in rotating for row in many(2, src_ip="10.1.0.2", ja4=ja4)),
        *(row for ja4 in (FULL, RESUMED, GO) for row in many(1, src_ip="2001:db8::2", ja4=ja4)),
        *(row for agent in ("a", "b", HOSTILE) for row in many(2, src_ip="10.2.0.1", ja4=GO, header_user_agent=agent)),
        *many(9, src_ip="10.2.0.2", ja4=GO, header_user_agent="a"),
        {"ago": 4000, "src_ip": "10.1.0.9", "ja4": FULL},
        {"ago": 4000, "src_ip": "10.1.0.9", "ja4": GO},
    ]


@pytest.fixture(scope="module")
def evading_door(file_door: Door) -> Door:
    """A door to requests of the last hour; the views look at the engine's own clock."""
    send(file_door, requests())
    by_hand.put(file_door, "ml_detected_anomalies", DETECTIONS)
    return file_door


DETECTIONS = [
    by_hand.session("20 10:00", "10.3.0.1", "CRITICAL", -0.75),
    by_hand.session("20 10:59", "10.3.0.1", "NORMAL", 0.5),
    by_hand.session("20 11:00", "10.3.0.1", "LOW", -0.125, ja4=GO, host="api.example"),
    by_hand.session("20 11:30", "10.3.0.1", "LOW", -0.125),
    *(by_hand.session("20 10:00", "10.3.0.2", "HIGH", -0.5) for _ in range(9)),
    by_hand.session("20 10:00", "2001:db8::3", "CRITICAL", -0.875),
]


@pytest.fixture
def evading(evading_door: Door) -> Iterator[Door]:
    """Answer from it."""
    with db.use(evading_door):
        yield evading_door


def test_who_hammers_a_form(evading: Door) -> None:
    frame = evasion.brute_force()
    assert frame[["ip", "host", "post_count", "distinct_paths"]].to_numpy().tolist() == [
        ["2001:db8::1", "blog.example", 45, 1],
        ["10.0.0.1", "shop.example", 30, 1],
    ]
    assert (frame["last_seen"] > frame["first_seen"]).all()
    assert str(frame["last_seen"].dtype) == "datetime64[s, UTC]"


def test_a_resumed_connection_is_no_rotation(evading: Door) -> None:
    """Counted naively, the browser with two JA4s rotates."""
    frame = evasion.ja4_rotation()
    assert frame[["ip", "distinct_ja4", "observed_ja4", "total_hits"]].to_numpy().tolist() == [
        ["10.1.0.2", 6, 6, 12],
        ["2001:db8::2", 2, 3, 3],
        ["10.1.0.1", 1, 2, 100],
    ]
    assert list(frame["ja4_list"][2]) == [FULL, RESUMED]


def test_many_user_agents_on_one_ja4(evading: Door) -> None:
    frame = evasion.ua_rotation()
    assert frame[["ip", "ja4", "distinct_ua_count", "total_requests"]].to_numpy().tolist() == [["10.2.0.1", GO, 3, 6]]
    assert list(frame["ua_samples"][0]) == [HOSTILE, "a", "b"]


def test_who_comes_back_counts_hours_not_rows(evading: Door) -> None:
    """Traps 2 and 3 for the worst of each."""
    frame = evasion.recurrence()
    assert frame[["ip", "recurrence", "worst_score", "worst_threat"]].to_numpy().tolist() == [
        ["10.3.0.1", 2, -0.75, "CRITICAL"],
        ["2001:db8::3", 1, -0.875, "CRITICAL"],
        ["10.3.0.2", 1, -0.5, "HIGH"],
    ]
    assert frame.iloc[0][["top_ja4", "top_host", "first_seen"]].tolist() == [
        FULL,
        "shop.example",
        pd.Timestamp("2026-11-20 10:00", tz="UTC"),
    ]


QUERIES = [evasion.brute_force, evasion.ja4_rotation, evasion.ua_rotation, evasion.recurrence]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query.__name__))
def test_a_limit_holds_and_is_bounded(evading: Door, query: Callable[..., pd.DataFrame]) -> None:
    assert len(query(limit=1)) == 1
    for limit in (0, 501):
        with pytest.raises(QueryError) as caught:
            query(limit=limit)
        assert caught.value.category is Category.PARAMETER


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    for query in QUERIES:
        frame = query()
        assert frame.empty
        assert "ip" in frame
    assert evasion.ja4_rotation().dtypes["distinct_ja4"] == "int64"


@pytest.mark.parametrize("name", ["brute-force", "ja4-rotation", "ua-rotation", "recurrence"])
def test_operations_answer_and_refuse_filters_that_would_not_hold(evading: Door, name: str) -> None:
    run = OPERATIONS[name].run
    assert run is not None
    assert len(run(Scope(), limit=1)) == 1
    for scope in (Scope().over("7d"), Scope().where("country", "DE")):
        with pytest.raises(QueryError, match="no other window or filter"):
            run(scope)
