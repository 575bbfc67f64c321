"""A weekday by hour heatmap."""

from __future__ import annotations

from typing import Final

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, AnyChart, finished
from ja4dash.provenance import bare

DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@plot
def heatmap(frame: pd.DataFrame, value: str, *, unit: str, dark: bool = True) -> AnyChart:
    """Cells by `weekday` (1 = Monday) and `hour` (0..23, UTC), darker or brighter by `value`."""
    data = bare(frame).assign(day=frame["weekday"].map(dict(enumerate(DAYS, 1))))
    colours = ["#121B26", "#1F4E6E", "#4CC2FF"] if dark else ["#EEF3F7", "#8FBBD6", "#0B5C91"]
    chart = (
        alt.Chart(data, height=205)
        .mark_rect(cornerRadius=2, stroke="#0B0F14" if dark else "#FBFCFD", strokeWidth=2)
        .encode(
            x=alt.X(
                "hour:O", title="Hour of day, UTC", axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False, domain=False)
            ),
            y=alt.Y("day:O", sort=DAYS, title=None, axis=alt.Axis(ticks=False, domain=False, labelOverlap=False)),
            color=alt.Color(
                f"{value}:Q",
                scale=alt.Scale(range=colours, domainMin=0),
                legend=alt.Legend(orient="right", title=None, format="~s", gradientLength=130),
            ),
            tooltip=[
                alt.Tooltip("day:N", title="Day"),
                alt.Tooltip("hour:O", title="Hour (UTC)"),
                alt.Tooltip(f"{value}:Q", title=unit, format=COUNT),
            ],
        )
    )
    return finished(chart)
