"""Triage: detected sources that nobody has decided about, worst first, one key a decision."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import feedback
from ja4dash.ui import triage
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar

scope = scope_bar("Triage", feedback.WINDOW)

triage.show_progress(scope)

with panel("Decide", note="keys: b, l, s decide · x skips · j and k move · u undoes"):
    triage.show_keys(scope)
left, right = st.columns(2)
with left, panel("Queue", note="tick to choose, click to look"):
    triage.show_queue(scope)
with right, panel("Evidence"):
    triage.show_evidence(scope)
with panel("Do its fingerprints agree?", note=scope.when("24h")):
    triage.show_fingerprints(scope)
with panel("Everything it did"):
    triage.show_rows(scope)
with panel("Decisions", note="of everybody, newest first"):
    triage.show_recent(scope)
