"""JA4 and browser statistics of the last hour, against sessions made by hand (operations 14 to 16; traps 9, 11, 12, 13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd
import pytest

from ja4dash import db, statement
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import browsers, fingerprints
from ja4dash.scope import Scope, Window
from tests.sql.traffic import send

CHROME_JA4: Final = "t13d1516h2_8daaf6152771_02713d6af862"
FIREFOX_JA4: Final = "t13d1717h2_5b57614c22b0_3cbfd9057e0d"
TOOL_JA4: Final = "t13d1812h2_85036bcba153_b26ce05bbdd6"
UNKNOWN_JA4: Final = "t13d0000h2_aaaaaaaaaaaa_bbbbbbbbbbbb"
CHROME_H2: Final = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
FIREFOX_H2: Final = "1:65536;2:0;4:131072;5:16384|12517377|0|m,p,a,s"
SAFARI_H2: Final = "2:0;3:100;4:2097152;9:1|10420225|0|m,s,a,p"
NONE_SENT: Final = "1:1;2:0|0|0|p,a,m,s"
ODD_H2: Final = "1:1;2:0|7|0|p,a,m,s"
CHROME: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def session(ip: str, ja4: str, h2: str = "", requests: int = 1, **columns: object) -> list[dict[str, object]]:
    """Requests of one session, a second apart, each asking for another path of one segment."""
    parts = h2.split("|") if h2 else ["", "0", "", ""]
    told = {"h2_fingerprint": h2, "h2_settings_fp": parts[0], "h2_window_update": int(parts[1]), "h2_pseudo_order": parts[3]}
    rest = {"src_ip": ip, "ja4": ja4, "src_asn": 64500, "src_country_code": "DE", **told, **columns}
    return [{**rest, "path": f"/a/{number}", "ago": 600 + number} for number in range(requests)]


SESSIONS: Final = [
    *session("10.0.0.1", CHROME_JA4, CHROME_H2, 4, header_user_agent=CHROME),
    *session("10.0.0.1", CHROME_JA4, CHROME_H2, 2, header_user_agent=CHROME, host="api.example"),
    *session("2001:db8::2", CHROME_JA4, FIREFOX_H2, 3, header_user_agent=CHROME),
    *session("10.0.0.3", CHROME_JA4, FIREFOX_H2, 5, header_user_agent=FIREFOX),
    *session("10.0.0.4", FIREFOX_JA4, FIREFOX_H2, 1),
    *session("10.0.0.5", FIREFOX_JA4, "", 1),
    *session("10.0.0.6", TOOL_JA4, CHROME_H2, 8, header_user_agent=CHROME),
    *session("10.0.0.7", UNKNOWN_JA4, SAFARI_H2, 2),
    *session("10.0.0.7", UNKNOWN_JA4, ODD_H2, 1, host="api.example"),
    *session("10.0.0.8", "", NONE_SENT, 1),
    {"src_ip": "10.0.0.9", "ja4": CHROME_JA4, "ago": 4000},
]
"""Ten sessions of the hour and one that is older; two of 10.0.0.1 and two of 10.0.0.7."""


@pytest.fixture(scope="module")
def hour_door(file_door: Door) -> Door:
    send(file_door, SESSIONS)
    return file_door


@pytest.fixture
def hour(hour_door: Door) -> Iterator[Door]:
    """Answer from these sessions. For reading only."""
    with db.use(hour_door):
        yield hour_door


def counted(frame: pd.DataFrame, *keys: str) -> dict[Any, tuple[int, ...]]:
    """Sessions, sources and requests by key."""
    names = frame[keys[0]] if len(keys) == 1 else zip(*(frame[key] for key in keys), strict=True)
    return dict(zip(names, zip(frame["sessions"], frame["sources"], frame["hits"], strict=True), strict=True))


# --- JA4 statistics ---------------------------------------------------------------------------------------------------


def test_ja4s_by_kind_of_network(hour: Door) -> None:
    """Trap 13: two sessions of one address are one source."""
    frame = fingerprints.listing(Scope())
    assert counted(frame, "ja4", "asn_label") == {
        (CHROME_JA4, "unknown"): (4, 3, 14),
        (FIREFOX_JA4, "unknown"): (2, 2, 2),
        (UNKNOWN_JA4, "unknown"): (2, 1, 3),
        (TOOL_JA4, "unknown"): (1, 1, 8),
    }
    assert list(frame["ja4"]) == [CHROME_JA4, UNKNOWN_JA4, FIREFOX_JA4, TOOL_JA4], "most sessions first, then most requests"
    chrome = frame.iloc[0]
    assert chrome["hit_velocity"] == 1, "a request a second"
    assert chrome["fuzzing_index"] == (4 + 2 + 3 + 5) / 4, "distinct paths of one first segment"
    assert chrome["modern_browser_score"] == 20, "HTTP/2 and nothing else"
    assert dict(zip(frame["ja4"], frame["browser_family"], strict=True)) == {
        CHROME_JA4: "Chrome",
        FIREFOX_JA4: "Firefox",
        UNKNOWN_JA4: "",
        TOOL_JA4: "",
    }


def test_ja4s_of_known_bots(hour: Door) -> None:
    (row,) = fingerprints.bots(Scope()).to_dict("records")
    assert (row["ja4"], row["bot_name"], row["sessions"], row["sources"], row["hits"]) == (
        TOOL_JA4,
        "python-requests+urllib3-future",
        1,
        1,
        8,
    )
    assert row["ja4_bot_name"] == row["bot_name"]


def test_a_bot_known_by_its_address_says_so(door: Door) -> None:
    sql = (
        "SELECT prefix, bot_name FROM {processing:Identifier}.ref_bot_ip WHERE position(prefix, ':') = 0"
        " ORDER BY toIPv6OrDefault(splitByChar('/', prefix)[1]) LIMIT 1"
    )
    listed = door.query(sql, door.names()).iloc[0]
    send(door, session(str(listed["prefix"]).split("/")[0], CHROME_JA4))
    (row,) = fingerprints.bots(Scope()).to_dict("records")
    assert row["bot_name"] == listed["bot_name"]
    assert row["ja4_bot_name"] == ""


def test_totals_of_ja4s(hour: Door) -> None:
    assert fingerprints.totals(Scope()).to_dict("records") == [
        {"sessions": 10, "sources": 8, "hits": 28, "ja4s": 4, "bots": 1, "of_bots": 1, "without_ja4": 1}
    ]
    (label,) = fingerprints.labels(Scope()).to_dict("records")
    assert (label["asn_label"], label["sessions"], label["sources"], label["ja4s"]) == ("unknown", 10, 8, 4)


def test_at_most_as_many_as_asked_for(hour: Door) -> None:
    assert list(fingerprints.listing(Scope(), limit=1)["ja4"]) == [CHROME_JA4]
    for limit in (0, 501):
        with pytest.raises(QueryError) as caught:
            fingerprints.listing(Scope(), limit=limit)
        assert caught.value.category is Category.PARAMETER


# --- browsers ---------------------------------------------------------------------------------------------------------


def test_families_by_ja4_count_a_source_once(hour: Door) -> None:
    """Trap 13."""
    frame = browsers.families(Scope())
    assert counted(frame, "browser_family") == {"Chrome": (4, 3, 14), "": (4, 3, 12), "Firefox": (2, 2, 2)}
    assert frame["sources"].sum() == browsers.totals(Scope())["sources"][0]


def test_families_by_http2_leave_out_who_shows_none(hour: Door) -> None:
    frame = browsers.h2_families(Scope())
    assert counted(frame, "h2_dict_family") == {
        "Chrome": (3, 2, 14),
        "Firefox": (3, 3, 9),
        "": (2, 2, 2),
        "Safari": (1, 1, 2),
    }
    assert dict(zip(frame["h2_dict_family"], frame["mismatching"], strict=True)) == {
        "Chrome": 1,
        "Firefox": 2,
        "": 0,
        "Safari": 0,
    }


def test_unknown_is_neither_browser_nor_bot(hour: Door) -> None:
    assert browsers.unknown(Scope()).to_dict("records") == [{"sessions": 3, "sources": 2, "hits": 4, "ja4s": 1, "share": 0.3}]
    assert counted(browsers.unknown_ja4s(Scope()), "ja4") == {UNKNOWN_JA4: (2, 1, 3)}


def test_top_ja4s_have_a_family(hour: Door) -> None:
    frame = browsers.top(Scope())
    assert counted(frame, "ja4", "browser_family") == {(CHROME_JA4, "Chrome"): (4, 3, 14), (FIREFOX_JA4, "Firefox"): (2, 2, 2)}
    assert list(browsers.top(Scope(), limit=1)["ja4"]) == [CHROME_JA4]


# --- HTTP/2 coherence -------------------------------------------------------------------------------------------------


def test_rates_say_what_they_are_a_share_of(hour: Door) -> None:
    (row,) = browsers.rates(Scope()).to_dict("records")
    assert row == {
        "sessions": 10,
        "with_h2": 9,
        "matched": 7,
        "comparable": 6,
        "mismatching": 3,
        "matched_rate": 7 / 9,
        "matched_rate_of": "sessions with HTTP/2",
        "mismatch_rate": 0.5,
        "mismatch_rate_of": "sessions whose JA4 and HTTP/2 family are both known",
    }
    assert browsers.totals(Scope())["mismatching_sources"][0] == 3


def test_window_signals_and_not_recorded_is_not_none_sent(hour: Door) -> None:
    frame = browsers.windows(Scope())
    assert list(frame["signal"]) == ["Chrome", "Firefox", "Safari", "none sent", "other", "not recorded"]
    assert list(frame["sessions"]) == [3, 3, 1, 1, 1, 1]
    assert list(frame["sources"]) == [2, 3, 1, 1, 1, 1]
    assert frame["share"].sum() == pytest.approx(1)


def test_both_of_safaris_values_are_safaris(door: Door) -> None:
    for place, value in enumerate((10485760, 10420225, 10485761)):
        send(door, session(f"10.0.0.{place}", "", f"2:0|{value}|0|m,s,p,a"))
    frame = browsers.windows(Scope()).set_index("signal")["sessions"]
    assert frame.to_dict() == {"Chrome": 0, "Firefox": 0, "Safari": 2, "none sent": 0, "other": 1, "not recorded": 0}


def test_mismatch_by_ja4_family(hour: Door) -> None:
    frame = browsers.mismatches(Scope()).set_index("browser_family")
    columns = ["sessions", "with_h2", "comparable", "mismatching", "mismatching_sources"]
    assert {family: tuple(row) for family, row in zip(frame.index, frame[columns].to_numpy().tolist(), strict=True)} == {
        "Chrome": (4, 4, 4, 2, 2),
        "": (4, 4, 1, 1, 1),
        "Firefox": (2, 1, 1, 0, 0),
    }
    assert frame["mismatch_rate"].to_dict() == {"Chrome": 0.5, "": 1.0, "Firefox": 0.0}
    assert counted(browsers.pairs(Scope()), "name") == {
        "Chrome / Firefox": (2, 2, 8),
        "python-requests+urllib3-future / Chrome": (1, 1, 8),
    }


def test_mismatching_sessions_worst_first_with_the_contradiction(hour: Door) -> None:
    frame = browsers.explained(Scope())
    assert list(frame["ip"]) == ["10.0.0.6", "10.0.0.3", "2001:db8::2"]
    assert list(frame["fingerprint_coherence_score"].round(3)) == [0.333, 0.333, 0.333]
    assert list(frame["hits"]) == [8, 5, 3]
    assert list(frame["contradiction"]) == [
        "JA4 says python-requests+urllib3-future, everything else says Chrome",
        "JA4 says Chrome, everything else says Firefox",
        "HTTP/2 says Firefox, everything else says Chrome",
    ]


def test_a_session_is_explained_by_what_contradicts(door: Door) -> None:
    """Four requests agree, one does not: the sentence tells of the one."""
    send(door, session("10.0.0.1", CHROME_JA4, CHROME_H2, 4, header_user_agent=CHROME))
    send(door, session("10.0.0.1", CHROME_JA4, CHROME_H2, 1, header_user_agent=FIREFOX))
    (row,) = browsers.explained(Scope(), "family", "Chrome").to_dict("records")
    assert row["contradiction"] == "User-Agent says Firefox, everything else says Chrome"
    assert row["header_user_agent"] == FIREFOX


CLASSES: Final[list[tuple[str, Callable[[Scope], pd.DataFrame], str]]] = [
    ("family", browsers.families, "browser_family"),
    ("h2", browsers.h2_families, "h2_dict_family"),
    ("window", browsers.windows, "signal"),
    ("pair", browsers.pairs, "name"),
]


def test_behind_a_contradicted_family_are_only_its_contradicted_sessions(hour: Door) -> None:
    frame = browsers.mismatches(Scope())
    for family, mismatching, sources in frame[["browser_family", "mismatching", "mismatching_sources"]].itertuples(index=False):
        found = browsers.sessions(Scope(), "against", family)
        assert (len(found), found["ip"].nunique()) == (mismatching, sources), family
        assert found["tls_h2_family_mismatch"].all()


@pytest.mark.parametrize(("part", "classes", "column"), CLASSES)
def test_behind_every_class_are_its_sessions(
    hour: Door, part: str, classes: Callable[[Scope], pd.DataFrame], column: str
) -> None:
    for name, sessions, sources, hits in classes(Scope())[[column, "sessions", "sources", "hits"]].itertuples(index=False):
        found = browsers.sessions(Scope(), part, name)
        assert (len(found), found["ip"].nunique(), found["hits"].sum()) == (sessions, sources, hits), name
        assert found.attrs["total"] == sessions
        assert found["fingerprint_coherence_score"].is_monotonic_increasing
        assert len(browsers.explained(Scope(), part, name, limit=50)) == sessions


def test_only_the_classes_asked_for_carry_sessions(hour: Door) -> None:
    """Packing those of every class took two thirds of the time."""
    every = browsers.classes(Scope(Window("1h")), ("family:Chrome", "pair:Chrome / Firefox"))
    carried = every[every["members"].map(len) > 0]
    assert list(zip(carried["part"], carried["name"], carried["sessions"], strict=True)) == [
        ("family", "Chrome", 4),
        ("pair", "Chrome / Firefox", 2),
    ]
    assert carried["members"].map(len).tolist() == [4, 2]


def test_a_class_that_is_not_there_has_no_session(hour: Door) -> None:
    found = browsers.sessions(Scope(), "family", "Netscape")
    assert found.empty
    assert found.attrs["total"] == 0
    assert list(found.columns) == list(browsers.sessions(Scope(), "unknown").columns)
    explained = browsers.explained(Scope(), "family", "Netscape")
    assert explained.empty
    assert "contradiction" in explained


# --- the scope --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sessions"),
    [
        ("family", "Chrome", 4),
        ("ja4", TOOL_JA4, 1),
        ("bot", "python-requests+urllib3-future", 1),
        ("ip", "::ffff:a00:1", 2),
        ("ip", "2001:0db8::2", 1),
        ("ip", "10.0.0.0/24", 9),
        ("host", "api", 2),
        ("q", "10.0.0.7", 2),
        ("country", "FR", 0),
        ("method", "POST", 0),
    ],
)
def test_filters_hold_for_every_answer(hour: Door, field: str, value: str, sessions: int) -> None:
    """Trap 9 where it says ip."""
    for scope, expected in ((Scope().where(field, value), sessions), (Scope().where(field, value, exclude=True), 10 - sessions)):
        assert browsers.totals(scope)["sessions"][0] == expected
        assert fingerprints.totals(scope)["sessions"][0] == expected
        assert browsers.families(scope)["sessions"].sum() == expected
        assert browsers.windows(scope)["sessions"].sum() == expected


def test_another_window_is_still_the_last_hour(hour: Door) -> None:
    assert browsers.totals(Scope(Window("30d")))["sessions"][0] == 10
    assert fingerprints.totals(Scope(Window("30d")))["sessions"][0] == 10


@pytest.mark.parametrize("name", ["fingerprints", "browsers", "browser-signatures"])
def test_the_operation_refuses_another_window(hour: Door, name: str) -> None:
    run = OPERATIONS[name].run
    assert run is not None
    for scope in (Scope(), Scope(Window("1h")), Scope().where("family", "Chrome")):
        assert run(scope)
    with pytest.raises(QueryError, match="always looks at the last hour"):
        run(Scope(Window("24h")))


KEYS: Final = {
    "fingerprints": ["fingerprints", "bots"],
    "browsers": ["families", "unknown", "top"],
    "browser-signatures": ["totals", "families", "windows", "mismatches", "sessions"],
}


@pytest.mark.parametrize("name", KEYS)
def test_what_an_operation_gives(hour: Door, name: str) -> None:
    run = OPERATIONS[name].run
    assert run is not None
    result = run(Scope())
    assert isinstance(result, dict)
    assert list(result) == KEYS[name]
    assert all(len(frame) for frame in result.values())


@pytest.mark.parametrize("name", ["fingerprints/groups", "browsers/classes"])
def test_all_answers_are_one_scan(hour: Door, name: str) -> None:
    """Trap 12: the view is read once, as often as the view itself reads the log."""
    assert statement.text(name).count("view_ai_features_1h") == 1
    view = "SELECT count() FROM {processing:Identifier}.view_ai_features_1h WHERE NOT ignore(orphan_ratio, h2_settings_known)"
    bound = hour.names() | {"limit": 100, "chosen": ["unknown:"]}
    sql, _ = statement.compiled(name)
    scans = [
        Counter("ReadFromMergeTree" in line for line in hour.query(f"EXPLAIN {q}", bound).iloc[:, 0])[True] for q in (sql, view)
    ]
    assert 0 < scans[0] <= scans[1]


EVERYTHING: Final[list[Callable[[Scope], pd.DataFrame]]] = [
    fingerprints.listing,
    fingerprints.bots,
    fingerprints.labels,
    browsers.families,
    browsers.h2_families,
    browsers.top,
    browsers.unknown_ja4s,
    browsers.pairs,
    browsers.explained,
]


def test_nothing_is_zero_and_keeps_its_columns(door: Door) -> None:
    """Trap 11: nothing happened is an answer."""
    for query in EVERYTHING:
        frame = query(Scope())
        assert frame.empty, query
        assert len(frame.columns) >= 3
    assert browsers.windows(Scope())["sessions"].tolist() == [0] * 6
    assert browsers.unknown(Scope())["sessions"].tolist() == [0]
    row = browsers.rates(Scope()).iloc[0]
    assert row["sessions"] == 0
    assert pd.isna(row["matched_rate"])
    assert pd.isna(row["mismatch_rate"])


def test_what_is_not_deployed_is_no_empty_answer(empty_door: Door) -> None:
    """Trap 11: and a failure is not."""
    for query in (*EVERYTHING, browsers.totals, browsers.windows, browsers.unknown, fingerprints.totals):
        with pytest.raises(QueryError) as caught:
            query(Scope())
        assert caught.value.category is Category.MISSING
