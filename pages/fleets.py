"""Fleets: JA4s and networks that act together."""

from __future__ import annotations

from ja4dash.queries import fleets
from ja4dash.ui import notices
from ja4dash.ui.acting import acting_on_fleet
from ja4dash.ui.columns.campaigns import FLEETS
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("Fleets", fleets.WINDOW)
hint = notices.detections_never_computed()

with panel("Communities of JA4 and network", note=f"best score first · {scope.when(fleets.WINDOW)}, filters do not apply"):
    found = fleets.listing(scope)
    place = show_table(
        found,
        FLEETS,
        key="fleets",
        scope=scope,
        empty=f"No fleet in the {scope.when(fleets.WINDOW)}",
        hint=hint,
        rows=20,
    )
    acting_on_fleet(found, place, scope)
