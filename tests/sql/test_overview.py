"""Overview, against the fixed data counted by hand (operations 1 to 3; traps 2, 3, 11, 13, 14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from ja4dash import db, severity
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import overview
from ja4dash.scope import Scope, Window
from tests.sql.sample import NOW, A, B, C


def naive(door: Door, expression: str, where: str = "1") -> object:
    """What one expression over the detections of the last day says."""
    sql = (
        f"SELECT {expression} AS x FROM {{processing:Identifier}}.ml_detected_anomalies"
        f" WHERE detected_at >= '2026-11-21 14:06:00' AND detected_at < '2026-11-22 14:06:00' AND {where}"
    )
    return door.query(sql, {"processing": door.settings.processing_db})["x"][0]


def test_key_figures_beside_the_period_before(sampled: Door) -> None:
    assert overview.totals(Scope()).to_dict("records") == [
        {
            "requests": 9,
            "requests_before": 2,
            "sessions": 5,
            "sessions_before": 1,
            "detections": 6,
            "detections_before": 1,
            "sources": 3,
            "sources_before": 1,
            "critical": 1,
            "critical_before": 0,
            "high": 1,
            "high_before": 1,
            "browsers": 2,
            "browsers_before": 1,
        }
    ]


def test_key_figures_follow_the_filters_in_all_three_tables(sampled: Door) -> None:
    totals = overview.totals(Scope().where("country", "FR")).iloc[0]
    assert (totals["requests"], totals["sessions"], totals["detections"], totals["sources"]) == (2, 0, 2, 1)
    totals = overview.totals(Scope().where("level", "HIGH")).iloc[0]
    assert (totals["requests"], totals["sessions"], totals["detections"], totals["sources"]) == (2, 1, 1, 1)


def test_hours_without_anything_are_zero_and_hours_add_up(sampled: Door) -> None:
    hours, totals = overview.per_hour(Scope()), overview.totals(Scope()).iloc[0]
    assert list(hours["hour"]) == list(pd.date_range("2026-11-21 14:00", "2026-11-22 14:00", freq="h", tz="UTC"))
    for figure in ("requests", "sessions", "detections", "critical", "high", "browsers"):
        assert hours[figure].sum() == totals[figure], figure
    at_nine = hours[hours["hour"] == "2026-11-22 09:00:00+00:00"].iloc[0]
    assert at_nine.drop("hour").to_dict() == {
        "requests": 2,
        "sessions": 0,
        "detections": 1,
        "sources": 1,
        "critical": 0,
        "high": 0,
        "browsers": 0,
    }


def test_a_source_counts_once_in_a_window_however_many_hours_saw_it(sampled: Door) -> None:
    """Trap 13."""
    assert overview.per_hour(Scope())["sources"].sum() == 5
    assert overview.totals(Scope())["sources"][0] == 3


def test_levels_come_worst_first_and_unknown_ones_are_shown(sampled: Door) -> None:
    levels = overview.levels(Scope())
    assert list(levels["threat_level"]) == ["CRITICAL", "HIGH", "MEDIUM", "ODD", "NORMAL", "KNOWN_BOT"]
    assert list(levels["detections"]) == [1] * 6
    assert list(levels["worst_score"]) == [-0.75, -0.5, -0.25, -0.125, 0.5, 0.0]


def test_top_sources_are_ranked_by_count_and_their_worst_is_by_severity(sampled: Door) -> None:
    """Traps 2 and 3: the alphabet says NORMAL, and the greatest score is the best one."""
    assert naive(sampled, "max(threat_level)", f"src_ip = toIPv6('{A}')") == "NORMAL"
    assert naive(sampled, "max(anomaly_score)", f"src_ip = toIPv6('{A}')") == 0.5
    top = overview.top_sources(Scope())
    assert list(top["ip"]) == [A, B, C]
    assert list(top["detections"]) == [3, 2, 1]
    assert list(top["worst_level"]) == ["CRITICAL", "HIGH", "KNOWN_BOT"]
    assert list(top["worst_score"]) == [-0.75, -0.5, 0.0]
    assert list(top["asn_number"]) == [64500, 64501, 0]
    assert list(top["country_code"]) == ["DE", "FR", ""]
    assert overview.top_sources(Scope(), limit=1)["ip"].tolist() == [A]


def test_what_is_worst_follows_the_direction_of_the_scores(sampled: Door) -> None:
    turned = Door(sampled.settings.model_copy(update={"score_direction": "higher"}), pool=sampled.pool, clock=lambda: NOW)
    with db.use(turned):
        assert list(overview.top_sources(Scope())["worst_score"]) == [0.5, -0.125, 0.0]


def test_every_level_has_every_hour(sampled: Door) -> None:
    timeline = overview.timeline_detail(Scope())
    assert len(timeline) == 25 * (len(severity.LEVELS) + 1)
    assert timeline.groupby("threat_level")["detections"].sum().to_dict() == {
        **dict.fromkeys(("CRITICAL", "HIGH", "MEDIUM", "NORMAL", "KNOWN_BOT", "ODD"), 1),
        "LOW": 0,
        "LEGITIMATE_BROWSER": 0,
    }
    critical = timeline[timeline["threat_level"] == "CRITICAL"].set_index("hour")["detections"]
    assert critical[critical > 0].to_dict() == {pd.Timestamp("2026-11-22 13:00", tz="UTC"): 1}
    assert list(dict.fromkeys(timeline["threat_level"])) == sorted(timeline["threat_level"].unique(), key=severity.rank)


def test_models_and_families_count_scored_sessions(sampled: Door) -> None:
    models, families = overview.models(Scope()), overview.families(Scope())
    assert models[["model_name", "sessions"]].to_numpy().tolist() == [["forest", 4], ["boosted", 1]]
    assert families.to_numpy().tolist() == [["Chrome", 2], ["Firefox", 2], ["", 1]]


def test_alerts_are_the_newest_of_three_levels(sampled: Door) -> None:
    alerts = overview.alerts(Scope())
    assert alerts[["ip", "threat_level"]].to_numpy().tolist() == [[A, "CRITICAL"], [B, "HIGH"], [C, "KNOWN_BOT"]]
    assert alerts["detected_at"][0] == pd.Timestamp("2026-11-22 13:00", tz="UTC")
    assert alerts.iloc[0][["campaign_id", "reason", "asn_org"]].tolist() == [12, "many paths", "Example Hosting"]
    assert len(overview.alerts(Scope(), limit=1)) == 1
    assert overview.alerts(Scope().where("bot", "Bot_%"))["ip"].tolist() == [C]


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_out_of_bounds_is_refused(limit: int) -> None:
    with pytest.raises(QueryError) as caught:
        overview.alerts(Scope(), limit=limit)
    assert caught.value.category is Category.PARAMETER


def test_the_window_is_the_engines_and_says_so(sampled: Door) -> None:
    """Trap 14."""
    frame = overview.alerts(Scope())
    assert frame.attrs["until"] == datetime(2026, 11, 22, 14, 6, tzinfo=UTC)
    assert frame.attrs["since"] == frame.attrs["until"] - timedelta(hours=24)
    assert str(frame["detected_at"].dtype) == "datetime64[s, UTC]"
    assert overview.totals(Scope(Window("30d")))["detections"][0] == 8


def test_empty_is_zero_and_keeps_its_columns(door: Door) -> None:
    """Trap 11: nothing happened is an answer."""
    assert overview.totals(Scope()).to_numpy().sum() == 0
    assert overview.per_hour(Scope())["requests"].tolist() == [0] * 25
    for frame in (overview.levels(Scope()), overview.top_sources(Scope()), overview.alerts(Scope())):
        assert frame.empty
        assert "threat_level" in frame or "worst_level" in frame


def test_what_is_not_deployed_is_no_empty_answer(empty_door: Door) -> None:
    """Trap 11: and a failure is not."""
    for query in (overview.totals, overview.levels, overview.alerts):
        with pytest.raises(QueryError) as caught:
            query(Scope())
        assert caught.value.category is Category.MISSING
