"""A chart for a wall: read from 4 m, and scaled as a picture, so that it looks the same on every screen."""

from __future__ import annotations

from typing import Final

import altair as alt

from ja4dash.charts.style import AnyChart

TEXT: Final = 20


def far(chart: AnyChart, width: int, height: int) -> AnyChart:
    """The chart with great letters, in a picture of exactly this size with everything that belongs to it."""
    sized: AnyChart = (
        chart.configure(background="transparent")
        .properties(width=width, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=TEXT,
            titleFontSize=TEXT,
            titleFontWeight="normal",
            labelLimit=300,
            titlePadding=10,
            labelPadding=8,
            tickSize=6,
            domain=True,
        )
        .configure_legend(
            orient="top",
            title=None,
            labelFontSize=TEXT,
            symbolSize=240,
            labelLimit=300,
            columnPadding=24,
            rowPadding=8,
            padding=0,
            offset=14,
            labelOffset=6,
        )
    )
    return sized
