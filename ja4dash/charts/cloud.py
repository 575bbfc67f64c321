"""A cloud of points over two measures, with a frame to draw around some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Final

import altair as alt
import pandas as pd

from ja4dash.charts.plot import plot
from ja4dash.charts.style import AnyChart, finished
from ja4dash.provenance import bare

BRUSH: Final = "brush"
"""The selection's name: the ranges of both measures, by column."""

SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")
"""Classes differ in shape too, because quiet colours are close to one another."""


@dataclass(frozen=True)
class Measure:
    """An axis: the column, its heading, and whether it counts in orders of magnitude."""

    column: str
    title: str
    log: bool = False


@plot
def cloud(
    frame: pd.DataFrame, x: Measure, y: Measure, by: str, colours: Mapping[str, str], *, tooltip: Mapping[str, str], height: int
) -> AnyChart:
    """Dots at `x` and `y`, one colour for each of `by`; `tooltip` is column to name. A drag frames a part, a double click
    lets it go."""
    brush = alt.selection_interval(name=BRUSH)
    shapes = dict(zip(colours, cycle(SHAPES), strict=False))
    there = [name for name in colours if (frame[by] == name).any()]
    chart = (
        alt.Chart(bare(frame), height=height)
        .mark_point(size=50, filled=True)
        .encode(
            x=alt.X(f"{x.column}:Q", title=x.title, scale=_scale(x), axis=_axis(x)),
            y=alt.Y(f"{y.column}:Q", title=y.title, scale=_scale(y), axis=_axis(y)),
            color=alt.Color(
                f"{by}:N",
                sort=there,
                scale=alt.Scale(domain=there, range=[colours[name] for name in there]),
                legend=alt.Legend(columns=4),
            ),
            shape=alt.Shape(f"{by}:N", sort=there, scale=alt.Scale(domain=there, range=[shapes[name] for name in there])),
            opacity=alt.condition(brush, alt.value(0.75), alt.value(0.12)),
            tooltip=[alt.Tooltip(f"{column}:{_kind(frame, column)}", title=title) for column, title in tooltip.items()],
        )
        .add_params(brush)
    )
    return finished(chart)


def _scale(measure: Measure) -> alt.Scale:
    return alt.Scale(type="log", padding=8, nice=False) if measure.log else alt.Scale(zero=False, padding=12)


def _axis(measure: Measure) -> alt.Axis:
    return alt.Axis(tickCount=6, format="~g", labelOverlap=True, grid=False) if measure.log else alt.Axis(tickCount=6)


def _kind(frame: pd.DataFrame, column: str) -> str:
    return "Q" if pd.api.types.is_numeric_dtype(frame[column]) else "N"
