"""Headings of columns: the queue of a triage and the decisions made."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

QUEUE: Final = {
    "mark": Column("Here", width=84, help="What you decided here; empty: it waits. The mark shows where you are."),
    "ip": Column("Source", width=118),
    "worst_level": Column("Level", "level", 72),
    "worst_score": Column("Score", "score", 56, help="Worst anomaly score. Unless set otherwise, lower is worse."),
    "reason": Column("Why", width=300),
    "detections": Column("Detections", "count", 76),
    "last_seen": Column("Last, UTC", "time", 142),
    "campaign_id": Column("Campaign", "campaign", 76),
    "ja4": Column("JA4", width=282),
    "asn_org": Column("Network", width=150),
    "country_code": Column("Country", width=68),
}
RECENT: Final = {
    "created_at": Column("Decided, UTC", "time", 142),
    "ip": Column("Source", width=125),
    "classification": Column("Verdict", "verdict", 92),
    "undo": Column("Undo", "yes", 52, help="Yes: the row takes a decision back and says what counts again."),
    "counts": Column("Counts", "yes", 62, help="Yes: it says what the source is now."),
    "analyst": Column("By", width=110),
    "comment": Column("Comment", width=330),
    "expires": Column("Until, UTC", "time", 142),
    "decision": Column("Batch", width=100, help="Decisions that were made together share it."),
}
