"""Browsers: which families the last hour's sessions belong to, by JA4 and by HTTP/2, and who belongs to none."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import browsers
from ja4dash.ui import drill, figures
from ja4dash.ui.browsers import ALWAYS, NOTHING, WAIT, named, show_classes, show_hint
from ja4dash.ui.columns.browsers import FAMILIES, H2_FAMILIES, TOP_JA4S, UNKNOWN_JA4S
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("Browsers", "1h", also=(drill.PARAMETER,), note=ALWAYS)

with bare():
    kpi_row(browsers.totals(scope), figures.BROWSERS)

left, right = st.columns(2)
with left, panel("Families by JA4", note="what the TLS handshake says"):
    show_classes(browsers.families(scope), FAMILIES, "family", scope, by="browser_family")
    show_hint()
with right, panel("Families by HTTP/2", note="what the HTTP/2 fingerprint says, sessions with HTTP/2"):
    show_classes(
        browsers.h2_families(scope),
        H2_FAMILIES,
        "h2",
        scope,
        by="h2_dict_family",
        empty="No session with an HTTP/2 fingerprint in the last hour",
    )
    show_hint()

with panel("Sessions", note="least coherent first"):
    drill.show_sessions(scope, *drill.chosen("unknown:"))

left, right = st.columns([8, 7])
with left, panel("JA4 values of known browsers", note="most sessions first"):
    show_table(named(browsers.top(scope)), TOP_JA4S, key="top_ja4s", scope=scope, empty=NOTHING, hint=WAIT)
with right, panel("JA4 values of no known browser or bot", note="most sessions first"):
    show_table(
        browsers.unknown_ja4s(scope),
        UNKNOWN_JA4S,
        key="unknown_ja4s",
        scope=scope,
        empty="Every JA4 of the last hour is known",
        hint="A JA4 that no list knows would stand here.",
    )
