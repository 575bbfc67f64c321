"""How a figure spreads: a column for each bin, with the bins' edges under it."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, QUIET, AnyChart, finished
from ja4dash.provenance import bare


@plot
def histogram(bins: pd.DataFrame, value: str, *, unit: str, height: int = 96) -> AnyChart:
    """Columns of `value` for bins from `low` to `high`, all of one width, whatever the bins span."""
    edges = [*bins["low"], bins["high"].iloc[-1]] if len(bins) else []
    whole = float(bins[value].sum()) or 1.0
    places = range(len(bins))
    data = bare(bins).assign(
        place=list(places),
        until=[place + 1 for place in places],
        span=[f"{edge(low)} to {edge(high)}" for low, high in zip(bins["low"], bins["high"], strict=True)],
        share=bins[value] / whole,
    )
    labels = json.dumps([edge(one) for one in edges])
    chart = (
        alt.Chart(data, height=height)
        .mark_bar(color=QUIET, binSpacing=1)
        .encode(
            x=alt.X(
                "place:Q",
                title=None,
                scale=alt.Scale(domain=[0, len(bins)], nice=False),
                axis=alt.Axis(values=list(range(len(edges))), labelExpr=f"{labels}[datum.value]", labelOverlap=True, grid=False),
            ),
            x2="until:Q",
            y2=alt.datum(0),
            y=alt.Y(f"{value}:Q", title=None, axis=alt.Axis(tickCount=3, tickMinStep=1, format="~s")),
            tooltip=[
                alt.Tooltip("span:N", title="From, to"),
                alt.Tooltip(f"{value}:Q", title=unit, format=COUNT),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
    )
    return finished(chart)


def edge(number: float) -> str:
    """0.05 · 20 · 5k · 1M."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:g}{unit}"
    return f"{number:g}"
