"""Discovery: what the clients behind each JA4 send, which of them a reference list knows, and which one to look at next."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ja4dash.queries import discovery
from ja4dash.statement import Order
from ja4dash.ui import discovery as profiles
from ja4dash.ui import figures, paging
from ja4dash.ui.columns.discovery import FAMILIES, PROFILE_SORTS, PROFILES
from ja4dash.ui.exports import Whole
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("Discovery", discovery.WINDOW, also=profiles.PARAMETERS)
nothing = f"No JA4 with so many requests in the {scope.when(discovery.WINDOW)}"
least, most = profiles.choose_size()
found = partial(discovery.found, scope, minimum=least, limit=most)

with bare():
    kpi_row(found()["totals"], figures.DISCOVERY)
    profiles.show_cut(found()["totals"])

left, right = st.columns([2, 3])
with left, panel("By User-Agent family", note="requests"):
    profiles.show_families(found()["families"], empty=nothing)
with right, panel("Which headers they send", note="share of requests, by User-Agent family"):
    profiles.show_headers(found()["families"], empty=nothing)

with panel("User-Agent families", note="a source counts once in a family"):
    show_table(found()["families"], FAMILIES, key="families", scope=scope, empty=nothing, rows=8)

with panel("Profiles", note="a click on a row shows it below, a click on its JA4 opens it"):
    choice = profiles.choose_profiles()
    page = paging.choose("profiles", (scope, least, most, choice), PROFILE_SORTS, Order("hits"))
    listed = discovery.chosen(found()["profiles"], page.order, family=choice.family, known=choice.known)
    shown = listed.iloc[page.offset : page.offset + page.limit]
    row = show_table(
        shown,
        PROFILES,
        key="profiles",
        scope=scope,
        empty=nothing,
        hint=profiles.WIDEN,
        rows=14,
        whole=Whole(listed.head, len(listed)),
    )
    paging.turn(len(listed), page)
    profiles.show_profile(shown, row, scope)
