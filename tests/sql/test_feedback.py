"""Feedback, against decisions made by hand (operations 36 to 38; traps 1, 2, 7, 9, 11)."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import feedback
from ja4dash.scope import Scope, Window


def naive(door: Door, sql: str) -> pd.DataFrame:
    return door.query(sql, {"processing": door.settings.processing_db})


def test_the_latest_decision_of_an_address_counts(detected: Door) -> None:
    """Trap 7: counted by row, there is a legitimate address too many."""
    rows = naive(detected, "SELECT classification, count() AS n FROM {processing:Identifier}.soc_feedback GROUP BY 1")
    assert dict(zip(rows["classification"], rows["n"], strict=True)) == {"legitimate": 1, "bot": 2, "suspicious": 1}
    assert feedback.stats().to_dict("records") == [
        {"classification": "bot", "addresses": 2, "all_addresses": 3, "decisions": 4},
        {"classification": "suspicious", "addresses": 1, "all_addresses": 3, "decisions": 4},
    ]


def test_suggested_are_those_without_a_decision(detected: Door) -> None:
    """Trap 1: a left join that looks for NULL finds nobody."""
    joined = naive(
        detected,
        "SELECT count() AS n FROM {processing:Identifier}.ml_detected_anomalies AS d"
        " LEFT JOIN {processing:Identifier}.soc_feedback AS f ON d.src_ip = f.src_ip"
        " WHERE f.src_ip IS NULL AND d.detected_at >= '2026-11-19 14:06:00'",
    )
    assert joined["n"][0] == 0
    frame = feedback.suggested(Scope(Window("7d")))
    assert "10.1.0.1" not in set(frame["ip"])
    assert "10.9.0.1" not in set(frame["ip"])
    assert "2001:db8:1::1" not in set(frame["ip"])
    assert {"10.1.0.2", "2001:db8:1::2", "10.4.0.1"} <= set(frame["ip"])


def test_suggested_are_worst_first(detected: Door) -> None:
    """Trap 2."""
    frame = feedback.suggested(Scope())
    assert frame["ip"].tolist() == ["10.1.0.4", "10.4.0.1", "10.4.0.2", "2001:db8:1::2", "10.1.0.2"]
    assert frame["worst_level"].tolist() == ["HIGH"] * 4 + ["LOW"]
    assert feedback.suggested(Scope(), limit=1)["ip"].tolist() == ["10.1.0.4"]


def test_a_suggestion_says_why(detected: Door) -> None:
    row = feedback.suggested(Scope().where("ip", "10.1.0.2")).iloc[0]
    assert row.to_dict() == {
        "ip": "10.1.0.2",
        "worst_level": "LOW",
        "worst_score": -0.0625,
        "detections": 1,
        "first_seen": pd.Timestamp("2026-11-22 10:00", tz="UTC"),
        "last_seen": pd.Timestamp("2026-11-22 10:00", tz="UTC"),
        "ja4": "t13d1517h2_8daaf6152771_cb7bf5808d99",
        "host": "shop.example",
        "asn_number": 64500,
        "asn_org": "Example Hosting",
        "country_code": "DE",
        "bot_name": "",
        "campaign_id": 0,
        "reason": "campaign 0",
        "lapsed": "",
        "waiting": 1,
    }


def test_decisions_come_newest_first_and_say_which_one_counts(detected: Door) -> None:
    """Trap 9: the mapped spelling is the same address."""
    frame = feedback.newest()
    assert frame[["ip", "classification", "comment", "analyst", "counts"]].to_numpy().tolist() == [
        ["2001:db8:1::1", "suspicious", "<b>", "", 1],
        ["10.1.0.1", "bot", "it's", "a", 1],
        ["10.1.0.1", "legitimate", "=1+1", "", 0],
        ["10.9.0.1", "bot", "", "", 1],
    ]
    assert len(feedback.newest(limit=2)) == 2


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_bounds_is_refused(detected: Door, limit: int) -> None:
    with pytest.raises(QueryError) as caught:
        feedback.newest(limit=limit)
    assert caught.value.category is Category.PARAMETER
    with pytest.raises(QueryError):
        feedback.suggested(Scope(), limit=limit)


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    for frame in (feedback.stats(), feedback.suggested(Scope()), feedback.newest()):
        assert frame.empty
        assert len(frame.columns) >= 4


def test_operations_answer(detected: Door) -> None:
    run = {name: operation.run for name, operation in OPERATIONS.items()}
    assert len(run["classify-stats"]()) == 2  # type: ignore[misc]
    assert len(run["suggested"](Scope(), limit=2)) == 2  # type: ignore[misc]
    assert len(run["classifications"](limit=3)) == 3  # type: ignore[misc]
