"""Detections: what fired, where it clusters, which sources to open next."""

from __future__ import annotations

from functools import partial

from ja4dash.charts.stacked import stacked
from ja4dash.queries import detections
from ja4dash.statement import Order
from ja4dash.ui import figures, named, notices, paging, theme
from ja4dash.ui.acting import acting
from ja4dash.ui.chart import show_timeline
from ja4dash.ui.columns.detections import DETECTION_FACETS, DETECTIONS
from ja4dash.ui.columns.shared import SORT_NAMES
from ja4dash.ui.exports import Whole
from ja4dash.ui.facets import faceted
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.selection import of_scope
from ja4dash.ui.table import show_table

scope = scope_bar("Detections", detections.WINDOW)
nothing = f"No detection in the {scope.when(detections.WINDOW)}"

with bare():
    kpi_row(detections.totals(scope), figures.DETECTIONS)
hint = notices.detections_never_computed()

with panel("Detections by threat level", note="UTC; drag to zoom in"):
    found = named.levels(detections.per_hour(scope))
    show_timeline(
        stacked(found, "hour", "detections", "threat_level", theme.level_colours(), unit="Detections", height=190),
        found,
        scope,
        key="detections_over_time",
        measure="detections",
        empty=nothing,
        hint=hint,
        alt_text="Detections over time, stacked by threat level",
    )

values = partial(detections.facets, scope)
with faceted("Detections", values, scope, measure="detections", headings=DETECTION_FACETS, empty=nothing, hint=hint):
    page = paging.choose("detections", scope, paging.named(detections.SORTS, SORT_NAMES), Order("detected_at"))
    rows = detections.listing(scope, order=page.order, limit=page.limit, offset=page.offset)
    total = paging.total(detections.totals(scope), "detections")
    whole = Whole(partial(detections.extract, scope, order=page.order), total)
    show_table(rows, DETECTIONS, key="detections", scope=scope, empty=nothing, hint=hint, rows=16, whole=whole)
    paging.turn(total, page)
    acting(partial(of_scope, scope, detections.WINDOW), scope, key="detections")
