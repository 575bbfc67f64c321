"""Reference lists: what is known beforehand of addresses, fingerprints and networks, and whether it is loaded."""

from __future__ import annotations

import streamlit as st

from ja4dash.charts.ranked import ranked
from ja4dash.queries import reference
from ja4dash.ui import lists
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.reference import DICTIONARIES
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar(
    "Reference lists",
    also=lists.PARAMETERS,
    note="The lists are the same whatever the window and the filters, which are kept for the other pages",
)

with panel("Dictionaries", note="what queries look up"):
    show_table(reference.dictionaries(), DICTIONARIES, key="dictionaries", scope=scope, empty="No dictionary in this database")

name = lists.choose()
left, right = st.columns([2, 1])
with right, panel("How it divides", note=lists.divided_by(name)):
    parts = reference.reflist_stats(name)
    show_chart(
        ranked(parts, "value", "entries", unit="Entries", most=16),
        parts,
        empty="This list is empty",
        alt_text="Entries of the list by its main column",
    )
with left, panel(lists.title(name)):
    lists.show_list(name, scope)

lists.show_attribution()
