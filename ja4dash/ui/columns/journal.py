"""Headings of columns: the journal of writes."""

from __future__ import annotations

from typing import Final

from ja4dash.ui.table import Column

JOURNAL: Final = {
    "at": Column("When, UTC", "time", 142),
    "who": Column("Who", width=150),
    "role": Column("Role", "verdict", 80),
    "action": Column("Action", "verdict", 90),
    "ip": Column("Source", width=140),
    "thing": Column("Other target", width=200),
    "before": Column("Before", width=190),
    "after": Column("After", width=190),
    "outcome": Column("Outcome", "verdict", 80, help="Begun: it was cut off, or is under way."),
    "note": Column("Why it failed", width=160),
    "batch": Column("Batch", width=110, help="Targets that were written together share it."),
}
