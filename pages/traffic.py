"""Traffic: how much was asked for, when, of what, and which requests exactly."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ja4dash.charts.heatmap import heatmap
from ja4dash.charts.stacked import stacked
from ja4dash.queries import traffic
from ja4dash.statement import Order
from ja4dash.ui import figures, paging, theme
from ja4dash.ui.chart import show_chart, show_timeline
from ja4dash.ui.columns.requests import REQUEST_SORTS, REQUESTS
from ja4dash.ui.exports import Whole
from ja4dash.ui.facets import faceted
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

FACETS = {
    "ip": "Source",
    "ja4": "JA4",
    "host": "Host",
    "country": "Country",
    "method": "Method",
    "status": "Status",
}
BY_HOUR = "Per hour, by HTTP version"
BY_WEEKDAY = "By weekday and hour"
scope = scope_bar("Traffic", "24h")
window = scope.when("24h")

with bare():
    kpi_row(traffic.totals(scope), figures.TRAFFIC)

with panel("Requests over time", note="UTC; drag to zoom in"):
    view = st.segmented_control(
        "View", [BY_HOUR, BY_WEEKDAY], default=BY_HOUR, required=True, key="traffic_view", label_visibility="collapsed"
    )
    if view == BY_HOUR:
        asked = traffic.figures(scope)["per_hour"]
        show_timeline(
            stacked(asked, "hour", "requests", "http_version", theme.version_colours(), unit="Requests", height=200),
            asked,
            scope,
            key="requests_over_time",
            measure="requests",
            empty=f"No request in the {window}",
            alt_text="Requests per hour, stacked by HTTP version",
        )
    else:
        cells = traffic.heatmap(scope)
        show_chart(
            heatmap(cells, "requests", unit="Requests", dark=theme.dark()),
            cells,
            measure="requests",
            empty=f"No request in the {scope.when('7d')}",
            alt_text="Requests by weekday and hour of day",
        )

nothing = f"No request in the {window}"
with faceted("Requests", partial(traffic.facets, scope), scope, measure="requests", headings=FACETS, empty=nothing):
    page = paging.choose("traffic", scope, REQUEST_SORTS, Order("time"))
    rows = traffic.listing(scope, order=page.order, limit=page.limit, offset=page.offset)
    total = paging.total(traffic.totals(scope), "requests")
    whole = Whole(partial(traffic.extract, scope, order=page.order), total)
    show_table(rows, REQUESTS, key="requests", scope=scope, empty=nothing, rows=16, whole=whole)
    paging.turn(total, page)
