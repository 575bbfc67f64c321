"""Headings of columns: what several kinds of rows share."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

NETWORK: Final = {
    "asn_number": Column("ASN", "asn", 85),
    "asn_org": Column("Network", width=170),
    "country_code": Column("Country", width=68),
}

VERDICT: Final = {
    "threat_level": Column("Level", "level", 125),
    "anomaly_score": Column("Score", "score", 62, help="Anomaly score. Unless set otherwise, lower is worse."),
}

SORT_NAMES: Final = {
    "detected_at": "Time",
    "window_start": "Window",
    "src_ip": "Source",
    "ja4": "JA4",
    "host": "Host",
    "anomaly_score": "Score",
    "raw_anomaly_score": "Raw score",
    "xgb_prob": "Bot probability",
    "ae_recon_error": "Rebuild error",
    "threat_level": "Severity",
    "recurrence": "Hours seen",
    "hits": "Requests",
    "hit_velocity": "Requests/s",
    "fuzzing_index": "Paths a segment",
    "post_ratio": "POST share",
    "campaign_id": "Campaign",
    "asn_org": "Network",
    "country_code": "Country",
    "bot_name": "Bot",
    "browser_family": "Browser",
}
