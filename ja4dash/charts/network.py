"""Sources as nodes, what they share as links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, MUTED, AnyChart, finished
from ja4dash.provenance import bare

PICKED: Final = "picked"
"""The selection's name: a click on a node picks its `ip`."""


@plot
def network(nodes: pd.DataFrame, links: pd.DataFrame, colours: Mapping[str, str], *, height: int = 460) -> AnyChart:
    """Nodes by `level` (colour) and `hits` (size) at x, y; links from x, y to x2, y2, whose hover names what is `shared`."""
    scale = {"x": _plain("x"), "y": _plain("y")}
    lines = (
        alt.Chart(bare(links))
        .mark_rule(color=MUTED, opacity=0.35, strokeWidth=1)
        .encode(
            **scale,
            x2="x2:Q",
            y2="y2:Q",
            tooltip=[
                alt.Tooltip("kind:N", title="Shared"),
                alt.Tooltip("shared:N", title="Value"),
                alt.Tooltip("sources:Q", title="By sources", format=COUNT),
            ],
        )
    )
    picked = alt.selection_point(name=PICKED, fields=["ip"], empty=False)
    there = {level: colour for level, colour in colours.items() if (nodes["level"] == level).any()}
    dots = (
        alt.Chart(bare(nodes))
        .mark_circle(opacity=0.95, stroke="#0B0F14", strokeWidth=0.6, cursor="pointer")
        .encode(
            **scale,
            color=alt.Color("level:N", scale=alt.Scale(domain=list(there), range=list(there.values()))),
            size=alt.Size("hits:Q", scale=alt.Scale(type="sqrt", range=[40, 500]), legend=None),
            tooltip=[
                alt.Tooltip("ip:N", title="Source"),
                alt.Tooltip("campaign_id:Q", title="Campaign"),
                alt.Tooltip("level:N", title="Worst level"),
                alt.Tooltip("worst_score:Q", title="Worst score", format=".2f"),
                alt.Tooltip("hits:Q", title="Requests", format=COUNT),
                alt.Tooltip("asn_org:N", title="Network"),
                alt.Tooltip("country_code:N", title="Country"),
                alt.Tooltip("ja4:N", title="JA4"),
            ],
        )
        .add_params(picked)
    )
    return finished(alt.layer(lines, dots).properties(height=height))


def _plain(field: str) -> alt.X | alt.Y:
    channel = alt.X if field == "x" else alt.Y
    return channel(f"{field}:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=14))
