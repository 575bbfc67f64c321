"""Charts in place: an Altair chart in the panel, or a word where there is nothing to draw."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ja4dash.charts.style import AnyChart
from ja4dash.ui import panel


def show_chart(chart: AnyChart, frame: pd.DataFrame, *, empty: str, alt_text: str) -> None:
    """Draw a chart of a frame across the panel; `alt_text` says what it shows to who cannot see it."""
    panel.seen(frame)
    if frame.empty:
        panel.empty(empty)
        return
    st.altair_chart(chart, width="stretch", alt=alt_text)
