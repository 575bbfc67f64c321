"""The wall's address: options, scope, and what is ignored in it; which alerts are new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from ja4dash import wall
from ja4dash.queries.wall import Arrivals
from ja4dash.scope import Scope
from ja4dash.wall import Options


def test_without_options() -> None:
    assert wall.parse({}) == (Options(), Scope(), [])


def test_every_option_and_a_scope() -> None:
    query = {"scenes": ["overview, MAP"], "refresh": ["30s"], "rotate": ["2m"], "zone": ["Europe/Berlin"], "host": ["shop"]}
    options, scope, problems = wall.parse(query)
    assert options == Options(("overview", "map"), timedelta(seconds=30), timedelta(minutes=2), "Europe/Berlin")
    assert scope == Scope().where("host", "shop")
    assert problems == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("refresh", "0s"),
        ("refresh", "61m"),
        ("refresh", "2h"),
        ("refresh", "fast"),
        ("refresh", "-5s"),
        ("rotate", "1"),
        ("scenes", "overview,moon"),
        ("scenes", ","),
        ("zone", "Berlin"),
        ("zone", "../../etc/passwd"),
        ("zone", "/etc/passwd"),
        ("zone", "UTC\0"),
        ("host", "\n"),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_used_is_named_and_ignored(name: str, value: str) -> None:
    options, scope, problems = wall.parse({name: [value]})
    assert (options, scope) == (Options(), Scope())
    assert [problem.name for problem in problems] == [name]


def test_a_scene_stays_at_least_for_one_picture() -> None:
    options, _, _ = wall.parse({"refresh": ["1m"], "rotate": ["10s"]})
    assert options.rotate == timedelta(minutes=1)


def test_scenes_take_turns_by_the_engines_clock() -> None:
    options = Options(("overview", "campaigns", "map"), rotate=timedelta(seconds=30))
    begun = datetime(2026, 11, 22, tzinfo=UTC)
    shown = [options.scene(begun + timedelta(seconds=15 * step)) for step in range(8)]
    assert shown == [shown[0], shown[0], shown[2], shown[2], shown[4], shown[4], shown[0], shown[0]]
    assert {*shown} == {*options.scenes}


def alerts(*ips: str) -> pd.DataFrame:
    return pd.DataFrame({"ip": list(ips), "ja4": "t13", "host": "shop", "threat_level": "HIGH"})


def test_an_alert_is_new_when_the_reading_before_did_not_have_it() -> None:
    arrivals = Arrivals()
    assert list(arrivals.marked(alerts("203.0.113.1", "203.0.113.2"))["fresh"]) == [False, False], "the first has no before"
    assert list(arrivals.marked(alerts("203.0.113.3", "203.0.113.1"))["fresh"]) == [True, False]
    assert list(arrivals.marked(alerts("203.0.113.3"))["fresh"]) == [True], "for two minutes"


def test_a_new_alert_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    arrivals = Arrivals()
    arrivals.marked(alerts())
    arrivals.marked(alerts("203.0.113.1"))
    monkeypatch.setattr("ja4dash.queries.wall.FRESH", timedelta())
    assert list(arrivals.marked(alerts("203.0.113.1"))["fresh"]) == [False]
