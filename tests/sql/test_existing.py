"""A deployment made by others: IPv4 addresses, a zone of its own, and http_logs without the optional columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.pool import Pool
from ja4dash.queries import overview, source, traffic
from ja4dash.schema import migrate
from ja4dash.schema.definition import definitions
from ja4dash.scope import Scope, Window
from ja4dash.statement import OPTIONAL_COLUMNS
from tests.conftest import fresh_settings
from tests.sql.sample import CHROME, CHROME_JA4, NOW, put

TYPES: Final = {"src_ip": "IPv4", "time": "DateTime('Asia/Kolkata')"}


@pytest.fixture(scope="module")
def old_door(engine_dir: Path, engine_pool: Pool) -> Door:
    """A migrated door whose http_logs was there before, with three requests."""
    made = Door(fresh_settings(engine_dir), pool=engine_pool, clock=lambda: NOW)
    columns = next(one.columns for one in definitions() if one.object == "http_logs")
    kept = {name: TYPES.get(name, kind) for name, kind in columns.items() if name not in OPTIONAL_COLUMNS}
    made.command("CREATE DATABASE {logs:Identifier}", made.names())
    listed = ", ".join(f"{name} {kind}" for name, kind in kept.items())
    made.command(
        f"CREATE TABLE {{logs:Identifier}}.http_logs ({listed}) ENGINE = MergeTree ORDER BY (time, src_ip)", made.names()
    )
    rows = (
        "SELECT toDateTime(arrayJoin(['2026-11-18 23:59:59', '2026-11-22 14:00:00', '2026-11-22 14:01:00']), 'UTC'),"
        " toIPv4('10.0.0.1'), 'GET', 'shop.example', '/a', 'HTTP/2.0', {agent:String}, {ja4:String}, 'DE'"
    )
    made.command(
        "INSERT INTO {logs:Identifier}.http_logs"
        f" (time, src_ip, method, host, path, http_version, header_user_agent, ja4, src_country_code) {rows}",
        made.names() | {"agent": CHROME, "ja4": CHROME_JA4},
    )
    assert migrate(made).complete
    put(
        made,
        made.settings.processing_db,
        "ml_detected_anomalies",
        [
            {
                "detected_at": "2026-11-22 14:00:00",
                "src_ip": "10.0.0.1",
                "threat_level": "HIGH",
                "anomaly_score": -0.5,
                "campaign_id": 3,
            }
        ],
    )
    return made


@pytest.fixture
def old(old_door: Door) -> Iterator[Door]:
    """Answer from it."""
    with db.use(old_door):
        yield old_door


def test_the_listing_answers_and_names_what_is_missing(old: Door) -> None:
    frame = traffic.listing(Scope())
    assert (
        frame[["ip", "path", "query", "status", "src_asn", "src_as_name"]].to_numpy().tolist()
        == [["10.0.0.1", "/a", "", 0, 0, ""]] * 2
    )
    assert frame.attrs["missing"] == ["query", "src_as_name", "src_asn", "status"]
    assert list(frame["time"]) == [pd.Timestamp("2026-11-22 14:01", tz="UTC"), pd.Timestamp("2026-11-22 14:00", tz="UTC")]


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("ip", "10.0.0.1", 2),
        ("ip", "::ffff:a00:1", 2),
        ("ip", "10.0.0.0/8", 2),
        ("ip", "2001:db8::/32", 0),
        ("q", "10.0.0", 2),
        ("q", "10.0.0.0/30", 2),
        ("level", "HIGH", 2),
        ("campaign", "3", 2),
        ("bot", "Nobody", 0),
        ("family", "Chrome", 2),
    ],
)
def test_filters_work_on_ipv4_addresses(old: Door, field: str, value: str, found: int) -> None:
    assert len(traffic.listing(Scope().where(field, value))) == found
    assert traffic.totals(Scope().where(field, value))["requests"][0] == found


@pytest.mark.parametrize(("field", "value"), [("status", "4"), ("asn", "64500")])
def test_a_filter_on_a_missing_column_says_so(old: Door, field: str, value: str) -> None:
    for query in (traffic.listing, traffic.facets, traffic.heatmap, overview.totals):
        with pytest.raises(QueryError) as caught:
            query(Scope().where(field, value))
        assert caught.value.category is Category.MISSING


def test_the_detections_of_requests_that_were_filtered(old: Door) -> None:
    assert overview.totals(Scope().where("http", "HTTP/2.0"))["detections"][0] == 1
    assert overview.totals(Scope().where("http", "HTTP/1.1"))["detections"][0] == 0


def test_hours_and_weekdays_are_utc_whatever_the_columns_zone(old: Door) -> None:
    """Trap 14: Wednesday 23:59:59 UTC is Thursday in India, and its hours start at half past."""
    naive = "SELECT toDayOfWeek(time) AS day, toMinute(toStartOfHour(time), 'UTC') AS minute"
    sql = f"{naive} FROM {{logs:Identifier}}.http_logs ORDER BY time"
    assert old.query(sql, old.names()).iloc[0].tolist() == [4, 30]
    cells = traffic.heatmap(Scope())
    assert cells[cells["requests"] > 0].to_numpy().tolist() == [[3, 23, 1], [7, 14, 2]]
    hours = traffic.per_hour(Scope())
    assert hours[hours["requests"] > 0][["hour", "requests"]].to_numpy().tolist() == [
        [pd.Timestamp("2026-11-22 14:00", tz="UTC"), 2]
    ]
    assert overview.per_hour(Scope())["requests"].tolist() == [0] * 24 + [2]


def test_facets_and_totals_do_without(old: Door) -> None:
    facets = traffic.facets(Scope())
    assert set(zip(facets["facet"], facets["value"], facets["requests"], strict=True)) >= {
        ("status", "0", 2),
        ("ip", "10.0.0.1", 2),
    }
    assert facets.attrs["missing"] == ["status"]
    totals = traffic.totals(Scope(Window("7d")))
    assert totals[["requests", "sources", "errors"]].iloc[0].tolist() == [3, 1, 0]
    assert totals.attrs["missing"] == ["status"]


@pytest.mark.parametrize("ip", ["10.0.0.1", "::ffff:10.0.0.1", "::ffff:a00:1"])
def test_one_source(old: Door, ip: str) -> None:
    summary = source.summary(ip, Scope())
    assert summary[["ip", "requests", "asn_org", "country_code", "campaign_id"]].iloc[0].tolist() == ["10.0.0.1", 2, "", "DE", 3]
    assert summary.attrs["missing"] == ["src_as_name", "src_asn"]
    assert len(source.requests(ip, Scope())) == 2
    assert source.requests(ip, Scope()).attrs["missing"] == ["header_referer", "query", "src_as_name", "src_asn", "status"]
    assert source.coherence(ip, Scope())["agent_says"].tolist() == ["Chrome"]
    traits = source.traits(ip, Scope())
    assert traits[traits["trait"] == "ja4"][["value", "browser_family"]].to_numpy().tolist() == [[CHROME_JA4, "Chrome"]]
    assert len(source.detections(ip, Scope())) == 1


def test_a_client_that_is_not_there_is_nobody(old: Door) -> None:
    assert source.summary("2001:db8::7", Scope())["requests"][0] == 0
    assert source.requests("2001:db8::7", Scope()).empty
