"""Headings of columns: decisions about sources."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

HISTORY: Final = {
    "created_at": Column("Decided, UTC", "time", 142),
    "classification": Column("Verdict", "verdict", 90),
    "undo": Column("Undo", "yes", 52, help="Yes: the row takes a decision back and says what counts again."),
    "analyst": Column("By", width=100),
    "comment": Column("Comment", width=220),
    "expires": Column("Until, UTC", "time", 142),
    "counts": Column("Counts", "yes", 62),
    "decision": Column("Batch", width=90, help="Decisions that were made together share it."),
}
