"""Stacked columns over time, one colour a class."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.style import COUNT, AnyChart, finished, time_axis, timed


def stacked(
    frame: pd.DataFrame, time: str, value: str, by: str, colours: Mapping[str, str], *, unit: str, height: int = 220
) -> AnyChart:
    """Columns of `value` over `time`, stacked by `by` in the order of `colours` (class to colour, bottom of the legend first)."""
    order = {name: place for place, name in enumerate(colours)}
    data = timed(frame, time).assign(order=frame[by].map(order).fillna(len(order)))
    step = data[time].drop_duplicates().sort_values().diff().median()
    ends = data.assign(until=data[time] + (step if pd.notna(step) else pd.Timedelta(hours=1)))
    chart = (
        alt.Chart(ends, height=height)
        .mark_bar(binSpacing=1)
        .encode(
            x=time_axis(time),
            x2="until:T",
            y=alt.Y(f"{value}:Q", title=unit, stack="zero", axis=alt.Axis(tickCount=5, format="~s")),
            color=alt.Color(f"{by}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), sort=list(colours)),
            order=alt.Order("order:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("when:N", title="From"),
                alt.Tooltip(f"{by}:N", title="Class"),
                alt.Tooltip(f"{value}:Q", title=unit, format=COUNT),
            ],
        )
    )
    return finished(chart)
