"""Scores: every session that a model looked at, the ordinary ones too."""

from __future__ import annotations

from functools import partial

from ja4dash.charts.stacked import stacked
from ja4dash.queries import scores
from ja4dash.statement import Order
from ja4dash.ui import figures, named, notices, paging, theme
from ja4dash.ui.chart import show_timeline
from ja4dash.ui.columns.detections import DETECTION_FACETS
from ja4dash.ui.columns.scores import SCORES
from ja4dash.ui.columns.shared import SORT_NAMES
from ja4dash.ui.exports import Whole
from ja4dash.ui.facets import faceted
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("Scores", scores.WINDOW)
nothing = f"No session scored in the {scope.when(scores.WINDOW)}"

with bare():
    kpi_row(scores.totals(scope), figures.SCORES)
hint = notices.detections_never_computed()

with panel("Sessions by threat level", note="UTC; drag to zoom in"):
    found = named.levels(scores.per_hour(scope))
    show_timeline(
        stacked(found, "hour", "sessions", "threat_level", theme.level_colours(), unit="Sessions", height=190),
        found,
        scope,
        key="sessions_over_time",
        measure="sessions",
        empty=nothing,
        hint=hint,
        alt_text="Scored sessions over time, stacked by threat level",
    )

values = partial(scores.facets, scope)
with faceted("Scored sessions", values, scope, measure="sessions", headings=DETECTION_FACETS, empty=nothing, hint=hint):
    page = paging.choose("scores", scope, paging.named(scores.SORTS, SORT_NAMES), Order("detected_at"))
    rows = scores.listing(scope, order=page.order, limit=page.limit, offset=page.offset)
    total = paging.total(scores.totals(scope), "sessions")
    whole = Whole(partial(scores.extract, scope, order=page.order), total)
    show_table(rows, SCORES, key="scores", scope=scope, empty=nothing, hint=hint, rows=16, whole=whole)
    paging.turn(total, page)
