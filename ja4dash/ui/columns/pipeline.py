"""Headings of columns: models and the detector."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

MODELS_SCORED: Final = {
    "model_name": Column("Model", width=122),
    "sessions": Column("Sessions", "bar", 96),
    "sources": Column("Sources", "count", 62),
    "first_scored": Column("First, UTC", "time", 132),
    "last_scored": Column("Last, UTC", "time", 132),
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
    "features": Column("Features", "features", 320),
    "metrics": Column("Metrics", "pairs", 280),
    "more": Column("More", "pairs", 260),
    "file": Column("File", width=170),
    "error": Column("Cannot be read", width=220),
}
