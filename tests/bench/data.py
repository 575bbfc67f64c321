"""Data of a chosen size: 7 days of simulated requests up to now, scores and detections of their sessions.

Requests come from the simulator, at most ten million of them; more are copies of these with addresses and seconds of their
own, but the same sites, fingerprints and habits. They are kept in databases of their own, because a log that ends an hour ago
has nothing to say of the last hour: each run shifts them to the present with INSERT … SELECT, which is how the engine's
speed at inserts is measured. Scores and detections are made up from the sessions by a hash, so many as a detector would write.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from ja4dash.db import Door
from ja4dash.pool import WRITE, Pool
from ja4dash.schema import migrate
from ja4dash.settings import Settings, load
from ja4dash.simulate import command as simulator

DAYS: Final = 7
SIMULATED: Final = 10_000_000
"""Requests that are simulated at most."""

FRESH: Final = timedelta(minutes=40)
"""How old the newest request of a set may be to be measured again as it is."""

_SEED: Final = 11
_LONG: Final = replace(WRITE, name="building", seconds=7200, memory=6 * 1024**3)
_ROLLUPS: Final = """
SELECT database, name FROM system.tables
WHERE database IN ({logs:String}, {processing:String}) AND engine LIKE '%MergeTree'
    AND name LIKE 'rollup%' AND name != 'rollup_hours'
"""
_TABLES: Final = ("ml_all_scores", "ml_detected_anomalies", "fleet_detections", "ml_performance_metrics")


@dataclass(frozen=True)
class Built:
    """A set that is ready: how many rows there are, and requests a second that the engine took (0 = an older set)."""

    requests: int
    scores: int
    detections: int
    rate: float
    raw_rate: float


def built(rows: int, folder: Path, *, again: bool = False) -> tuple[Door, Built]:
    """The set of about so many requests in `folder`, made where it is missing and brought to the present where it is old."""
    folder.mkdir(parents=True, exist_ok=True)
    pool = Pool(_settings(folder))
    base, door = Door(_settings(folder, "base"), pool=pool), Door(_settings(folder), pool=pool)
    if not migrate(base).complete or not migrate(door).complete:
        raise SystemExit("the schema could not be made")
    _simulate(base, min(rows, SIMULATED))
    rate = raw_rate = 0.0
    if again or _newest(door) < door.now() - FRESH or _count(door, "fleet_detections") == 0:
        rate, raw_rate = _shifted(base, door, rows)
        _scored(door)
    return door, Built(_count(door, "http_logs"), _count(door, _TABLES[0]), _count(door, _TABLES[1]), rate, raw_rate)


def told(sentence: str) -> None:
    """Progress, for whoever waits."""
    print(f"{datetime.now(UTC):%H:%M:%S} {sentence}", file=sys.stderr, flush=True)


def run(door: Door, sql: str, **values: object) -> None:
    """A statement of the builder, which may take long."""
    with door.pool.client(_LONG) as client:
        client.command(sql, parameters={**door.names(), **values})


def _settings(folder: Path, prefix: str = "ja4") -> Settings:
    names = {"logs_db": f"{prefix}_logs", "processing_db": f"{prefix}_processing"}
    return load(engine="embedded", data_dir=folder, simulate="off", **names)


def _count(door: Door, table: str) -> int:
    database = door.settings.logs_db if table == "http_logs" else door.settings.processing_db
    sql = "SELECT sum(rows) AS n FROM system.parts WHERE active AND database = {database:String} AND table = {table:String}"
    return int(door.query(sql, {"database": database, "table": table})["n"].iloc[0])


def _newest(door: Door) -> datetime:
    sql = "SELECT max(time) AS t FROM {logs:Identifier}.http_logs"
    newest: datetime = door.query(sql, {"logs": door.settings.logs_db})["t"].iloc[0].to_pydatetime()
    return newest


def _simulate(base: Door, rows: int) -> None:
    if _count(base, "http_logs") > rows * 0.9:
        return
    told(f"simulating {rows:,} requests")
    summary = simulator.run(base, days=DAYS, rate=rows / (DAYS * 86400), seed=_SEED, out=sys.stderr)
    told(summary.sentence())


def _shifted(base: Door, door: Door, rows: int) -> tuple[float, float]:
    """Fill the log anew; returns requests a second with everything that hangs on an insert, and into the bare table."""
    simulated = _count(base, "http_logs")
    copies = max(1, round(rows / simulated))
    columns = _columns(door)
    for database, table in [*_filled_by_inserts(door), *((door.settings.processing_db, name) for name in _TABLES)]:
        run(door, "TRUNCATE TABLE {database:Identifier}.{table:Identifier}", database=database, table=table)
    shift = int((door.now() - _newest(base)).total_seconds())
    taken = sum(_copied(base, door, "http_logs", columns, shift, copy) for copy in range(copies))
    run(door, f"CREATE TABLE {door.settings.logs_db}.bare AS {door.settings.logs_db}.http_logs")
    bare = _copied(base, door, "bare", columns, shift, 0)
    run(door, "DROP TABLE {logs:Identifier}.bare")
    told(f"wrote {simulated * copies:,} requests in {taken:.0f} s")
    return simulated * copies / taken, simulated / bare


def _filled_by_inserts(door: Door) -> Iterator[tuple[str, str]]:
    """The log, and the tables that materialized views fill from it."""
    yield door.settings.logs_db, "http_logs"
    names = {"logs": door.settings.logs_db, "processing": door.settings.processing_db}
    for row in door.query(_ROLLUPS, names).itertuples():
        yield str(row.database), str(row.name)


def _columns(door: Door) -> list[str]:
    sql = "SELECT name FROM system.columns WHERE database = {logs:String} AND table = 'http_logs' ORDER BY position"
    return [
        name for name in door.query(sql, {"logs": door.settings.logs_db})["name"] if name not in ("time", "log_date", "src_ip")
    ]


def _copied(base: Door, door: Door, table: str, columns: list[str], shift: int, copy: int) -> float:
    """Write one copy of the simulated requests, an hour after the other; returns the seconds it took."""
    begun = time.perf_counter()
    run(
        door,
        f"""
        INSERT INTO {{logs:Identifier}}.{table} (time, src_ip, {", ".join(columns)})
        SELECT
            least(time + {{shift:Int64}}, {{end:DateTime('UTC')}}) - {{copy:UInt16}} * 61,
            CAST(toUInt128(src_ip) + {{copy:UInt16}} * 65536 AS IPv6),
            {", ".join(columns)}
        FROM {{base:Identifier}}.http_logs
        SETTINGS max_insert_threads = 2, min_insert_block_size_rows = 300000, max_block_size = 300000, insert_deduplicate = 0
        """,
        shift=shift,
        copy=copy,
        base=base.settings.logs_db,
        end=f"{door.now():%Y-%m-%d %H:%M:%S}",
    )
    return time.perf_counter() - begun


def _scored(door: Door) -> None:
    told("scoring sessions")
    for sql in (_SCORES, _DETECTIONS, _FLEETS, _CYCLES):
        run(door, sql, end=f"{door.now():%Y-%m-%d %H:%M:%S}")


_SCORES: Final = """
INSERT INTO {processing:Identifier}.ml_all_scores
SELECT
    least(hour + 3660 + part % 300, {end:DateTime('UTC')}) AS detected_at,
    hour AS window_start,
    ip,
    ja4,
    host,
    model,
    score,
    score,
    abs(score),
    if(score < -0.5, 0.9, 0.1),
    multiIf(
        score < -0.97, 'CRITICAL', score < -0.94, 'HIGH', score < -0.9, 'MEDIUM', score < -0.8, 'LOW',
        bot != '', 'KNOWN_BOT', family != '' AND part % 3 > 0, 'LEGITIMATE_BROWSER', 'NORMAL'
    ),
    hits,
    hits / 600,
    paths,
    posts / hits,
    asn,
    org,
    country,
    bot,
    family
FROM
(
    SELECT
        toStartOfHour(time, 'UTC') AS hour,
        src_ip AS ip,
        ja4,
        host,
        count() AS hits,
        uniq(path) AS paths,
        countIf(method = 'POST') AS posts,
        any(src_asn) AS asn,
        any(src_as_name) AS org,
        any(src_country_code) AS country,
        dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS bot,
        dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS family,
        arrayJoin(['isolation forest', 'autoencoder']) AS model,
        cityHash64(ip, ja4, host, hour, model) AS part,
        1 - 2 * (part % 100003) / 100003 AS score
    FROM {logs:Identifier}.http_logs
    GROUP BY hour, ip, ja4, host
)
"""
_DETECTIONS: Final = """
INSERT INTO {processing:Identifier}.ml_detected_anomalies
SELECT
    detected_at, src_ip, ja4, host, model_name, anomaly_score, raw_anomaly_score, threat_level, hits, hit_velocity,
    fuzzing_index, post_ratio, asn_number, asn_org, country_code, bot_name, browser_family,
    1 + cityHash64(src_ip) % 20,
    0.01,
    cityHash64(host) % 100 / 100,
    if(cityHash64(src_ip, 'campaign') % 3 = 0, toInt32(cityHash64(ja4, asn_number) % 60), -1),
    'made up for measuring'
FROM {processing:Identifier}.ml_all_scores
WHERE threat_level IN ('CRITICAL', 'HIGH', 'MEDIUM') OR (threat_level = 'KNOWN_BOT' AND cityHash64(src_ip, detected_at) % 20 = 0)
"""
_FLEETS: Final = """
INSERT INTO {processing:Identifier}.fleet_detections
SELECT
    {end:DateTime('UTC')} - number * 1800,
    number % 20,
    (number * 37 % 100) / 100,
    5 + number % 50,
    ['t13d1516h2_8daaf6152771_02713d6af862', 't13d1517h2_8daaf6152771_cb7bf5808d99'],
    ['AS64500', 'AS64501'],
    ['203.0.113.7', '203.0.113.8']
FROM numbers(336)
"""
_CYCLES: Final = """
INSERT INTO {processing:Identifier}.ml_performance_metrics
SELECT
    {end:DateTime('UTC')} - number * 300,
    model,
    2000 + number % 300, 20, 60, 15, 15, 5000, 0.2, 0.05, 0.02, number % 97 = 0, 0, 900
FROM numbers(2016)
ARRAY JOIN ['isolation forest', 'autoencoder'] AS model
"""
