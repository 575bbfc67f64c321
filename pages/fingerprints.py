"""JA4 statistics: which TLS fingerprints the last hour showed, from which kinds of networks, and which are bots'."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import fingerprints
from ja4dash.ui import figures, networks
from ja4dash.ui.browsers import ALWAYS, NOTHING, WAIT
from ja4dash.ui.columns.browsers import LABELS
from ja4dash.ui.fingerprints import show_bots, show_fingerprints, show_profiles
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("JA4 statistics", "1h", note=ALWAYS)

with bare():
    kpi_row(fingerprints.totals(scope), figures.FINGERPRINTS)

left, right = st.columns([3, 2])
with left, panel("JA4 values beside each other", note="few browser points and many requests: tools; a click opens the JA4"):
    show_profiles(fingerprints.listing(scope), scope)
with right, panel("Kinds of networks", note="sessions with and without JA4"):
    show_table(networks.shown(fingerprints.labels(scope)), LABELS, key="labels", scope=scope, empty=NOTHING, hint=WAIT)

with panel("JA4 values by kind of network", note="the 100 with most sessions"):
    show_fingerprints(fingerprints.listing(scope), scope)

with panel("JA4 values of known bots", note="by JA4 or by address"):
    show_bots(fingerprints.bots(scope), scope)
