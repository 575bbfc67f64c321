"""One JA4: what it is made of, who it is, who carries it, whether that agrees, and everything that was done with it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ja4dash.queries import ja4 as queries
from ja4dash.ui import ja4 as pieces
from ja4dash.ui import kinds, notices
from ja4dash.ui.acting import acting
from ja4dash.ui.anatomy import ja4_anatomy
from ja4dash.ui.coherence import show_coherence_of_ja4
from ja4dash.ui.columns.ja4 import BUSIEST, FACETS
from ja4dash.ui.facets import HOW, show_facets
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.selection import of_ja4
from ja4dash.ui.table import show_table

scope = scope_bar("JA4", queries.LOGGED, also=("ja4", kinds.PARAMETER))
logged, scored = scope.when(queries.LOGGED), scope.when(queries.WINDOW)
ja4 = pieces.ja4_field()

if ja4 is None:
    with panel("Busiest JA4s", note=logged):
        show_table(queries.busiest(scope), BUSIEST, key="busiest", scope=scope, empty=f"No JA4 in the {logged}", rows=20)
    st.stop()

pieces.show_ways(ja4, scope)
unscored = f"No session with this JA4 was scored in the {scored}"
left, right = st.columns([2, 1])
with left, panel("What it is made of"):
    ja4_anatomy(ja4)
with right, panel("Who it is", note=logged):
    pieces.show_families(queries.families(queries.known(ja4), queries.observed(ja4, scope)))

seen = True
with bare():
    seen = pieces.show_figures(ja4, scope)
if not seen:
    pieces.related_panel(ja4, scope)
    st.stop()

with panel("If it were blocked", note=logged):
    pieces.show_carriers(queries.carriers(queries.observed(ja4, scope)), logged)
    acting(partial(of_ja4, ja4, scope), scope, key="ja4")
with panel("Do its fingerprints agree?", note=logged):
    show_coherence_of_ja4(queries.coherence(queries.observed(ja4, scope)), scope)
with panel("What its requests show", note=logged):
    shown = queries.values(queries.observed(ja4, scope))
    pieces.show_values(shown, scope, empty=f"No request with this JA4 in the {logged}")

hint = notices.detections_never_computed()
left, middle, right = st.columns([2, 1, 1])
with left, panel("Sessions and detections", note=f"UTC, {scored}; drag to zoom in"):
    pieces.show_times(queries.timeline(ja4, scope), scope, empty=unscored, hint=hint)
with middle, panel("Sessions by threat level", note=scored):
    pieces.show_levels(queries.levels(ja4, scope), empty=unscored, hint=hint)
with right, panel("Its sessions", note=scored):
    pieces.show_profile(queries.profile(ja4, scope), empty=unscored, hint=hint)
with panel("Where its sessions come from", note=f"{scored}; {HOW}"):
    show_facets(queries.breakdown(ja4, scope), scope, measure="sessions", headings=FACETS, empty=unscored, hint=hint)

pieces.related_panel(ja4, scope)
with panel("Everything that was done with it"):
    pieces.show_details(ja4, scope)
