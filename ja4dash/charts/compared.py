"""One subject against its peers, feature by feature, on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from ja4dash import words
from ja4dash.charts.plot import plot
from ja4dash.charts.style import MUTED, AnyChart, finished


@dataclass(frozen=True)
class Subject:
    """Whose dots these are: the column of the values (`<column>_rank` is the place on the scale), name, colour, shape."""

    column: str
    name: str
    colour: str
    shape: str


@plot
def compared(frame: pd.DataFrame, names: Mapping[str, str], subjects: Sequence[Subject]) -> AnyChart:
    """Dots by `feature` on 0..1, one colour and shape a subject; `names` is feature to heading, in order."""
    data = _long(frame, names, subjects)
    titles = [subject.name for subject in subjects]
    y = alt.Y(
        "feature:N",
        sort=list(names.values()),
        title=None,
        axis=alt.Axis(ticks=False, domain=False, labelLimit=200, labelOverlap=False),
    )
    base = alt.Chart(data)
    line = base.mark_rule(color=MUTED, opacity=0.4).encode(y=y, x=alt.X("min(rank):Q"), x2=alt.X2("max(rank):Q"))
    dots = base.mark_point(size=95, filled=True, opacity=1).encode(
        y=y,
        x=alt.X(
            "rank:Q",
            title="Percentile among the sessions of this hour",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
        color=alt.Color("who:N", scale=alt.Scale(domain=titles, range=[subject.colour for subject in subjects])),
        shape=alt.Shape("who:N", scale=alt.Scale(domain=titles, range=[subject.shape for subject in subjects])),
        tooltip=[
            alt.Tooltip("feature:N", title="Feature"),
            alt.Tooltip("who:N", title="Who"),
            alt.Tooltip("value:N", title="Value"),
            alt.Tooltip("rank:Q", title="Percentile", format=".0%"),
        ],
    )
    return finished(alt.layer(line, dots).properties(height=len(names) * 28 + 90))


def _long(frame: pd.DataFrame, names: Mapping[str, str], subjects: Sequence[Subject]) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "feature": frame["feature"].map(names),
                "who": subject.name,
                "rank": frame[f"{subject.column}_rank"],
                "value": frame[subject.column].map(words.number),
            }
        )
        for subject in subjects
    ]
    return pd.concat(parts).dropna(subset=["rank"])
