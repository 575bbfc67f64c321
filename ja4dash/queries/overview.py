"""Overview: how much happened, when, who, and how bad (operations 1 to 3).

Sessions are scored sessions, one row of ml_all_scores each; browsers are those scored LEGITIMATE_BROWSER. Sources are
distinct detected addresses, counted once in the whole window. Times are UTC.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.provenance import told_by
from ja4dash.queries import traffic
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "24h"


@cached(ttl="1m")
def totals(scope: Scope) -> pd.DataFrame:
    """Key figures, each with `_before`: requests, sessions, detections, sources, critical, high, browsers (one row)."""
    return read("overview/totals", scope.over(WINDOW))


@cached(ttl="1m")
def scored_per_hour(scope: Scope) -> pd.DataFrame:
    """The key figures but requests by `hour`, empty hours as zero; the request log is not read."""
    return read("overview/per_hour", scope.over(WINDOW))


@cached(ttl="1m")
def per_hour(scope: Scope) -> pd.DataFrame:
    """The key figures by `hour`, empty hours as zero; requests are those of `queries.traffic.per_hour`."""
    frame, asked = scored_per_hour(scope), traffic.per_hour(scope)
    requests = asked.groupby("hour")["requests"].sum().reindex(frame["hour"], fill_value=0)
    found = frame.copy()
    found.insert(1, "requests", requests.to_numpy())
    return told_by(found, frame, asked)


@cached(ttl="1m")
def timeline_detail(scope: Scope) -> pd.DataFrame:
    """Detections by `hour` and `threat_level`, zero for every level in every hour that has none."""
    return read("overview/timeline_detail", scope.over(WINDOW))


@cached(ttl="1m")
def levels(scope: Scope) -> pd.DataFrame:
    """`detections`, `sources` and `worst_score` by `threat_level`, worst level first, levels that are not ours included."""
    return read("overview/levels", scope.over(WINDOW))


@cached(ttl="1m")
def top_sources(scope: Scope, limit: int = 10) -> pd.DataFrame:
    """Sources with most detections: `ip`, `detections`, `worst_score`, `worst_level`, network, `last_seen`."""
    return read("overview/top_sources", scope.over(WINDOW), limit=bounded("limit", limit, 1, 100))


def models(scope: Scope) -> pd.DataFrame:
    """Scored `sessions` by `model_name`, with `first_scored` and `last_scored`."""
    frame = _scored(scope)
    return frame[frame["part"] == "model"].drop(columns="part").rename(columns={"value": "model_name"}).reset_index(drop=True)


def families(scope: Scope) -> pd.DataFrame:
    """Scored `sessions` by `browser_family`; an empty family is a client of no known browser."""
    frame = _scored(scope)
    found = frame[frame["part"] == "family"].rename(columns={"value": "browser_family"}).reset_index(drop=True)
    return found[["browser_family", "sessions"]]


@cached(ttl="1m")
def _scored(scope: Scope) -> pd.DataFrame:
    return read("overview/scored", scope.over(WINDOW))


@cached(ttl="10s")
def alerts(scope: Scope, limit: int = 20) -> pd.DataFrame:
    """Newest detections (1 to 100) of level CRITICAL, HIGH or KNOWN_BOT, with network, campaign and reason."""
    return read("overview/alerts", scope.over(WINDOW), limit=bounded("limit", limit, 1, 100))
