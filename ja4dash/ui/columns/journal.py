"""Headings of columns: the journal of writes."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

JOURNAL: Final = {
    "at": Column("When, UTC", "time", 142),
    "who": Column("Who", width=130),
    "action": Column("Action", "verdict", 74),
    "ip": Column("Source", width=130),
    "thing": Column("Other target", width=150),
    "before": Column("Before", width=180),
    "after": Column("After", width=180),
    "outcome": Column("Outcome", "verdict", 76, help="Begun: it was cut off, or is under way."),
    "role": Column("Role", "verdict", 76),
    "note": Column("Why it failed", width=160),
    "batch": Column("Batch", width=110, help="Targets that were written together share it."),
}
