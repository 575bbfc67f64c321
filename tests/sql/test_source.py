"""One source, against the fixed data counted by hand and the captured clients (operations 8 to 10; traps 2, 3, 7, 9, 12)."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from ja4dash import coherence, statement
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import source
from ja4dash.scope import Scope, Window
from tests.sql import sample
from tests.sql.sample import A, B, C, D
from tests.sql.traffic import send

QUERIES: list[Callable[[str, Scope], pd.DataFrame]] = [
    source.summary,
    source.traits,
    source.coherence,
    source.detections,
    source.scores,
    source.requests,
    source.features,
]


@pytest.mark.parametrize("query", QUERIES)
def test_all_spellings_of_an_address_are_one_client(sampled: Door, query: Callable[[str, Scope], pd.DataFrame]) -> None:
    """Trap 9."""
    frames = [query(ip, Scope()) for ip in (A, "::ffff:203.0.113.9", "::ffff:cb00:7109", " ::FFFF:CB00:7109 ")]
    for frame in frames[1:]:
        pd.testing.assert_frame_equal(frame, frames[0])
    pd.testing.assert_frame_equal(query(B, Scope()), query("2001:0DB8:0:0:0:0:0:1", Scope()))
    assert len(source.requests(B, Scope())) == 2


@pytest.mark.parametrize("ip", ["", "203.0.113", "203.0.113.9/32", "shop.example", "1 OR 1=1", "fe80::1%eth0"])
def test_what_is_no_address_is_refused_in_words(sampled: Door, ip: str) -> None:
    for query in QUERIES:
        with pytest.raises(QueryError) as caught:
            query(ip, Scope())
        assert caught.value.category is Category.PARAMETER
    for single in (source.recurrence, source.radar, source.cascade):
        with pytest.raises(QueryError):
            single(ip)


def test_who_an_address_is(sampled: Door) -> None:
    """Traps 2, 3 and 7: its worst is by severity, its verdict is the latest."""
    (row,) = source.summary(A, Scope()).to_dict("records")
    assert row == {
        "ip": A,
        "requests": 4,
        "first_seen": pd.Timestamp("2026-11-22 12:30", tz="UTC"),
        "last_seen": pd.Timestamp("2026-11-22 14:04:09", tz="UTC"),
        "hosts": 1,
        "paths": 4,
        "user_agents": 1,
        "ja4s": 1,
        "h2_fingerprints": 1,
        "asn_number": 64500,
        "asn_org": "Example Hosting",
        "country_code": "DE",
        "asn_label": "",
        "bot_name": "",
        "detections": 5,
        "worst_level": "CRITICAL",
        "worst_score": -1.0,
        "campaign_id": 12,
        "verdict": "bot",
        "verdict_at": pd.Timestamp("2026-11-21 10:00", tz="UTC"),
        "verdicts": 2,
    }


def test_who_nobody_is(sampled: Door) -> None:
    row = source.summary("192.0.2.1", Scope()).iloc[0]
    assert row[["ip", "requests", "detections", "campaign_id", "verdict", "worst_level"]].tolist() == [
        "192.0.2.1",
        0,
        0,
        -1,
        "",
        "",
    ]
    assert row["first_seen"].year == 1970


def test_a_network_that_was_not_recorded_is_looked_up(sampled: Door) -> None:
    listed = "SELECT asn, country_code, name FROM {processing:Identifier}.ref_iplocate_asn WHERE network LIKE '1.0.198.%'"
    known = sampled.query(listed, sampled.names()).iloc[0]
    row = source.summary("1.0.198.7", Scope()).iloc[0]
    assert row[["asn_number", "asn_org", "country_code"]].tolist() == known[["asn", "name", "country_code"]].tolist()


def test_a_bot_is_known_by_its_range(sampled: Door) -> None:
    listed = "SELECT prefix, bot_name FROM {processing:Identifier}.ref_bot_ip WHERE prefix LIKE '%.%/32' LIMIT 1"
    known = sampled.query(listed, sampled.names()).iloc[0]
    assert source.summary(known["prefix"].removesuffix("/32"), Scope())["bot_name"][0] == known["bot_name"]


def test_what_it_sends_is_ranked_and_counted(sampled: Door) -> None:
    traits = source.traits(A, Scope())
    agents = traits[traits["trait"] == "header_user_agent"]
    assert agents[["value", "requests", "distinct_values"]].to_numpy().tolist() == [[sample.CHROME, 3, 2], ["", 1, 2]]
    (ja4,) = traits[traits["trait"] == "ja4"].to_dict("records")
    assert (ja4["value"], ja4["requests"], ja4["browser_family"], ja4["bot_name"]) == (sample.CHROME_JA4, 4, "Chrome", "")
    (h2,) = traits[traits["trait"] == "h2_fingerprint"].to_dict("records")
    assert (h2["value"], h2["browser_family"]) == (sample.CHROME_H2, "Chrome")
    go = source.traits(D, Scope())
    assert go[go["trait"] == "ja4"]["bot_name"].tolist() == ["Go-http-client"]
    short = source.traits(A, Scope(), limit=1)
    assert short.groupby("trait").size().max() == 1
    assert short[short["trait"] == "header_user_agent"]["distinct_values"].tolist() == [2]


def test_hostile_text_comes_back_as_it_was_sent(sampled: Door) -> None:
    assert source.requests(C, Scope())[["path", "header_user_agent"]].to_numpy().tolist() == [
        [sample.HOSTILE_PATH, sample.HOSTILE_AGENT]
    ]
    traits = source.traits(C, Scope())
    assert traits[traits["trait"] == "header_user_agent"]["value"].tolist() == [sample.HOSTILE_AGENT]


def test_each_part_has_its_own_window(sampled: Door) -> None:
    assert list(source.detections(A, Scope())["threat_level"]) == ["MEDIUM", "NORMAL", "CRITICAL", "HIGH", "CRITICAL"]
    assert list(source.scores(A, Scope())["threat_level"]) == ["MEDIUM", "CRITICAL", "LOW"]
    assert list(source.requests(A, Scope())["path"]) == ["/", "/static/app.css", "/login", "/100%_off"]
    assert len(source.detections(A, Scope(Window("1h")))) == 2
    assert len(source.requests(A, Scope(Window("7d")))) == 6
    assert len(source.requests(A, Scope(), limit=2)) == 2


def test_filters_hold_for_one_source_too(sampled: Door) -> None:
    assert source.requests(A, Scope().where("status", "4"))["path"].tolist() == ["/100%_off"]
    assert source.detections(A, Scope().where("campaign", "12"))["threat_level"].tolist() == ["MEDIUM", "CRITICAL"]


def test_recurrence_counts_hours_over_all_that_is_kept(sampled: Door) -> None:
    (row,) = source.recurrence(A).to_dict("records")
    assert (row["recurrence"], row["worst_score"], row["worst_threat"]) == (5, -1.5, "CRITICAL")
    assert source.recurrence("192.0.2.1").empty


# --- coherence --------------------------------------------------------------------------------------------------------


def test_what_contradicts_what_in_the_fixed_data(sampled: Door) -> None:
    assert coherence.sentence(source.coherence(A, Scope())) == "JA4, HTTP/2 and User-Agent agree: Chrome."
    assert coherence.sentence(source.coherence(D, Scope())) == "JA4, HTTP/2 and User-Agent agree: Go-http-client."
    assert coherence.sentence(source.coherence(B, Scope())) == (
        "Only the User-Agent is known, and says curl: there is nothing to compare it with."
    )
    assert coherence.sentence(source.coherence("192.0.2.1", Scope())) == "No requests in this window."


@pytest.mark.parametrize(
    ("ip", "said"),
    [
        ("192.0.2.10", "JA4, HTTP/2, User-Agent and Sec-CH-UA agree: Chrome."),
        ("192.0.2.20", "JA4, HTTP/2 and User-Agent agree: Firefox."),
        ("198.51.100.15", "User-Agent says Safari, everything else says Chrome."),
        ("198.51.100.16", "User-Agent says Edge, Sec-CH-UA says Chrome."),
        ("198.51.100.17", "User-Agent says Chrome, everything else says Firefox."),
        ("198.51.100.14", "User-Agent says Windows, Sec-CH-UA-Platform says Linux."),
    ],
)
def test_captured_clients_in_one_sentence(captured: Door, ip: str, said: str) -> None:
    assert coherence.sentence(source.coherence(ip, Scope())) == said


def test_the_sentence_never_contradicts_the_score(captured: Door) -> None:
    """A session whose coherence score is below 1 has a sentence that says why."""
    sql = (
        "SELECT DISTINCT replaceOne(toString(src_ip), '::ffff:', '') AS ip FROM {processing:Identifier}.view_ai_features_1h"
        " WHERE fingerprint_coherence_score < 0.999"
    )
    doubtful = list(captured.query(sql, captured.names())["ip"])
    assert len(doubtful) > 3
    for ip in doubtful:
        assert (source.coherence(ip, Scope(), limit=500)["contradiction"] != "").any(), ip


# --- the last hour ----------------------------------------------------------------------------------------------------


def test_features_are_those_of_the_view(captured: Door) -> None:
    frame = source.features("192.0.2.10", Scope())
    assert frame["hits"].is_monotonic_decreasing
    assert frame["hits"].sum() == 50
    assert set(frame["browser_family"]) == {"Chrome"}
    assert source.features("192.0.2.10", Scope().where("family", "Firefox")).empty


def test_the_radar_ranks_means_among_all_sessions(door: Door) -> None:
    """Sessions with a post_ratio of 0, 0, 0.5 and 1: ranks are the share below and half of the share alike."""
    sql = (
        "SELECT src_asn, label FROM {processing:Identifier}.ref_asn_reputation WHERE label IN ('isp', 'hosting') ORDER BY src_asn"
    )
    asns = door.query(sql, door.names()).drop_duplicates("label").set_index("label")["src_asn"].to_dict()
    isp, hosting = int(asns["isp"]), int(asns["hosting"])
    send(
        door,
        [
            {"src_ip": "10.0.0.1", "method": "GET", "ago": 60, "src_asn": isp},
            {"src_ip": "10.0.0.2", "method": "GET", "ago": 60, "src_asn": isp},
            {"src_ip": "10.0.0.3", "method": "GET", "ago": 60, "src_asn": 64500},
            {"src_ip": "10.0.0.3", "method": "POST", "ago": 61, "src_asn": 64500},
            {"src_ip": "10.0.0.4", "method": "POST", "ago": 60, "src_asn": hosting},
        ],
    )
    frame = source.radar("10.0.0.3")
    assert list(frame["feature"]) == list(source.FEATURES)
    post = frame[frame["feature"] == "post_ratio"].iloc[0]
    assert post[["source", "isp", "hosting"]].tolist() == [0.5, 0, 1]
    assert post[["source_rank", "isp_rank", "hosting_rank"]].tolist() == [5 / 8, 2 / 8, 7 / 8]
    assert post[["source_sessions", "isp_sessions", "hosting_sessions", "sessions"]].tolist() == [1, 2, 1, 4]
    ranks = frame[["source_rank", "isp_rank", "hosting_rank"]].to_numpy()
    assert ((ranks >= 0) & (ranks <= 1)).all()
    absent = source.radar("10.0.0.9")
    assert absent[["source", "source_rank"]].isna().all(axis=None)
    assert absent["isp_rank"].tolist() == frame["isp_rank"].tolist()


def test_the_radar_is_one_scan(sampled: Door) -> None:
    """Trap 12."""
    assert statement.text("source/radar").count("view_ai_features_1h") == 1
    view = "EXPLAIN SELECT count() FROM {processing:Identifier}.view_ai_features_1h"
    bound = sampled.names() | {"ip": "10.0.0.1", "features": list(source.FEATURES)}
    scans = [
        sum("ReadFromMergeTree" in line for line in sampled.query(sql, bound).iloc[:, 0])
        for sql in (f"EXPLAIN {statement.text('source/radar')}", f"{view} WHERE NOT ignore(orphan_ratio, asset_ratio)")
    ]
    assert scans[0] <= scans[1]


def test_cascades_of_an_address(captured: Door) -> None:
    frame = source.cascade("192.0.2.10")
    assert len(frame)
    assert (frame["page_count"] > 0).all()
    assert source.cascade("192.0.2.199").empty
    assert len(source.cascade("192.0.2.10", limit=1)) == 1
