"""Answers of the package beside a second count in pandas, over random and hostile rows, scores counted both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ja4dash import db, severity
from ja4dash.db import Door
from ja4dash.pool import Pool
from ja4dash.queries import campaigns, detections, evasion, ja4, models, overview
from ja4dash.schema import migrate
from ja4dash.scope import Scope
from tests.conftest import fresh_settings
from tests.sql import recount
from tests.sql.detected import put
from tests.sql.recount import JA4S, frame, rows, same, table, within, worst, worst_level
from tests.sql.sample import NOW

FOUND, SCORED = rows(700, 30), rows(700, 7, seed=recount.SEED + 1)
DETECTIONS = frame(FOUND)
SCORES = frame(SCORED)


@pytest.fixture(scope="module", params=["lower", "higher"])
def examined_door(request: pytest.FixtureRequest, engine_dir: Path, engine_pool: Pool) -> Door:
    """A door to the random rows, for either direction of the scores."""
    settings = fresh_settings(engine_dir).model_copy(update={"score_direction": request.param})
    made = Door(settings, pool=engine_pool, clock=lambda: NOW)
    assert migrate(made).complete
    put(made, "ml_detected_anomalies", FOUND)
    put(made, "ml_all_scores", [{name: value for name, value in row.items() if name != "campaign_id"} for row in SCORED])
    return made


@pytest.fixture
def sign(examined_door: Door) -> Iterator[int]:
    """Answer from it; 1 when a lower score is worse."""
    with db.use(examined_door):
        yield severity.sign(examined_door.settings.score_direction)


def test_overview(sign: int) -> None:
    day, scored = within(DETECTIONS, days=1), within(SCORES, days=1)
    totals = overview.totals(Scope()).iloc[0]
    assert [totals["detections"], totals["sources"], totals["sessions"]] == [len(day), day["ip"].nunique(), len(scored)]
    for column, level, where in (
        ("critical", "CRITICAL", day),
        ("high", "HIGH", day),
        ("browsers", "LEGITIMATE_BROWSER", scored),
    ):
        assert totals[column] == (where["threat_level"] == level).sum()
    levels = overview.levels(Scope())
    counted = {(level,): [len(g), g["ip"].nunique(), worst(g["anomaly_score"], sign)] for level, g in day.groupby("threat_level")}
    assert same(table(levels, ["threat_level"], ["detections", "sources", "worst_score"]), counted)
    top = overview.top_sources(Scope())
    by_source = {(ip,): [len(g), worst(g["anomaly_score"], sign), worst_level(g["threat_level"])] for ip, g in day.groupby("ip")}
    assert top["detections"].tolist() == day["ip"].value_counts().head(10).tolist()
    found = table(top, ["ip"], ["detections", "worst_score", "worst_level"])
    assert same(found, {key: by_source[key] for key in found})
    cells = overview.timeline_detail(Scope())
    counts = day.groupby(["hour", "threat_level"]).size()
    assert same(
        table(cells[cells["detections"] > 0], ["hour", "threat_level"], ["detections"]), {key: [n] for key, n in counts.items()}
    )


@pytest.mark.parametrize("text", ["%", "_", "a_b", "'", "\\", "über", "2001:db8::1", "203.0.113.0/29", "::ffff:c633:6407", "=1"])
def test_a_text_is_taken_literally(sign: int, text: str) -> None:
    window = within(DETECTIONS, days=30)
    contained = [text.lower() in f"{ip}\0{host.lower()}" for ip, host in zip(window["ip"], window["host"], strict=True)]
    inside = [recount.covers(text, ip) for ip in window["ip"]]
    assert detections.totals(Scope().where("q", text))["detections"][0] == sum(map(max, contained, inside)) > 0


def test_campaigns_and_recurrence(sign: int) -> None:
    week = within(DETECTIONS, days=7)
    columns = ["members", "detections", "first_seen", "last_seen", "mean_score", "worst_score", "mean_velocity"]
    counted = {
        (number,): [
            g["ip"].nunique(),
            len(g),
            g["at"].min(),
            g["at"].max(),
            g["anomaly_score"].mean(),
            worst(g["anomaly_score"], sign),
            g["hit_velocity"].mean(),
        ]
        for number, g in week[week["campaign_id"] >= 0].groupby("campaign_id")
    }
    assert same(table(campaigns.listing(Scope()), ["campaign_id"], columns), counted)
    returns = {
        (ip,): [g["hour"].nunique(), worst(g["anomaly_score"], sign), worst_level(g["threat_level"])]
        for ip, g in DETECTIONS.groupby("ip")
    }
    assert same(table(evasion.recurrence(limit=500), ["ip"], ["recurrence", "worst_score", "worst_threat"]), returns)


def test_models_and_each_ja4(sign: int) -> None:
    week = within(SCORES, days=7)
    hours = models.timeline(Scope())
    counted = {
        key: [len(g), g["anomaly_score"].mean(), g["threat_level"].isin(["CRITICAL", "HIGH"]).sum()]
        for key, g in week.groupby(["hour", "model_name"])
    }
    assert same(table(hours[hours["sessions"] > 0], ["hour", "model_name"], ["sessions", "mean_score", "severe"]), counted)
    for one in filter(None, JA4S):
        shown, own = ja4.profile(one, Scope()).iloc[0], week[week["ja4"] == one]
        assert [shown["sessions"], shown["sources"], shown["total_hits"], shown["worst_level"]] == [
            len(own),
            own["ip"].nunique(),
            own["hits"].sum(),
            worst_level(own["threat_level"]),
        ]
        assert shown["worst_score"] == pytest.approx(worst(own["anomaly_score"], sign))
