"""Ranked bars: who has most, with the figure at the end of each bar."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, QUIET, WORDS, AnyChart, finished
from ja4dash.provenance import bare


@plot
def ranked(
    frame: pd.DataFrame, label: str, value: str, *, unit: str, colours: Mapping[str, str] | None = None, most: int = 12
) -> AnyChart:
    """Horizontal bars of `value` by `label`, in the frame's order, at most `most`; `colours` by label, else one quiet colour."""
    data = bare(frame.head(most))
    names = [str(name) for name in data[label]]
    colour: alt.Color | alt.ColorValue = alt.value(QUIET)  # type: ignore[assignment]
    if colours:
        colour = alt.Color(
            f"{label}:N", scale=alt.Scale(domain=names, range=[colours.get(name, QUIET) for name in names]), legend=None
        )
    base = alt.Chart(data).encode(
        y=alt.Y(f"{label}:N", sort=names, title=None, axis=alt.Axis(labelLimit=130, ticks=False, domain=False)),
        x=alt.X(f"{value}:Q", title=None, axis=None, scale=alt.Scale(domainMin=0, padding=0, nice=False)),
        tooltip=[alt.Tooltip(f"{label}:N", title="Name"), alt.Tooltip(f"{value}:Q", title=unit, format=COUNT)],
    )
    bars = base.mark_bar(height=13, cornerRadiusEnd=2).encode(color=colour)
    figures = base.mark_text(align="left", dx=5, color=WORDS, opacity=0.75).encode(text=alt.Text(f"{value}:Q", format=COUNT))
    return finished(
        alt.layer(bars, figures).properties(
            height=max(1, len(data)) * 24, padding={"right": 52, "left": 4, "top": 2, "bottom": 2}
        )
    )
