"""Headings of columns: features of sessions."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.glossary import meaning

TITLES: Final = {
    "hits": "Requests",
    "hit_velocity": "Requests a second",
    "fuzzing_index": "Paths a segment",
    "post_ratio": "POST share",
    "asset_ratio": "Asset share",
    "direct_access_ratio": "Share without Referer",
    "temporal_entropy": "Spread over minutes",
    "path_diversity_ratio": "Path diversity",
    "modern_browser_score": "Modern browser points",
    "header_count": "Headers a request",
    "src_port_density": "Source ports a request",
    "distinct_ja4_count": "JA4 values of the source",
    "port_exhaustion_ratio": "Port exhaustion",
    "orphan_ratio": "Orphan share",
    "fingerprint_coherence_score": "Fingerprint coherence",
    "interarrival_mean_s": "Seconds between requests",
    "interarrival_cv": "Unevenness of the gaps",
    "burstiness": "Burstiness",
}
"""Features in words."""

SEPARATION: Final = {
    "name": Column("Feature", width=152),
    "mean": Column("All", "number", 68, "Mean of all sessions.", 3),
    "human": Column("ISP", "number", 68, "Mean of sessions of ISP networks.", 3),
    "bot": Column("Hosting", "number", 68, "Mean of sessions of datacenter and hosting networks.", 3),
    "effect": Column("Effect", "number", 56, meaning("effect")),
    "cohens_d": Column("Cohen's d", "number", 72, meaning("cohens_d")),
    "sessions": Column("Sessions", "count", 66, "Sessions that have the feature: gaps need three requests."),
}
