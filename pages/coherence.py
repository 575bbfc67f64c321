"""HTTP/2 coherence: does the HTTP/2 of the last hour's sessions come from what their JA4 says they are?"""

from __future__ import annotations

import streamlit as st

from ja4dash.queries import browsers
from ja4dash.ui import drill, figures
from ja4dash.ui.browsers import ALWAYS, show_classes, show_hint
from ja4dash.ui.columns.browsers import H2_FAMILIES, MISMATCHES, PAIRS, WINDOWS
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar

scope = scope_bar("HTTP/2 coherence", "1h", also=(drill.PARAMETER,), note=ALWAYS)

with bare():
    kpi_row(browsers.totals(scope), figures.COHERENCE)

left, right = st.columns(2)
with left, panel("Contradicted browsers", note="by what their JA4 says"):
    show_classes(browsers.mismatches(scope), MISMATCHES, "against", scope, by="browser_family")
    show_hint()
with right, panel("What contradicts what"):
    show_classes(
        browsers.pairs(scope),
        PAIRS,
        "pair",
        scope,
        by="name",
        empty="No session contradicts itself",
        hint="JA4 and HTTP/2 of every session of the last hour agree, or one of them is unknown.",
    )

left, right = st.columns(2)
with left, panel("WINDOW_UPDATE signal", note="the first window a client asks for tells stacks apart"):
    show_classes(browsers.windows(scope), WINDOWS, "window", scope, by="signal")
    show_hint()
with right, panel("Families by HTTP/2", note="sessions with HTTP/2"):
    show_classes(
        browsers.h2_families(scope),
        H2_FAMILIES,
        "h2",
        scope,
        by="h2_dict_family",
        empty="No session with an HTTP/2 fingerprint in the last hour",
    )

with panel("Sessions", note="least coherent first"):
    drill.show_sessions(scope, *drill.chosen("mismatch:"))
