"""Pipeline health: does the detector run, how fast, and do its inputs drift."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ja4dash.charts.lines import lines
from ja4dash.queries import health
from ja4dash.statement import Order
from ja4dash.ui import figures, notices, paging, theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.pipeline import CYCLES
from ja4dash.ui.exports import Whole
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.pipeline import show_age
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar(
    "Pipeline health",
    health.WINDOW,
    note="Cycles of the chosen window, 7 d by default. Filters do not apply: a cycle looks at every source. All times UTC",
)
nothing = f"No cycle in the {scope.when(health.WINDOW)}"
hint = notices.detections_never_computed()

with bare():
    show_age(health.summary(scope))
    kpi_row(health.summary(scope), figures.HEALTH)

with panel("Latest cycle of each model"):
    show_table(health.latest(scope), CYCLES, key="latest_cycles", scope=scope, empty="No cycle has run yet", hint=hint)

left, right = st.columns(2)
with left, panel("Time a cycle takes", note="milliseconds, UTC"):
    cycles = health.cycles(scope)
    show_chart(
        lines(cycles, "cycle_at", "cycle_latency_ms", "model_name", theme.quiet(), unit="Milliseconds", number=",.0f"),
        cycles,
        empty=nothing,
        hint=hint,
        alt_text="Latency of the cycles over time",
    )
with right, panel("Share of anomalies", note="of scored sessions, UTC"):
    cycles = health.cycles(scope)
    show_chart(
        lines(cycles, "cycle_at", "anomaly_rate", "model_name", theme.quiet(), unit="Share", number=".1%"),
        cycles,
        empty=nothing,
        hint=hint,
        alt_text="Share of anomalous sessions over time",
    )

with panel("Cycles"):
    sorts = {name: CYCLES[name].label for name in health.SORTS} | {"cycle_at": "Time"}
    page = paging.choose("cycles", scope, sorts, Order("cycle_at"))
    rows = health.cycles(scope, limit=page.limit, order=page.order, offset=page.offset)
    total = paging.total(health.summary(scope), "cycles")
    whole = Whole(partial(health.extract, scope, order=page.order), total)
    show_table(rows, CYCLES, key="cycles", scope=scope, empty=nothing, hint=hint, rows=14, whole=whole)
    paging.turn(total, page)
