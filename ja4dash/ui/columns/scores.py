"""Headings of columns: scored sessions."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.ui.columns.shared import NETWORK, VERDICT

SCORES: Final = {
    "detected_at": Column("Scored, UTC", "time", 142),
    "ip": Column("Source", width=125),
    **VERDICT,
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
    **NETWORK,
    "window_start": Column("Window from, UTC", "time", 142),
    "model_name": Column("Model", width=110),
}

SCORES_OF_SOURCE: Final = {
    "detected_at": Column("Scored, UTC", "time", 142),
    **VERDICT,
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
