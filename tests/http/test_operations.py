"""Every finished operation answers the same over HTTP as embedded, on the same requests, from a server in another zone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.export import rows
from ja4dash.operations import OPERATIONS, Operation
from ja4dash.pool import Pool
from ja4dash.schema import migrate
from ja4dash.scope import Scope, parse
from ja4dash.settings import Settings
from tests.conftest import fresh_settings
from tests.http.conftest import server_settings
from tests.http.process import FrontProcess
from tests.sql.detected import FULL
from tests.sql.traffic import send_captured

FINISHED: Final = [operation for operation in OPERATIONS.values() if operation.finished and not operation.writes]
SOURCE: Final = "192.0.2.90"
EXAMPLES: Final[Mapping[str, object]] = {"ip": SOURCE, "campaign": 2, "ja4": FULL}
"""Values for parameters that have no default and no choices."""

SCORED = """
INSERT INTO {processing:Identifier}.{table:Identifier}
    (detected_at, src_ip, ja4, host, model_name, anomaly_score, threat_level, hits, asn_number, country_code)
SELECT max(time), src_ip, ja4, host, 'forest', -round((cityHash64(src_ip) % 97) / 97, 3),
    ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'NORMAL', 'KNOWN_BOT', 'ODD'][cityHash64(src_ip, ja4) % 7 + 1], count(), any(src_asn),
    any(src_country_code)
FROM {logs:Identifier}.http_logs GROUP BY src_ip, ja4, host
"""

FOUND = (
    """
INSERT INTO {processing:Identifier}.ml_detected_anomalies
    (detected_at, src_ip, ja4, host, model_name, anomaly_score, threat_level, hits, hit_velocity, asn_number, campaign_id, reason)
SELECT max(time) - 100000, src_ip, ja4, host, 'forest', -0.5, 'HIGH', count(), count() / 7, any(src_asn), cityHash64(ja4) % 4, 'é'
FROM {logs:Identifier}.http_logs GROUP BY src_ip, ja4, host
""",
    """
INSERT INTO {processing:Identifier}.fleet_detections (detected_at, community_id, fleet_score, n_ips, ja4_set, asn_set, ip_sample)
SELECT toDateTime({now:String}, 'UTC') - 60, rank() OVER (ORDER BY ja4), count() / 1000, uniqExact(src_ip), [ja4],
    arraySort(groupUniqArray(toString(src_asn))), arraySlice(arraySort(groupUniqArray(toString(src_ip))), 1, 3)
FROM {logs:Identifier}.http_logs GROUP BY ja4
""",
    """
INSERT INTO {processing:Identifier}.ml_performance_metrics
    (cycle_at, model_name, total_sessions, anomaly_rate, drift_alert, cycle_latency_ms)
SELECT toDateTime({now:String}, 'UTC') - 300 * number, 'forest', 1000 + number, number / 100, number % 5 = 0, 900 FROM numbers(40)
""",
    """
INSERT INTO {processing:Identifier}.soc_feedback (created_at, src_ip, classification, comment)
SELECT max(time), src_ip, ['bot', 'legitimate'][cityHash64(src_ip) % 2 + 1], '=1+1' FROM {logs:Identifier}.http_logs
WHERE method = 'POST' GROUP BY src_ip
""",
)


@pytest.fixture(scope="module")
def moment() -> datetime:
    """The clock of both doors, so that both see the same window."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def embedded(engine_dir: Path, engine_pool: Pool, moment: datetime) -> Iterator[Door]:
    yield from filled(fresh_settings(engine_dir), moment, engine_pool)


@pytest.fixture(scope="module")
def distant(far_away: FrontProcess, tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Door]:
    yield from filled(server_settings(far_away, tmp_path_factory.mktemp("distant")), moment)


def filled(settings: Settings, moment: datetime, pool: Pool | None = None) -> Iterator[Door]:
    """A door to migrated databases with the captured requests, and a score and a detection for each session."""
    door = Door(settings, clock=lambda: moment, pool=pool)
    names = {"logs": settings.logs_db, "processing": settings.processing_db}
    with db.use(door):
        assert migrate(door).complete
        send_captured(door)
        for table in ("ml_all_scores", "ml_detected_anomalies"):
            door.command(SCORED, names | {"table": table})
        for sql in FOUND:
            door.command(sql, names | {"now": f"{moment:%Y-%m-%d %H:%M:%S}"})
    yield door
    for name in names.values():
        door.command("DROP DATABASE {name:Identifier}", {"name": name})


def calls(operation: Operation) -> Iterator[dict[str, object]]:
    """Parameters to call an operation with: once for each choice of those that have no default."""
    needed = [parameter for parameter in operation.parameters if parameter.default is None]
    choices = [parameter for parameter in needed if parameter.choices]
    given = {parameter.name: EXAMPLES[parameter.name] for parameter in needed if not parameter.choices}
    for value in choices[0].choices if choices else ("",):
        yield given | {choices[0].name: value} if choices else given


def answer(door: Door, operation: Operation, scope: Scope, values: Mapping[str, object]) -> dict[str, pd.DataFrame]:
    assert operation.run is not None
    with db.use(door):
        result = operation.run(*([scope] if operation.window else []), **values)
    return {"": result} if isinstance(result, pd.DataFrame) else dict(result)


def assert_same(over_http: Mapping[str, pd.DataFrame], embedded: Mapping[str, pd.DataFrame]) -> None:
    assert list(over_http) == list(embedded)
    for name, frame in over_http.items():
        found, other = steady(frame), steady(embedded[name])
        assert list(found.columns) == list(other.columns), name
        assert found.dtypes.astype(str).to_dict() == other.dtypes.astype(str).to_dict(), name
        for left, right in zip(rows(found), rows(other), strict=True):
            assert all(_same(left[column], right[column]) for column in left), (name, left, right)
        for bound in ("since", "until"):
            assert frame.attrs.get(bound) == embedded[name].attrs.get(bound)


def steady(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame less what tells about the engine, or changes with every second."""
    kept = frame.drop(columns=["last_load", "bytes", "temporal_entropy", "window_start"], errors="ignore")
    return kept[kept["feature"] != "temporal_entropy"] if "feature" in kept else kept


def _same(left: object, right: object) -> bool:
    """Equal; sums of floats may be added up in another order."""
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-9)
    return left == right


@pytest.mark.parametrize("operation", FINISHED, ids=lambda operation: str(operation.name))
def test_an_operation_answers_the_same_over_http(embedded: Door, distant: Door, operation: Operation) -> None:
    for values in calls(operation):
        here = answer(embedded, operation, Scope(), values)
        there = answer(distant, operation, Scope(), values)
        assert_same(there, here)
        assert any(len(frame) for frame in here.values()), values


SCOPES = [
    {"country": ["FR"]},
    {"country": ["!FR"], "method": ["POST"]},
    {"ip": ["192.0.2.0/24"], "http": ["HTTP/2.0"]},
    {"q": ["login"]},
    {"level": ["CRITICAL", "HIGH"]},
    {"host": ["shop"], "status": ["4"]},
    {"bot": ["!curl"], "family": ["Chrome"]},
    {"campaign": ["2"], "model": ["forest"]},
]


@pytest.mark.parametrize("query", SCOPES, ids=str)
@pytest.mark.parametrize("name", ["overview", "traffic", "heatmap", "detections", "scores", "campaigns"])
def test_filters_mean_the_same_over_http(embedded: Door, distant: Door, name: str, query: Mapping[str, list[str]]) -> None:
    scope, problems = parse(query)
    assert not problems
    here = answer(embedded, OPERATIONS[name], scope, {})
    assert_same(answer(distant, OPERATIONS[name], scope, {}), here)
    assert any(len(frame) for frame in here.values())
