"""A stretch of time that is framed on a chart by dragging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import altair as alt
import pandas as pd

from ja4dash.charts.style import AnyChart

FRAME: Final = "frame"
"""The name of the selection."""


def framing(chart: AnyChart) -> AnyChart:
    """The chart with a frame that can be dragged along its time axis; tooltips stay."""
    frame = alt.selection_interval(name=FRAME, encodings=["x"], translate=False, zoom=False)
    framed: AnyChart = chart.add_params(frame)
    return framed


def step(times: pd.Series[pd.Timestamp]) -> pd.Timedelta:
    """From one point of a timeline to the next; an hour where there is only one."""
    found = times.drop_duplicates().sort_values().diff().median()
    return found if pd.notna(found) else pd.Timedelta(hours=1)


def framed(ends: Sequence[float], times: pd.Series[pd.Timestamp]) -> tuple[datetime, datetime] | None:
    """Start and end (aware UTC) of the points of a timeline that a frame touches; None when it touches none.

    `ends` are those of the frame in milliseconds since 1970, in any order.
    """
    first, last = (datetime.fromtimestamp(end / 1000, UTC) for end in (min(ends), max(ends)))
    width = step(times)
    touched = times[(times + width > first) & (times <= last)]
    if touched.empty:
        return None
    return touched.min().to_pydatetime(), (touched.max() + width).to_pydatetime()


def within(frame: tuple[datetime, datetime], window: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """A frame, cut to the window of its chart where it is longer: whole steps reach over both ends of it."""
    (since, until), (first, last) = frame, window
    return frame if until - since <= last - first else (max(since, first), min(until, last))
