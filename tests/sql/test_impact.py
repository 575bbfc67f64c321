"""What a signature would change, before it is one: counted again in Python over the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import pytest

from ja4dash import coherence, db
from ja4dash.db import Door
from ja4dash.queries import signatures
from ja4dash.scope import Scope, Window
from tests.sql import detected
from tests.sql.sample import CHROME
from tests.sql.test_browsers import CHROME_H2, CHROME_JA4, FIREFOX, FIREFOX_JA4, SAFARI_H2, TOOL_JA4, session
from tests.sql.traffic import captured_requests, send, send_captured

NEW: Final = "1:65536;2:0;4:2097152|15663105|0|m,a,s,p"
GREASED: Final = f"2570:77;{NEW}"

SESSIONS: Final = [
    *session("10.0.0.1", CHROME_JA4, NEW, 4, header_user_agent=CHROME),
    *session("10.0.0.1", CHROME_JA4, GREASED, 2, header_user_agent=CHROME),
    *session("10.0.0.1", CHROME_JA4, NEW, 1, header_user_agent=FIREFOX),
    *session("10.0.0.2", CHROME_JA4, NEW, 3, header_user_agent=CHROME, host="api.example"),
    *session("10.0.0.3", FIREFOX_JA4, NEW, 2, header_user_agent=FIREFOX),
    *session("10.0.0.4", TOOL_JA4, NEW, 1),
    *session("10.0.0.5", "t13d000000_000000000000_000000000000", NEW, 5),
    *session("10.0.0.6", CHROME_JA4, CHROME_H2, 9, header_user_agent=CHROME),
    *[{**row, "ago": 2 * 86_400} for row in session("10.0.0.7", CHROME_JA4, NEW, 1)],
]
"""Six sessions of the day, of which one presents itself in two ways; one without the fingerprint, and one that is older."""


@pytest.fixture(scope="module")
def day_door(file_door: Door) -> Door:
    send(file_door, SESSIONS)
    at = f"{file_door.now():%Y-%m-%d %H:%M:%S}"
    detected.put(
        file_door,
        "ml_detected_anomalies",
        [
            detected.session(at, "10.0.0.1", "HIGH", -0.5, ja4=CHROME_JA4, host="shop.example"),
            detected.session(at, "10.0.0.1", "LOW", -0.1, ja4=CHROME_JA4, host="shop.example"),
            detected.session(at, "10.0.0.2", "LOW", -0.1, ja4=CHROME_JA4, host="shop.example"),
            detected.session(at, "10.0.0.3", "LOW", -0.1, ja4=FIREFOX_JA4, host="shop.example"),
            detected.session(at, "10.0.0.6", "LOW", -0.1, ja4=CHROME_JA4, host="shop.example"),
        ],
    )
    return file_door


@pytest.fixture
def day(day_door: Door) -> Iterator[Door]:
    """Answer from this day. For reading only."""
    with db.use(day_door):
        yield day_door


def part(frame: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame[frame["part"] == name].to_dict("records")]


def turned(family: str, scope: Scope | None = None) -> dict[str, tuple[int, int, int, int]]:
    frame = signatures.judged_otherwise(NEW, family, scope or Scope())
    columns = ["sessions", "sources", "detected_sessions", "detections"]
    return {row["direction"]: tuple(int(row[name]) for name in columns) for row in frame.to_dict("records")}  # type: ignore[misc]


def test_who_carries_it_in_any_spelling(day: Door) -> None:
    for text in (NEW, GREASED, f" {NEW} "):
        frame = signatures.carriers(text, Scope())
        (every,) = part(frame, "all")
        assert (every["requests"], every["sessions"], every["sources"]) == (18, 5, 5)
        known = {row["ja4_family"] or row["ja4_tool"] or "?": (row["sessions"], row["requests"]) for row in part(frame, "family")}
        assert {known[name] for name in ("Chrome", "Firefox", "?")} == {(2, 10), (1, 2), (1, 5)}
        assert len(known) == 4
        assert len(part(frame, "combination")) == 5


def test_the_evidence_is_what_most_sessions_say(day: Door) -> None:
    family, share = signatures.majority(signatures.carriers(NEW, Scope()))
    assert (family, round(share, 3)) == ("Chrome", 0.667)
    assert signatures.majority(signatures.carriers("1:1|00|0|m,a,s,p", Scope())) == ("", 0.0)


def test_what_would_contradict_itself_and_what_no_longer_would(day: Door) -> None:
    """Now: only the Chrome that says Firefox contradicts itself. As a Firefox, every Chrome and the tool would too."""
    assert turned("Chrome") == {"contradicts": (2, 2, 1, 1), "agrees": (0, 0, 0, 0)}
    assert turned("Firefox") == {"contradicts": (3, 3, 1, 2), "agrees": (0, 0, 0, 0)}
    assert turned("") == turned("Other") == {"contradicts": (0, 0, 0, 0), "agrees": (0, 0, 0, 0)}
    assert turned("Chrome", Scope(Window("7d"))) == turned("Chrome")
    assert turned("Chrome", Scope().where("country", "US")) == turned("Chrome"), (
        "a signature is one for all: filters do not apply"
    )


def test_a_known_fingerprint_that_is_withdrawn_agrees_again(door: Door) -> None:
    send(door, session("10.0.0.1", FIREFOX_JA4, SAFARI_H2, 4, header_user_agent=FIREFOX))
    told = signatures.judged_otherwise(SAFARI_H2, "", Scope()).set_index("direction")["sessions"].to_dict()
    assert told == {"contradicts": 0, "agrees": 1}


def test_captured_requests_counted_again_in_python(door: Door) -> None:
    """Real clients: for each of their fingerprints and each family, which sessions would turn."""
    send_captured(door)
    lists = {
        name: dict(
            door.query(
                f"SELECT ja4, {column} FROM dictionary(concat({{processing:String}}, '.{name}'))", door.names()
            ).itertuples(index=False, name=None)
        )
        for name, column in (("dict_browser_ja4", "browser_family"), ("dict_bot_ja4", "bot_name"))
    }
    known = signatures.live()
    fingerprints = sorted({row["h2_fingerprint"] for row in captured_requests()} - {""})
    assert len(fingerprints) > 3
    for fingerprint in fingerprints[:6]:
        for family in ("Chrome", "Safari"):
            expected: dict[str, set[tuple[str, str, str]]] = {"contradicts": set(), "agrees": set()}
            for row in captured_requests():
                if row["h2_fingerprint"] == fingerprint:
                    way = row | {
                        "ja4_family": lists["dict_browser_ja4"].get(row["ja4"], ""),
                        "ja4_tool": lists["dict_bot_ja4"].get(row["ja4"], ""),
                    }
                    was, would = (
                        bool(coherence.contradiction(way | {"h2_family": said})) for said in (known.get(fingerprint, ""), family)
                    )
                    if was != would:
                        expected["contradicts" if would else "agrees"].add((row["src_ip"], row["ja4"], row["host"]))
            found = signatures.judged_otherwise(fingerprint, family, Scope(Window("7d"))).set_index("direction")["sessions"]
            assert found.to_dict() == {name: len(keys) for name, keys in expected.items()}, (fingerprint, family)


def test_nobody_carries_it(day: Door) -> None:
    frame = signatures.carriers("1:1|00|0|m,a,s,p", Scope())
    assert frame.empty
    assert {"part", "ja4_family", "sessions"} <= set(frame.columns)
    told = signatures.judged_otherwise("1:1|00|0|m,a,s,p", "Chrome", Scope())
    assert told["sessions"].tolist() == [0, 0]
    assert (told.attrs["judged"], told.attrs["combinations"]) == (0, 0)


def test_what_was_not_judged_is_told(door: Door) -> None:
    """Somebody who changes the User-Agent with every request must not make a preview endless."""
    rows = session("10.0.0.1", CHROME_JA4, NEW, 1)[0]
    send(door, [{**rows, "header_user_agent": f"agent/{number}"} for number in range(1005)])
    told = signatures.judged_otherwise(NEW, "Chrome", Scope())
    assert (told.attrs["judged"], told.attrs["combinations"]) == (1000, 1005)
