"""One subject against its peers, feature by feature, on one scale."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ja4dash.charts.style import MUTED, AnyChart, finished

SHAPES = ("circle", "diamond", "square")


def compared(frame: pd.DataFrame, feature: str, value: str, who: str, colours: Mapping[str, str], *, raw: str) -> AnyChart:
    """Dots of `value` (0..1) by `feature`, one shape and colour for each of `who`; `raw` is the tooltip's text."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    shapes = alt.Scale(domain=list(colours), range=list(SHAPES[: len(colours)]))
    features = list(dict.fromkeys(frame[feature]))
    y = alt.Y(f"{feature}:N", sort=features, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=180))
    base = alt.Chart(frame, height=max(1, len(features)) * 30)
    line = base.mark_rule(color=MUTED, opacity=0.4).encode(y=y, x=alt.X(f"min({value}):Q"), x2=alt.X2(f"max({value}):Q"))
    dots = base.mark_point(size=95, filled=True, opacity=1).encode(
        y=y,
        x=alt.X(
            f"{value}:Q",
            title="share of sessions at or below",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5, grid=True),
        ),
        color=alt.Color(f"{who}:N", scale=scale),
        shape=alt.Shape(f"{who}:N", scale=shapes),
        tooltip=[
            alt.Tooltip(f"{feature}:N", title="Feature"),
            alt.Tooltip(f"{who}:N", title="Who"),
            alt.Tooltip(f"{raw}:N", title="Value"),
            alt.Tooltip(f"{value}:Q", title="On this scale", format=".0%"),
        ],
    )
    return finished(alt.layer(line, dots))
