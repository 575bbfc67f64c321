"""What all charts share: sizes, label limits, a quiet grid, number and time formats."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo
from typing import Any, Final, TypeAlias

import altair as alt
import pandas as pd
from altair.utils.schemapi import disable_debug_mode

from ja4dash import palette
from ja4dash.provenance import bare

disable_debug_mode()
"""A chart is checked once, when it is drawn, and not also piece by piece as it is put together: that took longer than drawing."""

MUTED: Final = palette.DARK.muted
QUIET: Final = palette.DARK.quiet[1]
WORDS: Final = "currentColor"
"""Words inside a chart: the page's own colour, which each theme sets."""
COUNT: Final = ",.0f"

AnyChart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart


def finished(chart: AnyChart) -> AnyChart:
    """The chart with the shared configuration."""
    styled: AnyChart = (
        chart.configure_view(stroke=None)
        .configure_axis(labelLimit=220, titleFontWeight="normal", labelFontSize=11, titleFontSize=11)
        .configure_legend(orient="top", columns=5, title=None, labelFontSize=11, symbolSize=70, labelLimit=180)
        .configure_text(fontSize=11)
    )
    return styled


def time_axis(field: str, **options: Any) -> alt.X:
    """A time axis in UTC: hours, and the date where a day begins."""
    label = "utcFormat(datum.value, '%H:%M') == '00:00' ? utcFormat(datum.value, '%d %b') : utcFormat(datum.value, '%H:%M')"
    axis = alt.Axis(tickCount=8, labelOverlap=True, labelExpr=label)
    return alt.X(f"{field}:T", scale=alt.Scale(type="utc"), title=None, axis=axis, **options)


def hours_axis(times: pd.Series[Any], zone: tzinfo) -> alt.X:
    """A time axis of hours in any zone: every third hour of that zone, and the date where its day begins."""
    quarters = pd.date_range(times.min(), times.max() + pd.Timedelta(hours=1), freq="15min").tz_convert(zone)
    hours = [t for t in quarters if not (t.minute or t.hour % 3)]
    labels = {int(t.timestamp() * 1000): f"{t:%H:%M}" if t.hour else f"{t:%d %b}" for t in hours}
    axis = alt.Axis(
        values=[_instant(t.tz_convert(UTC)) for t in hours],
        labelExpr=f"({json.dumps(labels)})[time(datum.value)]",
        labelOverlap=True,
    )
    return alt.X(f"{times.name}:T", scale=alt.Scale(type="utc"), title=None, axis=axis)


def _instant(at: pd.Timestamp) -> alt.DateTime:
    """Not milliseconds: as numbers they are no ticks on a scale of time."""
    return alt.DateTime(year=at.year, month=at.month, date=at.day, hours=at.hour, minutes=at.minute, utc=True)


def timed(frame: pd.DataFrame, field: str) -> pd.DataFrame:
    """The frame with `when`: the instant as text with its zone (a tooltip would follow the browser's zone otherwise)."""
    return bare(frame).assign(when=frame[field].dt.strftime("%Y-%m-%d %H:%M UTC"))
