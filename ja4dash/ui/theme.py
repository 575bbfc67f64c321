"""What the theme settings cannot say: dark or light, and a few lines of style."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding-left: 1.5rem; padding-right: 1.5rem; max-width: none; }
[data-testid="stMetric"] { padding: .55rem .7rem; }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
[data-testid="stMetricLabel"] p { font-size: .82rem; }
[data-testid="stHeader"] { background: transparent; height: 2.2rem; }
[data-testid="stSidebarHeader"] { padding-bottom: 0; }
</style>
"""


def apply_style() -> None:
    """Narrower page margins and tabular figures. The only HTML in the app; it holds no data."""
    st.html(_STYLE)


def dark() -> bool:
    """True when the browser shows the dark theme."""
    return st.context.theme.type != "light"
