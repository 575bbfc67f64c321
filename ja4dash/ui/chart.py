"""Charts in place: an Altair chart in the panel, or a word where there is nothing to draw."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ja4dash.charts.style import AnyChart
from ja4dash.ui import panel


def show_chart(
    chart: AnyChart,
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
    panel.seen(frame)
    if frame.empty or (measure is not None and not frame[measure].any()):
        panel.empty(empty, hint)
        return []
    if select is None:
        st.altair_chart(chart, width="stretch", alt=alt_text)
        return []
    picked = st.altair_chart(chart, width="stretch", alt=alt_text, key=key, on_select="rerun", selection_mode=select)
    found = picked["selection"].get(select, [])
    return [found] if isinstance(found, dict) and found else list(found)
