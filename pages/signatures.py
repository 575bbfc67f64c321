"""Signatures: the HTTP/2 fingerprints that are known, whether they are seen, what is seen without being known, and changes."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import signatures
from ja4dash.ui import figures
from ja4dash.ui import signatures as shown
from ja4dash.ui.browsers import ALWAYS
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar

scope = scope_bar("Signatures", "1h", also=(shown.PARAMETER,), note=ALWAYS)

with bare():
    kpi_row(signatures.totals(scope), figures.SIGNATURES)

with panel("Unknown HTTP/2 fingerprints", note="most sessions first: candidates for a signature; a click explains one below"):
    shown.show_unknown(signatures.unknown(scope), scope)

with panel("Signatures", note="seen most first; a click explains one below"):
    shown.show_signatures(signatures.entries(scope), scope)
    shown.show_tools(scope)

left, right = st.columns([8, 5])
with left, panel("What it is made of"):
    shown.show_anatomy(shown.selected(signatures.unknown(scope), signatures.entries(scope)))
with right, panel("What is known of it"):
    entries, unknown = signatures.entries(scope), signatures.unknown(scope)
    shown.show_standing(shown.selected(unknown, entries), entries, unknown, scope)

with panel("Its history", note="latest first"):
    shown.show_versions(shown.selected(signatures.unknown(scope), signatures.entries(scope)), scope)
