"""The world, countries shaded by a figure; drawn from shapes in the page, so that no map is asked of anyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from ja4dash import countries
from ja4dash.charts.network import PICKED
from ja4dash.charts.plot import plot
from ja4dash.charts.style import COUNT, MUTED, AnyChart, finished
from ja4dash.provenance import bare

SKEWED: Final = 20
"""How many times the median the greatest value may be before the scale counts in orders of magnitude."""


@plot
def choropleth(
    frame: pd.DataFrame,
    value: str,
    fields: Mapping[str, str],
    *,
    dark: bool = True,
    height: int = 400,
    text: int = 11,
) -> AnyChart:
    """Countries by `country_code`, in one hue; a click picks a `country_code`.

    Countries that are points are drawn where they have a value. `fields` are the columns of the tooltip with their names; that
    of `value` is the legend's title.
    """
    land, line = ("#1C2735", "#0B0F14") if dark else ("#E4E9EE", "#FBFCFD")
    colours = ["#1F3A52", "#2F7FB0", "#8ADBFF"] if dark else ["#C3DAEA", "#5B9CC6", "#0B4F80"]
    world = alt.Chart(alt.InlineData(values=list(countries.shapes())))
    empty = (
        world.mark_geoshape(fill=land, stroke=line, strokeWidth=0.6)
        .transform_filter("datum.geometry.type != 'Point'")
        .encode(tooltip=[alt.Tooltip("properties.name:N", title="No session from")])
    )
    picked = alt.selection_point(name=PICKED, fields=["country_code"], empty=False)
    shaded = (
        world.mark_geoshape(stroke=line, strokeWidth=0.6, cursor="pointer")
        .transform_lookup(lookup="id", from_=alt.LookupData(bare(frame), "country_code", ["country_code", *fields]))
        .transform_filter(f"isValid(datum['{value}'])")
        .encode(
            color=alt.Color(
                f"{value}:Q",
                scale=_scale(frame[value], colours),
                legend=alt.Legend(
                    orient="bottom-left",
                    title=fields[value],
                    titleColor=MUTED,
                    titleFontSize=text,
                    gradientLength=14 * text,
                    format="~s",
                    tickCount=4,
                ),
            ),
            tooltip=[
                alt.Tooltip("properties.name:N", title="Country"),
                *(alt.Tooltip(f"{name}:Q", title=title, format=COUNT) for name, title in fields.items()),
            ],
        )
        .add_params(picked)
    )
    chart = alt.layer(empty, shaded).properties(height=height).project(type="equalEarth", pointRadius=4)
    return finished(chart)


def _scale(values: pd.Series[Any], colours: Sequence[str]) -> alt.Scale:
    if skewed(values):
        return alt.Scale(type="log", range=list(colours), domainMin=1)
    return alt.Scale(range=list(colours), domainMin=0)


def skewed(values: pd.Series[Any]) -> bool:
    """True when the figures spread so far that a linear scale would show only the greatest."""
    return bool(len(values)) and float(values.max()) > SKEWED * float(values.median())
