"""Journal: every write of a person, newest first."""

from __future__ import annotations

from ja4dash.queries import journal
from ja4dash.ui import figures
from ja4dash.ui.journal import PARAMETERS, show_journal
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar

scope = scope_bar("Journal", journal.WINDOW, also=PARAMETERS)

with bare():
    kpi_row(journal.totals(scope), figures.JOURNAL)
with panel("What was written", note=f"{scope.when(journal.WINDOW)}, UTC; filters of the scope do not apply"):
    show_journal(scope)
