"""Overview: how much, when, who, and what to open first."""

from __future__ import annotations

import streamlit as st

from ja4dash.charts.ranked import ranked
from ja4dash.charts.stacked import stacked
from ja4dash.queries import overview, traffic
from ja4dash.ui import figures, named, notices, theme
from ja4dash.ui.chart import show_chart, show_timeline
from ja4dash.ui.columns.detections import ALERTS, TOP_SOURCES
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("Overview", "24h")
window = scope.when("24h")

with bare():
    kpi_row(overview.totals(scope), figures.OVERVIEW, overview.per_hour(scope))
hint = notices.detections_never_computed()

left, right = st.columns(2)
with left, panel("Detections by threat level", note="per hour, UTC; drag to zoom in"):
    found = named.levels(overview.timeline_detail(scope))
    show_timeline(
        stacked(found, "hour", "detections", "threat_level", theme.level_colours(), unit="Detections"),
        found,
        scope,
        key="detections_over_time",
        measure="detections",
        empty=f"No detection in the {window}",
        hint=hint,
        alt_text="Detections per hour, stacked by threat level",
    )
with right, panel("Requests by HTTP version", note="per hour, UTC; drag to zoom in"):
    asked = traffic.per_hour(scope)
    show_timeline(
        stacked(asked, "hour", "requests", "http_version", theme.version_colours(), unit="Requests"),
        asked,
        scope,
        key="requests_over_time",
        measure="requests",
        empty=f"No request in the {window}",
        alt_text="Requests per hour, stacked by HTTP version",
    )

left, right = st.columns([3, 2])
with left, panel("Live alerts", note="newest Critical, High and known bots"):
    show_table(overview.alerts(scope), ALERTS, key="alerts", scope=scope, empty=f"No alert in the {window}", hint=hint, rows=10)
with right, panel("Top sources", note="by detections"):
    show_table(
        overview.top_sources(scope),
        TOP_SOURCES,
        key="top_sources",
        scope=scope,
        empty=f"No source detected in the {window}",
        hint=hint,
    )

one, two, three = st.columns(3)
with one, panel("Detections by threat level"):
    levels = named.levels(overview.levels(scope))
    show_chart(
        ranked(levels, "threat_level", "detections", unit="Detections", colours=theme.level_colours()),
        levels,
        empty=f"No detection in the {window}",
        hint=hint,
        alt_text="Detections by threat level, worst first",
    )
with two, panel("Sessions by browser family", note="by JA4"):
    families = named.families(overview.families(scope))
    show_chart(
        ranked(families, "browser_family", "sessions", unit="Sessions"),
        families,
        empty=f"No session scored in the {window}",
        hint=hint,
        alt_text="Scored sessions by browser family",
    )
with three, panel("Sessions scored by model"):
    models = overview.models(scope)
    show_chart(
        ranked(models, "model_name", "sessions", unit="Sessions"),
        models,
        empty=f"No session scored in the {window}",
        hint=hint,
        alt_text="Scored sessions by model",
    )
