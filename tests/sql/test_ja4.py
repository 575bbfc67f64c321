"""One JA4, against the fixed data counted by hand and the captured clients (operation 29; traps 2, 3, 7, 9, 12, 13)."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from ja4dash import coherence, db, statement
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import ja4
from ja4dash.scope import Scope, Window
from tests.sql import detected, sample
from tests.sql.detected import FULL, RESUMED
from tests.sql.sample import A_LIKE, CHROME_H2, CHROME_JA4, GO_JA4, A, B, C
from tests.sql.traffic import send


def observed(part: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[str, Scope], pd.DataFrame]:
    """What is read out of the one scan, as a query of its own."""
    return lambda value, scope: part(ja4.observed(value, scope))


carriers, values, combinations = observed(ja4.carriers), observed(ja4.values), observed(ja4.coherence)


def related(value: str, scope: Scope) -> pd.DataFrame:
    return ja4.related(value, ja4.observed(value, scope))


def families(value: str, scope: Scope) -> pd.DataFrame:
    return ja4.families(ja4.known(value), ja4.observed(value, scope))


QUERIES: list[Callable[[str, Scope], pd.DataFrame]] = [
    ja4.profile,
    ja4.breakdown,
    ja4.levels,
    ja4.timeline,
    ja4.detections,
    ja4.scores,
    ja4.requests,
    ja4.features,
    carriers,
    values,
    combinations,
    related,
    families,
]
NOBODY = "t13d0203h2_aaaaaaaaaaaa_bbbbbbbbbbbb"
EMPTY = "000000000000"


@pytest.mark.parametrize("text", ["", "x" * 65, "t13d1516h2 8daaf6152771", "<b>", "%", "ja4'; DROP TABLE http_logs; --"])
def test_what_is_no_ja4_is_refused_in_words(sampled: Door, text: str) -> None:
    for query in QUERIES:
        with pytest.raises(QueryError) as caught:
            query(text, Scope())
        assert caught.value.category is Category.PARAMETER
    with pytest.raises(QueryError):
        ja4.known(text)


@pytest.mark.parametrize("value", [NOBODY, "not_well_formed", "abc", "a_b_c_d"])
def test_one_that_nobody_sends_is_empty_and_no_failure(sampled: Door, value: str) -> None:
    assert carriers(value, Scope()).empty
    assert combinations(value, Scope()).empty
    assert values(value, Scope()).empty
    assert related(value, Scope()).empty
    assert families(value, Scope()).empty
    row = ja4.profile(value, Scope()).iloc[0]
    assert row[["sessions", "sources", "total_hits", "worst_level"]].tolist() == [0, 0, 0, ""]
    assert pd.isna(row["worst_score"])
    assert row["first_kept"].year == 1970
    assert not ja4.timeline(value, Scope())[["sessions", "detections"]].any(axis=None)


def test_white_space_around_it_is_not_part_of_it(sampled: Door) -> None:
    for query in QUERIES:
        pd.testing.assert_frame_equal(query(f" {CHROME_JA4}\n", Scope()), query(CHROME_JA4, Scope()))


# --- sessions and detections ------------------------------------------------------------------------------------------


def test_its_sessions_in_one_row(sampled: Door) -> None:
    """Traps 2 and 3: the worst by severity and by sign, not by the alphabet and the greatest."""
    row = ja4.profile(CHROME_JA4, Scope()).iloc[0].to_dict()
    naive = "SELECT max(threat_level) AS level, max(anomaly_score) AS score FROM {processing:Identifier}.ml_all_scores"
    assert sampled.query(naive, sampled.names()).iloc[0].tolist() == ["MEDIUM", 0.5]
    assert {name: row[name] for name in ("sessions", "sources", "hosts", "asns", "countries", "severe", "total_hits")} == {
        "sessions": 7,
        "sources": 3,
        "hosts": 1,
        "asns": 1,
        "countries": 1,
        "severe": 2,
        "total_hits": 70,
    }
    assert (row["worst_score"], row["worst_level"]) == (-0.75, "CRITICAL")
    assert row["mean_score"] == pytest.approx(0.25 / 7)
    assert (row["mean_hits"], row["mean_velocity"], row["most_velocity"]) == (10, 0.5, 0.5)
    assert (row["host_list"], row["asn_list"], row["country_list"]) == (["shop.example"], [64500], ["DE"])
    assert row["first_kept"] == row["first_scored"] == pd.Timestamp("2026-11-20 12:00", tz="UTC")
    assert row["last_scored"] == pd.Timestamp("2026-11-22 14:00", tz="UTC")


def test_the_period_before_stands_beside_it(sampled: Door) -> None:
    row = ja4.profile(CHROME_JA4, Scope(Window("24h"))).iloc[0]
    assert row[["sessions", "sessions_before", "sources", "sources_before", "severe", "severe_before"]].tolist() == [
        5,
        1,
        3,
        1,
        2,
        0,
    ]
    assert row["first_kept"] == pd.Timestamp("2026-11-20 12:00", tz="UTC"), "first seen does not depend on the window"


def test_what_is_worst_follows_the_direction_of_the_scores(sampled: Door) -> None:
    turned = Door(sampled.settings.model_copy(update={"score_direction": "higher"}), pool=sampled.pool, clock=lambda: sample.NOW)
    with db.use(turned):
        assert ja4.profile(CHROME_JA4, Scope())["worst_score"][0] == 0.5


def test_levels_are_ordered_by_severity_and_unknown_ones_shown(sampled: Door) -> None:
    frame = ja4.levels(CHROME_JA4, Scope()).set_index("threat_level")
    assert list(frame.index) == ["CRITICAL", "HIGH", "MEDIUM", "LOW", "ODD", "NORMAL", "KNOWN_BOT", "LEGITIMATE_BROWSER"]
    assert frame["sessions"].to_dict() == {
        "CRITICAL": 1,
        "HIGH": 1,
        "MEDIUM": 1,
        "LOW": 1,
        "ODD": 0,
        "NORMAL": 0,
        "KNOWN_BOT": 0,
        "LEGITIMATE_BROWSER": 3,
    }
    assert frame["detections"].tolist() == [1, 2, 1, 0, 1, 1, 1, 0]
    assert frame.loc["LEGITIMATE_BROWSER", "sources"] == 1
    assert frame.loc["CRITICAL", "sources"] == 1, "a source that was scored and detected is one source"


def test_its_timeline_has_every_hour(sampled: Door) -> None:
    frame = ja4.timeline(CHROME_JA4, Scope()).set_index("hour")
    assert len(frame) == 7 * 24 + 1
    assert frame[["sessions", "detections"]].sum().tolist() == [7, 7]
    assert list(frame.loc["2026-11-22 13:00", ["sessions", "detections", "sources"]]) == [3, 3, 3]
    assert list(frame.loc["2026-11-22 10:00", ["sessions", "detections"]]) == [0, 0]
    assert len(ja4.timeline(CHROME_JA4, Scope(Window("30d")))) == 121


def test_sessions_by_facet_count_a_source_once_each(sampled: Door) -> None:
    frame = ja4.breakdown(CHROME_JA4, Scope())
    family = frame[frame["facet"] == "family"]
    assert family[["value", "sessions", "sources", "worst_score"]].to_numpy().tolist() == [
        ["Chrome", 3, 1, -0.75],
        ["Firefox", 3, 1, 0.5],
        ["", 1, 1, -0.5],
    ]
    assert frame[frame["facet"] == "asn"][["value", "asn_org", "sessions"]].to_numpy().tolist() == [
        ["64500", "Example Hosting", 7]
    ]
    assert set(frame["facet"]) == {"host", "asn", "country", "bot", "family"}
    assert len(ja4.breakdown(CHROME_JA4, Scope(), limit=1)) == 5


def test_each_part_has_its_own_window(sampled: Door) -> None:
    assert len(ja4.detections(CHROME_JA4, Scope())) == 7
    assert len(ja4.detections(CHROME_JA4, Scope(Window("30d")))) == 8
    assert ja4.scores(CHROME_JA4, Scope())["threat_level"].tolist()[:2] == ["MEDIUM", "CRITICAL"]
    assert len(ja4.scores(CHROME_JA4, Scope())) == 7
    assert len(ja4.scores(CHROME_JA4, Scope(Window("24h")))) == 5
    assert ja4.requests(CHROME_JA4, Scope())["ip"].tolist() == [A, A, A, A, C, A_LIKE]
    assert len(ja4.requests(CHROME_JA4, Scope(), limit=2)) == 2
    assert ja4.requests(GO_JA4, Scope())["ip"].tolist() == [sample.D]


def test_newest_come_first_the_worse_of_equals_before(sampled: Door) -> None:
    frame = ja4.detections(CHROME_JA4, Scope())
    assert frame["detected_at"].is_monotonic_decreasing
    assert frame[["ip", "threat_level"]].iloc[2:4].to_numpy().tolist() == [[A, "CRITICAL"], [B, "HIGH"]]
    assert frame["ip"].tolist()[-1] == A


def test_filters_hold(sampled: Door) -> None:
    french = Scope().where("country", "FR")
    assert ja4.detections(CHROME_JA4, french)["ip"].tolist() == [B, B]
    assert carriers(CHROME_JA4, french).empty
    assert ja4.profile(CHROME_JA4, Scope().where("ip", "203.0.113.0/24"))["sources"][0] == 2
    assert ja4.requests(CHROME_JA4, Scope().where("q", "drop table"))["ip"].tolist() == [C]
    assert carriers(CHROME_JA4, Scope().where("q", "drop table"))["requests"].tolist() == [1]


# --- what the requests show -------------------------------------------------------------------------------------------


def test_who_carries_it(sampled: Door) -> None:
    """Trap 7: the latest decision counts. Trap 13: a source counts once, whatever it shows."""
    (row,) = carriers(CHROME_JA4, Scope()).to_dict("records")
    assert row == {
        "requests": 6,
        "sources": 3,
        "networks": 1,
        "judged_legitimate": 0,
        "judged_bot": 1,
        "judged_suspicious": 0,
        "first_seen": pd.Timestamp("2026-11-21 14:06", tz="UTC"),
        "last_seen": pd.Timestamp("2026-11-22 14:04:09", tz="UTC"),
        "families": ["Chrome", "a tool"],
        "compared": 6,
        "coherent": 4,
    }
    assert combinations(CHROME_JA4, Scope())["sources"].sum() == 4, "one address shows two combinations"


def test_what_its_requests_show(sampled: Door) -> None:
    frame = values(CHROME_JA4, Scope())
    agents = frame[frame["trait"] == "header_user_agent"]
    assert agents[["value", "says", "requests", "sources", "distinct_values"]].to_numpy().tolist() == [
        [sample.CHROME, "Chrome 131", 4, 2, 3],
        ["", "", 1, 1, 3],
        [sample.HOSTILE_AGENT, "DROP", 1, 1, 3],
    ]
    assert agents["share"].tolist() == pytest.approx([4 / 6, 1 / 6, 1 / 6])
    h2 = frame[frame["trait"] == "h2_fingerprint"]
    assert h2[["value", "says", "requests", "sources"]].to_numpy().tolist() == [[CHROME_H2, "Chrome", 6, 3]]
    hints = frame[frame["trait"] == "header_sec_ch_ua"]
    assert hints[["value", "says", "requests"]].to_numpy().tolist() == [["", "", 6]]


def test_what_goes_together_and_what_contradicts(sampled: Door) -> None:
    frame = combinations(CHROME_JA4, Scope())
    assert frame[["requests", "contradiction"]].to_numpy().tolist() == [
        [3, ""],
        [1, ""],
        [1, "User-Agent says a tool, everything else says Chrome"],
        [1, "ALPN agreed on HTTP/2, the requests are HTTP/1"],
    ]
    shares = coherence.shares(frame)
    agents = shares[shares["trait"] == "User-Agent"]
    assert agents[["says", "requests"]].to_numpy().tolist() == [["Chrome", 4], ["not sent", 1], ["a tool", 1]]


def test_the_families_by_every_list_and_by_what_is_said(sampled: Door) -> None:
    chrome = families(CHROME_JA4, Scope())
    listed = chrome[chrome["by"] == ja4.BROWSER_LIST].iloc[0]
    assert listed["family"] == "Chrome"
    assert listed["detail"].startswith("BoringSSL")
    assert ja4.TOOL_LIST not in set(chrome["by"])
    said = chrome[chrome["by"] == "User-Agent"]
    assert said[["family", "requests"]].to_numpy().tolist() == [["Chrome", 4], ["not sent", 1], ["a tool", 1]]
    go = families(GO_JA4, Scope())
    assert go[go["by"] == ja4.TOOL_LIST]["family"].tolist() == ["Go-http-client"]


def test_the_log_is_read_once(sampled: Door) -> None:
    """Trap 12: five panels, one scan."""
    assert statement.text("ja4/observed").count("http_logs") == 1
    asked = [query(CHROME_JA4, Scope()).attrs["asked"] for query in (carriers, values, combinations, related)]
    assert {item.name for told in asked for item in told} == {"ja4/observed"}


def test_both_families_of_addresses_are_counted(door: Door) -> None:
    """Trap 9: and decisions hold for them in any spelling."""
    ips = ["10.0.0.1", "::ffff:10.0.0.1", "::ffff:a00:1", "2001:db8::1", "2001:db8::2"]
    send(door, [{"src_ip": ip, "ja4": FULL, "src_asn": 64500} for ip in ips])
    decisions = [
        {"created_at": "2026-11-22 10:00:00", "src_ip": "10.0.0.1", "classification": "bot"},
        {"created_at": "2026-11-22 11:00:00", "src_ip": "::ffff:10.0.0.1", "classification": "legitimate"},
        {"created_at": "2026-11-22 11:00:00", "src_ip": "2001:db8::2", "classification": "suspicious"},
    ]
    detected.put(door, "soc_feedback", [{**row, "comment": "", "ordered_at": row["created_at"]} for row in decisions])
    row = carriers(FULL, Scope()).iloc[0]
    assert row[["requests", "sources", "judged_legitimate", "judged_bot", "judged_suspicious"]].tolist() == [5, 3, 1, 0, 1]


# --- JA4s beside it ---------------------------------------------------------------------------------------------------

OWN = "t13d1517h2_8daaf6152771_cb7bf5808d99"
SAME_A = "t13d1517h2_111111111111_222222222222"
SAME_B = "t13i0303h1_8daaf6152771_333333333333"
SAME_C = "q13d1517h3_444444444444_cb7bf5808d99"
SAME_A_AND_C = "t13d1517h2_555555555555_cb7bf5808d99"
SIBLING = "t13d1518h2_8daaf6152771_666666666666"
SECOND = "t13d1518h2_8daaf6152771_777777777777"
FAR = "t13d1520h2_8daaf6152771_888888888888"
OTHER = "t13d1516h2_999999999999_999999999999"


def test_which_ja4s_share_a_part(door: Door) -> None:
    counts = {OWN: 1, SAME_A: 5, SAME_B: 4, SAME_C: 3, SAME_A_AND_C: 2, SIBLING: 3, SECOND: 2, FAR: 1, OTHER: 9}
    rows = [(value, turn) for value, number in counts.items() for turn in range(number)]
    send(door, [{"src_ip": f"10.0.0.{turn % 2}", "ja4": value, "header_user_agent": f"{turn}"} for value, turn in rows])
    frame = related(OWN, Scope())
    assert frame[["ja4", "shared", "extensions", "requests"]].to_numpy().tolist() == [
        [SIBLING, "b", 1, 3],
        [SAME_A, "a", 0, 5],
        [SAME_B, "b", 0, 4],
        [SAME_C, "c", 0, 3],
        [SAME_A_AND_C, "a and c", 0, 2],
        [SECOND, "b", 0, 2],
        [FAR, "b", 0, 1],
    ]
    assert frame["sources"].tolist() == [2, 2, 2, 2, 2, 2, 1]
    assert related(NOBODY, Scope()).empty
    back = related(SIBLING, Scope())
    assert back.loc[back["extensions"] != 0, ["ja4", "extensions"]].to_numpy().tolist() == [[OWN, -1], [FAR, 2]]


def test_no_extension_is_nothing_to_share(door: Door) -> None:
    send(door, [{"ja4": f"t13d0200h2_aaaaaaaaaaaa_{EMPTY}"}, {"ja4": f"t12i0100h1_bbbbbbbbbbbb_{EMPTY}"}])
    assert related(f"t13d0200h2_aaaaaaaaaaaa_{EMPTY}", Scope()).empty


def test_the_captured_siblings_find_each_other(captured: Door) -> None:
    assert related(FULL, Scope()).set_index("ja4").loc[RESUMED, "extensions"] == 1
    assert related(RESUMED, Scope()).set_index("ja4").loc[FULL, "extensions"] == -1


@pytest.mark.parametrize("value", [FULL, RESUMED, "t13d1910h2_9dc949149365_97f8aa674fd9", "t13d1812h1_85036bcba153_d41ae481755e"])
def test_captured_requests_are_counted_as_by_hand(captured: Door, value: str) -> None:
    sql = (
        "SELECT ja4, toString(src_ip) AS ip, src_asn, header_user_agent, h2_fingerprint,"
        " header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version FROM {logs:Identifier}.http_logs"
    )
    rows = captured.query(sql, captured.names())
    own = rows[rows["ja4"] == value]
    carried = carriers(value, Scope()).iloc[0]
    assert carried[["requests", "sources", "networks"]].tolist() == [
        len(own),
        own["ip"].nunique(),
        own.loc[own["src_asn"] > 0, "src_asn"].nunique(),
    ]
    shown = values(value, Scope())
    for trait in ("header_user_agent", "h2_fingerprint", "header_sec_ch_ua"):
        part = shown[shown["trait"] == trait]
        assert dict(zip(part["value"], part["requests"], strict=True)) == own[trait].value_counts().to_dict()
        assert dict(zip(part["value"], part["sources"], strict=True)) == own.groupby(trait)["ip"].nunique().to_dict()
    parts = rows["ja4"].str.split("_", expand=True)
    alike = (parts == value.split("_")).any(axis="columns") & (rows["ja4"] != value)
    beside = related(value, Scope())
    assert dict(zip(beside["ja4"], beside["requests"], strict=True)) == rows[alike]["ja4"].value_counts().to_dict()
    assert dict(zip(beside["ja4"], beside["sources"], strict=True)) == rows[alike].groupby("ja4")["ip"].nunique().to_dict()
    combined = combinations(value, Scope())
    assert combined["requests"].sum() == len(own)
    assert len(combined) == len(own.drop_duplicates([*own.columns[3:]]))
    assert ja4.features(value, Scope(), limit=500)["hits"].sum() == len(own)


def test_the_busiest_are_those_with_most_requests(captured: Door) -> None:
    sql = "SELECT ja4, count() AS n FROM {logs:Identifier}.http_logs WHERE ja4 != '' GROUP BY ja4 ORDER BY n DESC, ja4 LIMIT 5"
    naive = captured.query(sql, captured.names())
    frame = ja4.busiest(Scope(), limit=5)
    assert frame[["ja4", "requests"]].to_numpy().tolist() == naive.to_numpy().tolist()
    assert set(frame["browser_family"]) <= {"Chrome", "Firefox", ""}


def test_the_operation_has_all_its_parts(sampled: Door) -> None:
    run = OPERATIONS["ja4"].run
    assert run is not None
    found = run(Scope(), ja4=CHROME_JA4)
    assert isinstance(found, dict)
    assert list(found) == [
        "profile",
        "detections",
        "scores",
        "timeline",
        "levels",
        "requests",
        "features",
        "families",
        "related",
        "coherence",
        "carriers",
        "values",
        "breakdown",
    ]
    assert [len(found[part]) for part in ("profile", "detections", "scores", "requests", "carriers")] == [1, 7, 7, 6, 1]
