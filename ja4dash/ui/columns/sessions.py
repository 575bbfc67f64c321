"""Headings of columns: sessions of the last hour."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.glossary import meaning
from ja4dash.ui.columns.shared import NETWORK
from ja4dash.ui.columns.source import FEATURES_OF_SOURCE

_FEATURES: Final = (
    "hits",
    "hit_velocity",
    "fuzzing_index",
    "post_ratio",
    "asset_ratio",
    "direct_access_ratio",
    "temporal_entropy",
    "path_diversity_ratio",
    "modern_browser_score",
)

SESSIONS: Final = {
    "ip": Column("Source", width=125),
    "ja4": FEATURES_OF_SOURCE["ja4"],
    "host": FEATURES_OF_SOURCE["host"],
    "asn_label": FEATURES_OF_SOURCE["asn_label"],
    "bot_name": Column("Bot", width=150),
    "browser_family": FEATURES_OF_SOURCE["browser_family"],
    **{name: FEATURES_OF_SOURCE[name] for name in _FEATURES},
    "header_count": Column("Headers", "number", 70, meaning("header_count"), 1),
    "src_port_density": Column("Ports a request", "number", 104, meaning("src_port_density")),
    "distinct_ja4_count": FEATURES_OF_SOURCE["distinct_ja4_count"],
    "port_exhaustion_ratio": Column("Port exhaustion", "number", 108, meaning("port_exhaustion_ratio"), 4),
    "orphan_ratio": FEATURES_OF_SOURCE["orphan_ratio"],
    "fingerprint_coherence_score": FEATURES_OF_SOURCE["fingerprint_coherence_score"],
    **NETWORK,
}
