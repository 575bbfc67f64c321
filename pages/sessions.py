"""Sessions: the busiest of the last hour over any two features, those that stand out, and how features spread."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import sessions
from ja4dash.ui import sessions as shown
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar

scope = scope_bar(
    "Sessions",
    sessions.WINDOW,
    also=shown.PARAMETERS,
    note="Source, JA4 and host together, in the last hour whatever the window; filters apply · times in UTC",
)
EMPTY = "No session in the last hour"
HINT = "Remove a filter, or look at Traffic for what came before."

view = shown.choose()
left, right = st.columns([3, 2])
with left, panel("Sessions over two features", note="the busiest ones; drag to frame some, double-click to let go"):
    shown.show_cloud(sessions.busiest(scope)[0], view, empty=EMPTY, hint=HINT)
with right, panel("How features spread", note="over all sessions", help=shown.BINS):
    shown.show_histograms(sessions.busiest(scope)[1], empty=EMPTY, hint=HINT)
with panel("Which sessions"):
    shown.show_framed(sessions.busiest(scope)[0], view, scope, empty=EMPTY, hint=HINT)
