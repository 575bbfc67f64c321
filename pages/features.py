"""Features: what sessions of people and of hosting look like on one scale, and which features tell them apart."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import features
from ja4dash.ui.features import show_means, show_profiles, show_separation
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar

scope = scope_bar(
    "Features",
    features.WINDOW,
    note="Sessions of the last hour whatever the window; filters apply · ISP networks stand for people, hosting for bots",
)
EMPTY = "No session in the last hour"
HINT = "Remove a filter, or wait for requests."
NOBODY = "Nobody to compare"

SETS = {
    "The detector's features": ("what the scores begin with", "ai", features.behaviour),
    "The research features": ("the shared ones, and the timing of requests", "research", features.research),
}
for place, (title, (note, name, rows)) in zip(st.columns(2), SETS.items(), strict=True):
    with place, panel(title, note=note):
        found = rows(scope)
        show_profiles(found, empty=EMPTY, hint=HINT)
        st.markdown("**What separates hosting from ISP networks**")
        show_separation(found, empty=NOBODY)
        show_means(found, scope, key=f"features_{name}", empty=EMPTY, hint=HINT)
