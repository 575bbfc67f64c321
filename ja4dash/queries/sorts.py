"""What scores and levels are sorted by."""

from __future__ import annotations

from typing import Final

SEVERITY: Final = "-transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)"
"""By severity and not by alphabet: descending is worst first, unknown levels between LOW and NORMAL."""

ANOMALY: Final = "{sign:Int8} * anomaly_score"
RAW_ANOMALY: Final = "{sign:Int8} * raw_anomaly_score"
"""Ascending is worst first, whichever way the detector counts."""
