"""Headings of columns: campaigns and fleets."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.ui.columns.shared import NETWORK

CAMPAIGNS: Final = {
    "campaign_id": Column("Campaign", "campaign", 78),
    "members": Column("Sources", "bar", 110),
    "trend": Column("Trend", width=76, help="Growing, stable, dormant or merged, by the last quarter of the window."),
    "worst_level": Column("Worst level", "level", 110),
    "worst_score": Column("Worst score", "score", 84),
    "mean_score": Column("Mean score", "score", 82),
    "detections": Column("Detections", "count", 82),
    "ja4s": Column("JA4 values", "count", 78),
    "asns": Column("Networks", "count", 74),
    "countries": Column("Countries", "count", 74),
    "mean_hits": Column("Requests, mean", "number", 104, digits=1),
    "mean_velocity": Column("Requests/s, mean", "number", 118),
    "mean_fuzzing": Column("Paths a segment", "number", 108),
    "mean_post_ratio": Column("POST share", "percent", 78),
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
}

MEMBERS: Final = {
    "ip": Column("Source", width=125),
    "worst_level": Column("Worst level", "level", 110),
    "worst_score": Column("Worst score", "score", 84),
    "detections": Column("Detections", "count", 82),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80),
    "fuzzing_index": Column("Paths a segment", "number", 108),
    "post_ratio": Column("POST share", "percent", 78),
    "recurrence": Column("Hours seen", "count", 78),
    "ja4": Column("JA4", width=282),
    "ja4s": Column("JA4 values", "count", 78),
    "host": Column("Host", width=140),
    **NETWORK,
    "bot_name": Column("Bot", width=110),
    "browser_family": Column("Browser", width=80),
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
}

FLEETS: Final = {
    "fleet_score": Column("Fleet score", "number", 84),
    "n_ips": Column("Sources", "bar", 100),
    "ja4_set": Column("JA4 values", "list", 330),
    "asn_set": Column("Networks", "list", 220),
    "ip_sample": Column("Some sources", "list", 300),
    "current": Column("Active now", "yes", 78, help="Part of the newest cycle that found any fleet."),
    "cycles": Column("Cycles", "count", 60),
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
}
