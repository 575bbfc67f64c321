"""Health: cycles of the detector, and how old the last one is (operation 34).

Of a scope only the window counts. Ages are by the engine's clock; times are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "7d"

SORTS: Final[Mapping[str, str]] = {
    name: name
    for name in (
        "cycle_at",
        "model_name",
        "total_sessions",
        "critical_count",
        "high_count",
        "anomaly_rate",
        "correlated_rate",
        "drift_rate",
        "cycle_latency_ms",
    )
}
"""What cycles can be sorted by."""


@cached(ttl="30s")
def cycles(scope: Scope, limit: int = 500, *, order: Order | None = None, offset: int = 0) -> pd.DataFrame:
    """Cycles (1 to 5,000), newest first unless ordered; `summary` counts them all.

    Columns: cycle_at, model_name, total_sessions, critical_count, high_count, features_valid,
    features_total, baseline_size, correlated_rate, anomaly_rate, drift_rate (0..1), drift_alert, meta_learner_active (0 or
    1), cycle_latency_ms."""
    return _cycles(scope, order, bounded("limit", limit, 1, 5000), bounded("offset", offset, 0, 10**9))


def extract(scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first cycles (1 to 100,000) for an export, columns as in `cycles`; asked anew each time."""
    return _cycles(scope, order, bounded("most", most, 1, EXPORT.rows), 0, EXPORT)


def _cycles(scope: Scope, order: Order | None, limit: int, offset: int, guard: Guard = INTERACTIVE) -> pd.DataFrame:
    return read("health/cycles", scope.over(WINDOW), guard=guard, order=order, sorts=SORTS, limit=limit, offset=offset)


@cached(ttl="30s")
def latest(scope: Scope) -> pd.DataFrame:
    """The latest cycle of each model up to the window's end, however long ago: columns of `cycles`, and age_seconds."""
    return read("health/latest", scope.over(WINDOW))


@cached(ttl="30s")
def summary(scope: Scope) -> pd.DataFrame:
    """One row: cycles, models, sessions, mean_anomaly_rate, mean_drift_rate (0..1), mean_latency_ms, longest_ms and
    drift_alerts of the window; last_cycle (1970 = never) and age_seconds (NaN = never) however long ago."""
    return read("health/summary", scope.over(WINDOW))
