"""Windows are read by key: a window of an hour does not read the whole table."""

from __future__ import annotations

import pytest

from ja4dash.db import HEAVY, Door
from ja4dash.queries import traffic
from ja4dash.scope import Scope
from tests.sql.traffic import send

TABLES = {"http_logs": "time", "ml_all_scores": "detected_at", "ml_detected_anomalies": "detected_at"}


@pytest.mark.parametrize("table", TABLES)
def test_a_window_reads_its_hours_and_no_more(door: Door, table: str) -> None:
    database = door.settings.logs_db if table == "http_logs" else door.settings.processing_db
    column = TABLES[table]
    names = {"database": database, "table": table}
    door.command(
        f"INSERT INTO {{database:Identifier}}.{{table:Identifier}} ({column}, src_ip)"
        " SELECT toDateTime('2026-11-02 00:00:00', 'UTC') + number, toIPv6('::1') FROM numbers(100000)",
        names,
    )
    door.command("OPTIMIZE TABLE {database:Identifier}.{table:Identifier} FINAL", names)
    with door.pool.client(HEAVY) as client:
        told = client.command(
            "EXPLAIN indexes = 1, json = 0 SELECT src_ip FROM {database:Identifier}.{table:Identifier}"
            f" WHERE {column} >= toDateTime('2026-11-03 02:10:00', 'UTC')"
            f" AND {column} < toDateTime('2026-11-03 03:10:00', 'UTC')",
            parameters=names,
        )
    key = str(told).split("PrimaryKey", 1)[1]
    granules = next(line for line in key.splitlines() if "Granules" in line).split(":")[1].split("/")
    assert int(granules[0]) <= 3 < int(granules[1])


def test_the_newest_requests_are_read_from_the_newest_hours(door: Door) -> None:
    """In the order of the key, backwards, until there are enough; the order is one of time nevertheless."""
    send(door, [{"ago": ago} for ago in (30, 5000, 90, 7300, 3500)])
    rows = traffic.listing(Scope(), order=traffic.NEWEST)
    assert rows["time"].is_monotonic_decreasing
    bounds = {"since": rows.attrs["since"], "until": rows.attrs["until"], "limit": 50, "offset": 0}
    plan = door.query(f"EXPLAIN {rows.attrs['asked'][0].sql}", door.names() | bounds).iloc[:, 0]
    assert any("InReverseOrder" in line for line in plan)
