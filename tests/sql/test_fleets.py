"""Fleets, against rows made by hand (operation 30; traps 4, 11)."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import fleets
from ja4dash.scope import Scope, Window
from tests.sql.detected import FULL, GO


def test_a_community_of_several_cycles_is_one_whatever_its_number(detected: Door) -> None:
    """Grouped by number, the fleets 0 and 1 of two cycles would be mixed up."""
    frame = fleets.listing(Scope())
    assert frame.iloc[0].to_dict() == {
        "community_id": 1,
        "fleet_score": 0.75,
        "n_ips": 12,
        "ja4_set": [FULL, GO],
        "asn_set": ["64500", "64501"],
        "ip_sample": ["10.8.1.00"],
        "cycles": 2,
        "first_seen": pd.Timestamp("2026-11-20 10:00", tz="UTC"),
        "last_seen": pd.Timestamp("2026-11-22 10:00", tz="UTC"),
        "current": 1,
    }
    assert frame["fleet_score"].tolist() == [0.75, 0.5, 0.25]
    assert frame["community_id"].tolist() == [1, 0, 2]
    assert frame["current"].tolist() == [1, 1, 1]


def test_the_window_and_the_limit_hold(detected: Door) -> None:
    assert fleets.listing(Scope(Window("24h")))["n_ips"].tolist() == [12, 5, 3]
    old = fleets.listing(Scope(Window("30d")))
    assert old[["n_ips", "current"]].iloc[0].tolist() == [99, 0]
    assert len(fleets.listing(Scope(), limit=2)) == 2
    with pytest.raises(QueryError):
        fleets.listing(Scope(), limit=501)


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    frame = fleets.listing(Scope())
    assert frame.empty
    assert {"ja4_set", "fleet_score", "current"} <= set(frame)


def test_the_operation_refuses_a_filter_that_would_not_hold(detected: Door) -> None:
    run = OPERATIONS["fleet"].run
    assert run is not None
    assert len(run(Scope(Window("7d")), limit=1)) == 1
    with pytest.raises(QueryError, match="no filter") as caught:
        run(Scope().where("country", "DE"))
    assert caught.value.category is Category.PARAMETER
