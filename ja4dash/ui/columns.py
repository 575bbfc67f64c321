"""Headings of columns that several pages share, in the analyst's words."""

from __future__ import annotations

from typing import Final

from ja4dash.ui.table import Column

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

_NETWORK: Final = {
    "asn_number": Column("ASN", "asn", 85),
    "asn_org": Column("Network", width=170),
    "country_code": Column("Country", width=68),
}

REQUESTS: Final = {
    "time": Column("Time, UTC", "time", 142),
    "ip": Column("Source", width=125),
    "ja4": Column("JA4", width=282),
    "method": Column("Method", width=64),
    "host": Column("Host", width=140),
    "path": Column("Path", width=170),
    "status": Column("Status", "status", 60),
    "http_version": Column("HTTP", width=74),
    "header_user_agent": Column("User-Agent", width=330),
    "src_country_code": Column("Country", width=68),
    "src_asn": Column("ASN", "asn", 85),
    "src_as_name": Column("Network", width=170),
    "query": Column("Query string", width=180),
    "h2_fingerprint": Column("HTTP/2 fingerprint", width=330),
}
REQUEST_SORTS: Final = {
    "time": "Time",
    "src_ip": "Source",
    "method": "Method",
    "host": "Host",
    "path": "Path",
    "http_version": "HTTP version",
    "header_user_agent": "User-Agent",
    "ja4": "JA4",
    "src_country_code": "Country",
}
REQUESTS_OF_SOURCE: Final = {
    **{
        name: REQUESTS[name]
        for name in ("time", "method", "host", "path", "query", "status", "http_version", "header_user_agent")
    },
    "header_referer": Column("Referer", width=180),
    "header_sec_ch_ua": Column("Sec-CH-UA", width=220),
    "ja4": REQUESTS["ja4"],
    "h2_fingerprint": REQUESTS["h2_fingerprint"],
    "tls_version": Column("TLS", width=70),
    "tls_alpn": Column("ALPN", width=70),
    "src_port": Column("Port", "plain", 60),
}
_VERDICT: Final = {
    "threat_level": Column("Level", "level", 125),
    "anomaly_score": Column("Score", "score", 62, help="Anomaly score. Unless set otherwise, lower is worse."),
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
    **_NETWORK,
}
TOP_SOURCES: Final = {
    "ip": Column("Source", width=118),
    "detections": Column("Detections", "bar", 100),
    "worst_level": Column("Worst level", "level", 84),
    "worst_score": Column("Score", "score", 58),
    **_NETWORK,
}
DETECTIONS_OF_SOURCE: Final = {
    "detected_at": Column("Detected, UTC", "time", 142),
    **_VERDICT,
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
    **_VERDICT,
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
    **_NETWORK,
    "raw_anomaly_score": Column("Raw score", "score", 74),
    "model_name": Column("Model", width=110),
}
SCORES: Final = {
    "detected_at": Column("Scored, UTC", "time", 142),
    "ip": Column("Source", width=125),
    **_VERDICT,
    "raw_anomaly_score": Column("Raw score", "score", 74),
    "ae_recon_error": Column(
        "Rebuild error", "score", 92, help="How badly an autoencoder rebuilds the session: higher is odder."
    ),
    "xgb_prob": Column(
        "Bot probability", "score", 98, help="From the classifier trained on analysts' verdicts; 0 before it is trained."
    ),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80),
    "browser_family": Column("Browser", width=80),
    "bot_name": Column("Bot", width=110),
    "ja4": Column("JA4", width=282),
    "host": Column("Host", width=140),
    "fuzzing_index": Column("Paths a segment", "number", 108, help="Distinct paths per first path segment."),
    "post_ratio": Column("POST share", "percent", 78),
    **_NETWORK,
    "window_start": Column("Window from, UTC", "time", 142),
    "model_name": Column("Model", width=110),
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
SCORES_OF_SOURCE: Final = {
    "detected_at": Column("Scored, UTC", "time", 142),
    **_VERDICT,
    "raw_anomaly_score": Column("Raw score", "score", 74),
    "ae_recon_error": Column(
        "Reconstruction error", "score", 130, help="How badly an autoencoder rebuilds the session: higher is odder."
    ),
    "xgb_prob": Column(
        "Bot probability", "score", 98, help="From the classifier trained on analysts' verdicts; 0 before it is trained."
    ),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80),
    "browser_family": Column("Browser", width=80),
    "host": Column("Host", width=140),
    "ja4": Column("JA4", width=282),
    "model_name": Column("Model", width=110),
}
CASCADES: Final = {
    "window_start": Column("Window from, UTC", "time", 142),
    "host": Column("Host", width=160),
    "page_count": Column("Pages", "count", 70),
    "avg_sub_delay_ms": Column(
        "Mean delay, ms", "count", 100, help="From a page to its sub-resources; the log keeps whole seconds."
    ),
    "stddev_sub_delay_ms": Column("Deviation, ms", "count", 96),
    "max_sub_resources": Column(
        "Most sub-resources", "count", 124, help="A browser loads a page's images, styles and scripts; a script does not."
    ),
}
TRAITS: Final = {
    "value": Column("Value", width=420),
    "requests": Column("Requests", "bar", 120),
    "browser_family": Column("Known browser", width=110),
    "bot_name": Column("Known tool or bot", width=150),
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
}
FEATURE_NAMES: Final = {
    "hit_velocity": "Requests a second",
    "fuzzing_index": "Paths a segment",
    "post_ratio": "POST share",
    "asset_ratio": "Asset share",
    "direct_access_ratio": "Share without Referer",
    "temporal_entropy": "Spread over minutes",
    "path_diversity_ratio": "Path diversity",
    "modern_browser_score": "Modern browser points",
}
"""The radar's features in words, in its order."""

FEATURES_OF_SOURCE: Final = {
    "host": Column("Host", width=140),
    "ja4": Column("JA4", width=282),
    "hits": Column("Requests", "count", 74),
    "hit_velocity": Column("Requests/s", "number", 80, help="While the session was active."),
    "fuzzing_index": Column("Paths a segment", "number", 108, help="Distinct paths per first path segment."),
    "post_ratio": Column("POST share", "percent", 78),
    "asset_ratio": Column("Asset share", "percent", 84, help="Images, styles, scripts and fonts among the requests."),
    "direct_access_ratio": Column("No Referer", "percent", 80),
    "temporal_entropy": Column("Spread", "number", 64, help="Over the minutes of the hour: 0 = one burst, 1 = even."),
    "path_diversity_ratio": Column("Path diversity", "number", 98, help="Distinct paths a request."),
    "modern_browser_score": Column(
        "Browser points", "count", 100, help="0 to 100, for headers and HTTP/2 that current browsers send."
    ),
    "orphan_ratio": Column("Orphans", "percent", 70, help="Assets asked for without a page before."),
    "distinct_ja4_count": Column("JA4 values", "count", 78),
    "fingerprint_coherence_score": Column(
        "Coherence", "number", 80, help="0 to 1: do JA4, HTTP/2, User-Agent and Sec-CH-UA agree?"
    ),
    "tls_h2_family_mismatch": Column("TLS ≠ HTTP/2", "yes", 96),
    "browser_family": Column("Browser by JA4", width=105),
    "h2_dict_family": Column("Browser by HTTP/2", width=122),
    "asn_label": Column("Network kind", width=96),
}
DICTIONARIES: Final = {
    "name": Column("Dictionary", width=170),
    "state": Column("State", "state", 80),
    "elements": Column("Entries", "count", 80),
    "layout": Column("Layout", width=130),
    "keys": Column("Looked up by", width=110),
    "attributes": Column("Gives", width=280),
    "bytes": Column("Memory, bytes", "count", 105),
    "last_load": Column("Last loaded, UTC", "time", 142),
    "error": Column("Error", width=260),
}
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
    **_NETWORK,
    "bot_name": Column("Bot", width=110),
    "browser_family": Column("Browser", width=80),
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
}
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
MODELS_SCORED: Final = {
    "model_name": Column("Model", width=130),
    "sessions": Column("Sessions", "bar", 110),
    "sources": Column("Sources", "count", 70),
    "first_scored": Column("First, UTC", "time", 142),
    "last_scored": Column("Last, UTC", "time", 142),
}
MODEL_THREATS: Final = {
    "model_name": Column("Model", width=130),
    "threat_level": Column("Level", "level", 130),
    "sessions": Column("Sessions", "bar", 120),
    "sources": Column("Sources", "count", 70),
}
CYCLES: Final = {
    "cycle_at": Column("At, UTC", "time", 142),
    "model_name": Column("Model", width=130),
    "total_sessions": Column("Sessions", "count", 76),
    "critical_count": Column("Critical", "count", 66),
    "high_count": Column("High", "count", 56),
    "anomaly_rate": Column("Anomalies", "percent", 82, help="Share of sessions at Low or worse."),
    "correlated_rate": Column("Correlated", "percent", 82, help="Anomalous sessions against which two or more signals speak."),
    "drift_rate": Column("Drift", "percent", 60, help="Share of features that moved away from the baseline."),
    "drift_alert": Column("Drift alert", "yes", 80),
    "features_valid": Column("Features used", "count", 98),
    "features_total": Column("Features", "count", 76),
    "baseline_size": Column("Baseline sessions", "count", 118),
    "meta_learner_active": Column("Learns from verdicts", "yes", 134),
    "cycle_latency_ms": Column("Time, ms", "count", 72),
}
MODEL_FILES: Final = {
    "name": Column("Model", width=140),
    "version": Column("Version", width=130),
    "trained_at": Column("Trained, UTC", "time", 142),
    "features": Column("Features", "list", 320),
    "metrics": Column("Metrics", "pairs", 280),
    "more": Column("More", "pairs", 260),
    "file": Column("File", width=170),
    "error": Column("Cannot be read", width=220),
}
