"""Where a result comes from, and that the word of it is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from ja4dash.provenance import Asked, literals, told_by

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(name: str, *, minute: int = 0) -> Asked:
    at = NOON + timedelta(minutes=minute)
    return Asked(name, "SELECT {x:String}", (("x", "'a'"),), 1, 10, 100, 1.5, at, "ClickHouse 26.9, embedded")


def frame(name: str, *, minute: int = 0, **more: Any) -> pd.DataFrame:
    made = pd.DataFrame({"a": [3, 1, 2], "b": ["x", "y", "z"]})
    statement = asked(name, minute=minute)
    made.attrs = {"asked": (statement,), "fetched_at": statement.fetched_at, "missing": []}
    for other, value in more.items():
        made.attrs[other] = value
    return made


def test_what_pandas_makes_of_a_frame_still_tells() -> None:
    first = frame("a/b")
    made = first.assign(c=1).sort_values("a").query("a > 1").head(2).reset_index(drop=True)[["a", "c"]].rename(columns={"a": "d"})
    assert made.attrs["asked"] == (asked("a/b"),)
    assert made.attrs["asked"][0] is first.attrs["asked"][0]


def test_a_frame_made_of_several_tells_of_all_of_them() -> None:
    first = frame("a/one", minute=3, missing=["status"], since=NOON)
    second = frame("a/two", minute=1, missing=["query"], since=None, total=7)
    made = told_by(pd.DataFrame({"a": [1]}), first, second, first)
    assert [item.name for item in made.attrs["asked"]] == ["a/one", "a/two"]
    assert made.attrs["fetched_at"] == NOON + timedelta(minutes=1)
    assert made.attrs["missing"] == ["query", "status"]
    assert (made.attrs["since"], made.attrs["total"]) == (NOON, 7)


def test_nothing_is_told_of_nothing() -> None:
    assert told_by(pd.DataFrame({"a": [1]}), pd.DataFrame()).attrs == {}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, "7"),
        (0.25, "0.25"),
        ("plain", "'plain'"),
        ("it's", "'it\\'s'"),
        ("a\\b", "'a\\\\\\\\b'"),
        ("line\nbreak", "'line\\\\nbreak'"),
        (["a", "it's"], "['a', 'it\\'s']"),
        ([1, 2], "[1, 2]"),
    ],
)
def test_a_value_as_a_client_takes_it(value: object, written: str) -> None:
    assert literals({"x": value, "other": 1}, "SELECT {x:String}, {others:UInt8}") == (("x", written),)


def test_the_script_is_the_parameters_and_the_statement() -> None:
    assert asked("a/b").script() == "SET param_x = 'a';\nSELECT {x:String}"
