"""A whole and its parts, as a ring."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, AnyChart, finished
from ja4dash.provenance import bare


@plot
def donut(frame: pd.DataFrame, label: str, value: str, colours: Mapping[str, str], *, unit: str, height: int = 300) -> AnyChart:
    """A ring of `value` by `label`, largest first from the top; `colours` by label in the order of the legend."""
    whole = float(frame[value].sum()) or 1.0
    there = [name for name in colours if (frame[label] == name).any()]
    data = bare(frame).assign(share=frame[value] / whole).sort_values(value, ascending=False, ignore_index=True)
    data["place"] = data.index
    chart = (
        alt.Chart(data, height=height)
        .mark_arc(innerRadius=height * 0.27, outerRadius=height * 0.44, padAngle=0.012, cornerRadius=2)
        .encode(
            theta=alt.Theta(f"{value}:Q", stack=True),
            order=alt.Order("place:Q"),
            color=alt.Color(
                f"{label}:N",
                sort=there,
                scale=alt.Scale(domain=there, range=[colours[name] for name in there]),
                legend=alt.Legend(orient="right", columns=1),
            ),
            tooltip=[
                alt.Tooltip(f"{label}:N", title="Class"),
                alt.Tooltip(f"{value}:Q", title=unit, format=COUNT),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
    )
    return finished(chart)
