"""One figure over time, as columns."""

from __future__ import annotations

import pandas as pd

from ja4dash.charts.plot import Plot
from ja4dash.charts.stacked import stacked
from ja4dash.charts.style import QUIET


def timeline(frame: pd.DataFrame, time: str, value: str, *, unit: str, height: int = 200) -> Plot:
    """Columns of `value` over `time`, in one quiet colour."""
    return stacked(frame.assign(what=unit), time, value, "what", {unit: QUIET}, unit=unit, height=height)
