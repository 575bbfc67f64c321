"""Evasion: who hammers forms, changes what it looks like, or keeps coming back."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import evasion
from ja4dash.ui.columns.evasion import BRUTE_FORCE, JA4_ROTATION, RECURRENCE, UA_ROTATION
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar(
    "Evasion", "1h", note="Rotation and forms: requests of the last hour. Recurrence: all detections that are kept. All times UTC"
)
WAIT = "Nothing to do: this is asked of the last hour, every minute."

left, right = st.columns(2)
with left, panel("Form brute force", note="most posts to one host's forms, last hour"):
    show_table(evasion.brute_force(), BRUTE_FORCE, key="brute_force", scope=scope, empty="Nobody hammers a form", hint=WAIT)
with right, panel("User-Agent rotation", note="several User-Agents on one JA4, last hour"):
    show_table(
        evasion.ua_rotation(),
        UA_ROTATION,
        key="ua_rotation",
        scope=scope,
        empty="Nobody changes its User-Agent",
        hint=WAIT,
    )

with panel("JA4 rotation", note="several TLS fingerprints on one host, last hour"):
    st.caption(
        "A browser shows two JA4 in normal use, a fresh and a resumed handshake: such siblings count as one client, and the "
        "count as observed stands beside it. Many clients behind one address (NAT) look the same: open the source first."
    )
    show_table(evasion.ja4_rotation(), JA4_ROTATION, key="ja4_rotation", scope=scope, empty="Nobody changes its JA4", hint=WAIT)

with panel("Recurrence", note="sources detected in most hours"):
    show_table(
        evasion.recurrence(),
        RECURRENCE,
        key="recurrence",
        scope=scope,
        empty="No source was ever detected",
        hint="Recurrence counts the distinct hours with a detection.",
    )
