"""Ranked bars, each divided into classes."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, AnyChart, finished
from ja4dash.provenance import bare


@plot
def split(
    frame: pd.DataFrame, label: str, value: str, by: str, colours: Mapping[str, str], *, unit: str, most: int = 12
) -> AnyChart:
    """Bars of `value` by `label`, the `most` longest first, divided by `by`; `colours` is class to colour in their order."""
    longest = frame.groupby(label)[value].sum().sort_values(ascending=False, kind="stable").head(most)
    there = [name for name in colours if (frame[by] == name).any()]
    data = bare(frame[frame[label].isin(longest.index)]).assign(
        place=lambda rows: rows[by].map({name: place for place, name in enumerate(there)}),
        share=lambda rows: rows[value] / rows.groupby(label)[value].transform("sum"),
    )
    chart = (
        alt.Chart(data, height=max(1, len(longest)) * 27 + 30)
        .mark_bar(height=15)
        .encode(
            y=alt.Y(f"{label}:N", sort=list(longest.index), title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=150)),
            x=alt.X(f"{value}:Q", title=unit, axis=alt.Axis(tickCount=5, tickMinStep=1, format="~s")),
            order=alt.Order("place:Q"),
            color=alt.Color(
                f"{by}:N",
                sort=there,
                scale=alt.Scale(domain=there, range=[colours[name] for name in there]),
                legend=alt.Legend(columns=3),
            ),
            tooltip=[
                alt.Tooltip(f"{label}:N", title="Of"),
                alt.Tooltip(f"{by}:N", title="Class"),
                alt.Tooltip(f"{value}:Q", title=unit, format=COUNT),
                alt.Tooltip("share:Q", title="Share", format=".0%"),
            ],
        )
    )
    return finished(chart)
