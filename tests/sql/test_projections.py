"""Scores grouped ahead: what projections answer is what the rows say, whatever a detector deletes and writes again."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.queries import models, overview, scores
from ja4dash.schema import Outcome, migrate, plan
from ja4dash.schema.inventory import taken
from ja4dash.scope import Scope, between
from tests.sql.detected import put, session

NOW: Final = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
SCOPES: Final = [
    Scope(between(NOW - timedelta(hours=40, minutes=10), NOW)),
    Scope(between(NOW - timedelta(minutes=25), NOW)),
    Scope(between(datetime(2026, 11, 21, 5, tzinfo=UTC), datetime(2026, 11, 22, 9, tzinfo=UTC))).where("level", "HIGH"),
    Scope(between(datetime(2026, 11, 21, 5, 30, tzinfo=UTC), NOW)).where("country", "FR"),
]
ROW_BY_ROW: Final = "optimize_use_projections = 0"


class RowByRow(Door):
    """The same door to an engine that looks at no projection."""

    def ask(self, name: str, sql: str, *args: object) -> tuple[pd.DataFrame, object]:  # type: ignore[override]
        return super().ask(name, f"{sql} SETTINGS {ROW_BY_ROW}", *args)  # type: ignore[arg-type]


def scored(seed: int, count: int) -> Iterable[dict[str, object]]:
    """Scores of the last four days in no order."""
    chosen = random.Random(seed)
    for _ in range(count):
        at = NOW - timedelta(minutes=chosen.randrange(4 * 24 * 60))
        yield session(
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"203.0.113.{chosen.randrange(200)}",
            chosen.choice(("CRITICAL", "HIGH", "NORMAL", "LEGITIMATE_BROWSER", "ODD")),
            chosen.choice((-0.5, 0.25, 0.75, float("nan"))),
            model_name=chosen.choice(("forest", "boosted")),
            browser_family=chosen.choice(("Chrome", "Firefox", "")),
            country_code=chosen.choice(("FR", "DE")),
        )


def answers(door: Door, scope: Scope) -> dict[str, pd.DataFrame]:
    """Everything that counts scores over days."""
    with db.use(door):
        return {
            "families": overview._scored(scope).sort_values(["part", "inside", "hour", "model_name", "browser_family"]),
            "scores": scores.totals(scope),
            "scores per hour": scores.per_hour(scope),
            "threats": models.threats(scope),
            "timeline": models.timeline(scope),
        }


def agree(door: Door) -> None:
    """Compare both ways of answering over all windows."""
    for scope in SCOPES:
        grouped = answers(door, scope)
        rows = answers(RowByRow(door.settings, pool=door.pool, clock=lambda: NOW), scope)
        for name, frame in rows.items():
            pd.testing.assert_frame_equal(
                grouped[name].reset_index(drop=True), frame.reset_index(drop=True), obj=f"{name} of {scope}"
            )


@pytest.fixture
def standing(door: Door) -> Door:
    """A door whose clock stands."""
    return Door(door.settings, pool=door.pool, clock=lambda: NOW)


def used(door: Door, frame: pd.DataFrame) -> set[str]:
    """The projections that the statement behind a frame is answered from."""
    (asked,) = frame.attrs["asked"]
    lines = door.query(asked.script().split(";\n")[-1].join(["EXPLAIN projections = 1 ", ""]), dict(bound(door, frame)))
    text = "\n".join(lines.iloc[:, 0])
    return {name for name in ("by_level", "by_family") if name in text}


def bound(door: Door, frame: pd.DataFrame) -> dict[str, object]:
    """The parameters of the statement behind a frame over a whole window."""
    since, until = frame.attrs["since"], frame.attrs["until"]
    hour = timedelta(hours=1)
    first = since.replace(minute=0, second=0) + (hour if since.minute else timedelta())
    before = since - (until - since)
    return {
        **door.names(),
        "since": since,
        "until": until,
        "before": before,
        "first_hour": first,
        "last_hour": until.replace(minute=0, second=0),
        "before_hour": before.replace(minute=0, second=0) + (hour if before.minute else timedelta()),
        "since_hour": since.replace(minute=0, second=0),
        "hours": 1,
    }


def test_what_is_counted_over_days_comes_from_projections(standing: Door) -> None:
    put(standing, "ml_all_scores", scored(1, 20_000))  # of fewer the engine reads the rows
    with db.use(standing):
        assert used(standing, scores.totals(SCOPES[0])) == {"by_level"}
        assert used(standing, scores.per_hour(SCOPES[0])) == {"by_level"}
        assert used(standing, models.scored(SCOPES[0])) == {"by_level"}
        assert used(standing, overview.families(SCOPES[0])) == {"by_family"}


def test_projections_and_rows_agree_whatever_is_inserted_and_deleted(standing: Door) -> None:
    for seed in range(3):
        put(standing, "ml_all_scores", scored(seed, 400))
    names = {"processing": standing.settings.processing_db}
    standing.command(
        "DELETE FROM {processing:Identifier}.ml_all_scores WHERE model_name = 'forest' AND src_ip < toIPv6('203.0.113.99')", names
    )
    put(standing, "ml_all_scores", scored(9, 200))
    agree(standing)
    standing.command("OPTIMIZE TABLE {processing:Identifier}.ml_all_scores FINAL", names)
    agree(standing)
    with db.use(standing):
        assert models.scored(SCOPES[0])["sessions"].sum() < 1400


def test_a_table_of_ours_that_has_none_gets_them_for_the_rows_that_are_there(standing: Door) -> None:
    table = f"`{standing.settings.processing_db}`.ml_all_scores"
    for name in ("by_level", "by_family"):
        standing.command(f"ALTER TABLE {table} DROP PROJECTION {name} SETTINGS mutations_sync = 2")
    put(standing, "ml_all_scores", scored(1, 300))
    agree(standing)
    steps = {step.object.rpartition(".")[2]: step for step in plan(standing) if step.action == "add a projection to"}
    assert {name: len(step.statements) for name, step in steps.items()} == {"by_level": 2, "by_family": 2}
    assert migrate(standing).complete
    standing.command(f"ALTER TABLE {table} MATERIALIZE PROJECTION by_family SETTINGS mutations_sync = 2")  # waits for its turn
    held = taken(standing).objects[standing.settings.processing_db, "ml_all_scores"].projected
    assert held == {"by_level", "by_family"}
    assert {step.outcome for step in plan(standing) if step.action == "add a projection to"} == {Outcome.PRESENT}
    agree(standing)


def test_a_table_that_is_not_ours_is_left_alone_and_answers_row_by_row(standing: Door) -> None:
    table = f"`{standing.settings.processing_db}`.ml_all_scores"
    standing.command(f"DROP TABLE {table} SYNC")
    own = "detected_at DateTime, window_start DateTime, src_ip IPv6, ja4 String, host String, model_name String"
    numbers = "anomaly_score Float32, raw_anomaly_score Float32, ae_recon_error Float32, xgb_prob Float32, hit_velocity Float32"
    more = "threat_level String, hits UInt64, fuzzing_index Float32, post_ratio Float32, asn_number UInt32, asn_org String"
    last = "country_code String, bot_name String, browser_family String"
    standing.command(f"CREATE TABLE {table} ({own}, {numbers}, {more}, {last}) ENGINE = MergeTree ORDER BY detected_at")
    put(standing, "ml_all_scores", scored(1, 300))
    notes = {step.note for step in migrate(standing).steps if step.action == "add a projection to"}
    assert notes == {"the table is not ours: its rows are counted one by one"}
    with db.use(standing):
        assert used(standing, models.scored(SCOPES[0])) == set()
    agree(standing)


def test_sources_say_that_they_are_approximate(standing: Door) -> None:
    put(standing, "ml_all_scores", scored(1, 10))
    with db.use(standing):
        assert models.threats(SCOPES[0]).attrs["approximate"]
        assert not models.timeline(SCOPES[0]).attrs["approximate"]
        assert not overview.totals(SCOPES[0]).attrs["approximate"]
