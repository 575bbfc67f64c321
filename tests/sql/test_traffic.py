"""Traffic, against the fixed data counted by hand (operations 6 and 7; traps 8, 9, 14)."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from ja4dash.db import Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.queries import traffic
from ja4dash.scope import Scope, Window, between, moment
from tests.sql import sample
from tests.sql.sample import A_LIKE, HOSTILE_AGENT, HOSTILE_PATH, A, B, C, D
from tests.sql.traffic import send

LOGGED = "FROM {logs:Identifier}.http_logs WHERE time >= '2026-11-21 14:06:00' AND time < '2026-11-22 14:06:00'"


def paths(scope: Scope) -> set[str]:
    """Paths of the requests in a scope; the total agrees with them."""
    frame = traffic.listing(scope)
    assert traffic.totals(scope)["requests"][0] == len(frame)
    return set(frame["path"])


def naive(door: Door, condition: str) -> set[str]:
    """Paths of the last day under one condition."""
    return set(door.query(f"SELECT path {LOGGED} AND {condition}", {"logs": door.settings.logs_db})["path"])


def test_the_window_starts_with_its_first_instant_and_ends_before_its_last(sampled: Door) -> None:
    frame = traffic.listing(Scope())
    assert len(frame) == 9
    assert frame["time"].iloc[-1] == pd.Timestamp("2026-11-21 14:06", tz="UTC")
    assert frame["time"].is_monotonic_decreasing
    assert not {"/from-the-next-minute", "/the-day-before"} & set(frame["path"])


def test_a_row_carries_what_an_analyst_reads(sampled: Door) -> None:
    row = traffic.listing(Scope().where("q", "login")).to_dict("records")
    assert row == [
        {
            "time": pd.Timestamp("2026-11-22 14:03:00", tz="UTC"),
            "ip": A,
            "method": "POST",
            "host": "shop.example",
            "path": "/login",
            "query": "",
            "status": 302,
            "http_version": "HTTP/2.0",
            "header_user_agent": sample.CHROME,
            "ja4": sample.CHROME_JA4,
            "h2_fingerprint": sample.CHROME_H2,
            "src_asn": 64500,
            "src_as_name": "Example Hosting",
            "src_country_code": "DE",
        }
    ]


def test_hostile_text_comes_back_as_it_was_sent(sampled: Door) -> None:
    row = traffic.listing(Scope().where("ip", C)).iloc[0]
    assert (row["path"], row["header_user_agent"], row["host"]) == (HOSTILE_PATH, HOSTILE_AGENT, "ÄÖ.example")


FROM_A = {"/", "/static/app.css", "/login", "/100%_off"}
FROM_B = {"/100percent-off", "/100%25"}
EVERYTHING = FROM_A | FROM_B | {"/a_b", "/axb", HOSTILE_PATH}


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        ("method", ["POST"], {"/login"}),
        ("method", ["get"], FROM_A - {"/login"} | FROM_B | {HOSTILE_PATH, "/axb"}),
        ("host", ["API.shop"], {"/100%25"}),
        ("host", ["äö"], {HOSTILE_PATH}),
        ("host", ["api", "ÄÖ"], {"/100%25", HOSTILE_PATH}),
        ("http", ["HTTP/1.1"], FROM_B),
        ("http", ["weird"], {HOSTILE_PATH}),
        ("status", ["4"], {"/100%_off"}),
        ("status", ["0"], {"/a_b"}),
        ("status", ["5", "3"], {"/100%25", HOSTILE_PATH, "/login"}),
        ("asn", ["64501"], FROM_B),
        ("country", ["fr"], FROM_B),
        ("ja4", [sample.GO_JA4], {"/axb"}),
        ("family", ["Chrome"], FROM_A | {"/a_b", HOSTILE_PATH}),
        ("bot", ["Go-http-client"], {"/axb"}),
        ("level", ["CRITICAL"], FROM_A),
        ("level", ["odd"], FROM_B),
        ("campaign", ["12"], FROM_A),
        ("ip", [A], FROM_A),
        ("ip", ["::ffff:203.0.113.9"], FROM_A),
        ("ip", ["::FFFF:cb00:7109"], FROM_A),
        ("ip", ["2001:0DB8:0::1"], FROM_B),
        ("ip", ["203.0.113.0/24"], FROM_A | {"/a_b"}),
        ("ip", ["2001:db8::/32", "10.0.0.0/8"], FROM_B | {"/axb"}),
        ("ip", ["0.0.0.0/0"], FROM_A | {"/a_b", "/axb", HOSTILE_PATH}),
        ("q", ["APP.css"], {"/static/app.css"}),
        ("q", ["curl"], FROM_B),
        ("q", ["203.0.113.9"], FROM_A | {"/a_b"}),
        ("q", ["203.0.113.0/31", "2001:db8::/64"], FROM_B),
        ("q", ["2001:0db8:0:0:0::1"], FROM_B),
        ("q", ["ffff"], set()),
        ("q", ["shop.example"], set()),
        ("q", ["DROP TABLE http_logs"], {HOSTILE_PATH}),
        ("q", ["\\ back\\slash <b>{x:String}</b> %s\ttab".replace("\t", " ")], set()),
        ("q", ['"quoted"'], {HOSTILE_PATH}),
        ("q", ["it's"], {HOSTILE_PATH}),
    ],
)
def test_a_filter_includes_and_excludes(sampled: Door, field: str, values: list[str], found: set[str]) -> None:
    assert paths(Scope().where(field, *values)) == found
    assert paths(Scope().where(field, *values, exclude=True)) == EVERYTHING - found


@pytest.mark.parametrize(
    ("text", "pattern", "wrong", "right"),
    [
        ("100%", "%100%%", {"/100%_off", "/100percent-off", "/100%25"}, {"/100%_off", "/100%25"}),
        ("a_b", "%a_b%", {"/a_b", "/axb"}, {"/a_b"}),
        ("100%_off", "%100%_off%", {"/100%_off", "/100percent-off"}, {"/100%_off"}),
    ],
)
def test_percent_and_underscore_are_what_they_are(
    sampled: Door, text: str, pattern: str, wrong: set[str], right: set[str]
) -> None:
    """Trap 8."""
    assert naive(sampled, f"path LIKE '{pattern}'") == wrong
    assert paths(Scope().where("q", text)) == right


def test_an_ipv6_client_is_found_and_shown(sampled: Door) -> None:
    """Trap 9: an IPv4 function turns it into 0.0.0.0."""
    sql = f"SELECT toString(toIPv4OrDefault(replaceOne(toString(src_ip), '::ffff:', ''))) AS ip {LOGGED} AND path = '/100%25'"
    assert sampled.query(sql, {"logs": sampled.settings.logs_db})["ip"][0] == "0.0.0.0"
    assert set(traffic.listing(Scope().where("ip", B))["ip"]) == {B}


def test_filters_are_anded(sampled: Door) -> None:
    scope = Scope().where("ip", A).where("status", "2", "4").where("q", "static", exclude=True)
    assert paths(scope) == {"/", "/100%_off"}


@pytest.mark.parametrize("column", traffic.SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_every_sort_sorts(sampled: Door, column: str, descending: bool) -> None:
    frame = traffic.listing(Scope(), order=Order(column, descending))
    assert len(frame) == 9
    if column != "src_ip":
        values = [value.encode() if isinstance(value, str) else value for value in frame[column]]
        assert values == sorted(values, reverse=descending)


def test_addresses_are_sorted_as_numbers(sampled: Door) -> None:
    frame = traffic.listing(Scope(), order=Order("src_ip", descending=False))
    assert list(dict.fromkeys(frame["ip"])) == [D, C, A, A_LIKE, B]
    assert sorted(set(frame["ip"])) != [D, C, A, A_LIKE, B]


@pytest.mark.parametrize("order", [None, Order("method"), Order("ja4", descending=False)])
def test_pages_hold_every_row_once(sampled: Door, order: Order | None) -> None:
    whole = traffic.listing(Scope(), order=order)
    pages = [traffic.listing(Scope(), order=order, limit=2, offset=offset) for offset in range(0, 10, 2)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole, check_dtype=False)
    assert [len(page) for page in pages] == [2, 2, 2, 2, 1]
    past = traffic.listing(Scope(), order=order, limit=2, offset=100)
    assert past.empty
    assert list(past.columns) == list(whole.columns)


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (501, 0), (50, -1)])
def test_a_page_out_of_bounds_is_refused(sampled: Door, limit: int, offset: int) -> None:
    with pytest.raises(QueryError) as caught:
        traffic.listing(Scope(), limit=limit, offset=offset)
    assert caught.value.category is Category.PARAMETER


def test_an_unlisted_sort_is_refused(sampled: Door) -> None:
    with pytest.raises(QueryError, match="cannot sort by"):
        traffic.listing(Scope(), order=Order("src_port"))


def test_totals_count_each_source_host_and_client_once(sampled: Door) -> None:
    assert traffic.totals(Scope()).to_dict("records") == [
        {
            "requests": 9,
            "requests_before": 2,
            "sources": 5,
            "sources_before": 2,
            "hosts": 3,
            "hosts_before": 1,
            "ja4s": 2,
            "ja4s_before": 1,
            "user_agents": 4,
            "user_agents_before": 2,
            "errors": 3,
            "errors_before": 0,
        }
    ]


def test_hours_by_version_with_zeros(sampled: Door) -> None:
    frame = traffic.per_hour(Scope())
    assert frame.groupby("http_version")["requests"].sum().to_dict() == {"HTTP/1.0": 1, "HTTP/1.1": 2, "HTTP/2.0": 5, "other": 1}
    assert frame.groupby("http_version").size().to_dict() == dict.fromkeys(("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "other"), 25)
    busy = frame[(frame["http_version"] == "HTTP/2.0") & (frame["requests"] > 0)].set_index("hour")["requests"]
    assert {f"{hour:%d %H:%M}": n for hour, n in busy.items()} == {"22 00:00": 1, "22 12:00": 1, "22 14:00": 3}


@pytest.mark.parametrize(
    "scope", [Scope(), Scope(Window("7d")), Scope().where("ip", A), Scope(Window("1h")).where("status", "2")]
)
def test_hours_of_a_page_are_the_same_as_asked_alone(sampled: Door, scope: Scope) -> None:
    alone, figures = traffic.per_hour(scope), traffic.figures(scope)["per_hour"]
    pd.testing.assert_frame_equal(figures, alone.reset_index(drop=True), check_dtype=False)


def test_what_was_only_before_still_counts_as_before(door: Door) -> None:
    send(door, [{"src_ip": f"203.0.113.{number}", "ago": 90_000, "status": 404} for number in range(1, 4)])
    figures = traffic.figures(Scope())
    row = figures["totals"].iloc[0]
    assert (row["requests"], row["sources"], row["errors"]) == (0, 0, 0)
    assert (row["requests_before"], row["sources_before"], row["errors_before"]) == (3, 3, 3)
    assert figures["facets"].empty
    assert figures["per_hour"].empty


def test_facets_rank_the_values_of_each_filter(sampled: Door) -> None:
    facets = traffic.facets(Scope())
    found = {facet: list(zip(part["value"], part["requests"], strict=True)) for facet, part in facets.groupby("facet")}
    assert found == {
        "method": [("GET", 6), ("HEAD", 1), ("POST", 1), ("get", 1)],
        "host": [("shop.example", 7), ("api.shop.example", 1), ("ÄÖ.example", 1)],
        "http": [("HTTP/2.0", 5), ("HTTP/1.1", 2), ("HTTP/1.0", 1), ("weird", 1)],
        "status": [("2", 4), ("5", 2), ("0", 1), ("3", 1), ("4", 1)],
        "country": [("DE", 5), ("", 2), ("FR", 2)],
        "ja4": [(sample.CHROME_JA4, 6), ("", 2), (sample.GO_JA4, 1)],
        "ip": [(A, 4), (B, 2), (D, 1), (C, 1), (A_LIKE, 1)],
    }
    assert traffic.facets(Scope(), limit=1)["requests"].tolist() == [6, 7, 5, 4, 5, 6, 4]


def test_a_facets_value_is_a_filter_that_finds_as_many(sampled: Door) -> None:
    for facet, value, requests in traffic.facets(Scope()).itertuples(index=False):
        if value and facet not in ("host", "method"):
            assert traffic.totals(Scope().where(facet, value))["requests"][0] == requests, (facet, value)


def test_the_heatmap_has_all_168_cells(sampled: Door) -> None:
    frame = traffic.heatmap(Scope())
    assert list(zip(frame["weekday"], frame["hour"], strict=True)) == [(day, hour) for day in range(1, 8) for hour in range(24)]
    cells = frame[frame["requests"] > 0]
    assert {(day, hour): n for day, hour, n in cells.itertuples(index=False)} == {
        (3, 23): 1,
        (6, 10): 1,
        (6, 14): 2,
        (7, 0): 1,
        (7, 9): 2,
        (7, 11): 1,
        (7, 12): 1,
        (7, 14): 3,
    }
    assert traffic.heatmap(Scope(Window("1h")))["requests"].sum() == 3


def test_an_absolute_window_is_what_it_says(sampled: Door) -> None:
    window = between(moment("2026-11-18T23:00Z"), moment("2026-11-19T00:00Z"))
    assert paths(Scope(window)) == {"/wednesday"}
    assert traffic.totals(Scope(between(moment("2026-11-19T00:00Z"), moment("2026-11-19T01:00Z"))))["requests_before"][0] == 1


def test_no_traffic_is_zero_and_keeps_its_columns(door: Door) -> None:
    assert traffic.totals(Scope())["requests"][0] == 0
    assert traffic.listing(Scope()).empty
    assert "header_user_agent" in traffic.listing(Scope())
    assert traffic.per_hour(Scope()).empty
    assert traffic.facets(Scope()).empty
    assert traffic.heatmap(Scope())["requests"].tolist() == [0] * 168


def test_ties_of_time_do_not_move_between_pages(door: Door) -> None:
    send(door, [{"src_ip": f"10.0.0.{n % 7}", "path": f"/{n % 50}", "src_port": n % 3, "ago": 100} for n in range(120)])
    pages = [traffic.listing(Scope(), limit=25, offset=offset) for offset in range(0, 125, 25)]
    assert sum(map(len, pages)) == 120
    seen = pd.concat(pages).groupby(["ip", "path"]).size()
    assert (
        seen.to_dict()
        == pd.DataFrame([(f"10.0.0.{n % 7}", f"/{n % 50}") for n in range(120)], columns=["ip", "path"])
        .groupby(["ip", "path"])
        .size()
        .to_dict()
    )
    assert all(earlier["ip"].iloc[-1] <= later["ip"].iloc[0] for earlier, later in pairwise(pages))
