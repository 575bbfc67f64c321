"""How finely a stretch of time is cut, so that a chart of any window has at most some two hundred steps; empty steps; the last
hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pandas as pd

from ja4dash.provenance import told_by
from ja4dash.scope import Scope, Window

_STEPS: Final = ((timedelta(days=8), 1), (timedelta(days=31), 6))
_LONGEST: Final = 24


def step(scope: Scope) -> int:
    """Hours between two points of a timeline: 1 up to 8 days, 6 up to 31 days, 24 for longer windows."""
    length = scope.window.length if scope.window else timedelta()
    return next((hours for longest, hours in _STEPS if length <= longest), _LONGEST)


def begun(found: pd.DataFrame, every: int = 1) -> pd.DatetimeIndex:
    """When the steps of so many hours of a result's window begin (aware UTC)."""
    since = pd.Timestamp(found.attrs["since"]).floor(f"{every}h")
    return pd.date_range(since, found.attrs["until"], freq=f"{every}h", inclusive="left", name="hour").as_unit("s")


def filled(found: pd.DataFrame, by: str, values: Sequence[str] = (), *, every: int = 1) -> pd.DataFrame:
    """A row for each of these values, or those that occur, and each step of `hour`; figures that the result has not are zero."""
    shown = list(values) or sorted(found[by].unique())
    cells = pd.MultiIndex.from_product([shown, begun(found, every)], names=[by, "hour"])
    whole = found.set_index([by, "hour"]).reindex(cells, fill_value=0).reset_index()
    return told_by(whole[["hour", *whole.columns.drop("hour")]].astype({by: "str"}), found)


def last(scope: Scope) -> Scope:
    """The scope's filters over the last hour, which is all that the feature views look at."""
    return Scope(Window("1h"), scope.filters)
