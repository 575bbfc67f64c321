"""First seen: fingerprints that are new or newly popular, told apart by evidence: a browser release, a tool, a campaign."""

from __future__ import annotations

from ja4dash.queries import novelty
from ja4dash.ui import figures
from ja4dash.ui import novelty as novelties
from ja4dash.ui.columns import novelty as columns
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.panel import bare, panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table

scope = scope_bar("First seen", novelty.WINDOW, also=novelties.PARAMETERS)
when = scope.when(novelty.WINDOW)

with bare():
    kpi_row(novelty.found(scope)["totals"], figures.NOVELTY)

with panel("TLS extensions per request", note="hourly mean and median over all traffic, whatever the filters, UTC"):
    hours, shifts = novelty.extensions(scope)
    novelties.show_extensions(hours, shifts, empty=f"No request with a JA4 in the {when}")

kind = novelties.choose_kind()
name = novelties.KINDS[kind]

with panel(f"{name} first seen", note=f"{when}; not in the {novelty.LOOK_BACK} days before"):
    found = novelty.found(scope)
    novelties.show_history(found["totals"], found["new"])
    show_table(
        novelty.of_kind(found["new"], kind),
        columns.new(kind),
        key=f"new_{kind}",
        scope=scope,
        empty=f"No new {name} fingerprint in the {when}",
        hint="Nothing to do: every one was there before.",
        rows=14,
    )

with panel(f"{name} newly popular", note="at least twice the share of requests that it had in the period before"):
    show_table(
        novelty.of_kind(novelty.found(scope)["popular"], kind),
        columns.popular(kind),
        key=f"popular_{kind}",
        scope=scope,
        empty=f"No {name} fingerprint has twice its share of the period before",
        hint="Nothing to do: traffic is made of what it was made of.",
        rows=10,
    )
