"""Charts in place: an Altair chart in the panel, or a word where there is nothing to draw."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ja4dash.charts.style import AnyChart
from ja4dash.ui import panel


def show_chart(
    chart: AnyChart, frame: pd.DataFrame, *, empty: str, alt_text: str, measure: str | None = None, hint: str = panel.HINT
) -> None:
    """Draw a chart of a frame across the panel; `alt_text` says what it shows to who cannot see it.

    A frame without rows, or with nothing but zeros in `measure`, is said to be empty instead.
    """
    panel.seen(frame)
    if frame.empty or (measure is not None and not frame[measure].any()):
        panel.empty(empty, hint)
        return
    st.altair_chart(chart, width="stretch", alt=alt_text)
