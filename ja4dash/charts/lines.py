"""Lines over time, one a class."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import AnyChart, finished, time_axis, timed


@plot
def lines(
    frame: pd.DataFrame,
    time: str,
    value: str,
    by: str,
    palette: Sequence[str],
    *,
    unit: str,
    number: str = ".2f",
    height: int = 200,
) -> AnyChart:
    """A line of `value` over `time` for each of `by`; gaps where there is no value."""
    names = list(dict.fromkeys(frame[by]))
    colours = [palette[place % len(palette)] for place in range(len(names))]
    chart = (
        alt.Chart(timed(frame, time), height=height)
        .mark_line(point=alt.OverlayMarkDef(size=18), strokeWidth=1.6)
        .encode(
            x=time_axis(time),
            y=alt.Y(f"{value}:Q", title=unit, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5)),
            color=alt.Color(f"{by}:N", scale=alt.Scale(domain=names, range=colours)),
            tooltip=[
                alt.Tooltip("when:N", title="At"),
                alt.Tooltip(f"{by}:N", title="Class"),
                alt.Tooltip(f"{value}:Q", title=unit, format=number),
            ],
        )
    )
    return finished(chart)
