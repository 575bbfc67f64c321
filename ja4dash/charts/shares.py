"""What share of a whole has each trait, and which classes that share is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import AnyChart, finished
from ja4dash.provenance import bare


@plot
def shares(
    frame: pd.DataFrame, label: str, by: str, colours: Mapping[str, str], order: Sequence[str], *, height: int = 300
) -> AnyChart:
    """Bars of `share` (of the whole, 0..1) by `label`, stacked by `by`; `own` is the share within the class (0..1).

    `order` is the labels from the top, `colours` class to colour in the order of the stack.
    """
    there = [name for name in colours if (frame[by] == name).any()]
    chart = (
        alt.Chart(bare(frame).assign(place=frame[by].map({name: place for place, name in enumerate(there)})), height=height)
        .mark_bar(height=16)
        .encode(
            y=alt.Y(
                f"{label}:N",
                sort=list(order),
                title=None,
                axis=alt.Axis(ticks=False, domain=False, labelLimit=160, labelOverlap=False),
            ),
            x=alt.X(
                "share:Q",
                title="Share of requests",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", tickCount=5),
            ),
            order=alt.Order("place:Q"),
            color=alt.Color(f"{by}:N", sort=there, scale=alt.Scale(domain=there, range=[colours[name] for name in there])),
            tooltip=[
                alt.Tooltip(f"{label}:N", title="Carries"),
                alt.Tooltip(f"{by}:N", title="Class"),
                alt.Tooltip("own:Q", title="Share of its requests", format=".1%"),
                alt.Tooltip("share:Q", title="Share of all requests", format=".1%"),
            ],
        )
    )
    return finished(chart)
