"""Scores, against rows made by hand (operation 5; traps 2, 3, 8, 9, 11, 13)."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import scores
from ja4dash.scope import Scope
from tests.sql.detected import OCTOBER
from tests.sql.sample import NOW


def test_the_window_is_3_days_up_to_now(detected: Door) -> None:
    frame = scores.listing(Scope())
    assert frame.attrs["until"] - frame.attrs["since"] == pd.Timedelta(days=3)
    assert len(scores.listing(OCTOBER)) == scores.totals(OCTOBER)["sessions"][0] == 5


def test_a_row_carries_what_an_analyst_reads(detected: Door) -> None:
    (row,) = scores.listing(OCTOBER.where("level", "HIGH")).to_dict("records")
    assert row == {
        "detected_at": pd.Timestamp("2026-10-25 12:00", tz="UTC"),
        "window_start": pd.Timestamp("2026-10-25 12:00", tz="UTC"),
        "ip": "2001:db8::5",
        "ja4": "t13d1517h2_8daaf6152771_cb7bf5808d99",
        "host": "100%.example",
        "model_name": "forest",
        "anomaly_score": -0.25,
        "raw_anomaly_score": 2.0,
        "ae_recon_error": pytest.approx(0.8),
        "xgb_prob": pytest.approx(0.2),
        "threat_level": "HIGH",
        "hits": 3,
        "hit_velocity": 0.5,
        "fuzzing_index": 0.0,
        "post_ratio": 0.0,
        "asn_number": 64500,
        "asn_org": "Example Hosting",
        "country_code": "DE",
        "bot_name": "",
        "browser_family": "Chrome",
    }


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        ("level", ["ODD"], 1),
        ("model", ["boosted"], 1),
        ("campaign", ["3"], 1),
        ("ip", ["::ffff:10.0.0.9"], 2),
        ("q", ["2001:db8::/32"], 1),
        ("q", ["a_b"], 1),
        ("host", ["100%"], 1),
        ("bot", ["Bot_%"], 1),
    ],
)
def test_a_filter_includes_and_excludes(detected: Door, field: str, values: list[str], found: int) -> None:
    """Traps 8 and 9."""
    assert len(scores.listing(OCTOBER.where(field, *values))) == found
    assert scores.totals(OCTOBER.where(field, *values, exclude=True))["sessions"][0] == 5 - found


def test_levels_sort_by_severity(detected: Door) -> None:
    """Trap 2."""
    frame = scores.listing(OCTOBER, order=Order("threat_level"))
    assert list(frame["threat_level"]) == ["CRITICAL", "HIGH", "ODD", "NORMAL", "KNOWN_BOT"]


@pytest.mark.parametrize("column", ["anomaly_score", "raw_anomaly_score"])
def test_scores_ascending_are_worst_first_whichever_way_they_count(detected: Door, column: str) -> None:
    """Trap 3."""
    assert scores.listing(OCTOBER, order=Order(column, descending=False))[column].is_monotonic_increasing
    turned = Door(detected.settings.model_copy(update={"score_direction": "higher"}), pool=detected.pool, clock=lambda: NOW)
    with db.use(turned):
        assert scores.listing(OCTOBER, order=Order(column, descending=False))[column].is_monotonic_decreasing


@pytest.mark.parametrize("column", sorted(set(scores.SORTS) - {"src_ip", "threat_level"}))
def test_every_sort_sorts(detected: Door, column: str) -> None:
    frame = scores.listing(OCTOBER, order=Order(column))
    values = [value.encode() if isinstance(value, str) else value for value in frame[column]]
    assert values == sorted(values, reverse=True)


def test_addresses_sort_as_numbers(detected: Door) -> None:
    frame = scores.listing(OCTOBER, order=Order("src_ip", descending=False))
    assert list(dict.fromkeys(frame["ip"])) == ["10.0.0.9", "10.0.0.80", "203.0.113.7", "2001:db8::5"]


def test_what_detections_have_and_scores_have_not_is_no_sort(detected: Door) -> None:
    for column in ("recurrence", "campaign_id"):
        with pytest.raises(QueryError, match="cannot sort by"):
            scores.listing(Scope(), order=Order(column))


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (501, 0), (50, -1)])
def test_a_page_out_of_bounds_is_refused(detected: Door, limit: int, offset: int) -> None:
    with pytest.raises(QueryError) as caught:
        scores.listing(Scope(), limit=limit, offset=offset)
    assert caught.value.category is Category.PARAMETER


def test_totals_count_a_source_once(detected: Door) -> None:
    """Trap 13."""
    row = scores.totals(OCTOBER).iloc[0]
    assert row[["sessions", "sources", "severe", "known_bots", "browsers"]].tolist() == [5, 4, 2, 1, 0]
    assert row[["sessions_before", "sources_before"]].tolist() == [0, 0]


def test_hours_by_level_with_zeros(detected: Door) -> None:
    frame = scores.per_hour(OCTOBER)
    assert frame.groupby("threat_level").size().unique().tolist() == [48]
    assert frame["sessions"].sum() == 5


def test_a_facets_value_is_a_filter_that_finds_as_many(detected: Door) -> None:
    for facet, value, found, _ in scores.facets(OCTOBER).itertuples(index=False):
        if value:
            assert scores.totals(OCTOBER.where(facet, value))["sessions"][0] == found, (facet, value)


def test_none_is_zero_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    assert scores.totals(Scope())["sessions"][0] == 0
    for frame in (scores.listing(Scope()), scores.per_hour(Scope()), scores.facets(Scope())):
        assert frame.empty
        assert len(frame.columns) >= 3


def test_the_operation_sorts_and_pages(detected: Door) -> None:
    run = OPERATIONS["scores"].run
    assert run is not None
    found = run(OCTOBER, sort="xgb_prob", direction="asc", limit=1, offset=1)
    assert isinstance(found, dict)
    assert found["scores"]["xgb_prob"].tolist() == pytest.approx([0.1])
    assert found["total"]["sessions"].tolist() == [5]
