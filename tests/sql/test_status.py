"""Status: what the header and the notices say."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import status
from tests.sql.sample import SCORES, put


def test_the_engine_says_what_it_is(sampled: Door) -> None:
    row = status.engine().iloc[0]
    assert row["version"][0].isdigit()
    assert row["uptime_seconds"] >= 0
    assert str(status.engine()["now"].dtype).endswith("UTC]")


def test_freshness_looks_back_as_far_as_it_must(sampled: Door) -> None:
    (row,) = status.freshness().drop(columns="now").to_dict("records")
    assert row.pop("version")[0].isdigit()
    assert row == {
        "newest_request": pd.Timestamp("2026-11-22 14:06", tz="UTC"),
        "newest_score": pd.Timestamp("2026-11-22 14:00", tz="UTC"),
        "newest_detection": pd.Timestamp("2026-11-22 14:00", tz="UTC"),
        "requests": 14,
        "scores": 7,
        "detections": 9,
    }


def test_what_never_happened_is_1970_and_what_is_old_is_found(door: Door) -> None:
    row = status.freshness().iloc[0]
    assert (row["newest_request"].year, row["newest_score"].year, row["requests"]) == (1970, 1970, 0)
    put(door, door.settings.processing_db, "ml_all_scores", SCORES[-1:])
    row = status.freshness().iloc[0]
    assert row["newest_score"] == pd.Timestamp("2026-11-20 12:00", tz="UTC")
    assert row["newest_request"].year == 1970


def test_freshness_of_nothing_deployed_is_a_failure(empty_door: Door) -> None:
    with pytest.raises(QueryError) as caught:
        status.freshness()
    assert caught.value.category is Category.MISSING


def test_simulated_requests_are_known_by_their_progress(door: Door) -> None:
    assert not status.simulated()["simulated"][0]
    door.command(
        "INSERT INTO {processing:Identifier}.simulation_progress (seed, from_time, until_time, requests) VALUES (7, 0, 60, 1)",
        door.names(),
    )
    assert status.simulated()["simulated"][0]


def test_nothing_deployed_is_not_simulated(empty_door: Door) -> None:
    assert not status.simulated()["simulated"][0]


def test_what_is_missing_is_named(door: Door) -> None:
    assert status.missing().empty
    assert list(status.missing().columns) == ["kind", "name", "migration", "optional"]
    door.command("DROP VIEW {processing:Identifier}.view_ip_recurrence", door.names())
    door.command("ALTER TABLE {logs:Identifier}.http_logs DROP COLUMN header_referer", door.names())
    found = {(row["kind"], row["name"].split(".", 1)[1], row["optional"]) for row in status.missing().to_dict("records")}
    assert found == {("view", "view_ip_recurrence", False), ("column", "http_logs.header_referer", True)}
