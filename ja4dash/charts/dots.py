"""Single events over time, coloured by threat level."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import AnyChart, finished, time_axis, timed


@plot
def dots(frame: pd.DataFrame, time: str, value: str, level: str, colours: Mapping[str, str], *, unit: str) -> AnyChart:
    """A dot at `time` and `value` for each row, in the colour of its `level`; low enough to stand inside a card."""
    chart = (
        alt.Chart(timed(frame, time), height=90)
        .mark_circle(size=45, opacity=0.85)
        .encode(
            x=time_axis(time),
            y=alt.Y(
                f"{value}:Q",
                title=unit,
                scale=alt.Scale(zero=False, padding=6),
                axis=alt.Axis(tickCount=3, tickMinStep=0.01, format=".2f"),
            ),
            color=alt.Color(f"{level}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None),
            tooltip=[
                alt.Tooltip("when:N", title="At"),
                alt.Tooltip(f"{level}:N", title="Level"),
                alt.Tooltip(f"{value}:Q", title=unit, format=".2f"),
            ],
        )
    )
    return finished(chart)
