"""Sessions of the last hour: the busiest ones with all their features, and how features spread (operation 12)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.errors import Category, QueryError
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "1h"

FEATURES: Final = (
    "hits",
    "hit_velocity",
    "fuzzing_index",
    "post_ratio",
    "asset_ratio",
    "direct_access_ratio",
    "temporal_entropy",
    "path_diversity_ratio",
    "modern_browser_score",
    "header_count",
    "src_port_density",
    "distinct_ja4_count",
    "port_exhaustion_ratio",
    "orphan_ratio",
    "fingerprint_coherence_score",
)
"""Numbers that a session can be placed by."""

COLOURS: Final = ("asn_label", "bot_name")
"""What sessions can be told apart by."""

_SHORT: Final = 10
"""Bins of a scale with two ends, all of them shown."""


@cached(ttl="1m")
def busiest(scope: Scope, limit: int = 500) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sessions (1 to 5,000) with most requests, and histograms of six features over all sessions, from one reading.

    Sessions: ip, ja4, host, the FEATURES, asn_number, asn_org, asn_label, country_code, bot_name, browser_family; `total`
    sessions there are. Those alike in hits are in the order of address, JA4 and host.

    Histograms: `sessions` by `feature` and bin, from `low` (included) to `high` (excluded, but for the last bin of a ratio
    or of points). Ratios go by tenths, points (0..100) by tens; hits, hit_velocity and fuzzing_index, which spread over
    orders of magnitude, by edges 1, 2, 5, 10, 20, 50 and so on, from the first bin with a session to the last.
    """
    frame = read("sessions/busiest", scope.over(WINDOW), limit=bounded("limit", limit, 1, 5000))
    return frame.drop(columns="histograms"), _histograms(frame)


def _histograms(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame["histograms"].iloc[0] if len(frame) else []
    bins = pd.DataFrame([tuple(row) for row in rows], columns=["feature", "low", "high", "sessions"])
    bins = bins.astype({"feature": "str", "low": "float64", "high": "float64", "sessions": "int64"})
    parts = [_used(part) for _, part in bins.groupby("feature", sort=False)]
    used = pd.concat(parts, ignore_index=True) if parts else bins
    used.attrs = frame.attrs
    return used


def _used(bins: pd.DataFrame) -> pd.DataFrame:
    """Bins of one feature, without the empty ones at the ends of an open scale."""
    filled = bins.index[bins["sessions"] > 0]
    return bins if len(bins) <= _SHORT else bins.loc[filled[0] : filled[-1]]


def placed(sessions: pd.DataFrame, x: str, y: str, colour: str) -> pd.DataFrame:
    """Sessions with the chosen features as `x` and `y` and the chosen property as `colour` in front."""
    for name, value, allowed in (("x", x, FEATURES), ("y", y, FEATURES), ("colour", colour, COLOURS)):
        if value not in allowed:
            raise QueryError(Category.PARAMETER, f"{name} takes one of {', '.join(allowed)}, not {value!r}")
    chosen = pd.DataFrame({"x": sessions[x], "y": sessions[y], "colour": sessions[colour]})
    frame = pd.concat([chosen, sessions], axis="columns")
    frame.attrs = sessions.attrs
    return frame
