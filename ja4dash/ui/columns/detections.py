"""Headings of columns: detections."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.ui.columns.shared import NETWORK, VERDICT

DETECTION_FACETS: Final = {
    "level": "Level",
    "ja4": "JA4",
    "asn": "Network",
    "country": "Country",
    "host": "Host",
    "bot": "Bot",
    "family": "Browser",
    "model": "Model",
}

ALERTS: Final = {
    "detected_at": Column("UTC", "clock", 66),
    "threat_level": Column("Level", "level", 84),
    "ip": Column("Source", width=118),
    "reason": Column("Why", width=420),
    "anomaly_score": Column("Score", "score", 62, help="Anomaly score. Unless set otherwise, lower is worse."),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80),
    "campaign_id": Column("Campaign", "campaign", 76),
    "bot_name": Column("Bot", width=110),
    "host": Column("Host", width=140),
    "ja4": Column("JA4", width=282),
    **NETWORK,
}

TOP_SOURCES: Final = {
    "ip": Column("Source", width=118),
    "detections": Column("Detections", "bar", 100),
    "worst_level": Column("Worst level", "level", 84),
    "worst_score": Column("Score", "score", 58),
    **NETWORK,
}

DETECTIONS_OF_SOURCE: Final = {
    "detected_at": Column("Detected, UTC", "time", 142),
    **VERDICT,
    "reason": Column("Why", width=300),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80),
    "fuzzing_index": Column("Paths a segment", "number", 108, help="Distinct paths per first path segment."),
    "post_ratio": Column("POST share", "percent", 78),
    "recurrence": Column("Hours seen", "count", 78, help="Distinct hours with a detection of this source."),
    "campaign_id": Column("Campaign", "campaign", 76),
    "host": Column("Host", width=140),
    "ja4": Column("JA4", width=282),
    "model_name": Column("Model", width=110),
}

DETECTIONS: Final = {
    "detected_at": Column("Detected, UTC", "time", 142),
    "ip": Column("Source", width=125),
    **VERDICT,
    "reason": Column("Why", width=330),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80),
    "recurrence": Column("Hours seen", "count", 78, help="Distinct hours with a detection of this source."),
    "campaign_id": Column("Campaign", "campaign", 76),
    "bot_name": Column("Bot", width=110),
    "browser_family": Column("Browser", width=80),
    "ja4": Column("JA4", width=282),
    "host": Column("Host", width=140),
    "fuzzing_index": Column("Paths a segment", "number", 108, help="Distinct paths per first path segment."),
    "post_ratio": Column("POST share", "percent", 78),
    "port_exhaustion_ratio": Column(
        "Port reuse", "percent", 78, help="Share of requests from ports used before: many connections."
    ),
    "orphan_ratio": Column("Orphans", "percent", 70, help="Assets asked for without a page before."),
    **NETWORK,
    "raw_anomaly_score": Column("Raw score", "score", 74),
    "model_name": Column("Model", width=110),
}
