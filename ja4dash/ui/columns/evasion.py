"""Headings of columns: evasion."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

BRUTE_FORCE: Final = {
    "ip": Column("Source", width=125),
    "host": Column("Host", width=150),
    "post_count": Column("Posts", "bar", 110),
    "distinct_paths": Column("Paths", "count", 60),
    "first_seen": Column("First, UTC", "clock", 76),
    "last_seen": Column("Last, UTC", "clock", 76),
}

UA_ROTATION: Final = {
    "ip": Column("Source", width=125),
    "distinct_ua_count": Column("User-Agents", "bar", 100),
    "total_requests": Column("Requests", "count", 74),
    "ja4": Column("JA4", width=282),
    "ua_samples": Column("Samples", "list", 420),
}

JA4_ROTATION: Final = {
    "ip": Column("Source", width=125),
    "host": Column("Host", width=150),
    "distinct_ja4": Column("Clients", "bar", 100, help="Distinct JA4, resumption siblings counted as one."),
    "observed_ja4": Column("JA4 as observed", "count", 110),
    "total_hits": Column("Requests", "count", 74),
    "ja4_list": Column("JA4 values", "list", 560),
}

RECURRENCE: Final = {
    "ip": Column("Source", width=125),
    "recurrence": Column("Hours seen", "bar", 110),
    "worst_threat": Column("Worst level", "level", 125),
    "worst_score": Column("Worst score", "score", 84),
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
    "top_ja4": Column("Mostly with JA4", width=282),
    "top_host": Column("Mostly on host", width=150),
}
