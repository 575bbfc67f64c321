"""Geography: which countries and networks the sessions of the last hour come from."""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import geography
from ja4dash.ui import figures, networks
from ja4dash.ui.columns.geography import COUNTRIES, NETWORKS
from ja4dash.ui.geography import choose_measure, show_attribution, show_labels, show_map
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar(
    "Geography", geography.WINDOW, note="Sessions of the last hour whatever the window; filters apply · times in UTC"
)
EMPTY = "No session in the last hour"
HINT = "Remove a filter, or look at Traffic for what came before."

with bare():
    kpi_row(geography.totals(scope), figures.GEOGRAPHY)

left, right = st.columns([5, 3])
with left, panel("Where sessions come from"):
    measure = choose_measure()
    show_map(geography.by_country(scope), measure, scope, empty=EMPTY, hint=HINT)
with right, panel("Kinds of networks by country", note="most sessions first"):
    show_labels(geography.by_country_and_label(scope), empty=EMPTY, hint=HINT)

left, right = st.columns([2, 3])
with left, panel("Countries", note="most requests first"):
    show_table(geography.by_country(scope), COUNTRIES, key="countries", scope=scope, empty=EMPTY, hint=HINT, rows=16)
with right, panel("Networks", note="the 50 with most requests"):
    show_table(
        networks.shown(geography.by_network(scope)), NETWORKS, key="networks", scope=scope, empty=EMPTY, hint=HINT, rows=16
    )
show_attribution()
