"""Headings of the columns that several tables share, in the analyst's words."""

from __future__ import annotations

from typing import Final

from ja4dash.ui.table import Column

REQUESTS: Final = {
    "time": Column("Time, UTC", "time", 150),
    "ip": Column("Source", width=130),
    "method": Column("Method", width=70),
    "host": Column("Host", width=150),
    "path": Column("Path", width=220),
    "status": Column("Status", "status", 65),
    "http_version": Column("HTTP", width=75),
    "header_user_agent": Column("User-Agent", width=300),
    "ja4": Column("JA4", width=285),
    "h2_fingerprint": Column("HTTP/2 fingerprint", width=260),
    "src_asn": Column("ASN", "asn", 90),
    "src_as_name": Column("Network", width=170),
    "src_country_code": Column("Country", width=70),
    "query": Column("Query string", width=200),
}

DETECTIONS: Final = {
    "detected_at": Column("Detected, UTC", "time", 150),
    "ip": Column("Source", width=130),
    "threat_level": Column("Level", "level", 130),
    "anomaly_score": Column("Score", "score", 70, help="Anomaly score: lower is worse"),
    "hits": Column("Requests", "count", 80),
    "hit_velocity": Column("Requests/s", "number", 85),
    "reason": Column("Why", width=380),
    "ja4": Column("JA4", width=285),
    "host": Column("Host", width=150),
    "bot_name": Column("Bot", width=120),
    "campaign_id": Column("Campaign", "campaign", 80),
    "asn_number": Column("ASN", "asn", 90),
    "asn_org": Column("Network", width=170),
    "country_code": Column("Country", width=70),
}
