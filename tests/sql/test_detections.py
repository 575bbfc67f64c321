"""Detections, against rows made by hand (operation 4; traps 2, 3, 8, 9, 11, 13, 14)."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from ja4dash import db, severity
from ja4dash.db import Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import detections
from ja4dash.scope import Scope, between, moment
from tests.sql.detected import FULL, OCTOBER, RESUMED
from tests.sql.sample import NOW

IPS = {"10.0.0.9", "10.0.0.80", "2001:db8::5", "203.0.113.7"}


def hosts(scope: Scope) -> set[str]:
    """Hosts of the detections in a scope; the total agrees with them."""
    frame = detections.listing(scope)
    assert detections.totals(scope)["detections"][0] == len(frame)
    return set(frame["host"])


EVERY = {"a_b.example", "axb.example", "100%.example", "ÄÖ.example", "shop.example"}


def naive(door: Door, sql: str) -> pd.DataFrame:
    return door.query(sql, {"processing": door.settings.processing_db, "since": "2026-10-25 00:00:00"})


def test_the_window_is_30_days_up_to_now(detected: Door) -> None:
    """Trap 14."""
    frame = detections.listing(Scope(), limit=500)
    assert frame.attrs["until"] - frame.attrs["since"] == pd.Timedelta(days=30)
    assert {"10.0.0.80", "203.0.113.8"} <= set(frame["ip"])
    assert detections.totals(OCTOBER)["detections"][0] == 5
    assert str(frame["detected_at"].dtype) == "datetime64[s, UTC]"


def test_a_row_carries_what_an_analyst_reads(detected: Door) -> None:
    (row,) = detections.listing(OCTOBER.where("level", "ODD")).to_dict("records")
    assert row == {
        "detected_at": pd.Timestamp("2026-10-25 12:00", tz="UTC"),
        "ip": "10.0.0.9",
        "ja4": "",
        "host": "ÄÖ.example",
        "model_name": "forest",
        "anomaly_score": -0.125,
        "raw_anomaly_score": -0.125,
        "threat_level": "ODD",
        "hits": 4,
        "hit_velocity": 9.5,
        "fuzzing_index": 2.5,
        "post_ratio": 0.5,
        "asn_number": 64501,
        "asn_org": "Example ISP",
        "country_code": "DE",
        "bot_name": "",
        "browser_family": "",
        "recurrence": 0,
        "port_exhaustion_ratio": 0.0,
        "orphan_ratio": 0.0,
        "campaign_id": -1,
        "reason": "42 paths per segment",
    }


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        ("level", ["critical"], {"axb.example"}),
        ("level", ["ODD", "HIGH"], {"ÄÖ.example", "100%.example"}),
        ("model", ["boosted"], {"axb.example"}),
        ("country", ["fr"], {"a_b.example"}),
        ("asn", ["64501"], {"ÄÖ.example"}),
        ("asn", ["0"], {"shop.example"}),
        ("ja4", [RESUMED], {"shop.example"}),
        ("bot", ["Bot_%"], {"shop.example"}),
        ("family", ["Chrome"], {"100%.example"}),
        ("campaign", ["3"], {"axb.example"}),
        ("campaign", ["-1"], EVERY - {"axb.example"}),
        ("host", ["äö"], {"ÄÖ.example"}),
        ("ip", ["10.0.0.9"], {"a_b.example", "ÄÖ.example"}),
        ("ip", ["::ffff:a00:9"], {"a_b.example", "ÄÖ.example"}),
        ("ip", ["2001:0db8:0::5"], {"100%.example"}),
        ("q", ["10.0.0.0/24"], {"a_b.example", "axb.example", "ÄÖ.example"}),
        ("q", ["2001:db8::/32"], {"100%.example"}),
        ("q", ["EXAMPLE"], EVERY),
        ("q", ["ffff"], set()),
    ],
)
def test_a_filter_includes_and_excludes(detected: Door, field: str, values: list[str], found: set[str]) -> None:
    """Trap 9 where it says ip."""
    assert hosts(OCTOBER.where(field, *values)) == found
    assert hosts(OCTOBER.where(field, *values, exclude=True)) == EVERY - found


@pytest.mark.parametrize(("text", "wrong", "right"), [("a_b", {"a_b.example", "axb.example"}, {"a_b.example"})])
def test_an_underscore_is_what_it_is(detected: Door, text: str, wrong: set[str], right: set[str]) -> None:
    """Trap 8."""
    sql = f"SELECT host FROM {{processing:Identifier}}.ml_detected_anomalies WHERE host LIKE '%{text}%'"
    assert set(naive(detected, sql)["host"]) == wrong
    assert hosts(OCTOBER.where("q", text)) == hosts(OCTOBER.where("host", text)) == right


def test_levels_sort_by_severity(detected: Door) -> None:
    """Trap 2: the alphabet puts ODD on top and CRITICAL last."""
    alphabet = naive(
        detected,
        "SELECT threat_level FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')}"
        " AND detected_at < '2026-10-27' ORDER BY threat_level DESC",
    )
    assert list(alphabet["threat_level"]) == ["ODD", "NORMAL", "KNOWN_BOT", "HIGH", "CRITICAL"]
    worst_first = ["CRITICAL", "HIGH", "ODD", "NORMAL", "KNOWN_BOT"]
    assert list(detections.listing(OCTOBER, order=Order("threat_level"))["threat_level"]) == worst_first
    assert list(detections.listing(OCTOBER, order=Order("threat_level", descending=False))["threat_level"]) == worst_first[::-1]


def test_scores_ascending_are_worst_first_whichever_way_they_count(detected: Door) -> None:
    """Trap 3: the greatest score is the best one."""
    assert detections.listing(OCTOBER, order=Order("anomaly_score", descending=False))["anomaly_score"].is_monotonic_increasing
    turned = Door(detected.settings.model_copy(update={"score_direction": "higher"}), pool=detected.pool, clock=lambda: NOW)
    with db.use(turned):
        frame = detections.listing(OCTOBER, order=Order("anomaly_score", descending=False))
    assert list(frame["anomaly_score"]) == [0.5, 0.0, -0.125, -0.25, -0.75]


def test_addresses_sort_as_numbers(detected: Door) -> None:
    """Trap 9: IPv6 among them."""
    frame = detections.listing(OCTOBER, order=Order("src_ip", descending=False))
    assert list(dict.fromkeys(frame["ip"])) == ["10.0.0.9", "10.0.0.80", "203.0.113.7", "2001:db8::5"]
    assert sorted(IPS)[:2] == ["10.0.0.80", "10.0.0.9"]


@pytest.mark.parametrize("column", sorted(set(detections.SORTS) - {"src_ip", "threat_level"}))
@pytest.mark.parametrize("descending", [True, False])
def test_every_sort_sorts(detected: Door, column: str, descending: bool) -> None:
    frame = detections.listing(OCTOBER, order=Order(column, descending))
    values = [value.encode() if isinstance(value, str) else value for value in frame[column]]
    assert len(values) == 5
    assert values == sorted(values, reverse=descending)


def test_an_unlisted_sort_is_refused(detected: Door) -> None:
    for column in ("reason", "model_name", "detected_at DESC; DROP TABLE x"):
        with pytest.raises(QueryError, match="cannot sort by"):
            detections.listing(Scope(), order=Order(column))


@pytest.mark.parametrize("order", [None, Order("country_code"), Order("threat_level", descending=False)])
def test_pages_hold_every_row_once(detected: Door, order: Order | None) -> None:
    whole = detections.listing(OCTOBER, order=order)
    pages = [detections.listing(OCTOBER, order=order, limit=2, offset=offset) for offset in (0, 2, 4)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole, check_dtype=False)
    past = detections.listing(OCTOBER, limit=2, offset=100)
    assert past.empty
    assert list(past.columns) == list(whole.columns)


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (501, 0), (50, -1)])
def test_a_page_out_of_bounds_is_refused(detected: Door, limit: int, offset: int) -> None:
    with pytest.raises(QueryError) as caught:
        detections.listing(Scope(), limit=limit, offset=offset)
    assert caught.value.category is Category.PARAMETER


def test_totals_stand_beside_the_period_before_and_count_a_source_once(detected: Door) -> None:
    """Trap 13."""
    assert detections.totals(OCTOBER).to_dict("records") == [
        {
            "detections": 5,
            "detections_before": 0,
            "sources": 4,
            "sources_before": 0,
            "critical": 1,
            "critical_before": 0,
            "high": 1,
            "high_before": 0,
            "known_bots": 1,
            "known_bots_before": 0,
            "campaigns": 1,
            "campaigns_before": 0,
        }
    ]
    after = Scope(between(moment("2026-10-27T00:00Z"), moment("2026-10-29T00:00Z")))
    assert detections.totals(after)[["detections", "detections_before", "sources_before"]].iloc[0].tolist() == [1, 5, 4]


def test_hours_by_level_with_zeros(detected: Door) -> None:
    frame = detections.per_hour(OCTOBER)
    assert set(frame["threat_level"]) == {"CRITICAL", "HIGH", "ODD", "NORMAL", "KNOWN_BOT"}
    assert frame.groupby("threat_level").size().unique().tolist() == [48]
    assert frame["detections"].sum() == 5
    assert list(dict.fromkeys(frame["threat_level"])) == sorted(frame["threat_level"].unique(), key=severity.rank)
    busy = frame[frame["detections"] > 0]
    assert dict(zip(busy["threat_level"], busy["hour"].dt.strftime("%d %H"), strict=True)) == {
        "CRITICAL": "25 06",
        "HIGH": "25 12",
        "ODD": "25 12",
        "NORMAL": "25 00",
        "KNOWN_BOT": "26 23",
    }


@pytest.mark.parametrize(("days", "hours"), [(8, 1), (9, 6), (31, 6), (32, 24), (90, 24)])
def test_long_windows_are_cut_more_coarsely(detected: Door, days: int, hours: int) -> None:
    until = moment("2026-10-27T00:00Z")
    scope = Scope(between(until - timedelta(days=days), until))
    frame = detections.per_hour(scope)
    steps = frame["hour"].drop_duplicates().sort_values()
    assert steps.diff().dropna().unique().tolist() == [pd.Timedelta(hours=hours)]
    assert frame["detections"].sum() == detections.totals(scope)["detections"][0]


def test_a_facets_value_is_a_filter_that_finds_as_many(detected: Door) -> None:
    facets = detections.facets(OCTOBER)
    assert set(facets["facet"]) == {"level", "model", "country", "asn", "ja4", "host", "bot", "family"}
    assert facets.groupby("facet")["detections"].sum().unique().tolist() == [5]
    for facet, value, found, _ in facets.itertuples(index=False):
        if value:
            assert detections.totals(OCTOBER.where(facet, value))["detections"][0] == found, (facet, value)
    ja4 = facets[facets["facet"] == "ja4"]
    assert ja4[["value", "detections"]].to_numpy().tolist() == [[FULL, 3], ["", 1], [RESUMED, 1]]
    assert detections.facets(OCTOBER, limit=1).groupby("facet").size().unique().tolist() == [1]


def test_a_network_has_its_name(detected: Door) -> None:
    asns = detections.facets(OCTOBER).query("facet == 'asn'")
    assert asns[["value", "asn_org"]].to_numpy().tolist() == [["64500", "Example Hosting"], ["0", ""], ["64501", "Example ISP"]]


def test_none_is_zero_and_keeps_its_columns(door: Door) -> None:
    """Trap 11: nothing happened is an answer."""
    assert detections.totals(Scope())["detections"][0] == 0
    for frame in (detections.listing(Scope()), detections.per_hour(Scope()), detections.facets(Scope())):
        assert frame.empty
        assert len(frame.columns) >= 3


def test_what_is_not_deployed_is_no_empty_answer(empty_door: Door) -> None:
    """Trap 11: and a failure is not."""
    for query in (detections.listing, detections.totals, detections.per_hour, detections.facets):
        with pytest.raises(QueryError) as caught:
            query(Scope())
        assert caught.value.category is Category.MISSING


def test_the_operation_sorts_and_pages(detected: Door) -> None:
    run = OPERATIONS["detections"].run
    assert run is not None
    found = run(OCTOBER, sort="threat_level", direction="desc", limit=2, offset=1)
    assert isinstance(found, dict)
    assert found["detections"]["threat_level"].tolist() == ["HIGH", "ODD"]
    assert found["total"]["detections"].tolist() == [5]
