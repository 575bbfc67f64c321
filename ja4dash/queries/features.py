"""Features: what sessions of people's networks and of hosting look like, and which features tell them apart (operation 11).

Human are sessions of networks labelled `isp`, bot those of `datacenter` and `hosting`: what the network is, not a verdict.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.errors import Category, QueryError
from ja4dash.scope import Scope

WINDOW: Final = "1h"
AI, RESEARCH = "ai", "research"

SHARED: Final = (
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
)
"""The twelve features that both sets have."""

SETS: Final = {
    AI: (*SHARED, "port_exhaustion_ratio", "orphan_ratio", "fingerprint_coherence_score"),
    RESEARCH: (*SHARED, "interarrival_mean_s", "interarrival_cv", "burstiness"),
}
"""Features of each set, in the order of `sql/features/both.sql`."""


@cached(ttl="1m")
def both(scope: Scope) -> pd.DataFrame:
    """Every feature of both sets over the sessions of the last hour, what separates most first. Each view is read once.

    Columns: feature_set (ai or research), feature; `mean`, and the means `human` and `bot`, in the feature's unit;
    `human_rank` and `bot_rank`, the mean place of their sessions among all sessions (0..1, ties in the middle), which is
    one scale for all features; `effect`, `cohens_d`; sessions, human_sessions and bot_sessions that have the feature.

    The effect ranks: Cliff's delta, from -1 to 1, how much more often a bot session has the greater value than the smaller
    one, against any human session (Cliff 1993, doi:10.1037/0033-2909.114.3.494; 2 AUC - 1). It needs no spread and no
    unit, and one extreme session moves it little. `cohens_d` is the difference of the means in pooled standard deviations
    (Cohen 1988). Both are NaN where there is nobody to compare, cohens_d also where nothing varies.
    """
    return read("features/both", scope.over(WINDOW), ai=list(SETS[AI]), research=list(SETS[RESEARCH]))


@cached(ttl="1m")
def alone(scope: Scope) -> pd.DataFrame:
    """The set `ai` of `both`, where the view of the other one is not deployed."""
    return read("features/ai", scope.over(WINDOW), ai=list(SETS[AI]))


def behaviour(scope: Scope) -> pd.DataFrame:
    """The rows of `both` of the set that the detector uses; they do not need the other view."""
    try:
        return _of(both(scope), AI)
    except QueryError as error:
        if error.category is not Category.MISSING:
            raise
        return alone(scope)


def research(scope: Scope) -> pd.DataFrame:
    """The rows of `both` of the research set. They need both views: only the other one knows the kind of network."""
    return _of(both(scope), RESEARCH)


def _of(frame: pd.DataFrame, feature_set: str) -> pd.DataFrame:
    return frame[frame["feature_set"] == feature_set].reset_index(drop=True)
