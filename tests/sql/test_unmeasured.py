"""What a detector could not compute (NaN), and the greatest campaign number: the rest still has a mean and a worst."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.queries import campaigns, health, ja4, models
from ja4dash.scope import LAST_CAMPAIGN, Scope
from tests.sql.detected import FULL, put, session
from tests.sql.sample import NOW

UNMEASURED = {"anomaly_score": math.nan, "hit_velocity": math.nan, "fuzzing_index": math.nan, "post_ratio": math.nan}
MEASURED = {"anomaly_score": -0.25, "hit_velocity": 2.0, "fuzzing_index": 3.0, "post_ratio": 0.5}
ROWS = [
    session("22 13:00", "10.0.0.1", "LOW") | UNMEASURED,
    session("22 13:10", "10.0.0.1", "HIGH") | MEASURED,
    session("22 13:20", "10.0.0.2", "LOW") | UNMEASURED,
]


@pytest.fixture
def unmeasured(door: Door) -> Iterator[Door]:
    """Three sessions of which one was measured, and two cycles of which one was."""
    put(door, "ml_detected_anomalies", [row | {"campaign_id": LAST_CAMPAIGN} for row in ROWS])
    put(door, "ml_all_scores", ROWS)
    rates = {"anomaly_rate": math.nan, "drift_rate": math.nan}, {"anomaly_rate": 0.25, "drift_rate": 0.5}
    put(
        door,
        "ml_performance_metrics",
        [{"cycle_at": "2026-11-22 13:00:00", "model_name": "forest", **measured} for measured in rates],
    )
    with db.use(Door(door.settings, pool=door.pool, clock=lambda: NOW)) as frozen:
        yield frozen


def test_a_mean_is_of_what_was_measured(unmeasured: Door) -> None:
    means = ["mean_score", "worst_score", "mean_velocity", "mean_fuzzing", "mean_post_ratio"]
    for frame in (campaigns.listing(Scope()), campaigns.profile(LAST_CAMPAIGN, Scope())):
        assert frame[["members", "detections", *means]].to_numpy().tolist() == [[2, 3, -0.25, -0.25, 2.0, 3.0, 0.5]]
    one = ja4.profile(FULL, Scope())
    assert one[["sessions", "mean_score", "worst_score", "mean_velocity"]].iloc[0].tolist() == [3, -0.25, -0.25, 2.0]
    hours = models.timeline(Scope())
    assert hours[hours["sessions"] > 0][["sessions", "mean_score"]].to_numpy().tolist() == [[3, -0.25]]
    assert health.summary(Scope())[["cycles", "mean_anomaly_rate", "mean_drift_rate"]].iloc[0].tolist() == [2, 0.25, 0.5]


def test_nothing_measured_is_no_number(unmeasured: Door) -> None:
    members = campaigns.members(LAST_CAMPAIGN, Scope()).set_index("ip")[["fuzzing_index", "post_ratio", "worst_score"]]
    assert members.loc[["10.0.0.1"]].to_numpy().tolist() == [[3.0, 0.5, -0.25]]
    assert members.loc[["10.0.0.2"]].isna().all(axis=None)
    only = campaigns.listing(Scope().where("ip", "10.0.0.2"))
    assert only["members"].tolist() == [1]
    assert only[["mean_score", "worst_score"]].isna().all(axis=None)
    assert "anomaly_score" not in campaigns.difference(LAST_CAMPAIGN, Scope())["dimension"].tolist()
