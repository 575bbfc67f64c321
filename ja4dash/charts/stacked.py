"""Stacked columns over time, one colour a class."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.brush import step
from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, AnyChart, finished, time_axis, timed


@plot
def stacked(
    frame: pd.DataFrame,
    time: str,
    value: str,
    by: str,
    colours: Mapping[str, str],
    *,
    unit: str,
    height: int = 220,
    x: alt.X | None = None,
) -> AnyChart:
    """Columns of `value` over `time`, stacked by `by`: the first class of `colours` (class to colour) at the bottom.

    `x` is the time axis where it is not the usual one in UTC.
    """
    there = {name: colour for name, colour in colours.items() if frame.loc[frame[by] == name, value].any()}
    chart = (
        alt.Chart(_placed(frame[frame[by].isin(there)], time, by, list(there)), height=height)
        .transform_stack(stack=value, as_=["low", "high"], groupby=[time], sort=[alt.SortField("place")])
        .mark_bar(binSpacing=1)
        .encode(
            x=x or time_axis(time),
            x2="until:T",
            y=alt.Y("low:Q", title=unit, axis=alt.Axis(tickCount=5, tickMinStep=1, format="~s")),
            y2="high:Q",
            color=alt.Color(f"{by}:N", scale=alt.Scale(domain=list(there), range=list(there.values())), sort=list(there)),
            tooltip=[
                alt.Tooltip("when:N", title="From"),
                alt.Tooltip(f"{by}:N", title="Class"),
                alt.Tooltip(f"{value}:Q", title=unit, format=COUNT),
            ],
        )
    )
    return finished(chart)


def _placed(frame: pd.DataFrame, time: str, by: str, order: list[str]) -> pd.DataFrame:
    """With the end of each column's stretch of time and the class's place in the stack."""
    places = {name: place for place, name in enumerate(order)}
    return timed(frame, time).assign(until=frame[time] + step(frame[time]), place=frame[by].map(places))
