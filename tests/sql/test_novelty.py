"""New and newly popular fingerprints, against requests made by hand (traps 9, 11, 13, 14)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from ja4dash import collector
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import novelty
from ja4dash.scope import Scope, Window
from tests.sql.detected import put, session
from tests.sql.sample import CHROME, CHROME_H2, CHROME_JA4, GO_H2, GO_JA4
from tests.sql.traffic import captured_requests, send

DAY = 86_400
RELEASE = "t13d1519h2_8daaf6152771_0123456789ab"
TOOL = "t13d0404h2_111111111111_222222222222"
RISEN = "t13d0505h1_333333333333_444444444444"
FORGOTTEN = "t13d0606h1_555555555555_666666666666"
NEW_H2 = "1:65536;4:1048576|12345|0|m,a,s,p"


def request(ip: str, ago: int, **columns: object) -> dict[str, object]:
    return {"src_ip": ip, "ago": ago, "src_asn": 64500, "ja4": CHROME_JA4, "h2_fingerprint": CHROME_H2} | columns


def life() -> list[dict[str, object]]:
    """Two days of one network's browsers; then a release, a tool and a client that many more use."""
    old = [request("203.0.113.9", ago, header_user_agent=CHROME) for ago in (20 * DAY, *[DAY + 100] * 30, *[50] * 10)]
    released = [
        request(f"10.{number}.0.1", 3600 - number, ja4=RELEASE, src_asn=65000 + number % 12, header_user_agent=CHROME)
        for number in range(25)
    ]
    tool = [
        request(ip, 600, ja4=TOOL, src_asn=0, h2_fingerprint=NEW_H2, header_user_agent="")
        for ip in ("2001:db8::1", "2001:db8:1::1", "198.51.100.1", "198.51.100.1")
    ]
    risen = [request("203.0.113.10", ago, ja4=RISEN, h2_fingerprint="") for ago in (DAY + 50, *[40] * 20)]
    forgotten = [request("203.0.113.11", ago, ja4=FORGOTTEN, h2_fingerprint="") for ago in (32 * DAY, 30)]
    return [*old, *released, *tool, *risen, *forgotten]


@pytest.fixture
def lived(door: Door) -> Door:
    send(door, life())
    at = f"{door.now() - timedelta(minutes=5):%Y-%m-%d %H:%M:%S}"
    put(door, "ml_detected_anomalies", [session(at, ip, "HIGH", -0.5) for ip in ("10.3.0.1", "10.4.0.1", "203.0.113.77")])
    return door


def rows(frame: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    return {row["fingerprint"]: row for row in frame.to_dict("records")}


def test_what_is_new_and_what_it_looks_like(lived: Door) -> None:
    new = rows(novelty.found(Scope())["new"])
    assert set(new) == {RELEASE, TOOL, FORGOTTEN, NEW_H2}
    assert (
        new[RELEASE]["why"] == "looks like a browser release: 25 sources in 12 networks, 2 of them detected, coherent Chrome 131"
    )
    assert new[TOOL]["why"] == "one origin: 3 sources in 2 networks, no User-Agent"
    assert new[NEW_H2]["why"] == "one origin: 3 sources in 2 networks, no User-Agent"
    assert new[FORGOTTEN]["why"] == "one origin: 1 source in 1 network, no User-Agent"


def test_the_evidence_is_counted(lived: Door) -> None:
    """Traps 9 and 13: IPv6 clients are clients, and one with two requests is one; unknown networks count by their /16 or /32."""
    new = rows(novelty.found(Scope())["new"])
    now = lived.now().replace(microsecond=0)
    release, tool = new[RELEASE], new[TOOL]
    assert (release["kind"], release["requests"], release["requests_before"]) == ("ja4", 25, 0)
    assert pd.Timedelta(seconds=3590) < pd.Timestamp(now) - release["first_seen"] < pd.Timedelta(seconds=3700)
    assert (release["sources"], release["networks"], release["detected"]) == (25, 12, 2)
    assert (release["h2_fingerprint"], release["h2_family"], release["line_known"]) == (CHROME_H2, "Chrome", 1)
    assert (release["product"], release["product_pct"], release["user_agent_family"]) == ("Chrome 131", 100.0, "Chrome")
    assert release["share_pct"] == pytest.approx(100 * 25 / 60)
    assert (tool["requests"], tool["sources"], tool["networks"], tool["detected"], tool["line_known"]) == (4, 3, 2, 0, 0)
    assert (new[NEW_H2]["kind"], new[NEW_H2]["ja4"]) == ("h2", TOOL)


def test_what_is_newly_popular(lived: Door) -> None:
    """20 of 60 requests after 1 of 31: 10.3 times the share. What has less than twice its share is none."""
    popular = rows(novelty.found(Scope())["popular"])
    assert set(popular) == {RISEN}
    risen = popular[RISEN]
    assert (risen["requests"], risen["requests_before"]) == (20, 1)
    assert risen["share_pct"] == pytest.approx(100 * 20 / 60)
    assert risen["share_before_pct"] == pytest.approx(100 * 1 / 31)
    assert risen["growth"] == pytest.approx(31 / 3)
    assert risen["verdict"] == "one origin"


def test_what_was_there_long_ago_but_not_in_the_period_before_has_no_growth(door: Door) -> None:
    send(door, [request("203.0.113.9", ago, ja4=RISEN) for ago in (5 * DAY, *[60] * 25)] + [request("203.0.113.9", DAY + 60)])
    (risen,) = novelty.found(Scope())["popular"].query("kind == 'ja4'").to_dict("records")
    assert (risen["fingerprint"], risen["requests_before"]) == (RISEN, 0)
    assert pd.isna(risen["growth"])


def test_totals(lived: Door) -> None:
    result = novelty.found(Scope())
    (row,) = result["totals"].to_dict("records")
    begins = row.pop("log_begins")
    assert row == {
        "new_ja4s": 3,
        "ja4s": 5,
        "new_h2s": 1,
        "h2s": 2,
        "fingerprints": 7,
        "popular": 1,
        "to_look_at": 0,
        "releases": 1,
        "listed": 5,
    }
    assert begins < result["new"].attrs["since"] - pd.Timedelta(days=15)


def test_contradictions_come_first(door: Door) -> None:
    liars = [request(f"10.{n}.0.1", 60, ja4=GO_JA4, h2_fingerprint=GO_H2, header_user_agent=CHROME) for n in range(3)]
    send(door, [*liars, *[request("203.0.113.9", 60, header_user_agent=CHROME)] * 9])
    new = novelty.found(Scope())["new"]
    ja4s = novelty.of_kind(new, "ja4")
    assert ja4s["fingerprint"].tolist() == [GO_JA4, CHROME_JA4]
    assert ja4s["verdict"].tolist() == ["contradiction", "known"]
    assert ja4s["why"][0].startswith("contradicts itself: 3 sources in 1 network, says Chrome 131, the reference lists say Go")
    assert novelty.of_kind(new, "h2")["fingerprint"].tolist() == [GO_H2, CHROME_H2]
    assert novelty.found(Scope())["totals"]["to_look_at"][0] == 2


def test_the_scope_counts(lived: Door) -> None:
    assert set(novelty.found(Scope().where("ja4", TOOL))["new"]["fingerprint"]) == {TOOL, NEW_H2}
    month = novelty.found(Scope(Window("30d")))
    assert {CHROME_JA4, CHROME_H2, RISEN} <= set(month["new"]["fingerprint"])
    assert FORGOTTEN not in set(month["new"]["fingerprint"])
    assert novelty.found(Scope(), limit=1)["new"].groupby("kind").size().to_dict() == {"h2": 1, "ja4": 1}
    assert novelty.found(Scope(), limit=1)["totals"]["new_ja4s"][0] == 3


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_bounds_is_refused(door: Door, limit: int) -> None:
    with pytest.raises(QueryError) as caught:
        novelty.found(Scope(), limit=limit)
    assert caught.value.category is Category.PARAMETER


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    result = novelty.found(Scope())
    assert result["new"].empty
    assert result["popular"].empty
    assert {"fingerprint", "why", "growth", "share_pct"} <= set(result["new"])
    totals = result["totals"].drop(columns="log_begins")
    assert totals.to_dict("records") == [dict.fromkeys(totals.columns, 0)]
    hours, shifts = novelty.extensions(Scope())
    assert hours.empty
    assert shifts == []


def test_what_is_not_deployed_is_no_empty_answer(empty_door: Door) -> None:
    """Trap 11."""
    for query in (novelty.found, novelty.extensions):
        with pytest.raises(QueryError) as caught:
            query(Scope())
        assert caught.value.category is Category.MISSING


def test_captured_extensions_are_counted_as_by_hand(captured: Door) -> None:
    hours, shifts = novelty.extensions(Scope().where("method", "POST"))
    numbers = [int(row["ja4"][6:8]) for row in captured_requests()]
    assert shifts == []
    assert hours["requests"].sum() == len(numbers), "all traffic, whatever the filters"
    assert (hours["mean"] * hours["requests"]).sum() == pytest.approx(sum(numbers))
    assert hours["hour"].is_monotonic_increasing


def test_the_busiest_stacks_have_a_name(captured: Door) -> None:
    read = captured.read("novelty/extensions", Scope(Window("24h")), stacks=3, hours=1)
    counted = Counter(row["ja4"][:6] + row["ja4"][8:23] for row in captured_requests())
    named = read[read["stack"] != ""].groupby("stack")["requests"].sum().to_dict()
    assert named == dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:3])
    assert read["requests"].sum() == len(captured_requests())


def test_a_fault_in_the_log_is_found(door: Door) -> None:
    """Five stacks over ten hours; for the last four, two extensions more are counted. A malformed JA4 has none."""
    stacks = [(f"t13d{10 + n}", f"h2_{n:012x}_{'a' * 12}", 12 + n) for n in range(5)]
    send(
        door,
        [
            {"ja4": f"{a}{extensions + (2 if hour < 4 else 0):02}{rest}", "ago": hour * 3600 + 60}
            for a, rest, extensions in stacks
            for hour in range(10)
            for _ in range(20)
        ]
        + [{"ja4": "t13d9999", "ago": 60}, {"ja4": "", "ago": 60}],
    )
    hours, (shift,) = novelty.extensions(Scope())
    assert isinstance(shift, collector.Shift)
    assert (shift.extensions, shift.stacks, shift.share) == (2, 5, 1.0)
    began = door.now() - timedelta(hours=3, seconds=60)
    assert abs(shift.hour - began) <= timedelta(hours=1)
    assert hours["requests"].sum() == 1000
    assert set(hours["mean"]) <= {14.0, 16.0}
