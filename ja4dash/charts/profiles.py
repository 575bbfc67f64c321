"""Fingerprints by how much a browser and how fast the sessions behind them are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, AnyChart, finished
from ja4dash.provenance import bare

PICKED: Final = "picked"
"""The selection's name: a click on a dot picks its `ja4`."""


@plot
def profiles(frame: pd.DataFrame, colours: Mapping[str, str], *, height: int = 250) -> AnyChart:
    """Dots at mean `modern_browser_score` and `hit_velocity`, sized by `sessions`, coloured by `asn_label` (label to colour)."""
    there = {label: colour for label, colour in colours.items() if (frame["asn_label"] == label).any()}
    picked = alt.selection_point(name=PICKED, fields=["ja4"], empty=False)
    chart = (
        alt.Chart(bare(frame), height=height)
        .mark_circle(opacity=0.75, cursor="pointer")
        .encode(
            x=alt.X(
                "modern_browser_score:Q",
                title="Browser points, mean",
                scale=alt.Scale(domain=[0, 100], padding=12),
                axis=alt.Axis(tickCount=6),
            ),
            y=alt.Y("hit_velocity:Q", title="Requests/s, mean", scale=alt.Scale(type="sqrt"), axis=alt.Axis(tickCount=6)),
            size=alt.Size("sessions:Q", scale=alt.Scale(type="sqrt", range=[30, 700]), legend=None),
            color=alt.Color("asn_label:N", scale=alt.Scale(domain=list(there), range=list(there.values()))),
            tooltip=[
                alt.Tooltip("ja4:N", title="JA4"),
                alt.Tooltip("browser_family:N", title="Browser"),
                alt.Tooltip("ja4_bot_name:N", title="Tool or bot"),
                alt.Tooltip("asn_label:N", title="Kind of network"),
                alt.Tooltip("sessions:Q", title="Sessions", format=COUNT),
                alt.Tooltip("modern_browser_score:Q", title="Browser points", format=".0f"),
                alt.Tooltip("hit_velocity:Q", title="Requests/s", format=".2f"),
                alt.Tooltip("fuzzing_index:Q", title="Paths a segment", format=".1f"),
            ],
        )
        .add_params(picked)
    )
    return finished(chart)
