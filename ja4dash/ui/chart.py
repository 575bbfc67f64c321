"""Charts in place: a plot in the panel, or a word where there is nothing to draw."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ja4dash.charts.brush import FRAME, framed, framing, within
from ja4dash.charts.plot import Plot
from ja4dash.scope import Scope
from ja4dash.ui import panel, scope_bar


def show_chart(
    chart: Plot,
    frame: pd.DataFrame,
    *,
    empty: str,
    alt_text: str,
    measure: str | None = None,
    hint: str = panel.HINT,
    key: str | None = None,
    select: str | None = None,
) -> list[dict[str, Any]]:
    """Draw a chart of a frame across the panel; `alt_text` says what it shows to who cannot see it.

    A frame without rows, or with nothing but zeros in `measure`, is said to be empty instead. With `select`, the name of a
    selection of the chart, returns what was clicked, or the ranges that were framed.
    """
    if not _drawable(frame, measure, empty, hint):
        return []
    if select is None:
        st.vega_lite_chart(chart.spec(), width="stretch", alt=alt_text)
        return []
    picked = st.vega_lite_chart(chart.spec(), width="stretch", alt=alt_text, key=key, on_select="rerun", selection_mode=select)
    found = picked["selection"].get(select, [])
    return [found] if isinstance(found, dict) and found else list(found)


def show_timeline(
    chart: Plot,
    frame: pd.DataFrame,
    scope: Scope,
    *,
    key: str,
    measure: str,
    empty: str,
    alt_text: str,
    hint: str = panel.HINT,
    time: str = "hour",
) -> None:
    """Draw a chart of a frame over `time`; a stretch that is framed on it becomes the window of the scope."""
    if not _drawable(frame, measure, empty, hint):
        return
    window = "-".join(scope.to_query().get(name, [""])[0] for name in ("window", "from", "to"))
    bounds = scope.window.bounds(frame.attrs.get("fetched_at", datetime.now(UTC))) if scope.window else None
    named = f"{key}_{window}"  # a frame belongs to the window it was drawn in: another one begins without
    st.vega_lite_chart(
        chart.then(framing).spec(),
        width="stretch",
        alt=f"{alt_text}. Drag across it to look at a stretch of time.",
        key=named,
        on_select=partial(_zoom, named, time, frame[time], scope, bounds),
        selection_mode=FRAME,
    )


def _zoom(key: str, time: str, times: pd.Series[pd.Timestamp], scope: Scope, bounds: tuple[datetime, datetime] | None) -> None:
    ends = st.session_state[key]["selection"].get(FRAME, {}).get(time)
    frame = framed(ends, times) if ends else None
    if frame:
        scope_bar.zoom(scope, *(within(frame, bounds) if bounds else frame))


def _drawable(frame: pd.DataFrame, measure: str | None, empty: str, hint: str) -> bool:
    """Whether there is anything to draw; that there is not is said in the chart's place."""
    panel.seen(frame)
    if frame.empty or (measure is not None and not frame[measure].any()):
        panel.empty(empty, hint)
        return False
    return True
