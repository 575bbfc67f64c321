"""What makes a subject differ: bars to the right where it has more, to the left where it has less."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import MUTED, QUIET, AnyChart, finished
from ja4dash.provenance import bare


@plot
def deviation(
    frame: pd.DataFrame, *, own: str, other: str, accent: str, title: str = "less  ←  than everyone else  →  more"
) -> AnyChart:
    """Bars of `effect` (-1..1) by `name`, in the frame's order; `own_text` and `other_text` are what the tooltip says."""
    names = list(frame["name"])
    base = alt.Chart(bare(frame)).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=260)),
        tooltip=[
            alt.Tooltip("name:N", title="What"),
            alt.Tooltip("own_text:N", title=own),
            alt.Tooltip("other_text:N", title=other),
            alt.Tooltip("effect:Q", title="Effect (-1 to 1)", format="+.2f"),
        ],
    )
    bars = base.mark_bar(height=13, cornerRadiusEnd=2).encode(
        x=alt.X(
            "effect:Q",
            scale=alt.Scale(domain=[-1, 1]),
            title=title,
            axis=alt.Axis(tickCount=5),
        ),
        color=alt.condition("datum.effect > 0", alt.value(accent), alt.value(QUIET)),
    )
    zero = alt.Chart(bare(frame.head(1))).mark_rule(color=MUTED).encode(x=alt.datum(0))
    return finished(
        alt.layer(bars, zero).properties(height=len(names) * 24 + 60, padding={"right": 14, "left": 4, "top": 2, "bottom": 2})
    )
