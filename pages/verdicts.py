"""Verdicts: where models and analysts agree, what the detector learned from it, and the judged sessions as training data."""

from __future__ import annotations

from functools import partial

from ja4dash.queries import models, verdicts
from ja4dash.statement import Order
from ja4dash.ui import figures, notices, paging
from ja4dash.ui.columns.verdicts import BY_ASN, BY_JA4, BY_MODEL, DISAGREEMENTS, LABELLED, SORT_NAMES
from ja4dash.ui.exports import Whole
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table
from ja4dash.ui.verdicts import show_learned

scope = scope_bar("Verdicts", verdicts.WINDOW)
nothing = f"No source that an analyst decided about was scored in the {scope.when(verdicts.WINDOW)}"
notices.detections_never_computed()
hint = "Decide about sources on the page Triage."

with bare():
    kpi_row(verdicts.totals(scope), figures.VERDICTS)

with panel("Learned from verdicts", note="cross-validated: no source on both sides"):
    show_learned(models.learned(), scope)

with panel("By model", note="detected = Medium or worse; rates from five judged sources on"):
    show_table(verdicts.agreement(scope, "model"), BY_MODEL, key="by_model", scope=scope, empty=nothing, hint=hint)

with panel("By JA4", note="most disagreement first; opens its detections"):
    show_table(verdicts.agreement(scope, "ja4"), BY_JA4, key="by_ja4", scope=scope, empty=nothing, hint=hint, rows=8)

with panel("By network", note="most disagreement first; opens its detections"):
    show_table(verdicts.agreement(scope, "asn"), BY_ASN, key="by_asn", scope=scope, empty=nothing, hint=hint, rows=8)

with panel("Where they disagree", note="one row a source, worst first"):
    show_table(
        verdicts.disagreements(scope),
        DISAGREEMENTS,
        key="disagreements",
        scope=scope,
        empty=f"No disagreement in the {scope.when(verdicts.WINDOW)}",
        hint=hint,
        rows=8,
    )

with panel("Judged sessions", note="exported with every feature and signal the detector saw"):
    page = paging.choose("labelled", scope, SORT_NAMES, Order("detected_at"))
    rows = verdicts.labelled(scope, limit=page.limit, order=page.order, offset=page.offset)
    total = paging.total(verdicts.totals(scope), "sessions")
    whole = Whole(partial(verdicts.extract, scope, order=page.order), total)
    show_table(rows, LABELLED, key="labelled", scope=scope, empty=nothing, hint=hint, rows=10, whole=whole)
    paging.turn(total, page)
