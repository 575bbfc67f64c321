"""Campaigns: which sources act together, how they hang together, and where each is going."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import campaigns
from ja4dash.ui import figures, notices
from ja4dash.ui.campaigns import show_graph, show_scatter
from ja4dash.ui.columns.campaigns import CAMPAIGNS
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("Campaigns", campaigns.WINDOW)
nothing = f"No campaign in the {scope.when(campaigns.WINDOW)}"

with bare():
    kpi_row(campaigns.totals(scope), figures.CAMPAIGNS)
hint = notices.detections_never_computed()

left, right = st.columns([3, 2])
with left, panel("How they hang together", note="sources linked by shared JA4 and network"):
    show_graph(campaigns.sources(scope), scope, key="campaigns_graph", empty=nothing, hint=hint)
with right, panel("How odd and how fast", note="worst score and speed, by campaign"):
    show_scatter(campaigns.scatter(scope), scope, empty=nothing, hint=hint)

with panel("Campaigns", note="largest first; a click on a number opens it"):
    show_table(campaigns.listing(scope), CAMPAIGNS, key="campaigns", scope=scope, empty=nothing, hint=hint, rows=16)
