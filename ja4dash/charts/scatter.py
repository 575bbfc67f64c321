"""Sources by how odd and how fast they are."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ja4dash.charts.network import PICKED
from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, AnyChart, finished
from ja4dash.provenance import bare


@plot
def scatter(frame: pd.DataFrame, palette: Sequence[str], *, height: int = 430) -> AnyChart:
    """Dots at `worst_score` and `hit_velocity`, sized by `hits`, coloured by `campaign` (text); a click picks an `ip`."""
    names = list(dict.fromkeys(frame["campaign"]))
    colours = [palette[place % len(palette)] for place in range(len(names))]
    picked = alt.selection_point(name=PICKED, fields=["ip"], empty=False)
    chart = (
        alt.Chart(bare(frame), height=height)
        .mark_circle(opacity=0.8, cursor="pointer")
        .encode(
            x=alt.X("worst_score:Q", title="Worst score", scale=alt.Scale(zero=False, padding=10)),
            y=alt.Y("hit_velocity:Q", title="Requests/s", scale=alt.Scale(type="sqrt"), axis=alt.Axis(tickCount=6)),
            size=alt.Size("hits:Q", scale=alt.Scale(type="sqrt", range=[25, 400]), legend=None),
            color=alt.Color("campaign:N", sort=names, scale=alt.Scale(domain=names, range=colours)),
            tooltip=[
                alt.Tooltip("ip:N", title="Source"),
                alt.Tooltip("campaign:N", title="Campaign"),
                alt.Tooltip("worst_score:Q", title="Worst score", format=".2f"),
                alt.Tooltip("hit_velocity:Q", title="Requests/s", format=".2f"),
                alt.Tooltip("hits:Q", title="Requests", format=COUNT),
            ],
        )
        .add_params(picked)
    )
    return finished(chart)
