"""One source: who it is, whether its fingerprints agree, how it behaves beside others, and everything it did."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ja4dash.queries import source, traffic
from ja4dash.ui import details, kinds
from ja4dash.ui.blocklist import blocklist_button
from ja4dash.ui.coherence import show_coherence
from ja4dash.ui.decision import show_decision, show_decisions
from ja4dash.ui.facets import show_sources
from ja4dash.ui.identity import show_identity
from ja4dash.ui.panel import panel
from ja4dash.ui.reports import report_on_source
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.selection import of_source
from ja4dash.ui.source_field import source_field

scope = scope_bar("Source", "24h", also=("ip", kinds.PARAMETER))
ip = source_field()

if ip is None:
    with panel("Busiest sources", note=scope.when("24h")):
        show_sources(traffic.facets(scope), scope, empty=f"No request in the {scope.when('24h')}")
    st.stop()

left, right = st.columns([2, 1])
with left:
    with panel("Who"):
        show_identity(source.summary(ip, scope))
    with panel("Decisions so far"):
        show_decisions(ip, scope)
with right, panel("Decide", height="content"):
    show_decision(ip)
    with st.container(horizontal=True, gap="small"):
        blocklist_button(partial(of_source, ip, scope), scope, key="source")
        report_on_source(ip, scope)
with panel("Do its fingerprints agree?", note=scope.when("24h")):
    show_coherence(source.coherence(ip, scope), scope)

left, right = st.columns([2, 1])
with left, panel("How it behaves"):
    details.show_behaviour(ip, scope)
with right, panel("Detected again and again"):
    details.show_recurrence(source.recurrence(ip))

with panel("Everything it did"):
    details.show_details(ip, scope)
