"""Notices that stand above the panels of a page and explain what all of them lack."""

from __future__ import annotations

import streamlit as st

from ja4dash import words
from ja4dash.errors import QueryError
from ja4dash.queries import status
from ja4dash.ui import panel


def detections_never_computed() -> str:
    """One line when no score was ever computed, so that zeros are not read as "no attack". Returns what the empty panels
    below it say there is to do."""
    try:
        newest = status.freshness()["newest_score"].iloc[0]
    except QueryError:
        return panel.HINT  # the panels below say what failed
    if words.moment(newest) != words.DASH:
        return panel.HINT
    st.markdown(
        ":blue[:material/info: No session of this database was scored yet: requests are shown as they are, and detections,"
        " levels and alerts stay empty until the first detection cycle has run.]"
    )
    return "Not computed yet: no detection cycle has run here."
