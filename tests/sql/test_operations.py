"""Every finished operation runs, on the fixed data and on none, and refuses what it cannot answer."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.scope import Scope
from tests.sql.sample import CHROME_JA4, A

NEEDED: dict[str, dict[str, Any]] = {
    "ip": {"ip": A},
    "ip-radar": {"ip": A},
    "cascade": {"ip": A},
    "campaign-detail": {"campaign": 12},
    "ja4": {"ja4": CHROME_JA4},
    "reflist": {"name": "bot_ja4"},
    "reflist-stats": {"name": "bot_ja4"},
}
FINISHED = [operation.name for operation in OPERATIONS.values() if operation.finished and not operation.writes]


def run(name: str, /, scope: Scope | None = None, **given: object) -> dict[str, pd.DataFrame]:
    """All frames of an operation."""
    operation = OPERATIONS[name]
    assert operation.run is not None
    found = operation.run(*([scope or Scope()] if operation.window else []), **NEEDED.get(name, {}) | given)
    return {name: found} if isinstance(found, pd.DataFrame) else dict(found)


@pytest.mark.parametrize("name", FINISHED)
def test_it_runs_and_every_frame_has_columns(sampled: Door, name: str) -> None:
    for part, frame in run(name).items():
        assert len(frame.columns), part
        assert not any(isinstance(kind, pd.DatetimeTZDtype) and str(kind.tz) != "UTC" for kind in frame.dtypes), part


@pytest.mark.parametrize("name", [name for name in FINISHED if name not in ("dictionaries", "reflist", "reflist-stats")])
def test_nothing_deployed_is_a_failure(empty_door: Door, name: str) -> None:
    """Trap 11."""
    with pytest.raises(QueryError) as caught:
        run(name)
    assert caught.value.category is Category.MISSING


def test_traffic_is_sorted_and_paged(sampled: Door) -> None:
    found = run("traffic", sort="path", direction="asc", limit=2, offset=1)
    assert found["requests"]["path"].tolist() == ["/100%25", "/100%_off"]
    assert found["total"]["requests"].tolist() == [9]
    assert run("traffic", Scope().where("method", "POST"))["total"]["requests"].tolist() == [1]


def test_a_list_says_its_length_and_where_it_was_read(sampled: Door) -> None:
    found = run("reflist", q="Cobalt", sort="ja4", direction="desc", limit=2)
    assert len(found["entries"]) == 2
    assert found["total"].to_dict("records") == [{"total": 4, "source": "ref_bot_ja4"}]
    assert run("reflist-stats")["breakdown"]["entries"].sum() == run("reflist-stats")["total"]["total"][0]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("traffic", {"sort": "src_port"}),
        ("traffic", {"direction": "up"}),
        ("traffic", {"limit": 501}),
        ("alerts", {"limit": 101}),
        ("ip", {"ip": "nobody"}),
        ("ja4", {"ja4": "<b>"}),
        ("reflist", {"name": "nope"}),
        ("reflist", {"sort": "nope"}),
        ("reflist-stats", {"name": "nope"}),
    ],
)
def test_what_it_cannot_answer_is_refused(sampled: Door, name: str, given: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as caught:
        run(name, **given)
    assert caught.value.category is Category.PARAMETER


@pytest.mark.parametrize("name", ["ip-radar", "cascade"])
def test_a_filter_that_would_not_hold_is_refused(sampled: Door, name: str) -> None:
    with pytest.raises(QueryError, match="no other window or filter"):
        run(name, Scope().where("country", "DE"))
    with pytest.raises(QueryError):
        run(name, Scope().over("7d"))
