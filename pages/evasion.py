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
OF_JA4, OF_AGENT = "JA4", "User-Agent"
WAIT = "Nothing to do: this is asked of the last hour, every minute."

with panel("Form brute force", note="most posts to one host's forms, last hour"):
    show_table(
        evasion.brute_force(), BRUTE_FORCE, key="brute_force", scope=scope, empty="Nobody hammers a form", hint=WAIT, rows=8
    )

with panel("Rotation", note="one source, several identities, last hour"):
    kind = st.segmented_control(
        "Of what", [OF_JA4, OF_AGENT], default=OF_JA4, required=True, key="rotation", label_visibility="collapsed"
    )
    if kind == OF_JA4:
        st.caption(
            "Several TLS fingerprints on one host. A browser shows two JA4 in normal use, a fresh and a resumed handshake: such "
            "siblings count as one client, and the count as observed stands beside it. Many clients behind one address (NAT) "
            "look the same: open the source first."
        )
        show_table(
            evasion.ja4_rotation(), JA4_ROTATION, key="ja4_rotation", scope=scope, empty="Nobody changes its JA4", hint=WAIT
        )
    else:
        st.caption("Several User-Agents on one JA4.")
        show_table(
            evasion.ua_rotation(), UA_ROTATION, key="ua_rotation", scope=scope, empty="Nobody changes its User-Agent", hint=WAIT
        )

with panel("Recurrence", note="sources detected in most hours"):
    show_table(
        evasion.recurrence(),
        RECURRENCE,
        key="recurrence",
        scope=scope,
        empty="No source was ever detected",
        hint="Recurrence counts the distinct hours with a detection.",
    )
