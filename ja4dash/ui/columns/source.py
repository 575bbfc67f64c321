"""Headings of columns: one source."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

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

PATHS: Final = {
    "path": Column("Path"),
    "requests": Column("Requests", "bar", 120),
    "errors": Column("Refused or failed", "count", 118, help="Answers with status 400 or above."),
    "methods": Column("Methods", width=120),
    "hosts": Column("Hosts", "count", 60),
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
