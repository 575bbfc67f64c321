"""Health of the detector, against cycles made by hand (operation 34; traps 4, 11, 14)."""

from __future__ import annotations

import math
from datetime import timedelta

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door, Order
from ja4dash.errors import QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import health
from ja4dash.scope import Scope, Window, between
from tests.sql.sample import NOW


def test_cycles_come_newest_first(detected: Door) -> None:
    frame = health.cycles(Scope())
    assert frame[["model_name", "features_valid"]].to_numpy().tolist() == [
        ["forest", 30],
        ["forest", 0],
        ["boosted", 0],
        ["forest", 7],
    ]
    assert frame["cycle_at"].is_monotonic_decreasing
    assert len(health.cycles(Scope(), limit=2)) == 2
    assert len(health.cycles(Scope(Window("30d")))) == 6


@pytest.mark.parametrize("column", health.SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_cycles_are_sorted_by_the_engine_and_paged(detected: Door, column: str, descending: bool) -> None:
    order = Order(column, descending)
    whole = health.extract(Scope(), 10, order=order)
    pages = [health.cycles(Scope(), 3, order=order, offset=offset) for offset in (0, 3)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)
    assert len(whole) == health.summary(Scope())["cycles"][0] == 4
    assert whole[column].is_monotonic_decreasing if descending else whole[column].is_monotonic_increasing


def test_the_latest_cycle_of_each_model_is_the_latest(detected: Door) -> None:
    """Trap 4: a table by model made from rows in descending order keeps the oldest."""
    cycles = health.cycles(Scope())
    naive = dict(zip(cycles["model_name"], cycles["features_valid"], strict=True))
    assert naive["forest"] == 7
    latest = health.latest(Scope()).set_index("model_name")
    assert latest["features_valid"].to_dict() == {"forest": 30, "boosted": 0, "retired": 0}
    assert latest["cycle_at"]["forest"] == pd.Timestamp("2026-11-22 14:00", tz="UTC")


def test_a_model_that_stopped_long_ago_is_not_forgotten(detected: Door) -> None:
    latest = health.latest(Scope()).set_index("model_name")
    assert latest["age_seconds"].to_dict() == {"forest": 309, "boosted": 7509, "retired": 21 * 86400 + 2 * 3600 + 309}


def test_the_state_in_one_row(detected: Door) -> None:
    row = health.summary(Scope()).iloc[0].to_dict()
    assert row == {
        "cycles": 4,
        "models": 2,
        "sessions": 400,
        "mean_anomaly_rate": pytest.approx(0.25),
        "mean_drift_rate": pytest.approx(0.0625),
        "mean_latency_ms": 1750.0,
        "longest_ms": 4000,
        "drift_alerts": 2,
        "last_cycle": pd.Timestamp("2026-11-22 14:00", tz="UTC"),
        "age_seconds": 309.0,
    }


def test_the_age_is_told_by_the_engines_clock(detected: Door) -> None:
    """Trap 14: by this host's clock the fixed data would be of any age."""
    later = Door(detected.settings, pool=detected.pool, clock=lambda: NOW + timedelta(hours=1))
    with db.use(later):
        assert health.summary(Scope())["age_seconds"][0] == 3549
        assert health.latest(Scope())["age_seconds"][0] == 3549


def test_an_old_last_cycle_is_told_although_the_window_has_none(detected: Door) -> None:
    """Trap 11: a detector that stopped must not look like one that never ran."""
    quiet = Scope(between(NOW - timedelta(days=10), NOW - timedelta(days=9)))
    row = health.summary(quiet).iloc[0]
    assert row["cycles"] == 0
    assert row["last_cycle"] == pd.Timestamp("2026-11-01 12:00", tz="UTC")
    assert math.isnan(row["mean_latency_ms"])


def test_never_is_no_number(door: Door) -> None:
    """Trap 11."""
    row = health.summary(Scope()).iloc[0]
    assert row[["cycles", "drift_alerts"]].tolist() == [0, 0]
    assert math.isnan(row["age_seconds"])
    assert row["last_cycle"].year == 1970
    for frame in (health.cycles(Scope()), health.latest(Scope())):
        assert frame.empty
        assert "cycle_latency_ms" in frame


def test_the_operation_answers_and_refuses_a_filter(detected: Door) -> None:
    run = OPERATIONS["health"].run
    assert run is not None
    found = run(Scope(), limit=1)
    assert isinstance(found, dict)
    assert {name: len(frame) for name, frame in found.items()} == {"summary": 1, "latest": 3, "cycles": 1}
    with pytest.raises(QueryError, match="no filter"):
        run(Scope().where("ip", "10.0.0.1"))
    with pytest.raises(QueryError):
        run(Scope(), limit=5001)
