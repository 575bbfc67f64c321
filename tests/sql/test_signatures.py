"""HTTP/2 signatures: what is listed, what look-ups use, and what the last hour showed of them (operation 17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import browsers, reference, signatures
from ja4dash.scope import Scope, Window
from tests.sql.test_browsers import CHROME_H2, CHROME_JA4, FIREFOX_H2, FIREFOX_JA4, ODD_H2, session
from tests.sql.traffic import send

NEAR_CHROME: Final = CHROME_H2.replace("4:6291456", "4:2097152")
BROKEN: Final = "=cmd|' /C calc'!A1"

SESSIONS: Final = [
    *session("10.0.0.1", CHROME_JA4, CHROME_H2, 3, header_user_agent="Chrome"),
    *session("10.0.0.1", CHROME_JA4, CHROME_H2, 1, host="api.example"),
    *session("2001:db8::2", FIREFOX_JA4, CHROME_H2, 1),
    *session("10.0.0.3", FIREFOX_JA4, NEAR_CHROME, 2, header_user_agent="odd"),
    *session("10.0.0.3", FIREFOX_JA4, NEAR_CHROME, 1, host="api.example"),
    *session("10.0.0.4", "", ODD_H2, 9),
    *session("10.0.0.5", CHROME_JA4, "", 5),
    *[{**row, "h2_fingerprint": BROKEN, "h2_settings_fp": ""} for row in session("10.0.0.6", "", "", 1)],
    *[{**row, "ago": 4000} for row in session("10.0.0.7", "", FIREFOX_H2, 1)],
]


@pytest.fixture(scope="module")
def seen_door(file_door: Door) -> Door:
    send(file_door, SESSIONS)
    return file_door


@pytest.fixture
def seen(seen_door: Door) -> Iterator[Door]:
    """Answer from these sessions. For reading only."""
    with db.use(seen_door):
        yield seen_door


def entry(frame: pd.DataFrame, fingerprint: str, family: str) -> dict[str, Any]:
    (row,) = frame[(frame["h2_fingerprint"] == fingerprint) & (frame["browser_family"] == family)].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_every_entry_says_whether_look_ups_use_it(door: Door) -> None:
    frame = reference.signatures()
    assert len(frame) == frame.attrs["total"] == 20
    assert not frame.attrs["read_only"]
    chrome, edge = entry(frame, CHROME_H2, "Chrome"), entry(frame, CHROME_H2, "Edge")
    assert (chrome["live"], chrome["live_family"], round(chrome["confidence"], 2)) == (1, "Chrome", 0.9)
    assert (edge["live"], edge["live_family"], round(edge["confidence"], 2)) == (0, "Chrome", 0.5)
    for fingerprint, family in zip(frame["h2_fingerprint"], frame["live_family"], strict=True):
        sql = "SELECT dictGet(concat({processing:String}, '.dict_browser_h2'), 'browser_family', {fingerprint:String}) AS family"
        assert door.query(sql, door.names() | {"fingerprint": fingerprint})["family"][0] == family


def test_an_entry_is_used_once_the_dictionary_is_loaded_again(door: Door) -> None:
    """Promoting in the engine's words: the family is there for every answer at once."""
    send(door, session("10.0.0.1", CHROME_JA4, ODD_H2, 2))
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == [""]
    assert list(signatures.unknown(Scope())["h2_fingerprint"]) == [ODD_H2]
    names = door.names() | {"fingerprint": ODD_H2}
    door.command(
        "INSERT INTO {processing:Identifier}.browser_h2_signatures VALUES ({fingerprint:String}, 'Opera', 0.5, '')", names
    )
    listed = entry(reference.signatures(), ODD_H2, "Opera")
    assert (listed["live"], listed["live_family"]) == (0, "")
    assert list(signatures.unknown(Scope())["h2_fingerprint"]) == [ODD_H2], "listed, but no look-up knows it yet"
    door.command("SYSTEM RELOAD DICTIONARY {processing:Identifier}.dict_browser_h2", names)
    listed = entry(reference.signatures(), ODD_H2, "Opera")
    assert (listed["live"], listed["live_family"]) == (1, "Opera")
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == ["Opera"]
    assert signatures.unknown(Scope()).empty
    door.command(
        "ALTER TABLE {processing:Identifier}.browser_h2_signatures DELETE WHERE browser_family = 'Opera'"
        " SETTINGS mutations_sync = 2",
        names,
    )
    door.command("SYSTEM RELOAD DICTIONARY {processing:Identifier}.dict_browser_h2", names)


def test_without_the_table_the_dictionary_is_the_list(door: Door) -> None:
    whole = reference.signatures()
    door.command("DROP TABLE {processing:Identifier}.browser_h2_signatures SETTINGS check_table_dependencies = 0", door.names())
    frame = reference.signatures()
    assert frame.attrs["read_only"]
    assert frame.attrs["source"] == "dict_browser_h2"
    assert list(frame.columns) == list(whole.columns)
    assert set(frame["h2_fingerprint"]) == set(whole["h2_fingerprint"])
    assert len(frame) == frame["h2_fingerprint"].nunique() == frame["live"].sum()
    assert frame["confidence"].isna().all()


def test_without_the_dictionary_nothing_is_in_use(door: Door) -> None:
    names = door.names()
    door.command("DROP VIEW {processing:Identifier}.view_thesis_features_1h", names)
    door.command("DROP VIEW {processing:Identifier}.view_ai_features_1h", names)
    door.command("DROP DICTIONARY {processing:Identifier}.dict_browser_h2", names)
    frame = reference.signatures()
    assert len(frame) == 20
    assert frame["live"].sum() == 0
    assert set(frame["live_family"]) == {""}


def test_without_either_it_is_not_deployed(empty_door: Door) -> None:
    with pytest.raises(QueryError) as caught:
        reference.signatures()
    assert caught.value.category is Category.MISSING


def test_signatures_beside_what_was_seen(seen: Door) -> None:
    """A session is an address, a JA4 and a host; an address counts once; what is older than an hour was not seen."""
    frame = signatures.entries(Scope())
    assert len(frame) == 20
    chrome = entry(frame, CHROME_H2, "Chrome")
    assert {name: chrome[name] for name in ("sessions", "sources", "requests", "ja4s", "top_ja4", "header_user_agent")} == {
        "sessions": 3,
        "sources": 2,
        "requests": 5,
        "ja4s": 2,
        "top_ja4": CHROME_JA4,
        "header_user_agent": "Chrome",
    }
    assert entry(frame, FIREFOX_H2, "Firefox")["sessions"] == 0
    assert frame["sessions"].is_monotonic_decreasing


def test_unknown_fingerprints_most_frequent_first(seen: Door) -> None:
    frame = signatures.unknown(Scope())
    assert list(frame["h2_fingerprint"]) == [NEAR_CHROME, ODD_H2, BROKEN]
    assert list(frame["sessions"]) == [2, 1, 1]
    assert list(frame["sources"]) == [1, 1, 1]
    assert list(frame["requests"]) == [3, 9, 1]
    assert list(frame["nearest"]) == [
        "Chrome except INITIAL_WINDOW_SIZE 2097152",
        "none is near",
        "not a well-formed fingerprint",
    ]
    assert list(signatures.unknown(Scope(), limit=1)["h2_fingerprint"]) == [NEAR_CHROME]


def test_other_spellings_are_the_same_fingerprint(door: Door) -> None:
    """Reserved settings are sent at random: each session would be a fingerprint of its own."""
    spelled = [f"{number}:{number * 7};{CHROME_H2}" for number in (2570, 6682, 64250)] + [CHROME_H2.replace(";", ",")]
    send(door, [row for number, text in enumerate(spelled) for row in session(f"10.0.0.{number}", CHROME_JA4, text, 1)])
    assert entry(signatures.entries(Scope()), CHROME_H2, "Chrome")["sessions"] == 4
    assert signatures.unknown(Scope()).empty
    assert signatures.totals(Scope())[["fingerprints", "unknown", "sessions", "unknown_sessions"]].iloc[0].tolist() == [
        1,
        0,
        4,
        0,
    ]
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == ["Chrome"]
    raw = "SELECT count() AS n FROM {logs:Identifier}.http_logs WHERE dictGet(concat({processing:String}, '.dict_browser_h2'),"
    assert door.query(f"{raw} 'browser_family', h2_fingerprint) != ''", door.names())["n"][0] == 0, "the naive look-up"


def test_an_entry_of_another_spelling_still_counts(door: Door) -> None:
    """A list of others: what is logged just so was found before and must be found now."""
    odd = "1:65536|0|0|m,a,s,p"
    send(door, session("10.0.0.1", CHROME_JA4, odd, 2))
    names = door.names() | {"odd": odd}
    door.command("INSERT INTO {processing:Identifier}.browser_h2_signatures VALUES ({odd:String}, 'Other', 1, '')", names)
    door.command("SYSTEM RELOAD DICTIONARY {processing:Identifier}.dict_browser_h2", names)
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == ["Other"]
    assert signatures.unknown(Scope()).empty
    assert entry(signatures.entries(Scope()), odd, "Other")["sessions"] == 1
    shown = "SELECT h2_settings_known FROM {processing:Identifier}.view_ai_features_1h"
    assert door.query(shown, names)["h2_settings_known"].tolist() == [1]


def test_totals(seen: Door) -> None:
    assert signatures.totals(Scope()).to_dict("records") == [
        {
            "signatures": 20,
            "live": 18,
            "seen": 2,
            "fingerprints": 4,
            "unknown": 3,
            "sessions": 7,
            "unknown_sessions": 4,
        }
    ]


def test_filters_hold_and_the_window_is_the_last_hour(seen: Door) -> None:
    scope = Scope().where("host", "api.example")
    assert entry(signatures.entries(scope), CHROME_H2, "Chrome")["sessions"] == 1
    assert list(signatures.unknown(scope)["h2_fingerprint"]) == [NEAR_CHROME]
    assert signatures.totals(Scope(Window("30d")))["sessions"][0] == 7


def test_nothing_seen_is_no_missing_list(door: Door) -> None:
    assert len(signatures.entries(Scope())) == 20
    assert signatures.unknown(Scope()).empty
    assert signatures.totals(Scope()).iloc[0][["signatures", "seen", "fingerprints", "unknown", "sessions"]].tolist() == [
        20,
        0,
        0,
        0,
        0,
    ]


def test_the_operation_lists_them(door: Door) -> None:
    run = OPERATIONS["signature-entries"].run
    assert run is not None
    frame = run()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["h2_fingerprint", "browser_family", "confidence", "notes", "live_family", "live"]
    assert len(frame) == 20
