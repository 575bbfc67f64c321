"""Headings of columns: verdicts against models."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

_FEW: Final = "Empty where fewer than five sources were judged so: too few to say."

COUNTS: Final = {
    "sources": Column("Judged", "bar", 90, help="Distinct sources that somebody decided about and a model scored."),
    "bots": Column("Bot", "count", 56),
    "legitimate": Column("Legitimate", "count", 78),
    "suspicious": Column("Suspicious", "count", 80, help="Counted, not compared."),
    "false_positives": Column("False positives", "count", 104, help="Judged legitimate, and given Medium or worse."),
    "false_positive_rate": Column("of legitimate", "percent", 92, help=f"False positives of the judged legitimate. {_FEW}"),
    "missed": Column("Missed", "count", 60, help="Judged a bot, never given Medium or worse, and not known as a bot."),
    "missed_rate": Column("of bots", "percent", 62, help=f"Missed of the judged bots. {_FEW}"),
    "agreement": Column("Agree", "percent", 58, help=f"Of the sources judged bot or legitimate. {_FEW}"),
}

BY_MODEL: Final = {"judged_model": Column("Model", width=150), **COUNTS}
BY_JA4: Final = {"judged_ja4": Column("JA4", width=282), **COUNTS}
BY_ASN: Final = {"judged_asn": Column("ASN", "asn", 85), "org": Column("Network", width=170), **COUNTS}

DISAGREEMENTS: Final = {
    "ip": Column("Source", width=250),
    "verdict": Column("Judged", "verdict", 82),
    "worst_level": Column("Worst level", "level", 120, help="The worst that a model gave one of its sessions."),
    "model_name": Column("by model", width=130),
    "ja4": Column("JA4", width=282),
    "asn_number": Column("ASN", "asn", 85),
    "last_decided": Column("Decided, UTC", "time", 142),
}

LABELLED: Final = {
    "detected_at": Column("Detected, UTC", "time", 142),
    "ip": Column("Source", width=140),
    "verdict": Column("Judged", "verdict", 90),
    "threat_level": Column("Level", "level", 140),
    "own_level": Column("Without the verdict", "level", 140, help="What our detector says by itself. Empty for other models."),
    "anomaly_score": Column("Score", "score", 62, help="Anomaly score. Unless set otherwise, lower is worse."),
    "xgb_prob": Column(
        "Bot probability", "number", 104, help="By gradient boosting over other sources that analysts decided about."
    ),
    "hits": Column("Requests", "count", 74),
    "host": Column("Host", width=160),
    "ja4": Column("JA4", width=282),
    "model_name": Column("Model", width=130),
}

SORT_NAMES: Final = {
    "detected_at": "Time",
    "verdict": "Verdict",
    "src_ip": "Source",
    "threat_level": "Severity",
    "xgb_prob": "Bot probability",
    "anomaly_score": "Score",
}

LEARNED: Final = {
    "bots": Column("Bots", "count", 56, help="Sources judged a bot that it learned from."),
    "legitimate": Column("Legitimate", "count", 78, help="Sources judged legitimate that it learned from."),
    "sessions": Column("Sessions", "count", 72),
    "balanced_accuracy": Column(
        "Balanced accuracy", "percent", 124, help="Mean share of bots and of legitimate sources that it tells rightly."
    ),
    "average_precision": Column("Average precision", "number", 120, help="Quality of its ranking, 0 to 1."),
    "precision": Column("Precision", "percent", 74, help="Of the sources it calls bots, those judged so."),
    "recall": Column("Recall", "percent", 58, help="Of the sources judged bots, those it calls so."),
    "skill": Column("Heard", "percent", 60, help="How much weight its word has in the score: what its figures are sure to mean."),
    "trained_at": Column("For windows from, UTC", "time", 150),
}
"""What the detector learned from verdicts; figures are cross-validated by source."""
